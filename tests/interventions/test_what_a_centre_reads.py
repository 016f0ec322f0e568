"""What a centre reads of a conversation: nothing that came after the end of its intervention, and its sheet always."""

from functools import partial

import pytest
import time_machine
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.interventions import actions, emergencies, queries
from permanence.interventions.steps import Act
from permanence.live import journal
from permanence.live.models import Conversation
from permanence.vault.sealing import Unreadable
from tests.interventions.conftest import Ask
from tests.interventions.test_signals import says

pytestmark = pytest.mark.django_db


def test_what_is_over_shows_nothing_that_came_later(
    held: Conversation, ask: Ask, operator: Officer, clock: time_machine.Traveller
) -> None:
    say = partial(says, held)
    say("il est là")
    intervention = ask()
    actions.advance(by=operator, intervention=intervention.pk, act=Act.CANCEL, said="doublon")
    clock.shift(60)
    say("autre chose, des jours après")
    place = {"latitude": 48.1, "longitude": -1.6, "accuracy_m": 9.0}
    actions.share_position(held, at=timezone.now(), **place)  # type: ignore[arg-type]
    shown = queries.board(operator)[0]
    assert [one["text"] for one in shown["messages"] if one["from"] == "visitor"] == ["il est là"]
    assert shown["position"] is None
    actions.advance(by=operator, intervention=intervention.pk, act=Act.REOPEN)
    shown = queries.board(operator)[0]
    assert [one["text"] for one in shown["messages"] if one["from"] == "visitor"][-1] == "autre chose, des jours après"
    assert shown["position"]["latitude"] == 48.1


def test_words_that_cannot_be_opened_any_more_keep_no_alarm_from_anybody(
    ask: Ask, operator: Officer, supervisor: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(no_place_reason="elle ne sait pas")

    def unreadable(*_: object, **__: object) -> list[journal.Said]:
        raise Unreadable("the key was destroyed")

    monkeypatch.setattr(journal, "read", unreadable)
    assert queries.board(operator)[0]["messages"] == []
    assert emergencies.of_supervisor(supervisor)[0]["last_words"] is None
