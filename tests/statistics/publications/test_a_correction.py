"""A figure never changes silently: what an edition said stays, a correction beside it says what is known since."""

from datetime import date

import pytest

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.lib.errors import Invalid
from permanence.statistics.publications import actions, figures
from permanence.statistics.publications.figures import Place
from permanence.statistics.publications.models import Correction, Publication, Untouchable

pytestmark = pytest.mark.django_db
ALL = Place("", "", "all")
WHY = "Un signalement avait été classé par erreur comme essai."


@pytest.fixture
def edition() -> Publication:
    told = actions.Told("Chiffres de novembre 2026", date(2026, 11, 1), date(2026, 11, 30))
    row = {"force": "", "department": "", "scope": "all", "counts": {"report": 212}}
    return actions.publish("monthly", told, figures=[row], definitions="1")


def _correct(edition: Publication, by: Officer, after: int, reason: str = WHY, place: Place = ALL) -> Correction:
    change = actions.Change(place, "report", after)
    return actions.correct(by=by, publication=edition, changes=[change], reason=reason)[0]


def test_a_correction_leaves_what_was_published(edition: Publication, analyst: Officer) -> None:
    written = _correct(edition, analyst, 213)
    assert (written.before, written.after) == (212, 213)
    assert figures.published(edition)[ALL]["report"] == 212
    assert figures.standing(edition)[ALL]["report"] == 213


def test_a_second_correction_begins_where_the_first_ended(edition: Publication, analyst: Officer) -> None:
    _correct(edition, analyst, 213)
    assert _correct(edition, analyst, 214).before == 213


@pytest.mark.parametrize(("after", "reason", "field"), [(212, WHY, "after"), (213, "  ", "reason")])
def test_a_correction_says_what_changes_and_why(
    edition: Publication, analyst: Officer, after: int, reason: str, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        _correct(edition, analyst, after, reason)
    assert field in refusal.value.errors
    assert not Correction.objects.exists()


def test_a_figure_that_the_edition_does_not_give_is_not_corrected(edition: Publication, analyst: Officer) -> None:
    with pytest.raises(Invalid, match="ne donne pas"):
        _correct(edition, analyst, 3, place=Place("PN", "", "all"))


def test_a_correction_is_not_changed_either(edition: Publication, analyst: Officer) -> None:
    written = _correct(edition, analyst, 213)
    with pytest.raises(Untouchable):
        written.save()
    with pytest.raises(Untouchable):
        written.delete()


def test_who_corrected_is_in_the_journal(edition: Publication, analyst: Officer) -> None:
    _correct(edition, analyst, 213)
    row = Entry.objects.get(act="correct statistics")
    assert (row.actor, row.detail["figures"], row.detail["first"]) == (analyst.actor, 1, ["report: 212 213"])
    assert WHY not in str(row.detail)
