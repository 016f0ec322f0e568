"""The files of a month are made once it is over in Paris, once, and never change."""

import csv
import io
import json
from datetime import UTC, date, datetime

import pytest
import time_machine

from permanence.audit.models import Entry, Head
from permanence.statistics.exports import monthly, note
from permanence.statistics.models import Cell, Cursor
from permanence.statistics.publications import figures, watching
from permanence.statistics.publications.models import File, Publication, Untouchable

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few", "_no_press")]
FIRST_OF_APRIL = datetime(2026, 4, 1, 2, 0, tzinfo=UTC)
"""Four in the morning in Paris."""


@pytest.fixture
def _no_press(monkeypatch: pytest.MonkeyPatch) -> None:
    """The note is set in a process of its own: its tests are elsewhere."""
    monkeypatch.setattr(note, "pdf", lambda book: b"%PDF-of " + book.sentence.encode())


@pytest.fixture(autouse=True)
def _counted(db: None) -> None:
    """12 reports of the gendarmes in March; the figures follow."""
    Cell.objects.create(grain="month", start=date(2026, 3, 1), force="GN", scope="all", counts='{"report": 12}')
    Cursor.objects.update_or_create(pk=1)


def test_each_force_and_both_together_have_an_edition_with_every_format() -> None:
    with time_machine.travel(FIRST_OF_APRIL, tick=False):
        made = [monthly.sweep() for _ in range(4)]
    assert [(one.number, one.force) if one else None for one in made] == [(1, ""), (2, "PN"), (3, "GN"), None]
    both = Publication.objects.get(force="")
    assert (both.from_on, both.to_on) == (date(2026, 3, 1), date(2026, 3, 31))
    assert both.title == "Chiffres en mars 2026, les deux forces"
    assert [one.name.rpartition(".")[2] for one in both.files.all()] == ["csv", "json", "ods", "xlsx", "pdf"]
    assert figures.published(both) == {("", "", "all"): {"report": 12}}
    gendarmes = File.objects.get(publication__force="GN", name__endswith=".csv")
    rows = csv.DictReader(io.StringIO(bytes(gendarmes.content).decode("utf-8-sig")), delimiter=";")
    told = {(one["table"], one["code"], one["figure"]): one["value"] for one in rows}
    assert told["headlines", "report", "count"] == "12"


@pytest.mark.parametrize(
    ("now", "month"),
    [
        (datetime(2026, 3, 31, 21, 59, tzinfo=UTC), date(2026, 2, 1)),
        (datetime(2026, 4, 1, 1, 59, tzinfo=UTC), date(2026, 2, 1)),
        (FIRST_OF_APRIL, date(2026, 3, 1)),
        (datetime(2026, 1, 1, 3, 0, tzinfo=UTC), date(2025, 12, 1)),
        (datetime(2026, 1, 1, 2, 59, tzinfo=UTC), date(2025, 11, 1)),
        (datetime(2026, 11, 30, 12, 0, tzinfo=UTC), date(2026, 10, 1)),
    ],
)
def test_a_month_is_over_at_four_in_the_morning_in_paris(now: datetime, month: date) -> None:
    assert monthly.last_month(now) == month


def test_what_an_outage_left_out_is_made_the_eldest_first() -> None:
    with time_machine.travel(FIRST_OF_APRIL, tick=False):
        while monthly.sweep():
            continue
    with time_machine.travel(datetime(2026, 7, 2, tzinfo=UTC), tick=False):
        made = [monthly.sweep() for _ in range(10)]
    expected = [(month, force) for month in (4, 5, 6) for force in ("", "PN", "GN")]
    assert [(one.from_on.month, one.force) if one else None for one in made] == [*expected, None]


def test_a_service_that_never_made_any_begins_with_the_last_month() -> None:
    with time_machine.travel(FIRST_OF_APRIL, tick=False):
        question = monthly.missing()
    assert question is not None
    assert question.from_on == date(2026, 3, 1)


def test_two_processes_at_once_make_one_edition() -> None:
    with time_machine.travel(FIRST_OF_APRIL, tick=False):
        question = monthly.missing()
        assert question is not None
        assert monthly.make(question) is not None
        assert monthly.make(question) is None
    assert Publication.objects.count() == 1
    assert Entry.objects.filter(act="publish statistics").count() == 1


def test_figures_that_change_later_change_no_file() -> None:
    with time_machine.travel(FIRST_OF_APRIL, tick=False):
        edition = monthly.sweep()
        assert edition is not None
        before = {one.name: bytes(one.content) for one in edition.files.all()}
        Cell.objects.update(counts=json.dumps({"report": 99}))
        while monthly.sweep():
            continue
    assert {one.name: bytes(one.content) for one in edition.files.all()} == before
    with pytest.raises(Untouchable):
        edition.files.all().delete()


def test_a_cohort_that_comes_further_awaits_no_explanation_and_a_report_that_is_no_more_does() -> None:
    with time_machine.travel(FIRST_OF_APRIL, tick=False):
        edition = monthly.sweep()
    assert edition is not None
    Cell.objects.update(counts=json.dumps({"report": 11, "funnel|report": 9, "to_report|300": 9}))
    assert [(one.key, one.stands, one.now) for one in watching.moved(edition)] == [("report", 12, 11)]


def test_nothing_is_made_while_the_figures_are_far_behind() -> None:
    Head.objects.update_or_create(pk=1, defaults={"position": 1_000_000})
    with time_machine.travel(FIRST_OF_APRIL, tick=False):
        assert monthly.sweep() is None
    assert not Publication.objects.exists()
