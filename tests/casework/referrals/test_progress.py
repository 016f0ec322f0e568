"""What a unit does with a referral, or an officer for a partner; and what it may not do."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from time_machine import Traveller

from permanence.accounts.models import Officer
from permanence.casework.referrals import actions, queries
from permanence.casework.referrals.actions.sending import AlreadyThere
from permanence.casework.referrals.models import Partner, Referral
from permanence.casework.referrals.steps import WAYS, Act, OutOfOrder, State, after
from permanence.casework.reports.models import Report
from permanence.lib.errors import Forbidden, Invalid, NotFound
from permanence.territory.models import Unit
from tests.casework.referrals.conftest import Propose, Send, thread


@pytest.fixture
def later() -> Iterator[Traveller]:
    """Time stands still, until it is moved on."""
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller


def test_a_step_out_of_order_says_what_can_be_done() -> None:
    with pytest.raises(OutOfOrder, match=r"« Transmise »[.] On peut encore : l’accepter, la refuser"):
        after(State.SENT, Act.PROPOSE)


@pytest.mark.parametrize("act", [act for act in Act if act is not Act.SEND])
def test_every_act_has_its_states(act: Act) -> None:
    origins, target = WAYS[act]
    for state in State:
        if state in origins:
            assert after(state, act) == target
        else:
            with pytest.raises(OutOfOrder):
                after(state, act)


def test_accepted_it_is_told_in_the_timeline_and_in_the_thread(send: Send, receiver: Officer, report: Report) -> None:
    found = actions.accept(by=receiver, referral=send().pk)
    assert found.state == "accepted"
    assert [(step.kind, step.officer) for step in found.steps.all()][-1] == ("accept", receiver)
    assert thread(report.conversation) == ["send", "accept"]


def test_accepted_twice_is_out_of_order(send: Send, receiver: Officer) -> None:
    sent = send()
    actions.accept(by=receiver, referral=sent.pk)
    with pytest.raises(OutOfOrder, match="« Acceptée »"):
        actions.accept(by=receiver, referral=sent.pk)


def test_refused_it_comes_back_with_its_reason(send: Send, receiver: Officer, officer: Officer, report: Report) -> None:
    sent = send()
    with pytest.raises(Invalid):
        actions.refuse(by=receiver, referral=sent.pk, reason=" ")
    found = actions.refuse(by=receiver, referral=sent.pk, reason="Elle habite Brest.")
    assert queries.view(found)["timeline"][-1]["text"] == "Elle habite Brest."
    with pytest.raises(NotFound):  # the unit has it no more
        actions.accept(by=receiver, referral=sent.pk)
    assert thread(report.conversation) == ["send"]
    assert send().state == "sent"


def test_forwarded_it_goes_on_with_its_history(
    send: Send, receiver: Officer, other_receiver: Officer, cesson: Unit, propose: Propose
) -> None:
    sent = send()
    appointment = propose(sent)
    found = actions.forward(by=receiver, referral=sent.pk, unit=cesson.pk, reason="Elle a déménagé.")
    assert (found.state, found.unit, found.force) == ("sent", cesson, "GN")
    appointment.refresh_from_db()
    assert appointment.state == "cancelled"
    kinds = [one["kind"] for one in queries.view(found)["timeline"]]
    assert kinds == ["send", "accept", "propose", "forward"]
    assert actions.accept(by=other_receiver, referral=sent.pk).state == "accepted"
    with pytest.raises(NotFound):
        actions.note(by=receiver, referral=sent.pk, text="bonjour")


def test_the_former_unit_keeps_that_it_passed_it_on_and_no_word(
    send: Send, receiver: Officer, cesson: Unit, report: Report
) -> None:
    actions.forward(by=receiver, referral=send().pk, unit=cesson.pk, reason="Elle a déménagé.")
    (kept,) = queries.passed_on(receiver)
    assert (kept["reference"], kept["kind"]) == (report.reference, "forward")
    assert "déménagé" not in str(kept)
    assert queries.inbox(receiver) == []


def test_it_is_forwarded_to_another_unit_that_has_it_not(
    send: Send, receiver: Officer, rennes: Unit, cesson: Unit
) -> None:
    sent = send()
    for unit in (rennes.pk, 999_999):
        with pytest.raises(Invalid):
            actions.forward(by=receiver, referral=sent.pk, unit=unit, reason="motif")
    send(unit=cesson.pk)
    with pytest.raises(AlreadyThere):
        actions.forward(by=receiver, referral=sent.pk, unit=cesson.pk, reason="motif")


@pytest.mark.parametrize("outcome", ["complaint", "main_courante", "pv_renseignement", "withdrawn", "not_wanted"])
def test_an_outcome_closes_it(send: Send, receiver: Officer, outcome: str) -> None:
    sent = send()
    actions.accept(by=receiver, referral=sent.pk)
    found = actions.close(by=receiver, referral=sent.pk, outcome=outcome, note="Procédure 12.")
    assert (found.state, found.outcome, found.due_at) == ("closed", outcome, None)


@pytest.mark.parametrize(
    ("outcome", "appointment"), [("complaint", "kept"), ("not_come", "missed"), ("not_wanted", "cancelled")]
)
def test_what_came_of_it_says_what_became_of_the_appointment(
    send: Send, receiver: Officer, propose: Propose, later: Traveller, outcome: str, appointment: str
) -> None:
    proposed = propose(sent := send())
    later.shift(timedelta(hours=49))
    actions.close(by=receiver, referral=sent.pk, outcome=outcome)
    proposed.refresh_from_db()
    assert proposed.state == appointment


def test_an_appointment_whose_hour_has_not_come_did_not_take_place(
    send: Send, receiver: Officer, propose: Propose
) -> None:
    proposed = propose(sent := send())
    actions.close(by=receiver, referral=sent.pk, outcome="complaint")
    proposed.refresh_from_db()
    assert proposed.state == "cancelled"


def test_a_note_sent_twice_is_one_note(send: Send, receiver: Officer) -> None:
    sent = send()
    for text in ("bonjour", "bonjour", "au revoir", "bonjour"):
        actions.note(by=receiver, referral=sent.pk, text=text)
    assert [one["text"] for one in queries.view(sent)["timeline"]][1:] == ["bonjour", "au revoir", "bonjour"]


def test_nobody_fails_to_come_before_the_hour(send: Send, receiver: Officer, propose: Propose) -> None:
    proposed = propose(sent := send())
    with pytest.raises(Invalid, match="personne ne peut encore y avoir manqué"):
        actions.close(by=receiver, referral=sent.pk, outcome="not_come")
    proposed.refresh_from_db()
    assert proposed.state == "proposed"


def test_nobody_fails_to_come_to_what_was_not_fixed(send: Send, receiver: Officer) -> None:
    sent = send()
    actions.accept(by=receiver, referral=sent.pk)
    with pytest.raises(Invalid, match="Aucun rendez-vous"):
        actions.close(by=receiver, referral=sent.pk, outcome="not_come")
    for outcome in ("received", "nothing"):
        with pytest.raises(Invalid):
            actions.close(by=receiver, referral=sent.pk, outcome=outcome)


def test_closed_it_reopens_with_a_reason(send: Send, receiver: Officer, officer: Officer) -> None:
    sent = send()
    actions.accept(by=receiver, referral=sent.pk)
    actions.close(by=receiver, referral=sent.pk, outcome="withdrawn")
    with pytest.raises(Invalid):
        actions.reopen(by=officer, referral=sent.pk, reason="")
    found = actions.reopen(by=officer, referral=sent.pk, reason="Elle veut porter plainte.")
    assert (found.state, found.outcome) == ("accepted", "")
    assert found.due_at is not None


def test_it_does_not_reopen_beside_another_one(send: Send, receiver: Officer, officer: Officer) -> None:
    sent = send()
    actions.accept(by=receiver, referral=sent.pk)
    actions.close(by=receiver, referral=sent.pk, outcome="withdrawn")
    send()
    with pytest.raises(AlreadyThere):
        actions.reopen(by=officer, referral=sent.pk, reason="motif")


def test_taken_back_the_unit_has_it_no_more(send: Send, receiver: Officer, officer: Officer, propose: Propose) -> None:
    sent = send()
    appointment = propose(sent)
    with pytest.raises(Forbidden):
        actions.recall(by=receiver, referral=sent.pk, reason="motif")
    found = actions.recall(by=officer, referral=sent.pk, reason="Elle ne veut plus.")
    assert (found.state, found.due_at) == ("recalled", None)
    appointment.refresh_from_db()
    assert appointment.state == "cancelled"
    with pytest.raises(NotFound):
        actions.note(by=receiver, referral=sent.pk, text="bonjour")


def test_notes_go_both_ways(send: Send, receiver: Officer, officer: Officer) -> None:
    sent = send()
    actions.note(by=officer, referral=sent.pk, text="Elle parle espagnol.")
    found = actions.note(by=receiver, referral=sent.pk, text="Un interprète est prévu.")
    assert [one["text"] for one in queries.view(found)["timeline"][1:]] == [
        "Elle parle espagnol.",
        "Un interprète est prévu.",
    ]
    with pytest.raises(Invalid):
        actions.note(by=officer, referral=sent.pk, text="  ")


def test_a_partner_has_no_console_its_officer_writes_down_what_it_answers(
    send: Send, partner: Partner, officer: Officer, receiver: Officer, cesson: Unit
) -> None:
    sent = send(partner=partner.pk)
    with pytest.raises(NotFound):
        actions.accept(by=receiver, referral=sent.pk)
    actions.accept(by=officer, referral=sent.pk)
    with pytest.raises(Invalid):
        actions.forward(by=officer, referral=sent.pk, unit=cesson.pk, reason="motif")
    with pytest.raises(Invalid, match="suite"):
        actions.close(by=officer, referral=sent.pk, outcome="complaint")
    assert actions.close(by=officer, referral=sent.pk, outcome="received").outcome == "received"


def test_an_officer_does_not_answer_for_a_unit(send: Send, officer: Officer, supervisor: Officer) -> None:
    sent = send()
    for one in (officer, supervisor):
        with pytest.raises(Forbidden):
            actions.accept(by=one, referral=sent.pk)
    assert Referral.objects.get().state == "sent"
