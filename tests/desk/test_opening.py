"""A visitor arrives: never refused for what is optional, never twice for one key."""

from uuid import uuid4

import pytest
import time_machine

from permanence.desk import opening
from permanence.desk.arrival import Arrival
from permanence.desk.models import Intake
from permanence.lib.errors import Invalid, TooMany, Unauthorised
from permanence.live import access, journal
from permanence.live.models import Conversation

pytestmark = pytest.mark.usefixtures("few")


def opened(**fields: object) -> Intake:
    conversation = opening.open_conversation(Arrival(**fields)).conversation  # type: ignore[arg-type]
    return Intake.objects.select_related("conversation").get(pk=conversation.pk)


@pytest.mark.parametrize(
    ("postal_code", "insee", "force", "department"),
    [
        ("35000", None, "PN", "35"),
        ("35510", None, "GN", "35"),
        ("35150", "35003", "PN", "35"),
        ("35150", None, "", "35"),
        ("11100", None, "", "11"),
        ("00000", None, "", ""),
        (None, None, "", ""),
        (" 35 000 ", None, "PN", "35"),
    ],
)
def test_the_place_gives_the_force(postal_code: str | None, insee: str | None, force: str, department: str) -> None:
    intake = opened(postal_code=postal_code, insee=insee)
    assert (intake.force, intake.department) == (force, department)


def test_nothing_is_compulsory() -> None:
    intake = opened()
    assert intake.conversation.state == "waiting"
    assert (intake.level, intake.level_by) == ("standard", "system")


def test_every_wrong_answer_is_named_at_once() -> None:
    with pytest.raises(Invalid) as refusal:
        opened(postal_code="ABC", reporter="voisin", age="vieux", categories=["x"], language="français !")
    assert set(refusal.value.errors) == {"postal_code", "reporter", "age", "categories", "language"}
    assert not Conversation.objects.exists()


def test_a_person_in_danger_is_never_refused() -> None:
    intake = opened(postal_code="ABC", reporter="voisin", categories=["x", "conjugal"], in_danger=True)
    assert (intake.level, intake.level_by, intake.in_danger) == ("immediate", "visitor", True)
    assert (intake.reporter, intake.categories) == ("", ["conjugal"])
    assert [said.event for said in journal.read(intake.conversation)] == ["danger"]


def test_what_was_written_at_the_door_is_the_first_message() -> None:
    result = opening.open_conversation(Arrival(), message=(uuid4(), "Il est parti, j'ai peur."))
    (said,) = journal.read(result.conversation)
    assert (said.seq, said.sender, said.text) == (1, "visitor", "Il est parti, j'ai peur.")


def test_an_impossible_first_message_is_named_and_opens_nothing() -> None:
    with pytest.raises(Invalid) as refusal:
        opening.open_conversation(Arrival(), message=(uuid4(), "x" * 4001))
    assert "message" in refusal.value.errors
    assert not Conversation.objects.exists()


def test_the_same_key_is_the_same_conversation_with_a_new_secret(clock: time_machine.Traveller) -> None:
    key = uuid4()
    first = opening.open_conversation(Arrival(postal_code="35000"), key=key)
    clock.shift(9 * 60)
    again = opening.open_conversation(Arrival(postal_code="35000"), key=key)
    assert (again.conversation.pk, again.created) == (first.conversation.pk, False)
    assert again.return_code == first.return_code
    assert access.visitor(first.conversation.pk, again.secret)
    with pytest.raises(Unauthorised):
        access.visitor(first.conversation.pk, first.secret)


def test_ten_minutes_later_the_key_opens_another_one(clock: time_machine.Traveller) -> None:
    key = uuid4()
    first = opening.open_conversation(Arrival(), key=key)
    clock.shift(10 * 60 + 1)
    assert opening.open_conversation(Arrival(), key=key).conversation.pk != first.conversation.pk


def test_a_flood_from_one_client_slows_that_client_but_never_a_person_in_danger() -> None:
    for _ in range(30):
        opening.open_conversation(Arrival(), client="6.6.6.6")
    with pytest.raises(TooMany):
        opening.open_conversation(Arrival(), client="6.6.6.6")
    assert opening.open_conversation(Arrival(in_danger=True), client="6.6.6.6").created
    assert opening.open_conversation(Arrival(), client="1.2.3.4").created


def test_nothing_a_visitor_wrote_and_no_code_is_kept_in_clear() -> None:
    result = opening.open_conversation(Arrival(), message=(uuid4(), "Phrase témoin"))
    row = Conversation.objects.filter(pk=result.conversation.pk).values().get()
    stored = b"".join(bytes(value) for value in row.values() if isinstance(value, bytes | memoryview))
    assert result.return_code.encode() not in stored
    assert result.secret.encode() not in stored


def test_answers_given_later_settle_the_force_only_where_none_was_known() -> None:
    unknown = opening.open_conversation(Arrival(postal_code="35150")).conversation
    opening.answer_more(unknown, insee="35002", reporter="witness", categories=["sexual"])
    intake = Intake.objects.get(pk=unknown.pk)
    assert (intake.force, intake.insee, intake.reporter, intake.categories) == ("GN", "35002", "witness", ["sexual"])
    opening.answer_more(unknown, insee="35003")
    assert Intake.objects.get(pk=unknown.pk).force == "GN"


def test_a_wrong_later_answer_changes_nothing() -> None:
    conversation = opening.open_conversation(Arrival()).conversation
    with pytest.raises(Invalid):
        opening.answer_more(conversation, insee="99999", reporter="witness")
    assert Intake.objects.get(pk=conversation.pk).reporter == ""
