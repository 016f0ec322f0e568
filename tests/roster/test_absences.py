"""An absence leaves the shifts and covers nothing: holes show at once, for whoever may see them."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.lib.errors import Invalid, NotFound
from permanence.roster import actions, coverage, queries
from permanence.roster.models import Absence
from tests.roster.conftest import Enter

pytestmark = pytest.mark.django_db
BrowserOf = Callable[[Officer], Client]
MINE = "/brigade/planning/mes-vacations"


def hours_from_now(number: float) -> datetime:
    return timezone.now() + timedelta(hours=number)


def absent(officer: Officer, start: float, end: float, by: Officer | None = None) -> Absence:
    starts_at, ends_at = hours_from_now(start), hours_from_now(end)
    return actions.tell_absence(by=by or officer, officer=officer, starts_at=starts_at, ends_at=ends_at)


def empty_hours() -> float:
    start = timezone.now()
    told = queries.coverage("PN", start, start + timedelta(hours=12))
    return sum(half.present == 0 for half in told) / 2


def test_half_hours_of_an_absence_are_empty_and_come_back(enter: Enter, officer: Officer) -> None:
    enter(officer, 0, 12)
    assert empty_hours() == 0
    away = absent(officer, 2, 5)
    assert empty_hours() == 3
    assert queries.on_duty("PN", hours_from_now(3)) == set()
    assert queries.on_duty("PN", hours_from_now(5)) == {officer.pk}
    actions.end_absence(by=officer, absence=away.pk)
    assert empty_hours() == 0


def test_who_comes_next_is_who_comes_back(enter: Enter, officer: Officer, colleague: Officer) -> None:
    enter(officer, 0, 12)
    enter(colleague, 12, 24)
    absent(officer, 0, 4)
    assert queries.next_on_duty("PN", timezone.now()) == hours_from_now(4)
    assert [shift.officer for shift in queries.coming("PN", timezone.now())] == [officer]
    absent(officer, 3, 30)
    assert queries.next_on_duty("PN", timezone.now()) == hours_from_now(12)


@pytest.mark.parametrize(
    ("absences", "left"),
    [
        ([], [(0, 10)]),
        ([(2, 4)], [(0, 2), (4, 10)]),
        ([(0, 4)], [(4, 10)]),
        ([(6, 20)], [(0, 6)]),
        ([(-5, 20)], []),
        ([(2, 4), (3, 5)], [(0, 2), (5, 10)]),
        ([(2, 4), (2, 3)], [(0, 2), (4, 10)]),
        ([(1, 9), (2, 3)], [(0, 1), (9, 10)]),
        ([(-3, -1), (11, 12)], [(0, 10)]),
    ],
)
def test_what_is_left_of_a_shift(absences: list[tuple[int, int]], left: list[tuple[int, int]]) -> None:
    zero = datetime.fromisoformat("2026-03-10T00:00:00+00:00")

    def span(hours: tuple[int, int]) -> coverage.Span:
        return zero + timedelta(hours=hours[0]), zero + timedelta(hours=hours[1])

    assert coverage.without(span((0, 10)), map(span, absences)) == [span(one) for one in left]


def test_one_that_is_under_way_ends_now_and_one_to_come_never_was(enter: Enter, officer: Officer) -> None:
    now, later = absent(officer, 0, 5), absent(officer, 50, 60)
    for one in (now, later):
        actions.end_absence(by=officer, absence=one.pk)
    assert [one.ends_at for one in Absence.objects.all()] in ([], [timezone.now()])
    assert Entry.objects.filter(act="tell absence", outcome="done").count() == 4


def test_refused_of_somebody_else_without_an_end_or_over_already(
    team: object, officer: Officer, colleague: Officer, gendarme: Officer, supervisor: Officer
) -> None:
    for stranger in (colleague, gendarme):
        with pytest.raises(NotFound):
            absent(officer, 1, 2, by=stranger)
    for start, end in ((2, 1), (-5, -1), (0, 24 * 500)):
        with pytest.raises(Invalid):
            absent(officer, start, end)
    naive = datetime.fromisoformat("2026-04-01T08:00")
    with pytest.raises(Invalid):
        actions.tell_absence(by=officer, officer=officer, starts_at=naive, ends_at=naive)
    absent(officer, 1, 2, by=supervisor)


def test_an_officer_tells_it_on_their_page_and_a_supervisor_sees_the_hole(
    enter: Enter, officer: Officer, supervisor: Officer, browser_of: BrowserOf
) -> None:
    enter(officer, 0, 12)
    browser = browser_of(officer)
    wrong = browser.post("/brigade/planning/absence", {"first": "2026-03-10", "last": "hier"})
    assert wrong.status_code == 422
    assert "Donnez une date" in wrong.content.decode()
    told = browser.post("/brigade/planning/absence", {"first": "2026-03-10", "last": "2026-03-10"}, follow=True)
    assert "L’absence est enregistrée" in told.content.decode()
    assert "absent" in browser.get(MINE).content.decode()
    page = browser_of(supervisor).get("/brigade/planning/").content.decode()
    assert "Brigadière-cheffe Nadia" in page
    assert "sans personne" in page
    (away,) = Absence.objects.all()
    back = browser.post(f"/brigade/planning/absences/{away.pk}/fin", follow=True)
    assert "couvrent de nouveau" in back.content.decode()


@pytest.mark.parametrize("who", ["unit", "analyst"])
def test_nobody_else_comes_near(
    who: str, officer: Officer, request: pytest.FixtureRequest, browser_of: BrowserOf
) -> None:
    browser = browser_of(request.getfixturevalue(who))
    assert browser.get("/brigade/planning/absence").status_code == 403
    assert browser.get(f"/brigade/planning/absence/{officer.pk}").status_code == 403


def test_a_colleague_does_not_tell_another_s_absence(
    officer: Officer, colleague: Officer, browser_of: BrowserOf
) -> None:
    assert browser_of(colleague).get(f"/brigade/planning/absence/{officer.pk}").status_code == 404
