"""Twelve officers reach for the same visitor at the same instant: one has them, eleven are told."""

import threading
from functools import partial
from uuid import UUID

import pytest

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.desk import actions, opening
from permanence.desk.arrival import Arrival
from permanence.desk.models import Intake
from permanence.lib.errors import Conflict, NotFound
from permanence.live import journal
from permanence.live.models import Conversation, Seat, State
from tests.concurrent.crowd import PATIENCE_S, at_once, refusals
from tests.conftest import MakeOfficer

pytestmark = pytest.mark.django_db(transaction=True)
OFFICERS = 12
ROUNDS = 40


@pytest.fixture
def twelve(make_officer: MakeOfficer) -> list[Officer]:
    """Six police officers and six gendarmes."""
    return [
        make_officer(f"agent-{number}", force="PN" if number % 2 else "GN", capacity=20) for number in range(OFFICERS)
    ]


def _visitors(count: int) -> list[UUID]:
    """Visitors without a force: either desk may take them."""
    return [opening.open_conversation(Arrival()).conversation.pk for _ in range(count)]


def test_forty_times_twelve_officers_and_one_winner_each(twelve: list[Officer]) -> None:
    visitors = _visitors(ROUNDS)
    gate = threading.Barrier(OFFICERS)

    def reach(officer: Officer) -> list[UUID]:
        won = []
        for visitor in visitors:
            gate.wait(PATIENCE_S)
            try:
                won.append(actions.claim(by=officer, conversation=visitor).pk)
            except (Conflict, NotFound):  # taken, or now the other force's
                continue
        return won

    results = at_once([partial(reach, officer) for officer in twelve])
    assert not refusals(results, AssertionError)
    won = [pk for result in results if isinstance(result, list) for pk in result]
    assert sorted(won) == sorted(visitors), "each visitor has exactly one winner"
    assert Seat.objects.filter(left_at=None).count() == ROUNDS
    for intake in Intake.objects.select_related("conversation", "officer"):
        _belongs_to_its_winner(intake)


def _belongs_to_its_winner(intake: Intake) -> None:
    seat = Seat.objects.get(conversation=intake.conversation)
    assert intake.officer is not None
    assert (seat.officer_id, intake.conversation.state) == (intake.officer_id, State.ACTIVE)
    assert intake.force == intake.officer.force
    assert [said.event for said in journal.read(intake.conversation)] == ["joined"]


def test_every_refused_claim_leaves_a_row(twelve: list[Officer]) -> None:
    (visitor,) = _visitors(1)
    police = [officer for officer in twelve if officer.force == "PN"]
    at_once([partial(actions.claim, by=officer, conversation=visitor) for officer in police])
    told = Entry.objects.filter(act="claim conversation", object_id=str(visitor))
    assert told.filter(outcome=Entry.Outcome.DONE).count() == 1
    assert told.filter(outcome=Entry.Outcome.REFUSED).count() == len(police) - 1


def test_officers_who_ask_for_the_next_at_once_each_get_another(twelve: list[Officer]) -> None:
    visitors = _visitors(OFFICERS)
    results = at_once([partial(actions.claim_next, by=officer) for officer in twelve])
    assert not refusals(results, AssertionError)
    taken = [intake.pk for intake in results if isinstance(intake, Intake)]
    assert sorted(taken) == sorted(visitors)


def test_an_officer_who_asks_twice_at_once_stays_within_capacity(make_officer: MakeOfficer) -> None:
    for turn in range(10):
        officer = make_officer(f"agent-presse-{turn}", force="PN", capacity=1)
        _visitors(4)
        results = at_once([partial(actions.claim_next, by=officer)] * 4)
        assert len(refusals(results, actions.AtCapacity)) == 3
        assert Seat.objects.filter(officer=officer, left_at=None).count() == 1


def test_two_windows_that_ask_for_the_next_at_once_get_two_conversations(make_officer: MakeOfficer) -> None:
    for turn in range(10):
        officer = make_officer(f"deux-fenetres-{turn}", force="PN", capacity=4)
        _visitors(2)
        results = at_once([partial(actions.claim_next, by=officer)] * 2)
        taken = [intake.pk for intake in results if isinstance(intake, Intake)]
        assert len(set(taken)) == 2


def test_moving_and_claiming_at_once_leave_one_coherent_conversation(twelve: list[Officer]) -> None:
    for visitor in _visitors(10):
        holder = twelve[1]
        actions.claim(by=holder, conversation=visitor)
        gendarmes = [partial(actions.claim, by=officer, conversation=visitor) for officer in twelve[::2]]
        move = partial(actions.correct_force, by=holder, conversation=visitor, force="GN", reason="Commune.")
        at_once([move, *gendarmes])
        conversation = Conversation.objects.get(pk=visitor)
        seats = Seat.objects.filter(conversation=visitor, left_at=None)
        assert seats.count() == (1 if conversation.state == State.ACTIVE else 0)
        assert Intake.objects.get(pk=visitor).force == "GN"
        assert [one.seq for one in journal.read(conversation)] == list(range(1, conversation.last_seq + 1))
