"""Signing in by the page: one step where no second factor is asked for."""

import pytest
from django.test import Client

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.lib import limits
from tests.conftest import PASSWORD

SIGN_IN = "/compte/connexion"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    limits.forget()


def sign_in(browser: Client, username: str, password: str = PASSWORD, address: str = SIGN_IN):  # type: ignore[no-untyped-def]
    return browser.post(address, {"username": username, "password": password})


def test_the_page_asks_for_name_and_password(nobody: Client) -> None:
    page = nobody.get(SIGN_IN)
    assert page.status_code == 200
    assert 'autocomplete="current-password"' in page.content.decode()
    assert page.headers["Cache-Control"] == "no-store"
    assert "'self'" in page.headers["Content-Security-Policy"]


def test_an_officer_arrives_at_the_console(officer: Officer, nobody: Client) -> None:
    answer = sign_in(nobody, "policiere")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/brigade/")
    assert Entry.objects.filter(actor=officer.actor, act="sign in", outcome="done").count() == 1


def test_an_administrator_arrives_at_the_administration(administrator: Officer, nobody: Client) -> None:
    assert sign_in(nobody, administrator.username).headers["Location"] == "/administration/"


def test_an_analyst_and_a_commander_arrive_at_the_figures(analyst: Officer, commander: Officer) -> None:
    for account in (analyst, commander):
        assert sign_in(Client(), account.username).headers["Location"] == "/brigade/chiffres/"


def test_one_comes_back_to_where_one_was_going(officer: Officer, nobody: Client) -> None:
    answer = sign_in(nobody, officer.username, address=f"{SIGN_IN}?next=/compte/mot-de-passe")
    assert answer.headers["Location"] == "/compte/mot-de-passe"


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)"])
def test_never_to_another_site(elsewhere: str, officer: Officer, nobody: Client) -> None:
    answer = sign_in(nobody, officer.username, address=f"{SIGN_IN}?next={elsewhere}")
    assert answer.headers["Location"] == "/brigade/"


def test_a_wrong_password_and_an_unknown_name_are_told_alike(officer: Officer, nobody: Client) -> None:
    wrong, unknown = sign_in(nobody, officer.username, "autre"), sign_in(nobody, "inconnue", "autre")
    assert (wrong.status_code, unknown.status_code) == (401, 401)
    for answer in (wrong, unknown):
        assert "Identifiant ou mot de passe incorrect." in answer.content.decode()
        assert "autre" not in answer.content.decode().split('name="password"')[1].split(">")[0]


def test_a_deactivated_account_is_told_the_same(stranger: Officer, nobody: Client) -> None:
    assert sign_in(nobody, stranger.username).status_code == 401


def test_empty_fields_say_what_to_type(nobody: Client) -> None:
    page = nobody.post(SIGN_IN, {})
    assert page.status_code == 422
    assert "Saisissez votre identifiant." in page.content.decode()
    assert 'aria-describedby="id_username-error"' in page.content.decode()


def test_guessing_is_slowed_and_said_in_words(officer: Officer, nobody: Client) -> None:
    for _ in range(10):
        sign_in(nobody, officer.username, "autre")
    answer = sign_in(nobody, officer.username)
    assert answer.status_code == 429
    assert "Patientez quelques minutes" in answer.content.decode()
    assert int(answer.headers["Retry-After"]) > 0


def test_a_form_without_its_token_is_refused(officer: Officer) -> None:
    assert sign_in(Client(enforce_csrf_checks=True), officer.username).status_code == 403


def test_whoever_is_signed_in_is_not_asked_again(officer: Officer, nobody: Client) -> None:
    nobody.force_login(officer)
    assert nobody.get(SIGN_IN).headers["Location"] == "/brigade/"


def test_the_referrer_lets_forms_prove_where_they_come_from(nobody: Client) -> None:
    """Under `no-referrer` browsers send `Origin: null` with a form, which the CSRF check rightly refuses."""
    assert nobody.get(SIGN_IN).headers["Referrer-Policy"] == "same-origin"
