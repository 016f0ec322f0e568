"""The journal against a model of a few lines: whatever is written, retried, ended and reopened, in any order.

Hypothesis writes the stories; after every step the journal must read as the model does.
"""

from collections.abc import Callable
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from permanence.accounts.models import Officer
from permanence.desk import actions, opening
from permanence.desk.arrival import Arrival
from permanence.lib.errors import Invalid, Refused
from permanence.live import journal
from permanence.live.batch import Draft, Written
from permanence.live.models import Conversation, Sender, State
from permanence.live.text import Ended

IDS = [UUID(int=number) for number in range(1, 13)]
identifiers = st.sampled_from(IDS)
senders = st.sampled_from([Sender.VISITOR, Sender.OFFICER])
drafts = st.tuples(identifiers, senders, st.text(min_size=1, max_size=20))


class Story(RuleBasedStateMachine):
    """Two people in one conversation; `model` is what the journal must hold."""

    officer: Officer

    def __init__(self) -> None:
        super().__init__()
        opened = opening.open_conversation(Arrival())
        self.code = opened.return_code
        self.conversation = opened.conversation.pk
        self.model: list[tuple[UUID | None, str, str]] = []
        self.claim()

    def claim(self) -> None:
        actions.claim(by=self.officer, conversation=self.conversation)
        self.model.append((None, "system", "joined"))

    @property
    def row(self) -> Conversation:
        return Conversation.objects.select_related("key").get(pk=self.conversation)

    @rule(batch=st.lists(drafts, min_size=1, max_size=6))
    def say(self, batch: list[tuple[UUID, Sender, str]]) -> None:
        ended = self.row.state == State.ENDED
        results = journal.write([self._draft(*one) for one in batch])
        for (identifier, sender, text), result in zip(batch, results, strict=True):
            self._check(identifier, sender, text, result, ended)

    @precondition(lambda self: self.row.state == State.ACTIVE)
    @rule()
    def end(self) -> None:
        actions.end(by=self.officer, conversation=self.conversation)
        self.model.append((None, "system", "ended"))

    @precondition(lambda self: self.row.state == State.ENDED)
    @rule()
    def come_back(self) -> None:
        opening.resume(self.code, client="")
        self.model.append((None, "system", "resumed"))
        self.claim()

    @invariant()
    def the_journal_holds_what_the_model_holds(self) -> None:
        said = journal.read(self.row)
        assert [one.seq for one in said] == list(range(1, len(self.model) + 1))
        told = [(one.id if not one.event else None, one.sender, one.event or one.text) for one in said]
        assert told == self.model
        assert self.row.last_seq == len(self.model)

    def _draft(self, identifier: UUID, sender: Sender, text: str) -> Draft:
        officer = self.officer.pk if sender == Sender.OFFICER else None
        return Draft(self.conversation, sender, text, id=identifier, officer=officer)

    def _check(self, identifier: UUID, sender: Sender, text: str, result: Written | Refused, ended: bool) -> None:
        known = next((number for number, row in enumerate(self.model, 1) if row[0] == identifier), None)
        if known is not None and self.model[known - 1][1] != sender:
            assert isinstance(result, Invalid)
        elif known is not None:
            assert isinstance(result, Written)
            assert (result.said.seq, result.fresh) == (known, False)
        elif ended:
            assert isinstance(result, Ended)
        else:
            assert isinstance(result, Written)
            self.model.append((identifier, sender.value, text))
            assert (result.said.seq, result.fresh) == (len(self.model), True)


@pytest.mark.timeout(240)
@pytest.mark.usefixtures("few")
def test_whatever_happens_the_journal_is_what_the_model_says(officer: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "ANSWER_AFTER_S", 0)
    play: Callable[[], Story] = type("Play", (Story,), {"officer": officer})
    run_state_machine_as_test(
        play,
        settings=settings(
            max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
