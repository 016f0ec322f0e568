"""Pages of the journal for many at once: each gets its own, in few questions; one that does not open fails alone."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from permanence.lib.errors import Unavailable
from permanence.live import journal, together
from permanence.live.journal import Draft
from permanence.live.models import Conversation, Sender
from permanence.live.together import Pages
from permanence.vault.sealing import Unreadable
from tests.environment.patience import PATIENCE_S

pytestmark = pytest.mark.django_db
Arrive = Callable[..., Conversation]


def spoke(arrive: Arrive, *texts: str) -> Conversation:
    conversation = arrive("35000")
    for text in texts:
        journal.append(Draft(conversation.pk, Sender.VISITOR, text))
    return conversation


def test_each_conversation_is_read_from_its_own_number(arrive: Arrive) -> None:
    one, other = spoke(arrive, "a", "b", "c"), spoke(arrive, "d")
    pages = journal.pages({(one.pk, 0), (one.pk, 2), (other.pk, 0), (other.pk, 1)})
    told = {
        wanted: [(said.seq, said.text) for said in page] for wanted, page in pages.items() if isinstance(page, list)
    }
    assert told == {
        (one.pk, 0): [(1, "a"), (2, "b"), (3, "c")],
        (one.pk, 2): [(3, "c")],
        (other.pk, 0): [(1, "d")],
        (other.pk, 1): [],
    }


def test_a_page_says_what_reading_says(arrive: Arrive) -> None:
    one = spoke(arrive, "a", "b")
    assert journal.pages([(one.pk, 0)])[one.pk, 0] == journal.read(one)


def test_a_page_is_no_longer_than_a_page(arrive: Arrive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal, "PAGE", 2)
    one = spoke(arrive, "a", "b", "c")
    page = journal.pages([(one.pk, 0)])[one.pk, 0]
    assert isinstance(page, list)
    assert [said.seq for said in page] == [1, 2]


def test_a_conversation_whose_key_was_destroyed_fails_alone(arrive: Arrive) -> None:
    one, other = spoke(arrive, "a"), spoke(arrive, "b")
    one.key.wrapped = b""
    one.key.save()
    pages = journal.pages([(one.pk, 0), (other.pk, 0)])
    assert isinstance(pages[one.pk, 0], Unreadable)
    assert isinstance(pages[other.pk, 0], list)


def test_many_who_ask_at_once_share_a_few_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    async def in_store(_function: Any, wanted: set[Any]) -> Any:
        asked.append(len(wanted))
        await asyncio.sleep(0.01)
        return {one: [] for one in wanted}

    monkeypatch.setattr(together, "in_store", in_store)

    async def go() -> None:
        pages = Pages()
        await asyncio.gather(*(pages.after(None, number) for number in range(200)))  # type: ignore[arg-type]

    asyncio.run(go())
    assert sum(asked) == 200
    assert len(asked) <= 8


def test_a_store_that_fails_is_told_to_whoever_asked_and_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    answers: list[Any] = [Unavailable("gone"), {(None, 1): []}]

    async def in_store(_function: Any, _wanted: set[Any]) -> Any:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(together, "in_store", in_store)

    async def go() -> None:
        pages = Pages()
        with pytest.raises(Unavailable):
            await pages.after(None, 1)  # type: ignore[arg-type]
        assert await pages.after(None, 1) == []  # type: ignore[arg-type]

    asyncio.run(go())


def test_whoever_asks_in_the_instant_in_which_the_last_answer_was_given_is_answered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def in_store(_function: Any, wanted: set[Any]) -> Any:
        await asyncio.sleep(0)
        return {one: [] for one in wanted}

    monkeypatch.setattr(together, "in_store", in_store)

    async def go() -> None:
        pages = Pages()

        async def ask_again_and_again(number: int) -> None:
            for turn in range(200):
                await pages.after(None, number * 1_000 + turn)  # type: ignore[arg-type]

        async with asyncio.timeout(PATIENCE_S):
            await asyncio.gather(*(ask_again_and_again(number) for number in range(5)))

    asyncio.run(go())
