"""An officer's own calendar, and who is on duty now and next."""

from collections.abc import Callable

import pytest
from django.test import Client

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.roster.models import Kind
from tests.roster.conftest import Enter

pytestmark = pytest.mark.django_db
BrowserOf = Callable[[Officer], Client]
PAGE = "/brigade/planning/mes-vacations"


def test_an_officer_sees_their_own_shifts_and_not_those_of_others(
    enter: Enter, officer: Officer, colleague: Officer, browser_of: BrowserOf
) -> None:
    enter(officer, 16, 28)
    enter(officer, 50, 60, kind=Kind.ON_CALL)
    enter(colleague, 77, 80)
    text = browser_of(officer).get(PAGE).content.decode()
    assert text.count('class="turn"') == 2
    assert "19 h 30 à 7 h 30" in text
    assert "astreinte" in text
    assert text.count('class="square"') == 28


def test_who_is_on_duty_now_and_next_is_told(
    enter: Enter, officer: Officer, colleague: Officer, browser_of: BrowserOf
) -> None:
    enter(officer, 0, 8)
    enter(colleague, 8, 16)
    text = browser_of(officer).get(PAGE).content.decode()
    assert 'Brigadière-cheffe Nadia <span class="quiet">jusqu’à 11 h 30</span>' in text
    assert 'Gardien de la paix Hugo <span class="quiet">mardi 10 mars, de 11 h 30 à 19 h 30</span>' in text


def test_an_empty_desk_is_said_and_an_unkept_roster_too(
    enter: Enter, officer: Officer, gendarme: Officer, browser_of: BrowserOf
) -> None:
    enter(officer, 5, 8)
    assert "Personne" in browser_of(officer).get(PAGE).content.decode()
    text = browser_of(gendarme).get(PAGE).content.decode()
    assert "Aucun planning n’est tenu" in text
    assert "Aucune vacation ne vous est attribuée" in text


@pytest.mark.parametrize("who", ["unit", "analyst", "commander", "administrator"])
def test_those_who_stand_at_no_desk_are_refused_and_it_is_written_down(
    who: str, request: pytest.FixtureRequest, browser_of: BrowserOf
) -> None:
    account: Officer = request.getfixturevalue(who)
    assert browser_of(account).get(PAGE).status_code == 403
    assert Entry.objects.get(actor=account.actor).act == "see own roster"


def test_the_console_leads_there(officer: Officer, supervisor: Officer, browser_of: BrowserOf) -> None:
    for_officer = browser_of(officer).get("/brigade/").content.decode()
    assert f'href="{PAGE}"' in for_officer
    assert 'href="/brigade/planning/"' not in for_officer
    assert 'href="/brigade/planning/"' in browser_of(supervisor).get("/brigade/").content.decode()
