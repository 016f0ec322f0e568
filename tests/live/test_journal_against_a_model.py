"""The journal against a model of a few lines: whatever is written, retried, ended, reopened and handed over, in any
order, through both doors to the database: the HTTP API's, and the live channel's, which remembers how it left things.

Hypothesis writes the stories; after every step the journal must read as the model does.
"""

import asyncio
from collections.abc import Callable
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from permanence.accounts.models import Officer
from permanence.desk import actions, opening
from permanence.desk.arrival import Arrival
from permanence.desk.models import Intake
from permanence.lib.errors import Invalid, Refused
from permanence.live import actions as live
from permanence.live import journal
from permanence.live.batch import Draft, Written
from permanence.live.models import Conversation, Sender, State
from permanence.live.text import Ended, NotYours
from permanence.live.writer import store_of_this_database

IDS = [UUID(int=number) for number in range(1, 13)]
identifiers = st.sampled_from(IDS)
senders = st.sampled_from([Sender.VISITOR, Sender.OFFICER])
drafts = st.tuples(identifiers, senders, st.text(min_size=1, max_size=20))


class Story(RuleBasedStateMachine):
    """Two people in one conversation; `model` is what the journal must hold."""

    officer: Officer
    colleague: Officer

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.store = store_of_this_database()
        opened = opening.open_conversation(Arrival())
        self.code = opened.return_code
        self.conversation = opened.conversation.pk
        self.model: list[tuple[UUID | None, str, str]] = []
        self.claim()

    def claim(self) -> None:
        actions.claim(by=self.officer, conversation=self.conversation)
        self.holder = self.officer
        self.model.append((None, "system", "joined"))

    def teardown(self) -> None:
        self.loop.run_until_complete(self.store.aclose())
        self.loop.close()

    @property
    def row(self) -> Conversation:
        return Conversation.objects.select_related("key").get(pk=self.conversation)

    @rule(batch=st.lists(drafts, min_size=1, max_size=6))
    def say(self, batch: list[tuple[UUID, Sender, str]]) -> None:
        self._compare(batch, journal.write([self._draft(*one) for one in batch]))

    @rule(batch=st.lists(drafts, min_size=1, max_size=6))
    def say_live(self, batch: list[tuple[UUID, Sender, str]]) -> None:
        self._compare(batch, self._live([self._draft(*one) for one in batch]))

    @rule(number=st.integers(min_value=0, max_value=60))
    def hear_of_another_process(self, number: int) -> None:
        self.store.reached(self.conversation, number)

    @precondition(lambda self: self.row.state == State.ACTIVE)
    @rule()
    def hand_over(self) -> None:
        by, to = self.holder, self.colleague if self.holder == self.officer else self.officer
        with transaction.atomic():
            live.leave_seat(Conversation.objects.select_for_update().get(pk=self.conversation))
        still = Draft(self.conversation, Sender.OFFICER, "encore moi", officer=by.pk)
        (refused,) = self._live([still])
        assert isinstance(refused, NotYours)
        Intake.objects.filter(pk=self.conversation).update(officer=None)
        actions.claim(by=to, conversation=self.conversation)
        self.holder = to
        self.model.append((None, "system", "joined"))
        (refused,) = self._live([still])
        assert isinstance(refused, NotYours)

    @precondition(lambda self: self.row.state == State.ACTIVE)
    @rule()
    def end(self) -> None:
        actions.end(by=self.holder, conversation=self.conversation)
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
        officer = self.holder.pk if sender == Sender.OFFICER else None
        return Draft(self.conversation, sender, text, id=identifier, officer=officer)

    def _live(self, batch: list[Draft]) -> list[Written | Refused]:
        return self.loop.run_until_complete(self.store.commit(batch))

    def _compare(self, batch: list[tuple[UUID, Sender, str]], results: list[Written | Refused]) -> None:
        ended = self.row.state == State.ENDED
        for (identifier, sender, text), result in zip(batch, results, strict=True):
            self._check(identifier, sender, text, result, ended)

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
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("few")
def test_whatever_happens_the_journal_is_what_the_model_says(
    officer: Officer, colleague: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "ANSWER_AFTER_S", 0)
    play: Callable[[], Story] = type("Play", (Story,), {"officer": officer, "colleague": colleague})
    run_state_machine_as_test(
        play,
        settings=settings(
            max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
