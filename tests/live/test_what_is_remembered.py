"""The hot path on PostgreSQL decides from memory: what others changed meanwhile is found out, or does not matter."""

import asyncio
import threading
from collections.abc import Iterator
from uuid import UUID

import pytest
from django.db import connection, transaction

from permanence.accounts.models import Officer
from permanence.desk import actions
from permanence.lib.errors import Refused
from permanence.live import actions as live
from permanence.live import journal
from permanence.live.batch import Draft, Written
from permanence.live.commit_postgresql import PostgresqlStore
from permanence.live.models import Conversation, Sender
from permanence.live.text import NotYours
from permanence.vault.actions import destroy_key
from permanence.vault.sealing import Unreadable
from tests.desk.conftest import Arrive
from tests.environment.patience import PATIENCE_S

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]


class Memory:
    """A store of the hot path that has just written to a conversation."""

    def __init__(self, conversation: UUID) -> None:
        self.conversation = conversation
        self.loop = asyncio.new_event_loop()
        self.store = PostgresqlStore()
        self.careful = 0
        self._carefully, self.store._commit = self.store._commit, self._counted  # type: ignore[method-assign]
        self.say("bonjour")
        self.careful = 0

    async def _counted(self, *arguments: object) -> object:
        self.careful += 1
        return await self._carefully(*arguments)  # type: ignore[arg-type]

    def answer(self, text: str, officer: Officer | None = None) -> Written | Refused:
        """What becomes of a message of the visitor, or of an officer."""
        sender = Sender.OFFICER if officer else Sender.VISITOR
        draft = Draft(self.conversation, sender, text, officer=officer.pk if officer else None)
        (written,) = self.loop.run_until_complete(self.store.commit([draft]))
        return written

    def say(self, text: str) -> int:
        """The number it was written under."""
        written = self.answer(text)
        assert isinstance(written, Written)
        assert written.fresh
        return written.said.seq


@pytest.fixture
def memory(arrive: Arrive) -> Iterator[Memory]:
    one = Memory(arrive().pk)
    yield one
    one.loop.run_until_complete(one.store.aclose())
    one.loop.close()


def _texts(conversation: UUID) -> list[tuple[int, str]]:
    row = Conversation.objects.select_related("key").get(pk=conversation)
    return [(one.seq, one.text) for one in journal.read(row) if not one.event]


def test_a_read_mark_under_way_changes_nothing_of_a_guess(memory: Memory) -> None:
    locked, written = threading.Event(), []

    def mark() -> None:
        with transaction.atomic():
            Conversation.objects.filter(pk=memory.conversation).update(read_visitor=1)
            locked.set()
            for _ in range(1000):
                with connection.cursor() as cursor:
                    cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
                    if cursor.fetchone()[0]:
                        break
        connection.close()

    marking = threading.Thread(target=mark)
    marking.start()
    assert locked.wait(PATIENCE_S)
    written.append(memory.say("pendant"))
    marking.join(PATIENCE_S)
    written.append(memory.say("après"))
    row = Conversation.objects.get(pk=memory.conversation)
    assert (memory.careful, row.last_seq, row.read_visitor) == (0, written[-1], 1)
    assert _texts(memory.conversation)[-2:] == [(written[0], "pendant"), (written[1], "après")]


def test_a_guest_writes_from_memory_until_they_go(memory: Memory, officer: Officer, colleague: Officer) -> None:
    actions.claim(by=officer, conversation=memory.conversation)
    with transaction.atomic():
        live.join(Conversation.objects.select_for_update().get(pk=memory.conversation), colleague)
    for _ in range(2):  # the first finds that others wrote, the second that they do no more
        memory.say("à deux")
    memory.careful = 0
    for by in (colleague, officer, colleague):
        assert isinstance(memory.answer("nous voilà", by), Written)
    assert memory.careful == 0
    with transaction.atomic():
        live.part(Conversation.objects.select_for_update().get(pk=memory.conversation), colleague)
    assert isinstance(memory.answer("encore moi", colleague), NotYours)
    assert isinstance(memory.answer("encore moi", colleague), NotYours)
    assert isinstance(memory.answer("toujours là", officer), Written)


def test_nothing_is_written_under_a_key_that_was_destroyed_meanwhile(memory: Memory) -> None:
    before = Conversation.objects.select_related("key").get(pk=memory.conversation)
    destroy_key(before.key)
    with pytest.raises(Unreadable):
        memory.say("personne ne le lira")
    assert Conversation.objects.get(pk=memory.conversation).last_seq == before.last_seq
