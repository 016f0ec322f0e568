"""From one officer to another: never without an officer, and every refusal is a sentence."""

from collections.abc import Callable
from datetime import timedelta
from unittest.mock import Mock
from uuid import UUID, uuid4

import pytest
import time_machine
from django.utils import timezone

from permanence.accounts.models import Officer, Presence, Role
from permanence.accounts.policy import Act
from permanence.audit import journal as audit
from permanence.audit.models import Entry
from permanence.desk import access, actions, handover, transfers, transfers_told
from permanence.desk.models import Intake, Transfer
from permanence.lib.errors import Conflict, Forbidden, Invalid, NotFound
from permanence.live import journal, presence
from permanence.live.models import Conversation, Seat, State
from permanence.vault.actions import destroy_key
from tests.desk.conftest import Arrive

pytestmark = pytest.mark.django_db
MakeOfficer = Callable[..., Officer]


def _here() -> dict[str, object]:
    """Available, and seen a moment ago."""
    return {"presence": Presence.AVAILABLE, "seen_at": timezone.now()}


@pytest.fixture
def colleague(make_officer: MakeOfficer) -> Officer:
    return make_officer("collegue", force="PN", rank="Gardien", first_name="Hugo", **_here())


@pytest.fixture
def held(arrive: Arrive, officer: Officer) -> Conversation:
    conversation = arrive("35000")
    actions.claim(by=officer, conversation=conversation.pk)
    return conversation


def holder(conversation: Conversation) -> str:
    seat = Seat.objects.select_related("officer").get(conversation=conversation, left_at=None)
    intake = Intake.objects.select_related("officer").get(pk=conversation.pk)
    assert intake.officer == seat.officer
    return seat.officer.username


def events(conversation: Conversation) -> list[str]:
    row = Conversation.objects.select_related("key").get(pk=conversation.pk)
    return [said.text for said in journal.read(row) if said.event]


def test_until_it_is_accepted_nothing_changes_and_then_everything_at_once(
    held: Conversation, officer: Officer, colleague: Officer
) -> None:
    offered = transfers.offer(by=officer, conversation=held.pk, to=colleague.pk, summary=" Deux enfants. ")
    assert holder(held) == officer.username
    (seen,) = transfers_told.of_officer(colleague)
    assert (seen["id"], seen["summary"], seen["mine"]) == (str(offered.pk), "Deux enfants.", False)
    (mine,) = transfers_told.of_officer(officer)
    assert (mine["mine"], mine["to"]["id"]) == (True, colleague.pk)
    taken = transfers.accept(by=colleague, transfer=offered.pk)
    assert (taken.officer, taken.conversation.state) == (colleague, State.ACTIVE)
    assert holder(held) == colleague.username
    assert events(held)[-1] == (
        "Gardien Hugo vous répond maintenant, à la place de Brigadière-cheffe Nadia. Votre échange lui a été transmis."
    )
    assert transfers_told.of_officer(colleague) == transfers_told.of_officer(officer) == []
    assert set(Entry.objects.filter(object_id=str(held.pk)).values_list("act", flat=True)) >= {
        "offer transfer",
        "accept transfer",
    }


def test_the_summary_is_sealed_and_gone_with_the_key(held: Conversation, officer: Officer, colleague: Officer) -> None:
    offered = transfers.offer(by=officer, conversation=held.pk, to=colleague.pk, summary="Deux enfants.")
    assert b"enfants" not in bytes(Transfer.objects.get(pk=offered.pk).summary)
    destroy_key(Conversation.objects.select_related("key").get(pk=held.pk).key)
    (seen,) = transfers_told.of_officer(colleague)
    assert seen["summary"] == ""


def test_a_colleague_who_refuses_leaves_it_where_it_is(
    held: Conversation, officer: Officer, colleague: Officer
) -> None:
    offered = transfers.offer(by=officer, conversation=held.pk, to=colleague.pk)
    transfers.refuse(by=colleague, transfer=offered.pk)
    assert holder(held) == officer.username
    with pytest.raises(Conflict, match="plus d’actualité"):
        transfers.accept(by=colleague, transfer=offered.pk)
    transfers.offer(by=officer, conversation=held.pk, to=colleague.pk)


def test_who_has_ended_their_shift_does_not_accept(held: Conversation, officer: Officer, colleague: Officer) -> None:
    offered = transfers.offer(by=officer, conversation=held.pk, to=colleague.pk)
    colleague.presence = Presence.OFF
    with pytest.raises(transfers.NotAvailable, match="hors service"):
        transfers.accept(by=colleague, transfer=offered.pk)
    assert holder(held) == officer.username


def test_a_new_holder_is_not_held_up_by_a_former_one_s_offer(
    held: Conversation, officer: Officer, colleague: Officer, make_officer: MakeOfficer
) -> None:
    transfers.offer(by=officer, conversation=held.pk, to=colleague.pk)
    Officer.objects.filter(pk=officer.pk).update(is_active=False)
    assert handover.give_back() == 1
    next_one = make_officer("suivante", force="PN")
    actions.claim(by=next_one, conversation=held.pk)
    transfers.offer(by=next_one, conversation=held.pk, to=colleague.pk)


def test_an_offer_nobody_answers_is_over_after_a_minute(
    held: Conversation, officer: Officer, colleague: Officer
) -> None:
    offered = transfers.offer(by=officer, conversation=held.pk, to=colleague.pk)
    with time_machine.travel(timezone.now() + timedelta(seconds=61), tick=False):
        assert transfers_told.of_officer(colleague) == []
        for answer in (transfers.accept, transfers.refuse):
            with pytest.raises(transfers.TimedOut, match="délai"):
                answer(by=colleague, transfer=offered.pk)
        assert transfers.expire() == 1
        assert transfers.expire() == 0
        transfers.offer(by=officer, conversation=held.pk, to=colleague.pk)
    offered.refresh_from_db()
    assert (offered.state, holder(held)) == (Transfer.State.TIMED_OUT, officer.username)


def test_an_offer_that_is_over_does_not_stand_in_the_way_before_the_periodic_work(
    held: Conversation, officer: Officer, colleague: Officer
) -> None:
    transfers.offer(by=officer, conversation=held.pk, to=colleague.pk)
    with time_machine.travel(timezone.now() + timedelta(seconds=61), tick=False):
        transfers.offer(by=officer, conversation=held.pk, to=colleague.pk)


def test_one_offer_at_a_time(held: Conversation, officer: Officer, colleague: Officer) -> None:
    transfers.offer(by=officer, conversation=held.pk, to=colleague.pk)
    with pytest.raises(transfers.AlreadyOffered, match="déjà proposée"):
        transfers.offer(by=officer, conversation=held.pk, to=colleague.pk)


def test_whoever_offered_may_keep_it_after_all(held: Conversation, officer: Officer, colleague: Officer) -> None:
    offered = transfers.offer(by=officer, conversation=held.pk, to=colleague.pk)
    with pytest.raises(NotFound):
        transfers.withdraw(by=colleague, transfer=offered.pk)
    transfers.withdraw(by=officer, transfer=offered.pk)
    with pytest.raises(transfers.ChangedHands):
        transfers.accept(by=colleague, transfer=offered.pk)


@pytest.mark.parametrize("state", [Presence.BREAK, Presence.OFF])
def test_nobody_on_a_break_is_asked(held: Conversation, officer: Officer, colleague: Officer, state: Presence) -> None:
    Officer.objects.filter(pk=colleague.pk).update(presence=state)
    with pytest.raises(transfers.NotAvailable, match="Gardien Hugo n’est pas disponible"):
        transfers.offer(by=officer, conversation=held.pk, to=colleague.pk)


def test_nobody_is_asked_whose_console_is_gone(held: Conversation, officer: Officer, colleague: Officer) -> None:
    Officer.objects.filter(pk=colleague.pk).update(seen_at=timezone.now() - timedelta(minutes=5))
    with pytest.raises(transfers.NotAvailable):
        transfers.offer(by=officer, conversation=held.pk, to=colleague.pk)


def test_only_a_colleague_of_the_same_force_can_be_asked(
    held: Conversation, officer: Officer, make_officer: MakeOfficer
) -> None:
    gendarme = make_officer("gendarme-2", force="GN", presence=Presence.AVAILABLE)
    unit = make_officer("unite", Role.UNIT, presence=Presence.AVAILABLE)
    for to in (gendarme.pk, unit.pk, 999_999, officer.pk):
        with pytest.raises(Invalid) as refused:
            transfers.offer(by=officer, conversation=held.pk, to=to)
        assert set(refused.value.errors) == {"officer"}
    assert not Transfer.objects.exists()


def test_a_summary_too_long_is_said_by_its_field(held: Conversation, officer: Officer, colleague: Officer) -> None:
    with pytest.raises(Invalid) as refused:
        transfers.offer(by=officer, conversation=held.pk, to=colleague.pk, summary="a" * 1001)
    assert "1001" in refused.value.errors["summary"]


def test_who_does_not_hold_it_cannot_offer_it(
    held: Conversation, colleague: Officer, make_officer: MakeOfficer
) -> None:
    with pytest.raises(Forbidden):
        transfers.offer(by=colleague, conversation=held.pk, to=colleague.pk)
    with pytest.raises(NotFound):
        transfers.offer(by=make_officer("g", force="GN"), conversation=held.pk, to=colleague.pk)
    with pytest.raises(NotFound):
        transfers.accept(by=colleague, transfer=uuid4())


def test_another_colleague_cannot_answer(
    held: Conversation, officer: Officer, colleague: Officer, make_officer: MakeOfficer
) -> None:
    offered = transfers.offer(by=officer, conversation=held.pk, to=colleague.pk)
    curious = make_officer("curieux", force="PN")
    for answer in (transfers.accept, transfers.refuse):
        with pytest.raises(NotFound):
            answer(by=curious, transfer=offered.pk)


def test_a_conversation_that_ended_meanwhile_is_not_taken(
    held: Conversation, officer: Officer, colleague: Officer
) -> None:
    offered = transfers.offer(by=officer, conversation=held.pk, to=colleague.pk)
    actions.end(by=officer, conversation=held.pk)
    with pytest.raises(transfers.ChangedHands):
        transfers.accept(by=colleague, transfer=offered.pk)
    assert transfers.expire() == 1


def test_a_full_colleague_who_accepts_takes_it(held: Conversation, officer: Officer, colleague: Officer) -> None:
    Officer.objects.filter(pk=colleague.pk).update(capacity=0)
    offered = transfers.offer(by=officer, conversation=held.pk, to=colleague.pk)
    assert transfers.accept(by=colleague, transfer=offered.pk).officer == colleague


def test_at_the_end_of_a_shift_everything_is_offered_with_its_word(
    arrive: Arrive, held: Conversation, officer: Officer, colleague: Officer
) -> None:
    second = arrive("35000")
    actions.claim(by=officer, conversation=second.pk)
    transfers.offer(by=officer, conversation=held.pk, to=colleague.pk, summary="ancienne")
    transfers.offer_all(by=officer, to=colleague.pk, summaries={held.pk: "Elle attend sa sœur."})
    found = {one["conversation"]: one["summary"] for one in transfers_told.of_officer(colleague)}
    assert found == {str(held.pk): "Elle attend sa sœur.", str(second.pk): ""}
    with time_machine.travel(timezone.now() + timedelta(minutes=4), tick=False):
        for one in transfers_told.of_officer(colleague):
            transfers.accept(by=colleague, transfer=one["id"])
    assert {holder(held), holder(second)} == {colleague.username}
    with pytest.raises(Conflict, match="rien à passer"):
        transfers.offer_all(by=officer, to=colleague.pk, summaries={})


def test_at_the_end_of_a_shift_it_is_all_or_nothing(held: Conversation, officer: Officer, colleague: Officer) -> None:
    with pytest.raises(Invalid):
        transfers.offer_all(by=officer, to=colleague.pk, summaries={held.pk: "a" * 1001})
    assert not Transfer.objects.exists()


def test_colleagues_are_those_at_the_desk_the_free_ones_first(
    held: Conversation, officer: Officer, colleague: Officer, make_officer: MakeOfficer
) -> None:
    resting = make_officer("pause", force="PN", presence=Presence.BREAK)
    gendarme = make_officer("gendarme-2", force="GN", presence=Presence.AVAILABLE)
    away = make_officer("absent", force="PN", presence=Presence.AVAILABLE)
    for one in (officer, colleague, resting, gendarme):
        presence.officer_connected(one.pk, one)
    try:
        assert [one["id"] for one in transfers_told.colleagues(officer)] == [colleague.pk, resting.pk]
        assert away.pk not in [one["id"] for one in transfers_told.colleagues(gendarme)]
        assert transfers_told.colleagues(colleague)[-1]["holding"] in (0, 1)
    finally:
        for one in (officer, colleague, resting, gendarme):
            presence.officer_disconnected(one.pk, one)


def test_whoever_lost_the_conversation_a_moment_before_can_no_longer_offer_it(
    held: Conversation, officer: Officer, colleague: Officer, make_officer: MakeOfficer, monkeypatch: pytest.MonkeyPatch
) -> None:
    chief, permitted = make_officer("cheffe", Role.SUPERVISOR, "PN"), access.intake

    def taken_over_just_after(by: Officer, conversation: UUID, act: Act) -> Intake:
        found = permitted(by, conversation, act)
        monkeypatch.setattr(access, "intake", permitted)
        transfers.take_over(by=chief, conversation=conversation, reason="grave")
        return found

    monkeypatch.setattr(access, "intake", taken_over_just_after)
    with pytest.raises(Conflict, match="changer de mains"):
        transfers.offer(by=officer, conversation=held.pk, to=colleague.pk)
    assert (holder(held), Transfer.objects.count()) == ("cheffe", 0)


@pytest.mark.django_db(transaction=True)
def test_an_offer_is_not_closed_without_its_line_in_the_journal(
    held: Conversation, officer: Officer, colleague: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered = transfers.offer(by=officer, conversation=held.pk, to=colleague.pk)
    monkeypatch.setattr(audit, "record", Mock(side_effect=RuntimeError))
    with time_machine.travel(offered.expires_at), pytest.raises(RuntimeError):
        transfers.expire()
    offered.refresh_from_db()
    assert offered.state == Transfer.State.OFFERED
