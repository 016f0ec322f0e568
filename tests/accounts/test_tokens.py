"""A token opens the API until it expires, is ended, or its officer leaves."""

from collections.abc import Callable

import pytest
import time_machine
from django.test import Client

from permanence.accounts import actions, sessions
from permanence.accounts.models import Officer, Token
from permanence.lib.errors import Unauthorised


def test_a_token_names_its_officer(officer: Officer) -> None:
    assert sessions.bearer(sessions.issue(officer).token) == officer


@pytest.mark.parametrize("token", ["", "x", "é" * 50, "\ud800"])
def test_anything_else_is_refused(officer: Officer, token: str) -> None:
    with pytest.raises(Unauthorised):
        sessions.bearer(token)


def test_only_a_hash_is_kept(officer: Officer) -> None:
    issued = sessions.issue(officer)
    assert issued.token.encode() not in bytes(Token.objects.get().hashed)


def test_a_token_expires_and_renewal_puts_it_off(officer: Officer, clock: time_machine.Traveller) -> None:
    token = sessions.issue(officer).token
    clock.shift(50 * 60)
    sessions.renew(token)
    clock.shift(50 * 60)
    assert sessions.bearer(token) == officer
    clock.shift(11 * 60)
    with pytest.raises(Unauthorised):
        sessions.bearer(token)
    assert sessions.forget_expired() == 1


def test_signing_out_ends_every_token(officer: Officer) -> None:
    tokens = [sessions.issue(officer).token for _ in range(2)]
    sessions.sign_out(officer)
    for token in tokens:
        with pytest.raises(Unauthorised):
            sessions.bearer(token)


def test_deactivating_ends_every_token(officer: Officer) -> None:
    token = sessions.issue(officer).token
    actions.deactivate(by="officer:9", officer=officer.pk)
    with pytest.raises(Unauthorised):
        sessions.bearer(token)


def test_a_new_password_ends_every_token(officer: Officer) -> None:
    token = sessions.issue(officer).token
    actions.save_officer(
        by="operator", username=officer.username, role="officer", force="PN", password="une autre phrase de passe"
    )
    with pytest.raises(Unauthorised):
        sessions.bearer(token)


def test_signing_out_ends_the_pages_of_every_machine(officer: Officer, browser_of: Callable[[Officer], Client]) -> None:
    pages = [browser_of(officer), browser_of(officer)]
    assert [page.get("/compte/").status_code for page in pages] == [200, 200]
    sessions.sign_out(officer)
    assert [page.get("/compte/").status_code for page in pages] == [302, 302]
