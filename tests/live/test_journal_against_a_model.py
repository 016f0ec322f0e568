"""The journal against a model of a few lines: whatever is written, retried, ended, reopened, handed over and shared
with a second officer, in any order, through both doors to the database: the HTTP API's, and the live channel's, which
remembers how it left things.

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

SENDERS = {"visitor": Sender.VISITOR, "holder": Sender.OFFICER, "other": Sender.OFFICER}
IDS = [UUID(int=number) for number in range(1, 13)]
identifiers = st.sampled_from(IDS)
people = st.sampled_from(["visitor", "holder", "other"])
drafts = st.tuples(identifiers, people, st.text(min_size=1, max_size=20))
Said = tuple[UUID, str, str]
"""An id, who says it (`other`: the officer who does not hold the conversation, a guest or not), the text."""


class Story(RuleBasedStateMachine):
    """A visitor and two officers, of whom one holds the conversation and the other may be a guest; `model` is what the
    journal must hold."""

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
        self.is_guest = False
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

    @property
    def other(self) -> Officer:
        return self.colleague if self.holder == self.officer else self.officer

    @rule(batch=st.lists(drafts, min_size=1, max_size=6))
    def say(self, batch: list[Said]) -> None:
        self._compare(batch, journal.write([self._draft(*one) for one in batch]))

    @rule(batch=st.lists(drafts, min_size=1, max_size=6))
    def say_live(self, batch: list[Said]) -> None:
        self._compare(batch, self._live([self._draft(*one) for one in batch]))

    @rule(first=st.lists(drafts, min_size=1, max_size=4), second=st.lists(drafts, min_size=1, max_size=4))
    def say_while_the_former_is_on_its_way(self, first: list[Said], second: list[Said]) -> None:
        """The second batch is guessed as if the first were stored already; in between nothing is known of either."""
        ended = self.row.state == State.ENDED
        results = self.loop.run_until_complete(self._overlapping(first, second))
        for batch, answers in zip((first, second), results, strict=True):
            self._compare(batch, answers, ended=ended)

    @precondition(lambda self: self.row.state == State.ACTIVE)
    @rule()
    def come_or_go(self) -> None:
        with transaction.atomic():
            held = Conversation.objects.select_for_update().get(pk=self.conversation)
            if self.is_guest:
                assert live.part(held, self.other)
            else:
                live.join(held, self.other)
        self.is_guest = not self.is_guest
        self.model.append((None, "system", "joined" if self.is_guest else "parted"))

    @precondition(lambda self: self.row.state == State.ACTIVE)
    @rule(batch=st.lists(drafts, min_size=1, max_size=6))
    def come_or_go_while_a_batch_is_on_its_way(self, batch: list[Said]) -> None:
        """It was guessed before they joined or parted, and must be answered as it stands afterwards."""
        answering = self.store.commit([self._draft(*one) for one in batch])
        self.come_or_go()
        self._compare(batch, self.loop.run_until_complete(answering))

    @precondition(lambda self: self.row.state == State.ACTIVE)
    @rule()
    def pass_on(self) -> None:
        """To the other in one step, guest or not: who passed it on is none."""
        with transaction.atomic():
            held = Conversation.objects.select_for_update().get(pk=self.conversation)
            live.pass_seat(held, self.other, handed=True)
        Intake.objects.filter(pk=self.conversation).update(officer=self.other)
        self.holder, self.is_guest = self.other, False
        self.model.append((None, "system", "joined"))

    @rule(number=st.integers(min_value=0, max_value=60))
    def hear_of_another_process(self, number: int) -> None:
        self.store.reached(self.conversation, number)

    @precondition(lambda self: self.row.state == State.ACTIVE)
    @rule()
    def hand_over(self) -> None:
        by, to = self.holder, self.other
        with transaction.atomic():
            live.leave_seat(Conversation.objects.select_for_update().get(pk=self.conversation))
        still = Draft(self.conversation, Sender.OFFICER, "encore moi", officer=by.pk)
        self.is_guest = False
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
        self.is_guest = False
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

    def _draft(self, identifier: UUID, who: str, text: str) -> Draft:
        officer = {"visitor": None, "holder": self.holder.pk, "other": self.other.pk}[who]
        return Draft(self.conversation, SENDERS[who], text, id=identifier, officer=officer)

    def _live(self, batch: list[Draft]) -> list[Written | Refused]:
        return self.loop.run_until_complete(self.store.commit(batch))

    async def _overlapping(self, first: list[Said], second: list[Said]) -> list[list[Written | Refused]]:
        answers = []
        for batch in (first, second):
            committing = [self._draft(*one) for one in batch]
            for draft in committing:
                self.store.foresee(draft)
            answers.append(asyncio.ensure_future(self.store.commit(committing)))
        return list(await asyncio.gather(*answers))

    def _compare(self, batch: list[Said], results: list[Written | Refused], *, ended: bool | None = None) -> None:
        ended = self.row.state == State.ENDED if ended is None else ended
        for (identifier, who, text), result in zip(batch, results, strict=True):
            self._check(identifier, who, text, result, ended)

    def _check(self, identifier: UUID, who: str, text: str, result: Written | Refused, ended: bool) -> None:
        sender = SENDERS[who]
        known = next((number for number, row in enumerate(self.model, 1) if row[0] == identifier), None)
        if known is not None and self.model[known - 1][1] != sender:
            assert isinstance(result, Invalid)
        elif known is not None:
            assert isinstance(result, Written)
            assert (result.said.seq, result.fresh) == (known, False)
        elif ended:
            assert isinstance(result, Ended)
        elif who == "other" and not self.is_guest:
            assert isinstance(result, NotYours)
        else:
            assert isinstance(result, Written)
            self.model.append((identifier, sender.value, text))
            assert (result.said.seq, result.fresh) == (len(self.model), True)


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
