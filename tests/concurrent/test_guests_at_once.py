"""An invitation answered while the conversation is passed on, ended and spoken in: who is there at the end may be, and
nobody waits for ever."""

from functools import partial
from uuid import UUID

import pytest
from django.utils import timezone

from permanence.accounts import actions as accounts
from permanence.accounts.models import Officer, Presence, Role
from permanence.desk import actions, guests, opening, transfers
from permanence.desk.arrival import Arrival
from permanence.lib.errors import Conflict, Forbidden, NotFound, Refused
from permanence.live import company, journal
from permanence.live.batch import Draft
from permanence.live.models import Conversation, Guest, Seat, Sender, State
from tests.concurrent.crowd import at_once, refusals
from tests.conftest import MakeOfficer

pytestmark = pytest.mark.django_db(transaction=True)


def _say(conversation: UUID, officer: Officer) -> object:
    return journal.append(Draft(conversation, Sender.OFFICER, "à deux", officer=officer.pk))


@pytest.mark.parametrize("round_", range(5))
def test_who_joins_while_it_moves_is_there_only_where_they_may(make_officer: MakeOfficer, round_: int) -> None:
    here = {"presence": Presence.AVAILABLE, "seen_at": timezone.now()}
    officer, colleague, third = (make_officer(name, force="PN", **here) for name in ("une", "autre", "tierce"))
    chief = make_officer("cheffe", Role.SUPERVISOR, "PN")
    conversation = opening.open_conversation(Arrival()).conversation.pk
    actions.claim(by=officer, conversation=conversation)
    invited = guests.invite(by=officer, conversation=conversation, to=colleague.pk)
    offered = transfers.offer(by=officer, conversation=conversation, to=third.pk)
    moves = [
        partial(guests.accept, by=colleague, invitation=invited.pk),
        partial(guests.accept, by=colleague, invitation=invited.pk),
        partial(guests.withdraw, by=officer, invitation=invited.pk),
        partial(transfers.accept, by=third, transfer=offered.pk),
        partial(transfers.take_over, by=chief, conversation=conversation, reason="grave"),
        partial(_say, conversation, colleague),
        *([partial(actions.end, by=officer, conversation=conversation)] if round_ % 2 else []),
    ]
    results = at_once(moves)
    allowed = Conflict | NotFound | Forbidden
    assert not [one for one in refusals(results, Exception) if not isinstance(one, allowed)]
    row = Conversation.objects.select_related("key").get(pk=conversation)
    there = company.of(conversation)
    assert Guest.objects.filter(conversation=conversation, left_at=None).count() == len(there) <= 1
    assert not there or row.state == State.ACTIVE
    holders = Seat.objects.filter(conversation=conversation, left_at=None).values_list("officer", flat=True)
    assert not {one.pk for one in there} & set(holders)
    said = journal.read(row)
    assert [one.seq for one in said] == list(range(1, len(said) + 1))
    come = [one.event for one in said if "beside" in one.data or one.event == "parted"]
    assert come == ["joined", "parted"][: len(come)]


def test_two_accounts_closed_at_once_where_each_is_the_other_s_guest(make_officer: MakeOfficer) -> None:
    here = {"presence": Presence.AVAILABLE, "seen_at": timezone.now()}
    one, other = (make_officer(name, force="PN", **here) for name in ("une", "autre"))
    for by, to in ((one, other), (other, one)):
        for _ in range(3):
            conversation = opening.open_conversation(Arrival()).conversation.pk
            actions.claim(by=by, conversation=conversation)
            guests.accept(by=to, invitation=guests.invite(by=by, conversation=conversation, to=to.pk).pk)
    results = at_once([partial(accounts.deactivate, by="test", officer=officer.pk) for officer in (one, other)])
    assert not refusals(results, Exception)
    assert not Guest.objects.filter(left_at=None).exists()
    assert not Seat.objects.filter(left_at=None).exists()


def test_no_more_guests_than_there_is_room_for(make_officer: MakeOfficer) -> None:
    here = {"presence": Presence.AVAILABLE, "seen_at": timezone.now()}
    officer = make_officer("une", force="PN", **here)
    others = [make_officer(f"autre-{number}", force="PN", **here) for number in range(6)]
    conversation = opening.open_conversation(Arrival()).conversation.pk
    actions.claim(by=officer, conversation=conversation)
    inviting = [partial(guests.invite, by=officer, conversation=conversation, to=one.pk) for one in others]
    invited = [one for one in at_once(inviting) if not isinstance(one, Exception)]
    assert len(invited) == 1
    for one in others[:4]:
        try:
            waiting = guests.invite(by=officer, conversation=conversation, to=one.pk)
            guests.accept(by=one, invitation=waiting.pk)
        except Refused:
            continue
    assert len(company.of(conversation)) <= 2
