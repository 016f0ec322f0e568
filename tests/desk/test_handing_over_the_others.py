"""An emergency takes all of an officer: everything else they hold is offered to a colleague, and it stays."""

import pytest

from permanence.accounts.models import Officer
from permanence.desk import actions, transfers, transfers_told
from permanence.desk.models import Transfer
from permanence.lib.errors import Conflict
from permanence.live.models import Conversation
from tests.api import callers
from tests.desk.conftest import Arrive
from tests.desk.test_transfers import colleague, held

__all__ = ["colleague", "held"]
pytestmark = pytest.mark.django_db


def _offered(to: Officer) -> dict[str, str]:
    return {one["conversation"]: one["summary"] for one in transfers_told.of_officer(to)}


def test_the_others_are_offered_each_with_its_word(
    arrive: Arrive, held: Conversation, officer: Officer, colleague: Officer
) -> None:
    second = arrive("35000")
    actions.claim(by=officer, conversation=second.pk)
    transfers.offer_all(by=officer, to=colleague.pk, summaries={second.pk: "Calme."}, but=held.pk)
    assert _offered(colleague) == {str(second.pk): "Calme."}


def test_an_offer_of_the_one_that_stays_is_left_alone(
    arrive: Arrive, held: Conversation, officer: Officer, colleague: Officer
) -> None:
    second = arrive("35000")
    actions.claim(by=officer, conversation=second.pk)
    former = transfers.offer(by=officer, conversation=held.pk, to=colleague.pk, summary="déjà proposée")
    transfers.offer_all(by=officer, to=colleague.pk, summaries={}, but=held.pk)
    former.refresh_from_db()
    assert former.state == Transfer.State.OFFERED
    assert _offered(colleague) == {str(held.pk): "déjà proposée", str(second.pk): ""}


def test_without_another_conversation_there_is_nothing_to_hand_over(
    held: Conversation, officer: Officer, colleague: Officer
) -> None:
    with pytest.raises(Conflict, match="aucune autre conversation"):
        transfers.offer_all(by=officer, to=colleague.pk, summaries={}, but=held.pk)


def test_the_door_takes_the_one_that_stays(
    arrive: Arrive, held: Conversation, officer: Officer, colleague: Officer
) -> None:
    second = arrive("35000")
    actions.claim(by=officer, conversation=second.pk)
    body = {"officer": colleague.pk, "summaries": {}, "but": str(held.pk)}
    answer = callers.of(officer)("POST", "/desk/hand-over", body)
    assert answer.status_code == 200, answer.content
    assert [one["conversation"] for one in answer.json()["transfers"]] == [str(second.pk)]
    assert callers.of(officer)("POST", "/desk/hand-over", {**body, "but": "pas un identifiant"}).status_code == 422
