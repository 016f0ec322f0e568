"""What each half-hour needs: said by supervisors, seen against the forecast of what has come before."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.desk import actions as desk
from permanence.desk import arrivals
from permanence.desk.models import Intake
from permanence.lib.errors import Forbidden, Invalid
from permanence.live.models import Conversation
from permanence.roster import actions, coverage, needs, queries
from permanence.roster.models import Need, Team
from tests.desk.conftest import Arrive, arrive, few
from tests.roster.conftest import Enter

__all__ = ["arrive", "few"]

pytestmark = pytest.mark.django_db
BrowserOf = Callable[[Officer], Client]
PARIS = "Europe/Paris"
PAGE = "/brigade/planning/PN/besoins"


def test_a_week_is_read_by_the_clock_and_one_is_needed_where_nothing_is_said() -> None:
    week = dict.fromkeys(needs.slots([4], time(22), time(2)), 3)
    needed = needs.at(week, PARIS)
    friday_evening = datetime(2026, 3, 13, 21, tzinfo=UTC)  # 10 p.m. in Paris
    assert [needed(friday_evening + timedelta(hours=hours)) for hours in (-1, 0, 3, 4)] == [1, 3, 3, 1]
    assert len(week) == 8


def test_a_night_from_sunday_goes_on_on_monday() -> None:
    assert sorted(needs.slots([6], time(23, 30), time(0, 30))) == [0, needs.WEEK - 1]
    assert len(list(needs.slots(range(7), time(0), time(0)))) == needs.WEEK


def test_one_of_two_is_a_hole_once_two_are_needed(enter: Enter, officer: Officer, supervisor: Officer) -> None:
    enter(officer, 0, 12)
    start = timezone.now()
    assert coverage.holes(queries.coverage("PN", start, start + timedelta(hours=6))) == []
    actions.set_need(by=supervisor, force="PN", weekdays=range(7), begins=time(4, 30), ends=time(6), officers=2)
    (hole,) = coverage.holes(queries.coverage("PN", start, start + timedelta(hours=6)))
    assert (hole.starts_at, hole.fewest, hole.needed) == (start + timedelta(hours=1), 1, 2)
    actions.set_need(by=supervisor, force="PN", weekdays=range(7), begins=time(4, 30), ends=time(6), officers=1)
    assert not Need.objects.exists()
    assert Entry.objects.filter(act="edit roster", detail__change="set").count() == 2


def test_refused_for_no_day_nobody_too_many_or_another_force(team: Team, supervisor: Officer, officer: Officer) -> None:
    night = {"begins": time(22), "ends": time(6)}
    for weekdays, officers in (([], 2), ([7], 2), ([1], 0), ([1], 51)):
        with pytest.raises(Invalid):
            actions.set_need(by=supervisor, force="PN", weekdays=weekdays, officers=officers, **night)
    with pytest.raises(Forbidden):
        actions.set_need(by=supervisor, force="GN", weekdays=[1], officers=2, **night)
    with pytest.raises(Forbidden):
        actions.set_need(by=officer, force="PN", weekdays=[1], officers=2, **night)
    with pytest.raises(Invalid, match="ne peut pas être enregistré"):
        actions.take_forecast(by=supervisor, force="PN")


def test_arrivals_are_counted_by_hour_of_the_week_and_genuine_alone(
    arrive: Arrive, officer: Officer, clock: time_machine.Traveller
) -> None:
    for number in range(16):
        conversation = arrive("35000")
        at = timezone.now() - timedelta(weeks=number % 8, minutes=5)
        Conversation.objects.filter(pk=conversation.pk).update(created_at=at)
    desk.claim(by=officer, conversation=conversation.pk)
    clock.shift(1200)
    desk.end(by=officer, conversation=conversation.pk)
    Intake.objects.filter(pk=arrive("35000").pk).update(mark="test")
    found, lasted = arrivals.past_weeks("PN", PARIS)
    assert found == {(1, 3): 2.0}  # Tuesdays from 3 a.m. in Paris: two an hour
    assert lasted == 1200
    assert arrivals.past_weeks("GN", PARIS)[0] == {}


def test_the_forecast_asks_for_more_where_more_come() -> None:
    week = needs.foreseen({(0, 20): 40.0, (0, 4): 0.5}, 30 * 60)
    assert week[needs.slot(datetime(2026, 3, 9, 20, 30))] > week[needs.slot(datetime(2026, 3, 9, 4))] == 1  # noqa: DTZ001


def test_a_supervisor_says_it_and_takes_the_forecast_on_one_page(
    team: Team, supervisor: Officer, browser_of: BrowserOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = browser_of(supervisor)
    assert "rien ne peut être prévu" in browser.get(PAGE).content.decode()
    wrong = browser.post(PAGE, {"begins": "22:00", "ends": "2h", "officers": "0"})
    assert wrong.status_code == 422
    assert "Choisissez au moins un jour" in wrong.content.decode()
    done = browser.post(PAGE, {"weekdays": [4, 5], "begins": "22:00", "ends": "2:00", "officers": "3"}, follow=True)
    assert "Le besoin est enregistré" in done.content.decode()
    assert Need.objects.count() == 16
    monkeypatch.setattr(queries, "_past", lambda force, zone: ({(0, 20): 40.0}, 1800.0))
    assert "Reprendre la prévision" in browser.get(PAGE).content.decode()
    taken = browser.post(f"{PAGE}/prevision", follow=True)
    assert "La prévision est devenue le besoin" in taken.content.decode()
    assert set(Need.objects.values_list("slot", flat=True)) == {40, 41}


@pytest.mark.parametrize("who", ["officer", "gendarme", "analyst", "commander"])
def test_nobody_else_says_it(who: str, request: pytest.FixtureRequest, browser_of: BrowserOf) -> None:
    browser = browser_of(request.getfixturevalue(who))
    assert browser.get(PAGE).status_code == 403
    assert browser.post(f"{PAGE}/prevision").status_code == 403
    assert browser.get("/brigade/planning/XX/besoins").status_code in (403, 404)
