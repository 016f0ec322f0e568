"""On PostgreSQL a batch is prepared while the former one commits: whatever became of that one, numbers are right."""

import asyncio
import random
from collections.abc import Iterator, Sequence
from uuid import UUID, uuid4

import pytest

from permanence.lib.errors import Invalid, Refused, Unavailable
from permanence.live import actions, journal
from permanence.live.batch import Draft, Written
from permanence.live.commit_postgresql import PostgresqlStore
from permanence.live.models import Conversation, Sender
from tests.desk.conftest import Arrive

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]
Answers = Sequence[Written | Refused]


class Line:
    """A store that remembers `conversation`, and how many batches went the careful way."""

    def __init__(self, conversation: UUID) -> None:
        self.conversation = conversation
        self.loop = asyncio.new_event_loop()
        self.store = PostgresqlStore()
        self.one_by_one(self.draft("bonjour"))
        self.careful = 0
        self._carefully, self.store._commit = self.store._commit, self._counted  # type: ignore[method-assign]

    async def _counted(self, *arguments: object) -> object:
        self.careful += 1
        return await self._carefully(*arguments)  # type: ignore[arg-type]

    def draft(self, text: str, id: UUID | None = None, sender: Sender = Sender.VISITOR) -> Draft:  # noqa: A002
        return Draft(self.conversation, sender, text, id=id or uuid4())

    def one_by_one(self, *drafts: Draft) -> None:
        for draft in drafts:
            self.loop.run_until_complete(self.store.commit([draft]))

    def at_once(self, *batches: list[Draft]) -> list[Answers | BaseException]:
        """Each batch foreseen and closed while the former ones are under way."""

        async def play() -> list[Answers | BaseException]:
            under_way = []
            for batch in batches:
                for draft in batch:
                    self.store.foresee(draft)
                under_way.append(asyncio.ensure_future(self.store.commit(batch)))
            return list(await asyncio.gather(*under_way, return_exceptions=True))

        return self.loop.run_until_complete(play())

    def thread(self) -> list[tuple[int, str]]:
        row = Conversation.objects.select_related("key").get(pk=self.conversation)
        return [(one.seq, one.text) for one in journal.read(row)]


@pytest.fixture
def line(arrive: Arrive) -> Iterator[Line]:
    one = Line(arrive().pk)
    yield one
    one.loop.run_until_complete(one.store.aclose())
    one.loop.close()


def seqs(answers: Answers | BaseException) -> list[int]:
    assert isinstance(answers, list)
    return [answer.said.seq for answer in answers if isinstance(answer, Written)]


def test_three_batches_of_one_conversation_need_no_careful_way(line: Line) -> None:
    found = line.at_once([line.draft("un"), line.draft("deux")], [line.draft("trois")], [line.draft("quatre")])
    assert [seqs(answers) for answers in found] == [[2, 3], [4], [5]]
    assert line.careful == 0
    assert line.thread()[1:] == [(2, "un"), (3, "deux"), (4, "trois"), (5, "quatre")]


def test_where_another_process_wrote_both_batches_are_numbered_anew(line: Line) -> None:
    journal.append(Draft(line.conversation, Sender.VISITOR, "d'ailleurs"))
    found = line.at_once([line.draft("un")], [line.draft("deux")])
    assert [seqs(answers) for answers in found] == [[3], [4]]
    assert line.thread()[1:] == [(2, "d'ailleurs"), (3, "un"), (4, "deux")]


def test_a_retry_in_the_batch_before_changes_nothing_of_the_next(line: Line) -> None:
    first = line.draft("un")
    line.one_by_one(first)
    found = line.at_once([first], [line.draft("deux")], [line.draft("trois")])
    assert [seqs(answers) for answers in found] == [[2], [3], [4]]
    assert line.thread()[1:] == [(2, "un"), (3, "deux"), (4, "trois")]
    line.careful = 0
    line.one_by_one(line.draft("quatre"))
    assert line.careful == 0, "a retry is not somebody else who writes"


def test_the_same_message_in_two_batches_is_one_message(line: Line) -> None:
    twice = line.draft("un")
    found = line.at_once([twice], [line.draft("deux"), twice])
    assert [seqs(answers) for answers in found] == [[2], [3, 2]]
    assert line.thread()[1:] == [(2, "un"), (3, "deux")]


def test_a_refusal_in_one_batch_leaves_the_next_its_numbers(line: Line) -> None:
    known = line.draft("un")
    line.one_by_one(known)
    stolen = line.draft("au nom d'un autre", id=known.id, sender=Sender.SYSTEM)
    found = line.at_once([stolen], [line.draft("deux")])
    assert isinstance(found[0], list)
    assert isinstance(found[0][0], Invalid)
    assert seqs(found[1]) == [3]


def test_a_conversation_that_ended_meanwhile_refuses_both(line: Line) -> None:
    actions.end(Conversation.objects.select_related("key").get(pk=line.conversation), by="visitor")
    before = line.thread()
    for answers in line.at_once([line.draft("un")], [line.draft("deux")]):
        assert isinstance(answers, list)
        assert isinstance(answers[0], Refused)
    assert line.thread() == before


def test_a_database_that_fails_during_the_first_fails_it_alone(line: Line) -> None:
    original = line.store._was_right

    async def fails(*_: object) -> bool:
        line.store._was_right = original  # type: ignore[method-assign]
        raise OSError("the database is away for a moment")

    line.store._was_right = fails  # type: ignore[method-assign]
    found = line.at_once([line.draft("un")], [line.draft("deux")])
    assert isinstance(found[0], Unavailable)
    assert seqs(found[1]) == [2]
    assert line.thread()[1:] == [(2, "deux")]


@pytest.mark.parametrize("seed", range(6))
def test_in_random_stories_every_message_has_its_number_once(line: Line, arrive: Arrive, seed: int) -> None:
    dice = random.Random(seed)
    other = arrive().pk
    written: list[Draft] = []
    for _ in range(12):
        batches = []
        for _ in range(dice.randint(1, 3)):
            fresh = [Draft(dice.choice([line.conversation, other]), Sender.VISITOR, "mot") for _ in range(3)]
            batches.append(dice.sample(written, min(len(written), dice.randint(0, 2))) + fresh[: dice.randint(1, 3)])
            written += batches[-1]
        if dice.random() < 0.4:
            journal.append(Draft(dice.choice([line.conversation, other]), Sender.VISITOR, "d'ailleurs"))
        for batch, answers in zip(batches, line.at_once(*batches), strict=True):
            assert len(seqs(answers)) == len(batch)
    for conversation in (line.conversation, other):
        row = Conversation.objects.select_related("key").get(pk=conversation)
        numbers = [one.seq for one in journal.read(row, limit=1000)]
        ids = {one.id for one in journal.read(row, limit=1000)}
        assert numbers == list(range(1, row.last_seq + 1))
        assert {draft.id for draft in written if draft.conversation == conversation} <= ids
        assert len(ids) == len(numbers)
