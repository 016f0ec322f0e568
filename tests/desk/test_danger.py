"""The danger button: one call raises the level, again and again if need be, once in the thread."""

import pytest

from permanence.accounts.models import Officer
from permanence.desk import actions, opening
from permanence.desk.models import Intake
from permanence.live import journal
from tests.desk.conftest import Arrive


def test_danger_raises_the_level_at_once_and_is_said_in_the_thread(arrive: Arrive) -> None:
    conversation = arrive()
    opening.raise_danger(conversation)
    opening.raise_danger(conversation)
    assert Intake.objects.get(pk=conversation.pk).level == "immediate"
    assert [said.event for said in journal.read(conversation)] == ["danger"]


def test_after_an_officer_lowered_it_danger_raises_it_again(arrive: Arrive, officer: Officer) -> None:
    conversation = arrive(in_danger=True)
    actions.claim(by=officer, conversation=conversation.pk)
    actions.correct_level(by=officer, conversation=conversation.pk, level="standard", reason="personne à l'abri")
    opening.raise_danger(conversation)
    intake = Intake.objects.get(pk=conversation.pk)
    assert (intake.level, intake.level_by) == ("immediate", "visitor")


@pytest.mark.parametrize("in_danger", [True])
def test_danger_by_a_later_answer(arrive: Arrive, in_danger: bool) -> None:
    conversation = arrive()
    opening.answer_more(conversation, in_danger=in_danger)
    assert Intake.objects.get(pk=conversation.pk).level == "immediate"
