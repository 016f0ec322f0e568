"""Coming back by return code: same thread, new secret, nobody locked out."""

import pytest

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.desk import actions, opening, queries, queue
from permanence.desk.arrival import Arrival
from permanence.lib.errors import TooMany, Unauthorised
from permanence.live import access, journal
from permanence.live import actions as live

pytestmark = pytest.mark.usefixtures("few")


@pytest.fixture(autouse=True)
def _answer_quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "ANSWER_AFTER_S", 0)


@pytest.fixture
def begun() -> opening.Opened:
    return opening.open_conversation(Arrival(postal_code="35000"))


def test_the_code_opens_the_conversation_with_a_new_secret(begun: opening.Opened) -> None:
    conversation, secret = opening.resume(begun.return_code, client="1.2.3.4")
    assert conversation.pk == begun.conversation.pk
    assert access.visitor(conversation.pk, secret)
    with pytest.raises(Unauthorised):
        access.visitor(conversation.pk, begun.secret)


def test_spaces_and_dashes_do_not_matter(begun: opening.Opened) -> None:
    code = begun.return_code
    written = f" {code[:4]}-{code[4:8]} {code[8:12]}  {code[12:]}\n"
    assert opening.resume(written, client="1.2.3.4")[0].pk == begun.conversation.pk


def test_an_ended_conversation_waits_again_and_its_officer_is_told_it_is_theirs(
    begun: opening.Opened, officer: Officer
) -> None:
    actions.claim(by=officer, conversation=begun.conversation.pk)
    actions.correct_level(by=officer, conversation=begun.conversation.pk, level="high", reason="menaces")
    actions.end(by=officer, conversation=begun.conversation.pk)
    conversation, _ = opening.resume(begun.return_code, client="1.2.3.4")
    (waiting,) = queue.waiting("PN")
    assert (waiting.pk, waiting.level) == (conversation.pk, "high")
    assert [said.event for said in journal.read(conversation)] == ["joined", "ended", "resumed"]
    (row,) = queries.waiting(officer)
    assert row["returned_to_you"]


def test_an_active_conversation_stays_with_its_officer(begun: opening.Opened, officer: Officer) -> None:
    actions.claim(by=officer, conversation=begun.conversation.pk)
    conversation, _ = opening.resume(begun.return_code, client="1.2.3.4")
    assert conversation.state == "active"


@pytest.mark.parametrize("code", ["", "0", "abcd", "٠١٢٣٤٥٦٧٨٩٠١٢٣٤٥", "1" * 17, "1" * 100_000])
def test_a_wrong_code_opens_nothing_and_is_written_down(begun: opening.Opened, code: str) -> None:
    with pytest.raises(Unauthorised):
        opening.resume(code, client="1.2.3.4")
    assert Entry.objects.filter(act="resume conversation", outcome="refused").count() == 1


def test_guessing_slows_the_guesser_and_nobody_else(begun: opening.Opened) -> None:
    for number in range(10):
        with pytest.raises(Unauthorised):
            opening.resume(str(number), client="6.6.6.6")
    with pytest.raises(TooMany) as refusal:
        opening.resume(begun.return_code, client="6.6.6.6")
    assert refusal.value.retry_after_s > 0
    assert opening.resume(begun.return_code, client="1.2.3.4")


def test_the_code_can_be_asked_for_again_in_the_open_conversation(begun: opening.Opened) -> None:
    assert live.return_code(access.visitor(begun.conversation.pk, begun.secret)) == begun.return_code


def test_the_visitor_ends_and_comes_back(begun: opening.Opened) -> None:
    opening.end(begun.conversation)
    opening.end(begun.conversation)
    conversation, _ = opening.resume(begun.return_code, client="1.2.3.4")
    assert [said.event for said in journal.read(conversation)] == ["ended", "resumed"]
    assert conversation.state == "waiting"
