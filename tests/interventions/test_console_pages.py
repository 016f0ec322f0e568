"""Who reaches a centre's console and its token, and what the page bears."""

import json
import re
from collections.abc import Callable

import pytest
from django.test import Client

from permanence.accounts import sessions
from permanence.accounts.models import Officer, Role, Token
from permanence.audit.models import Entry
from tests.conftest import PASSWORD, MakeOfficer

CONSOLE, TOKEN = "/centre/", "/centre/jeton"
BrowserOf = Callable[[Officer], Client]

pytestmark = pytest.mark.django_db


def test_an_operator_gets_the_console_of_their_centre(operator: Officer, browser_of: BrowserOf) -> None:
    page = browser_of(operator).get(CONSOLE)
    assert page.status_code == 200
    assert "CIC 35" in page.content.decode()
    assert f'data-centre="{operator.centre}"' in page.content.decode()


def test_an_operator_arrives_there_when_signing_in(operator: Officer, nobody: Client) -> None:
    answer = nobody.post("/compte/connexion", {"username": operator.username, "password": PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (302, CONSOLE)


@pytest.mark.parametrize("who", ["officer", "supervisor", "unit", "analyst", "commander", "administrator"])
def test_the_others_are_refused_and_it_is_written_down(
    who: str, request: pytest.FixtureRequest, browser_of: BrowserOf
) -> None:
    account: Officer = request.getfixturevalue(who)
    assert browser_of(account).get(CONSOLE).status_code == 403
    assert browser_of(account).post(TOKEN).status_code == 403
    refusals = Entry.objects.filter(actor=account.actor, outcome=Entry.Outcome.REFUSED)
    assert sorted(refusals.values_list("act", flat=True)) == ["issue token", "see operations centre"]
    assert not Token.objects.exists()


def test_nobody_is_led_to_the_sign_in_page_and_gets_no_token(nobody: Client) -> None:
    answer = nobody.get(CONSOLE)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/compte/connexion?next=/centre/")
    assert nobody.post(TOKEN).status_code == 401


def test_a_deactivated_operator_is_nobody(operator: Officer, browser_of: BrowserOf) -> None:
    browser = browser_of(operator)
    operator.is_active = False
    operator.save()
    assert browser.get(CONSOLE).headers["Location"].startswith("/compte/connexion")
    assert browser.post(TOKEN).status_code == 401


def test_an_operator_of_no_centre_is_told_whom_to_ask(make_officer: MakeOfficer, browser_of: BrowserOf) -> None:
    page = browser_of(make_officer("sans-centre", Role.CENTRE)).get(CONSOLE)
    assert page.status_code == 403
    assert "rattaché à aucun centre" in page.content.decode()


def test_the_page_gets_a_token_that_opens_the_board(operator: Officer, browser_of: BrowserOf) -> None:
    browser = browser_of(operator)
    given = json.loads(browser.post(TOKEN).content)
    assert (sessions.bearer(given["token"]), given["role"]) == (operator, "centre")
    bearer = {"Authorization": f"Bearer {given['token']}"}
    board = browser.get("/api/v1/centre/interventions", headers=bearer)
    assert (board.status_code, board.json()) == (200, {"interventions": []})


def test_a_page_of_another_site_cannot_ask_for_one(operator: Officer) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(operator)
    assert browser.post(TOKEN).status_code == 403


def test_page_and_token_are_asked_for_in_one_way_only(operator: Officer, browser_of: BrowserOf) -> None:
    assert browser_of(operator).post(CONSOLE).status_code == 405
    assert browser_of(operator).get(TOKEN).status_code == 405


def test_the_page_runs_no_script_but_its_own_and_lets_none_make_markup(
    operator: Officer, browser_of: BrowserOf
) -> None:
    page = browser_of(operator).get(CONSOLE)
    policy = page.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "require-trusted-types-for 'script'" in policy
    text = page.content.decode()
    assert "<style" not in text
    assert " style=" not in text
    assert all(" src=" in tag for tag in re.findall(r"<script[^>]*>", text))
