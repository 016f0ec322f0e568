"""The coverage page: holes first and in words, then every half-hour; who may see it and who may not."""

from collections.abc import Callable

import pytest
from django.test import Client

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.roster.models import Kind
from tests.roster.conftest import Enter

pytestmark = pytest.mark.django_db
BrowserOf = Callable[[Officer], Client]
PAGE, DAY = "/brigade/planning/", "/brigade/planning/PN/jour/2026-03-10"


def test_holes_come_first_in_words_and_each_can_be_filled(
    enter: Enter, officer: Officer, supervisor: Officer, browser_of: BrowserOf
) -> None:
    enter(officer, 0, 23.5)
    enter(officer, 24, 48)
    text = browser_of(supervisor).get(PAGE).content.decode()
    hole = "mercredi 11 mars, de 3 h à 3 h 30 : personne"
    assert hole in text
    assert text.index(hole) < text.index('class="days"')
    assert "PN/vacation?jour=2026-03-11&amp;debut=03%3A00&amp;fin=03%3A30" in text
    assert text.count('class="cells"') == 28
    assert '<i data-state="empty" title="3 h : personne">0</i>' in text


def test_a_force_without_a_roster_is_said_to_have_none(supervisor: Officer, browser_of: BrowserOf) -> None:
    text = browser_of(supervisor).get(PAGE).content.decode()
    assert "Aucun planning n’est tenu" in text
    assert "Gendarmerie" not in text


def test_a_supervisor_of_no_force_sees_both_and_may_choose(supervisor: Officer, browser_of: BrowserOf) -> None:
    Officer.objects.filter(pk=supervisor.pk).update(force="")
    browser = browser_of(supervisor)
    assert 'id="PN"' in browser.get(PAGE).content.decode()
    assert 'id="GN"' in browser.get(PAGE).content.decode()
    assert 'id="PN"' not in browser.get(f"{PAGE}?force=GN").content.decode()


def test_the_command_sees_it_and_changes_nothing(
    enter: Enter, officer: Officer, commander: Officer, browser_of: BrowserOf
) -> None:
    shift = enter(officer, 1, 8).shift
    browser = browser_of(commander)
    text = browser.get(PAGE).content.decode() + browser.get(DAY).content.decode()
    assert "Combler" not in text
    assert "Modifier" not in text
    assert browser.get(f"{PAGE}PN/vacation").status_code == 403
    assert browser.post(f"{PAGE}vacations/{shift.pk}/retirer").status_code == 403


@pytest.mark.parametrize("who", ["officer", "unit", "analyst"])
@pytest.mark.parametrize("address", [PAGE, DAY, f"{PAGE}equipes/", f"{PAGE}equipes/nouvelle", f"{PAGE}PN/vacation"])
def test_the_others_are_refused_and_it_is_written_down(
    who: str, address: str, request: pytest.FixtureRequest, browser_of: BrowserOf
) -> None:
    account: Officer = request.getfixturevalue(who)
    assert browser_of(account).get(address).status_code == 403
    assert Entry.objects.filter(actor=account.actor, outcome=Entry.Outcome.REFUSED).exists()


def test_a_supervisor_does_not_see_the_other_force(supervisor: Officer, browser_of: BrowserOf) -> None:
    browser = browser_of(supervisor)
    for address in (f"{PAGE}?force=GN", f"{PAGE}GN/jour/2026-03-10", f"{PAGE}GN/vacation"):
        assert browser.get(address).status_code == 403
    assert Entry.objects.filter(actor=supervisor.actor, outcome=Entry.Outcome.REFUSED, object_id="GN").count() == 3


def test_a_day_lists_its_shifts_those_of_the_night_before_too(
    enter: Enter, officer: Officer, colleague: Officer, supervisor: Officer, browser_of: BrowserOf
) -> None:
    enter(officer, 16, 28)
    enter(colleague, 30, 34, kind=Kind.ON_CALL)
    text = browser_of(supervisor).get("/brigade/planning/PN/jour/2026-03-11").content.decode()
    assert "mardi 10 mars, de 19 h 30 à 7 h 30 le lendemain" in text
    assert "Astreinte" in text
    assert browser_of(supervisor).get("/brigade/planning/PN/jour/2026-02-30").status_code == 404
    assert browser_of(supervisor).get("/brigade/planning/XX/jour/2026-03-10").status_code == 404
