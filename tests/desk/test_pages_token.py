"""The console's token: given to its page alone, to those who have a queue."""

import json
from collections.abc import Callable

import pytest
from django.test import Client

from permanence.accounts import sessions
from permanence.accounts.models import Officer, Token
from permanence.audit.models import Entry

TOKEN = "/brigade/jeton"
BrowserOf = Callable[[Officer], Client]

pytestmark = pytest.mark.django_db


def test_an_officer_gets_a_token_that_opens_the_api(officer: Officer, browser_of: BrowserOf) -> None:
    answer = browser_of(officer).post(TOKEN)
    assert answer.status_code == 200
    given = json.loads(answer.content)
    assert set(given) == {"token", "expires_at", "role", "force"}
    assert (given["role"], given["force"]) == ("officer", "PN")
    assert sessions.bearer(given["token"]) == officer
    assert answer.headers["Cache-Control"] == "no-store"


def test_nobody_gets_none(nobody: Client) -> None:
    answer = nobody.post(TOKEN)
    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert json.loads(answer.content)["status"] == 401


def test_a_deactivated_account_gets_none(stranger: Officer, browser_of: BrowserOf) -> None:
    assert browser_of(stranger).post(TOKEN).status_code == 401


@pytest.mark.parametrize("who", ["unit", "analyst", "commander", "administrator"])
def test_whoever_has_no_queue_is_refused_and_it_is_written_down(
    who: str, request: pytest.FixtureRequest, browser_of: BrowserOf
) -> None:
    account: Officer = request.getfixturevalue(who)
    assert browser_of(account).post(TOKEN).status_code == 403
    assert Entry.objects.get(actor=account.actor).outcome == Entry.Outcome.REFUSED
    assert not Token.objects.exists()


def test_a_page_of_another_site_cannot_ask_for_one(officer: Officer) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(officer)
    assert browser.post(TOKEN).status_code == 403
    assert not Token.objects.exists()


def test_the_console_s_own_page_can(officer: Officer) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(officer)
    page = browser.get("/brigade/", secure=True).content.decode()
    csrf = page.split('data-csrf="')[1].split('"')[0]
    answer = browser.post(TOKEN, headers={"X-CSRFToken": csrf, "Origin": "https://testserver"}, secure=True)
    assert answer.status_code == 200


def test_it_is_never_given_to_a_reader(officer: Officer, browser_of: BrowserOf) -> None:
    assert browser_of(officer).get(TOKEN).status_code == 405


def test_a_page_that_shows_its_good_token_keeps_it_longer(officer: Officer, browser_of: BrowserOf) -> None:
    browser = browser_of(officer)
    first = json.loads(browser.post(TOKEN).content)
    again = json.loads(browser.post(TOKEN, headers={"Authorization": f"Bearer {first['token']}"}).content)
    assert again["token"] == first["token"]
    assert again["expires_at"] > first["expires_at"]


def test_the_token_of_another_officer_is_never_made_longer(
    officer: Officer, colleague: Officer, browser_of: BrowserOf
) -> None:
    theirs = sessions.issue(colleague).token
    given = json.loads(browser_of(officer).post(TOKEN, headers={"Authorization": f"Bearer {theirs}"}).content)
    assert sessions.bearer(given["token"]) == officer


def test_whoever_signed_out_anywhere_gets_none(officer: Officer, browser_of: BrowserOf) -> None:
    browser = browser_of(officer)
    sessions.sign_out(officer)
    assert browser.post(TOKEN).status_code == 401
