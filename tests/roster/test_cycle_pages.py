"""Starting cycles in their three rhythms and stopping them, by the forms."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.roster import actions
from permanence.roster.models import Cycle, Shift, Team

pytestmark = pytest.mark.django_db
BrowserOf = Callable[[Officer], Client]
ROOT = "/brigade/planning/"
WEEK, ROTATION, INTERVAL = (f"{ROOT}PN/cycle/{rhythm}" for rhythm in ("semaine", "rotation", "intervalle"))


@pytest.fixture
def browser(supervisor: Officer, browser_of: BrowserOf) -> Client:
    return browser_of(supervisor)


@pytest.fixture
def typed(team: Team) -> dict[str, object]:
    """What every rhythm asks for."""
    return {"team": team.pk, "name": "Nuits", "kind": "desk", "first_on": "2026-03-10"}


def test_nights_of_the_weekend(typed: dict[str, object], officer: Officer, browser: Client) -> None:
    week = {"weekdays": ["4", "5"], "begins": "19:00", "ends": "07:00", f"member-{officer.pk}": "on"}
    assert browser.post(WEEK, {**typed, **week}).status_code == 302
    assert {timezone.localtime(shift.starts_at).weekday() for shift in Shift.objects.all()} == {4, 5}
    assert "vendredi, samedi : 19 h à 7 h" in browser.get(f"{ROOT}cycles/").content.decode()


def test_a_rotation_written_in_letters(
    typed: dict[str, object], officer: Officer, colleague: Officer, browser: Client
) -> None:
    hours = {"day_begins": "7h", "day_ends": "19h", "night_begins": "19h", "night_ends": "7h"}
    members = {f"member-{officer.pk}": "1", f"member-{colleague.pk}": "3"}
    assert browser.post(ROTATION, {**typed, **hours, **members, "sequence": "j j n n r r r r"}).status_code == 302
    cycle = Cycle.objects.get()
    assert (cycle.days, cycle.turns) == (
        8,
        [[0, "07:00", "19:00"], [1, "07:00", "19:00"], [2, "19:00", "07:00"], [3, "19:00", "07:00"]],
    )
    assert sorted(member.ahead for member in cycle.members.all()) == [0, 2]
    assert Shift.objects.count() == 28 + 28


def test_every_four_days(typed: dict[str, object], officer: Officer, browser: Client) -> None:
    given = {"every": "4", "begins": "8:00", "ends": "8:00", f"member-{officer.pk}": "2"}
    assert browser.post(INTERVAL, {**typed, **given}).status_code == 302
    first = Shift.objects.order_by("starts_at").first()
    assert first is not None
    assert (timezone.localtime(first.starts_at).day, Shift.objects.count()) == (13, 14)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"sequence": "JJXX"}, "Seules les lettres"),
        ({"sequence": "RRR"}, "ni jour ni nuit"),
        ({"sequence": "J" * 57}, "56 jours au plus"),
        ({"sequence": ""}, "Écrivez la suite"),
        ({"first_on": "2026-03-01"}, "commence aujourd’hui ou plus tard"),
        ({"day_begins": "26:00"}, "Donnez une heure"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    changes: dict[str, str], said: str, typed: dict[str, object], officer: Officer, browser: Client
) -> None:
    hours = {"day_begins": "7h", "day_ends": "19h", "night_begins": "19h", "night_ends": "7h"}
    given = {**typed, **hours, "sequence": "J N R R", f"member-{officer.pk}": "1", **changes}
    answer = browser.post(ROTATION, given)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Nuits" in answer.content.decode()
    assert not Cycle.objects.exists()


def test_nobody_chosen_or_a_day_that_is_none_is_said(
    typed: dict[str, object], officer: Officer, browser: Client
) -> None:
    given = {**typed, "every": "4", "begins": "8:00", "ends": "16:00"}
    assert "Choisissez qui entre" in browser.post(INTERVAL, given).content.decode()
    answer = browser.post(INTERVAL, {**given, f"member-{officer.pk}": "lundi"})
    assert "Donnez un jour du cycle" in answer.content.decode()
    assert answer.status_code == 422


def test_a_cycle_is_stopped_on_a_day(typed: dict[str, object], officer: Officer, browser: Client) -> None:
    week = {"weekdays": ["4"], "begins": "19:00", "ends": "07:00", f"member-{officer.pk}": "on"}
    browser.post(WEEK, {**typed, **week})
    address = f"{ROOT}cycles/{Cycle.objects.get().pk}"
    assert "Arrêter" in browser.get(address).content.decode()
    assert browser.post(address, {"on": "2026-03-01"}).status_code == 422
    assert browser.post(address, {"on": "2026-03-14"}).status_code == 302
    assert Shift.objects.count() == 1
    assert actions.extend_cycles() == 0


@pytest.mark.parametrize("who", ["officer", "commander", "analyst"])
def test_others_start_and_stop_none(
    who: str, team: Team, request: pytest.FixtureRequest, browser_of: BrowserOf
) -> None:
    browser = browser_of(request.getfixturevalue(who))
    for address in (WEEK, f"{ROOT}cycles/1"):
        assert browser.get(address).status_code == 403
        assert browser.post(address, {}).status_code == 403


def test_the_other_force_and_a_rhythm_of_none_are_refused(team: Team, browser: Client) -> None:
    assert browser.get(f"{ROOT}GN/cycle/semaine").status_code == 403
    assert browser.get(f"{ROOT}PN/cycle/jamais").status_code == 404
    assert browser.get(f"{ROOT}cycles/999").status_code == 404
