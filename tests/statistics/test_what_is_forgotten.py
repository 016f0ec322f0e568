"""Retention destroys conversations of closed years; their figures stay, exact and provable."""

from collections import Counter
from datetime import date

import pytest
from django.utils import timezone

from permanence.live.models import Conversation, Message
from permanence.statistics import keeping, queries, recount
from permanence.statistics.models import Counted, Forgotten, Share
from permanence.statistics.publications.models import Publication
from permanence.statistics.queries import NoLongerByDay, Question
from tests.statistics.stories import Story
from tests.statistics.truth import truth

pytestmark = pytest.mark.django_db
OLD = Question(date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture
def closed(history: list[Story]) -> int:
    """The year 2026, closed."""
    at = timezone.now()
    day = {"from_on": OLD.from_on, "to_on": OLD.to_on}
    Publication.objects.create(kind="year", number=1, title="2026", made_at=at, document=b"", sha256="", **day)
    return 2026


def destroyed(history: list[Story]) -> list[Story]:
    """What began in 2026 and could be destroyed, is, as retention does it."""
    began = [story for story in history if story.begun.year == 2026]
    keeping.forget([story.id for story in began])
    kept = set(Counted.objects.values_list("pk", flat=True))
    gone = [story for story in began if story.id not in kept]
    ids = [story.id for story in gone]
    Message.objects.filter(conversation__in=ids).delete()
    Conversation.objects.filter(pk__in=ids).delete()
    return gone


def test_while_its_year_is_open_nothing_is_forgotten(history: list[Story]) -> None:
    assert keeping.forget([story.id for story in history]) == 0
    assert not Forgotten.objects.exists()


def test_the_figures_stay_what_they_were(history: list[Story], closed: int) -> None:
    before = queries.monthly(OLD)
    gone = destroyed(history)
    assert len(gone) > 50
    assert not Share.objects.filter(counted__in=[story.id for story in gone]).exists()
    assert queries.monthly(OLD) == before
    assert queries.vector(OLD) == truth(history, OLD.from_on, OLD.to_on)
    assert recount.check(afresh=True) == []


def test_what_still_adds_to_an_open_year_is_not_destroyed(history: list[Story], closed: int) -> None:
    later = Share.objects.filter(day__year=2027, counted__conversation__created_at__year=2026)
    assert later.exists()
    kept = set(later.values_list("counted_id", flat=True))
    assert not kept & {story.id for story in destroyed(history)}


def test_a_rebuild_keeps_what_was_forgotten(history: list[Story], closed: int) -> None:
    before = queries.monthly(OLD)
    destroyed(history)
    recount.rebuild()
    assert queries.monthly(OLD) == before
    assert recount.check() == []
    Forgotten.objects.all().delete()
    assert recount.check() != []


def test_a_department_is_then_asked_by_whole_months(history: list[Story], closed: int) -> None:
    destroyed(history)
    whole, broken = Question(OLD.from_on, OLD.to_on, "", "35"), Question(OLD.from_on, date(2026, 3, 10), "", "35")
    assert queries.vector(whole) == truth(history, OLD.from_on, OLD.to_on, "", "35")
    with pytest.raises(NoLongerByDay, match="au jour près"):
        queries.vector(broken)
    with pytest.raises(NoLongerByDay) as refusal:
        queries.check_kept(broken)
    assert refusal.value.errors == {
        "from": "Les conversations de 03/2026 ont été détruites : demandez des mois entiers."
    }
    assert queries.vector(Question(OLD.from_on, date(2026, 3, 10))) == truth(history, OLD.from_on, date(2026, 3, 10))
    assert sum(queries.daily(Question(date(2027, 2, 1), date(2027, 2, 9), "", "35")).values(), Counter())
