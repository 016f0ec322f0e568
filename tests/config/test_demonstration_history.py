"""The demonstration's past: counted exactly, plainly invented, made once and never beside what somebody wrote."""

import pytest
import time_machine

from config import demonstration, demonstration_history
from permanence.casework.reports.models import Report
from permanence.live import journal
from permanence.live.models import Conversation
from permanence.statistics import recount
from permanence.statistics.models import Visits
from permanence.territory import actions as territory

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def _demonstration(clock: time_machine.Traveller) -> None:
    territory.load_embedded(by="test")
    demonstration.create(8000)


@pytest.mark.usefixtures("_demonstration")
def test_it_is_counted_exactly_and_nothing_of_it_lies_ahead() -> None:
    number = demonstration_history.lay()
    assert 300 < number < 600
    assert Conversation.objects.count() == number
    assert recount.check() == []
    assert Report.objects.filter(filed_at__isnull=False).count() > 100
    assert Visits.objects.filter(name="arrived").exists()
    assert not Conversation.objects.exclude(state="ended").exists()


@pytest.mark.usefixtures("_demonstration")
def test_each_conversation_says_in_words_that_it_is_invented() -> None:
    demonstration_history.lay()
    for conversation in Conversation.objects.select_related("key").order_by("pk")[:5]:
        said = journal.read(conversation)
        assert said[0].text.startswith("Historique de démonstration")
        assert len(said) == conversation.last_seq


@pytest.mark.usefixtures("_demonstration")
def test_it_is_made_once_and_never_beside_what_somebody_wrote() -> None:
    assert demonstration_history.lay() > 0
    before = Conversation.objects.count()
    assert demonstration_history.lay() == 0
    assert Conversation.objects.count() == before


def test_without_demonstration_accounts_nothing_is_invented(clock: time_machine.Traveller) -> None:
    assert demonstration_history.lay() == 0
    assert not Conversation.objects.exists()
