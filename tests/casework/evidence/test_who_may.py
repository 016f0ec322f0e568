"""Who may see, fetch and trace a piece of evidence: everybody else finds nothing there."""

from uuid import UUID

import pytest

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.casework.evidence import keeping, receiving
from permanence.casework.evidence.models import Attachment
from permanence.desk import actions as desk
from permanence.live.models import Conversation
from tests.api import callers
from tests.casework.evidence import files

pytestmark = pytest.mark.django_db
MAY = ("officer", "guest", "supervisor")
MAY_NOT = {
    "colleague": 403,
    "gendarme": 404,
    "other_supervisor": 404,
    "unit": 404,
    "other_unit": 404,
    "operator": 404,
    "analyst": 404,
    "commander": 404,
    "administrator": 404,
}
ADDRESSES = ("", "/{piece}", "/{piece}?view=safe", "/{piece}/custody")


@pytest.fixture
def piece(held: Conversation) -> Attachment:
    """A photograph that she sent."""
    photo = files.picture()
    return receiving.receive(held, name="photo.jpg", size=len(photo), chunks=[photo], head=photo)


def ask(caller: callers.Caller, piece: Attachment, address: str) -> int:
    """What the address answers them; a copy that is being prepared counts as reached."""
    path = f"/desk/conversations/{piece.conversation_id}/attachments{address.format(piece=piece.pk)}"
    answer = caller("GET", path)
    status: int = answer.status_code
    return 200 if status == 409 and "préparation" in answer.json()["detail"] else status


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("who", MAY)
def test_who_may(who: str, address: str, piece: Attachment, request: pytest.FixtureRequest) -> None:
    assert ask(callers.of(request.getfixturevalue(who)), piece, address) == 200


@pytest.mark.parametrize(("who", "rows"), [("officer", 0), ("guest", 0), ("supervisor", 1)])
def test_the_list_is_written_down_for_whoever_does_not_speak_there(
    who: str, rows: int, piece: Attachment, request: pytest.FixtureRequest
) -> None:
    account: Officer = request.getfixturevalue(who)
    assert ask(callers.of(account), piece, "") == 200
    assert Entry.objects.filter(actor=account.actor, act="see evidence", outcome="read").count() == rows


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("who", MAY_NOT)
def test_who_may_not(who: str, address: str, piece: Attachment, request: pytest.FixtureRequest) -> None:
    account: Officer = request.getfixturevalue(who)
    assert ask(callers.of(account), piece, address) == MAY_NOT[who]
    assert Entry.objects.filter(actor=account.actor, outcome="refused").exists()


@pytest.mark.parametrize("address", ADDRESSES)
def test_nobody_and_who_has_left_may_not(address: str, piece: Attachment, stranger: Officer) -> None:
    assert ask(callers.anybody(), piece, address) == 401
    assert ask(callers.Caller("a token that nobody gave"), piece, address) == 401
    assert ask(callers.of(stranger), piece, address) in (401, 404)


def test_an_ended_conversation_stays_with_the_officer_who_held_it(
    piece: Attachment, officer: Officer, colleague: Officer
) -> None:
    desk.end(by=officer, conversation=UUID(str(piece.conversation_id)))
    assert ask(callers.of(officer), piece, "/{piece}") == 200
    assert ask(callers.of(colleague), piece, "/{piece}") == 403


def test_a_piece_of_another_conversation_is_not_there(
    piece: Attachment, officer: Officer, arrive: "callers.Any"
) -> None:
    other = arrive("35000")
    desk.claim(by=officer, conversation=other.pk)
    path = f"/desk/conversations/{other.pk}/attachments/{piece.pk}"
    assert callers.of(officer)("GET", path).status_code == 404


def test_once_its_key_is_destroyed_nothing_of_it_opens(piece: Attachment, officer: Officer) -> None:
    assert keeping.name_of(piece) == "photo.jpg"
    piece.conversation.key.wrapped = b""
    piece.conversation.key.save()
    fresh = Attachment.objects.select_related("conversation__key").get(pk=piece.pk)
    assert keeping.name_of(fresh) == ""
    assert fresh.sha256, "what was handed over can still be proved"
