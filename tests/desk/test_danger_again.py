"""Danger told where nobody would have read it: later, and in a conversation that has ended."""

from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.desk import actions, opening
from permanence.desk.arrival import Arrival
from permanence.desk.models import Intake
from permanence.lib.errors import Invalid
from permanence.live import journal
from permanence.live.models import Conversation, State
from tests.desk.conftest import Arrive


def events(conversation: Conversation) -> list[str]:
    return [said.event for said in journal.read(conversation) if said.event]


def test_danger_said_again_later_is_told_again(arrive: Arrive, clock: time_machine.Traveller) -> None:
    conversation = arrive(in_danger=True)
    opening.raise_danger(conversation)
    assert events(conversation) == ["danger"], "a second tap is the same tap"
    clock.shift(3600)
    opening.raise_danger(conversation)
    assert events(conversation) == ["danger", "danger"]


def test_danger_in_an_ended_conversation_opens_it_again(
    arrive: Arrive, officer: Officer, clock: time_machine.Traveller
) -> None:
    conversation = arrive(in_danger=True)
    actions.claim(by=officer, conversation=conversation.pk)
    actions.end(by=officer, conversation=conversation.pk, reason="personne à l'abri")
    clock.shift(5)
    opening.raise_danger(conversation)
    conversation.refresh_from_db()
    assert conversation.state == State.WAITING
    assert events(conversation)[-2:] == ["resumed", "danger"]
    assert Intake.objects.get(pk=conversation.pk).waiting_since == timezone.now()


def test_a_blank_message_does_not_refuse_a_person_in_danger(few: None) -> None:
    opened = opening.open_conversation(Arrival(in_danger=True), message=(uuid4(), "  "))
    assert opened.created
    with pytest.raises(Invalid):
        opening.open_conversation(Arrival(), message=(uuid4(), "  "))


def test_a_postal_code_is_kept_as_its_five_digits(arrive: Arrive) -> None:
    conversation = arrive("3 5 ０００ " + " " * 40 + "and more")
    assert Intake.objects.get(pk=conversation.pk).postal_code == "35000"
