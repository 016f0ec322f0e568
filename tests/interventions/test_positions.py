"""Where her device is: shared by her, seen by the officer and the centre, forgotten when she wants."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.desk import actions as desk
from permanence.interventions import actions, queries
from permanence.interventions.models import Position
from permanence.lib.errors import Conflict, Invalid
from permanence.live.models import Conversation
from tests.interventions.conftest import Ask

pytestmark = pytest.mark.django_db
HERE: dict[str, Any] = {"latitude": 48.1, "longitude": -1.68, "accuracy_m": 12.0}


def test_the_last_place_stands_and_is_sealed(held: Conversation, ask: Ask, operator: Officer) -> None:
    now = timezone.now()
    actions.share_position(held, **HERE, at=now - timedelta(seconds=9))
    ask(address="quelque part")
    actions.share_position(held, **HERE | {"latitude": 48.2}, at=now)
    actions.share_position(held, **HERE | {"latitude": 47.0}, at=now - timedelta(seconds=5))
    seen = queries.board(operator)[0]["position"]
    assert (seen["latitude"], seen["accuracy_m"]) == (48.2, 12.0)
    assert b"48.2" not in bytes(Position.objects.get().body)


def test_a_position_is_a_place_and_its_first_sharing_a_step(held: Conversation, ask: Ask) -> None:
    actions.share_position(held, **HERE, at=timezone.now())
    intervention = ask(note="elle ne connaît pas l’adresse")
    actions.withdraw_position(held)
    actions.withdraw_position(held)
    assert queries.position(held) is None
    assert [step["kind"] for step in queries.view(intervention)["timeline"]] == ["request", "unlocated"]


@pytest.mark.parametrize("wrong", [{"latitude": 90.1}, {"longitude": -181.0}, {"accuracy_m": -1.0}])
def test_what_is_no_place_is_refused(held: Conversation, wrong: dict[str, float]) -> None:
    with pytest.raises(Invalid) as refusal:
        actions.share_position(held, **HERE | wrong, at=timezone.now())
    assert set(refusal.value.errors) == set(wrong)


def test_a_clock_ahead_is_now_and_an_ended_conversation_takes_none(held: Conversation, officer: Officer) -> None:
    position = actions.share_position(held, **HERE, at=timezone.now() + timedelta(days=1))
    assert position.at <= timezone.now()
    desk.end(by=officer, conversation=held.pk, reason="en sécurité")
    with pytest.raises(Conflict, match="terminée"):
        actions.share_position(held, **HERE, at=timezone.now())
