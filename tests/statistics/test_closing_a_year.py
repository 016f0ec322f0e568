"""A closed year is exact, signed, and outlives its rows."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from permanence.accounts.models import Officer
from permanence.casework.reports.models import Report
from permanence.desk.models import Intake
from permanence.lib.errors import Conflict
from permanence.live.models import Conversation
from permanence.statistics import closing, keeping, queries, recount
from permanence.statistics.models import Cell, Counted, Share
from permanence.statistics.publications import figures, signed, watching
from permanence.statistics.publications.models import Publication
from permanence.statistics.queries import Question
from tests.statistics.stories import Story

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("history")]
YEAR = 2022
WHOLE = Question(date(YEAR, 1, 1), date(YEAR, 12, 31))
LATER = datetime(2028, 1, 2, 8, 0, tzinfo=UTC)
_day = time_machine.travel(LATER, tick=False)


@_day
def test_a_closed_year_says_under_a_signature_what_the_dashboard_says(analyst: Officer) -> None:
    made = closing.close(YEAR, by=analyst)
    verified = signed.verify(bytes(made.document))
    told = figures.of(verified.record)
    for force in ("", "PN", "GN"):
        for scope in ("all", "couple_women"):
            asked = Question(WHOLE.from_on, WHOLE.to_on, force, "", scope)
            assert told[figures.Place(force, "", scope)] == queries.vector(asked)
    assert told[figures.Place("", "", "all")]["report"] > 0
    assert verified.record["cells"] == closing.digests(YEAR)


@_day
def test_the_months_of_a_closed_year_add_up_to_it() -> None:
    record = figures.record(closing.close(YEAR))
    by_month = [
        one["counts"].get("report", 0) for one in record["months"] if (one["force"], one["scope"]) == ("", "all")
    ]
    assert len(by_month) == 12
    assert sum(by_month) == figures.of(record)[figures.Place("", "", "all")]["report"]


def test_a_year_is_not_closed_before_it_is_over_in_paris() -> None:
    """At 22:59 UTC on 31 December it is 23:59 in Paris."""
    with time_machine.travel(datetime(2022, 12, 31, 22, 59, tzinfo=UTC), tick=False), pytest.raises(Conflict) as no:
        closing.close(2022)
    assert "1er janvier 2023" in no.value.detail
    with time_machine.travel(datetime(2022, 12, 31, 23, 1, tzinfo=UTC), tick=False):
        assert closing.close(2022).from_on.year == 2022


@_day
def test_a_year_is_not_closed_while_a_figure_differs_from_the_rows() -> None:
    cell = Cell.objects.filter(grain="month", start__year=YEAR, department="", scope="all").first()
    assert cell is not None
    Cell.objects.filter(pk=cell.pk).update(counts='{"report":99999}')
    with pytest.raises(Conflict, match="l’année n’est pas arrêtée"):
        closing.close(YEAR)
    assert not Publication.objects.exists()


@_day
def test_a_year_is_closed_once() -> None:
    closing.close(YEAR)
    with pytest.raises(Conflict, match="déjà publiée"):
        closing.close(YEAR)


@_day
def test_a_year_without_anything_is_not_closed() -> None:
    with pytest.raises(Conflict, match="Rien n’a été compté"):
        closing.close(2020)


@_day
def test_the_figures_of_a_closed_year_outlive_its_rows(history: list[Story]) -> None:
    """And what was not destroyed is still compared with its rows."""
    made = closing.close(YEAR)
    before, cells = queries.vector(WHOLE), closing.digests(YEAR)
    inside = Share.objects.filter(day__year=YEAR).exclude(counted__shares__day__year=YEAR + 1)
    ids = sorted(set(inside.values_list("counted", flat=True)))
    assert keeping.forget(ids) == len(ids) > 0
    Conversation.objects.filter(pk__in=ids).delete()
    assert not Counted.objects.filter(pk__in=ids).exists()

    assert queries.vector(WHOLE) == before
    assert closing.digests(YEAR) == cells == figures.record(made)["cells"]
    assert watching.moved(made) == []
    assert figures.published(made)[figures.Place("", "", "all")] == before
    assert recount.check() == []


@_day
def test_what_is_corrected_afterwards_waits_for_an_explanation(history: list[Story]) -> None:
    made = closing.close(YEAR)
    report = Report.objects.filter(filed_at__year=YEAR, is_exercise=False, conversation__intake__mark="genuine").first()
    assert report is not None
    Intake.objects.filter(pk=report.pk).update(mark="duplicate")
    keeping.recounted(report.pk)
    moved = watching.moved(made)
    assert [(one.stands - one.now) for one in moved if one.key == "report" and one.place.scope == "all"] == [1, 1]
    assert closing.moved(YEAR, figures.record(made)["cells"])


@_day
def test_nothing_of_an_open_year_is_forgotten() -> None:
    pk = Share.objects.filter(day__year=YEAR).values_list("counted", flat=True).first()
    assert pk is not None
    assert keeping.forget([pk]) == 0
    assert Conversation.objects.filter(pk=pk).exists()
    assert Counted.objects.filter(pk=pk).exists()
