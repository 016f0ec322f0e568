"""Between asking the policy and holding the lock, a conversation may change hands: the lock has the last word."""

from collections.abc import Callable
from uuid import UUID

import pytest

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act
from permanence.desk import access, actions
from permanence.desk.actions import ChangedHands
from permanence.desk.models import Intake
from tests.desk.conftest import Arrive


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], None]:
    """`meanwhile(act)`: `act` happens just after the policy has permitted."""

    def arrange(act: Callable[[], object]) -> None:
        asked = access.intake

        def asked_then_changed(officer: Officer, conversation: UUID, wanted: Act) -> Intake:
            found = asked(officer, conversation, wanted)
            monkeypatch.setattr(access, "intake", asked)
            act()
            return found

        monkeypatch.setattr(access, "intake", asked_then_changed)

    return arrange


def test_a_claim_does_not_take_what_went_to_the_other_force(
    arrive: Arrive, officer: Officer, colleague: Officer, meanwhile: Callable[[Callable[[], object]], None]
) -> None:
    conversation = arrive("35000").pk
    meanwhile(lambda: actions.correct_force(by=colleague, conversation=conversation, force="GN", reason="commune"))
    with pytest.raises(ChangedHands):
        actions.claim(by=officer, conversation=conversation)
    assert Intake.objects.get(pk=conversation).officer is None


def test_a_level_is_not_corrected_in_what_a_colleague_just_took(
    arrive: Arrive, officer: Officer, colleague: Officer, meanwhile: Callable[[Callable[[], object]], None]
) -> None:
    conversation = arrive("35000").pk
    meanwhile(lambda: actions.claim(by=colleague, conversation=conversation))
    with pytest.raises(ChangedHands):
        actions.correct_level(by=officer, conversation=conversation, level="high", reason="menaces")
