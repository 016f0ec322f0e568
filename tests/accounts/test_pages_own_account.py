"""One's own account: leaving, and changing one's password."""

from collections.abc import Callable

import pytest
from django.test import Client

from permanence.accounts import sessions
from permanence.accounts.models import Officer, Token
from permanence.lib import limits
from tests.conftest import PASSWORD

BrowserOf = Callable[[Officer], Client]
CHANGE = "/compte/mot-de-passe"
NEW = "une autre phrase bien longue"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    limits.forget()


def changed(browser: Client, current: str = PASSWORD, new: str = NEW, again: str = NEW):  # type: ignore[no-untyped-def]
    return browser.post(CHANGE, {"current": current, "password": new, "again": again})


def test_signing_out_ends_the_session_and_every_token(officer: Officer, browser_of: BrowserOf) -> None:
    browser = browser_of(officer)
    sessions.issue(officer)
    answer = browser.post("/compte/deconnexion")
    assert answer.headers["Location"] == "/compte/connexion?dit=fin"
    assert not Token.objects.exists()
    assert browser.get("/compte/").status_code == 302
    assert browser.post("/brigade/jeton").status_code == 401


def test_signing_out_is_never_a_link(officer: Officer, browser_of: BrowserOf) -> None:
    browser = browser_of(officer)
    assert browser.get("/compte/deconnexion").status_code == 405
    assert browser.get("/compte/").status_code == 200


def test_nobody_may_sign_out_twice(nobody: Client) -> None:
    assert nobody.post("/compte/deconnexion").status_code == 302


def test_the_account_says_who_one_is(officer: Officer, browser_of: BrowserOf) -> None:
    page = browser_of(officer).get("/compte/").content.decode()
    assert "Brigadière-cheffe Nadia" in page
    assert "Police nationale" in page


def test_a_password_is_changed_and_the_session_stays(officer: Officer, browser_of: BrowserOf) -> None:
    browser, elsewhere = browser_of(officer), browser_of(officer)
    assert changed(browser).headers["Location"] == "/compte/?dit=mot-de-passe"
    officer.refresh_from_db()
    assert officer.check_password(NEW)
    assert browser.get("/compte/").status_code == 200
    assert elsewhere.get("/compte/").status_code == 302, "other sessions of the account end"


def test_a_wrong_current_password_changes_nothing(officer: Officer, browser_of: BrowserOf) -> None:
    answer = changed(browser_of(officer), current="autre")
    assert answer.status_code == 401
    assert "actuel est incorrect" in answer.content.decode()
    officer.refresh_from_db()
    assert officer.check_password(PASSWORD)


def test_a_weak_password_is_refused_beside_its_field(officer: Officer, browser_of: BrowserOf) -> None:
    answer = changed(browser_of(officer), new="court", again="court")
    assert answer.status_code == 422
    assert 'id="id_password-error"' in answer.content.decode()


def test_two_different_entries_are_refused(officer: Officer, browser_of: BrowserOf) -> None:
    answer = changed(browser_of(officer), again="pas la même du tout")
    assert answer.status_code == 422
    assert "diffèrent" in answer.content.decode()


def test_guessing_the_current_password_is_slowed(officer: Officer, browser_of: BrowserOf) -> None:
    browser = browser_of(officer)
    for _ in range(10):
        changed(browser, current="autre")
    assert changed(browser).status_code == 429


def test_nobody_changes_a_password(nobody: Client) -> None:
    assert nobody.get(CHANGE).headers["Location"].startswith("/compte/connexion")
