"""A second officer in a conversation: invited, speaking beside the one who holds it, and gone with it."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.utils import timezone

from permanence.accounts.models import Officer, Presence, Role
from permanence.accounts.policy import Act
from permanence.audit.models import Entry
from permanence.desk import access, actions, guests, queries, staff, transfers, transfers_told
from permanence.desk.craft.actions import notes
from permanence.desk.models import Invitation
from permanence.lib.errors import Forbidden, Invalid, NotFound
from permanence.live import actions as live
from permanence.live import company, journal
from permanence.live.batch import Draft
from permanence.live.models import Conversation, Sender
from permanence.live.text import NotYours
from tests.conftest import MakeOfficer
from tests.desk.conftest import Arrive
from tests.desk.test_transfers import colleague, events, held, holder

__all__ = ["colleague", "held"]

pytestmark = pytest.mark.django_db
HERE: dict[str, Any] = {"force": "PN", "presence": Presence.AVAILABLE}


@pytest.fixture
def chief(make_officer: MakeOfficer) -> Officer:
    return make_officer("cheffe", Role.SUPERVISOR, "PN", rank="Capitaine", first_name="Inès")


def join(held: Conversation, by: Officer, to: Officer) -> None:
    invited = guests.invite(by=by, conversation=held.pk, to=to.pk)
    guests.accept(by=to, invitation=invited.pk)


def there(conversation: Conversation) -> list[Officer]:
    return company.of(conversation.pk)


def say(conversation: Conversation, by: Officer, text: str) -> None:
    journal.append(Draft(conversation.pk, Sender.OFFICER, text, officer=by.pk, name=by.display_name))


def test_an_invitation_changes_nothing_until_it_is_accepted_and_then_both_speak(
    held: Conversation, officer: Officer, colleague: Officer
) -> None:
    invited = guests.invite(by=officer, conversation=held.pk, to=colleague.pk, summary=" Une mineure. ")
    assert there(held) == []
    with pytest.raises(NotYours):
        say(held, colleague, "trop tôt")
    (seen,) = transfers_told.invitations_of(colleague)
    assert (seen["id"], seen["summary"], seen["mine"]) == (str(invited.pk), "Une mineure.", False)
    assert b"mineure" not in bytes(Invitation.objects.get(pk=invited.pk).summary)
    joined = guests.accept(by=colleague, invitation=invited.pk)
    assert (joined.officer, holder(held), there(held)) == (officer, officer.username, [colleague])
    assert events(held)[-1] == "Gardien Hugo vous rejoint. Brigadière-cheffe Nadia continue de vous répondre."
    say(held, colleague, "Bonjour, je suis Hugo.")
    say(held, officer, "Nous sommes deux.")
    assert transfers_told.invitations_of(colleague) == transfers_told.invitations_of(officer) == []


def test_both_are_told_who_is_there_and_the_one_who_answers_stays(
    held: Conversation, officer: Officer, colleague: Officer
) -> None:
    intake = access.intake(officer, held.pk, Act.READ)
    assert {"guests", "guest"}.isdisjoint(queries.file(officer, intake))
    assert "guests" not in queries.visitor_view(intake.conversation)
    join(held, officer, colleague)
    theirs, mine = queries.file(colleague, intake), queries.file(officer, intake)
    assert (theirs["mine"], theirs["guest"], theirs["officer"]["id"]) == (False, True, officer.pk)
    assert (mine["mine"], mine["guests"]) == (True, [{"id": colleague.pk, "name": "Gardien Hugo"}])
    assert "guest" not in mine
    told = queries.visitor_view(intake.conversation)
    assert (told["officer"], told["guests"]) == ({"name": "Brigadière-cheffe Nadia"}, [{"name": "Gardien Hugo"}])


def test_a_guest_s_conversation_is_not_held(held: Conversation, officer: Officer, colleague: Officer) -> None:
    join(held, officer, colleague)
    assert (queries.me(colleague)["holding"], staff.load_of(colleague.pk)) == (0, 0)
    assert queries.held_by(colleague) == []
    assert queries.still_readable(colleague, [held.pk]) == {held.pk}


def test_a_guest_reads_writes_and_notes_and_decides_nothing(
    held: Conversation, officer: Officer, colleague: Officer
) -> None:
    join(held, officer, colleague)
    for act in (Act.SEE, Act.READ, Act.WRITE, Act.NOTE, Act.KEEP_NOTEBOOK, Act.TRANSLATE, Act.PART):
        access.intake(colleague, held.pk, act)
    for act in (Act.END, Act.TRANSFER, Act.CORRECT_FORCE, Act.CORRECT_LEVEL, Act.MARK, Act.INVITE, Act.DEBRIEF):
        with pytest.raises(Forbidden):
            access.intake(colleague, held.pk, act)
    note, _ = notes.add_note(by=colleague, conversation=held.pk, note=uuid4(), text="Je propose le 119.")
    assert note.kind == "note"


def test_a_supervisor_who_was_invited_notes_as_an_officer(held: Conversation, officer: Officer, chief: Officer) -> None:
    Officer.objects.filter(pk=chief.pk).update(presence=Presence.AVAILABLE, seen_at=timezone.now())
    with pytest.raises(Forbidden):
        guests.invite(by=chief, conversation=held.pk, to=chief.pk)
    join(held, officer, Officer.objects.get(pk=chief.pk))
    note, _ = notes.add_note(by=chief, conversation=held.pk, note=uuid4(), text="Je suis là.")
    assert note.kind == "note"


def test_a_guest_leaves_by_their_own_act_once(held: Conversation, officer: Officer, colleague: Officer) -> None:
    join(held, officer, colleague)
    guests.leave(by=colleague, conversation=held.pk)
    assert (there(held), holder(held)) == ([], officer.username)
    words = "Gardien Hugo a quitté la conversation. Brigadière-cheffe Nadia continue de vous répondre."
    assert events(held)[-1] == words
    with pytest.raises(NotYours):
        say(held, colleague, "encore moi")
    with pytest.raises(Forbidden):
        guests.leave(by=colleague, conversation=held.pk)
    assert Entry.objects.filter(act=Act.PART, outcome=Entry.Outcome.DONE).count() == 1
    join(held, officer, colleague)
    assert there(held) == [colleague]


def test_whoever_holds_it_thanks_a_guest_and_nobody_else_does(
    held: Conversation, officer: Officer, colleague: Officer
) -> None:
    join(held, officer, colleague)
    with pytest.raises(Forbidden):
        guests.thank(by=colleague, conversation=held.pk, guest=colleague.pk)
    with pytest.raises(guests.NoGuest, match="n’est plus"):
        guests.thank(by=officer, conversation=held.pk, guest=officer.pk)
    with pytest.raises(Forbidden):
        guests.leave(by=officer, conversation=held.pk)
    thanked = guests.thank(by=officer, conversation=held.pk, guest=colleague.pk)
    assert (thanked.pk, there(held)) == (held.pk, [])


def test_two_guests_at_most(held: Conversation, officer: Officer, make_officer: MakeOfficer) -> None:
    first, second, third = (make_officer(name, seen_at=timezone.now(), **HERE) for name in ("une", "deux", "trois"))
    waiting = guests.invite(by=officer, conversation=held.pk, to=third.pk)
    with pytest.raises(guests.AlreadyOffered, match="déjà invité"):
        guests.invite(by=officer, conversation=held.pk, to=second.pk)
    guests.withdraw(by=officer, invitation=waiting.pk)
    for one in (first, second):
        join(held, officer, one)
    with pytest.raises(live.Crowded, match="Deux collègues"):
        guests.invite(by=officer, conversation=held.pk, to=third.pk)
    with pytest.raises(live.Crowded):
        live.join(Conversation.objects.get(pk=held.pk), third)
    guests.leave(by=first, conversation=held.pk)
    with pytest.raises(Invalid) as refused:
        guests.invite(by=officer, conversation=held.pk, to=second.pk)
    assert "déjà dans la conversation" in refused.value.errors["officer"]


def test_who_may_be_invited_is_who_could_take_it(
    held: Conversation, officer: Officer, colleague: Officer, make_officer: MakeOfficer
) -> None:
    gendarme = make_officer("gendarme-2", force="GN", presence=Presence.AVAILABLE, seen_at=timezone.now())
    for to in (gendarme.pk, 999_999, officer.pk):
        with pytest.raises(Invalid) as refused:
            guests.invite(by=officer, conversation=held.pk, to=to)
        assert set(refused.value.errors) == {"officer"}
    Officer.objects.filter(pk=colleague.pk).update(presence=Presence.BREAK)
    with pytest.raises(guests.asking.NotAvailable, match="n’est pas disponible"):
        guests.invite(by=officer, conversation=held.pk, to=colleague.pk)
    with pytest.raises(Invalid) as refused:
        guests.invite(by=officer, conversation=held.pk, to=colleague.pk, summary="a" * 1001)
    assert set(refused.value.errors) == {"summary"}
    with pytest.raises(Forbidden):
        guests.invite(by=colleague, conversation=held.pk, to=officer.pk)
    with pytest.raises(NotFound):
        guests.invite(by=gendarme, conversation=held.pk, to=officer.pk)


def test_an_invitation_nobody_answers_is_over_after_a_minute(
    held: Conversation, officer: Officer, colleague: Officer
) -> None:
    invited = guests.invite(by=officer, conversation=held.pk, to=colleague.pk)
    with time_machine.travel(timezone.now() + timedelta(seconds=61), tick=False):
        assert transfers_told.invitations_of(colleague) == []
        for answer in (guests.accept, guests.refuse):
            with pytest.raises(transfers.TimedOut):
                answer(by=colleague, invitation=invited.pk)
        assert (guests.expire(), guests.expire()) == (1, 0)
    assert there(held) == []


def test_a_refusal_and_another_s_answer_change_nothing(
    held: Conversation, officer: Officer, colleague: Officer, make_officer: MakeOfficer
) -> None:
    invited = guests.invite(by=officer, conversation=held.pk, to=colleague.pk)
    with pytest.raises(NotFound):
        guests.accept(by=make_officer("curieux", **HERE), invitation=invited.pk)
    with pytest.raises(NotFound):
        guests.withdraw(by=colleague, invitation=invited.pk)
    colleague.presence = Presence.OFF
    with pytest.raises(transfers.NotAvailable, match="hors service"):
        guests.accept(by=colleague, invitation=invited.pk)
    guests.refuse(by=colleague, invitation=invited.pk)
    assert there(held) == []


def test_an_officer_without_a_name_is_still_somebody(arrive: Arrive, make_officer: MakeOfficer) -> None:
    one, other = make_officer("une", **HERE), make_officer("deux", seen_at=timezone.now(), **HERE)
    conversation = arrive("35000")
    actions.claim(by=one, conversation=conversation.pk)
    join(conversation, one, other)
    guests.leave(by=other, conversation=conversation.pk)
    assert events(conversation)[-2:] == [
        "Un autre agent vous rejoint. Votre correspondant continue de vous répondre.",
        "L’autre agent a quitté la conversation. Votre correspondant continue de vous répondre.",
    ]


def test_what_is_not_there_is_not_found(officer: Officer) -> None:
    nowhere: UUID = uuid4()
    with pytest.raises(NotFound):
        guests.invite(by=officer, conversation=nowhere, to=officer.pk)
    with pytest.raises(NotFound):
        guests.accept(by=officer, invitation=nowhere)
    with pytest.raises(NotFound):
        guests.leave(by=officer, conversation=nowhere)
