"""Who enters a unit's console, and where a unit's account arrives."""

from collections.abc import Callable

import pytest
from django.test import Client

from permanence.accounts.models import Officer, Role
from permanence.audit.models import Entry
from permanence.territory.models import Unit
from tests.conftest import PASSWORD, MakeOfficer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few")]

BrowserOf = Callable[[Officer], Client]
CONSOLE = "/unite/"


@pytest.fixture
def reception(make_officer: MakeOfficer, few: None) -> Officer:
    """Whoever opens the door at the police station in Rennes."""
    unit = Unit.objects.get(name="Commissariat de police de Rennes")
    return make_officer("accueil", Role.UNIT, "PN", unit=unit.pk, rank="Gardienne de la paix", first_name="Léa")


def test_a_units_account_arrives_there_when_signing_in(reception: Officer, nobody: Client) -> None:
    answer = nobody.post("/compte/connexion", {"username": reception.username, "password": PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (302, CONSOLE)


def test_the_page_names_the_unit_and_runs_no_script_but_its_own(reception: Officer, browser_of: BrowserOf) -> None:
    answer = browser_of(reception).get(CONSOLE)
    page, policy = answer.content.decode(), answer.headers["Content-Security-Policy"]
    assert "Commissariat de police de Rennes" in page
    assert "<style" not in page
    assert " style=" not in page
    assert "unsafe" not in policy
    assert "require-trusted-types-for 'script'" in policy


def test_an_account_of_no_unit_is_told_whom_to_ask(make_officer: MakeOfficer, browser_of: BrowserOf) -> None:
    answer = browser_of(make_officer("sans-unite", Role.UNIT)).get(CONSOLE)
    assert answer.status_code == 403
    assert "rattaché à aucune unité" in answer.content.decode()


@pytest.mark.parametrize("who", ["officer", "supervisor", "analyst", "commander", "administrator"])
def test_the_others_are_refused_and_it_is_written_down(
    who: str, request: pytest.FixtureRequest, browser_of: BrowserOf
) -> None:
    account: Officer = request.getfixturevalue(who)
    assert browser_of(account).get(CONSOLE).status_code == 403
    assert Entry.objects.get(outcome="refused").act == "see unit console"


def test_nobody_is_led_to_the_sign_in_page(nobody: Client, stranger: Officer, browser_of: BrowserOf) -> None:
    for browser in (nobody, browser_of(stranger)):
        assert browser.get(CONSOLE).headers["Location"] == "/compte/connexion?next=/unite/"
