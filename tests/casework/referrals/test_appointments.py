"""When she is received: proposed, seen by her, confirmed as she saw it, moved, declined, cancelled."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.casework.referrals import actions, queries
from permanence.casework.referrals.actions.appointments import Hour, Moved, NotToldYet
from permanence.casework.referrals.models import Appointment, Partner
from permanence.casework.referrals.steps import OutOfOrder
from permanence.casework.reports.models import Report
from permanence.lib.errors import Conflict, Forbidden, Invalid, NotFound
from permanence.live.models import Conversation
from permanence.territory.models import Unit
from tests.casework.referrals.conftest import Propose, Send, thread
from tests.desk.conftest import Arrive


def in_hours(hours: float, minutes: int = 60, **words: str) -> Hour:
    return Hour(timezone.now() + timedelta(hours=hours), minutes, words)


@pytest.fixture
def frozen(clock: time_machine.Traveller) -> time_machine.Traveller:
    return clock


def test_she_sees_unit_day_hour_and_what_to_bring(
    frozen: time_machine.Traveller, send: Send, propose: Propose, report: Report, rennes: Unit
) -> None:
    Unit.objects.filter(pk=rennes.pk).update(address="22 boulevard d’essai")
    propose(send(), contact="le brigadier Karim", bring="Une pièce d’identité si vous en avez une")
    (card,) = queries.of_visitor(report.conversation)
    assert card["to"]["name"] == rennes.name
    assert card["to"]["address"] == "22 boulevard d’essai"
    assert card["appointment"]["when"] == "jeudi 12 mars à 3\u00a0h\u00a030"
    assert card["appointment"]["contact"] == "le brigadier Karim"
    assert card["appointment"]["can"] == ["confirm", "decline"]
    assert card["appointment"]["clock"] == ""


def test_the_hour_is_that_of_the_units_department(
    frozen: time_machine.Traveller, send: Send, propose: Propose, report: Report, rennes: Unit
) -> None:
    Unit.objects.filter(pk=rennes.pk).update(department="973")
    propose(send())
    appointment = queries.of_visitor(report.conversation)[0]["appointment"]
    assert appointment["when"] == "mercredi 11 mars à 23\u00a0h\u00a030"
    assert appointment["clock"] == "heure de Guyane"
    (referral,) = queries.of_conversation(report.pk)
    assert (referral["appointment"]["words"], referral["appointment"]["clock"]) == (
        "mercredi 11 mars à 23 h 30",
        "heure de Guyane",
    ), "an officer in Paris reads whose hour it is"


def test_she_confirms_what_she_saw(send: Send, propose: Propose, report: Report) -> None:
    proposed = propose(send())
    kept = actions.confirm(by=report.conversation, appointment=proposed.pk, revision=1)
    assert (kept.state, kept.referral.state) == ("confirmed", "confirmed")
    step = kept.referral.steps.last()
    assert step
    assert (step.kind, step.officer) == ("confirm", None)
    assert thread(report.conversation) == ["send", "accept", "propose", "confirm"]


def test_confirming_again_changes_nothing(send: Send, propose: Propose, report: Report) -> None:
    proposed = propose(send())
    for _ in range(2):
        actions.confirm(by=report.conversation, appointment=proposed.pk, revision=1)
    assert proposed.referral.steps.filter(kind="confirm").count() == 1


def test_moved_meanwhile_she_is_told_the_new_hour(
    frozen: time_machine.Traveller, send: Send, propose: Propose, report: Report, receiver: Officer
) -> None:
    proposed = propose(send())
    actions.move(by=receiver, appointment=proposed.pk, hour=in_hours(72))
    for answer in (actions.confirm, actions.decline):
        with pytest.raises(Moved, match="vendredi 13 mars à 3 h 30"):
            answer(by=report.conversation, appointment=proposed.pk, revision=1)
    assert actions.confirm(by=report.conversation, appointment=proposed.pk, revision=2).state == "confirmed"


def test_moved_after_she_confirmed_she_has_to_confirm_again(
    send: Send, propose: Propose, report: Report, receiver: Officer
) -> None:
    proposed = propose(send())
    actions.confirm(by=report.conversation, appointment=proposed.pk, revision=1)
    moved = actions.move(by=receiver, appointment=proposed.pk, hour=in_hours(72, place="ailleurs"))
    assert (moved.state, moved.revision, moved.answered_at) == ("proposed", 2, None)
    moved.referral.refresh_from_db()
    assert moved.referral.state == "proposed"


def test_it_does_not_suit_her_with_a_word(send: Send, propose: Propose, report: Report) -> None:
    proposed = propose(send())
    kept = actions.decline(by=report.conversation, appointment=proposed.pk, revision=1, reason="Je travaille le jeudi.")
    assert (kept.state, kept.referral.state) == ("declined", "accepted")
    assert queries.view(kept.referral)["timeline"][-1]["text"] == "Je travaille le jeudi."
    assert queries.of_visitor(report.conversation)[0]["appointment"] is None


def test_another_is_proposed_after_one_that_was_declined(send: Send, propose: Propose, report: Report) -> None:
    first = propose(sent := send())
    actions.decline(by=report.conversation, appointment=first.pk, revision=1)
    second = propose(sent)
    assert second.pk != first.pk
    assert Appointment.objects.filter(state="proposed").get() == second


def test_the_unit_confirms_or_declines_for_her_on_the_telephone(
    send: Send, propose: Propose, receiver: Officer, other_receiver: Officer
) -> None:
    proposed = propose(send())
    with pytest.raises(NotFound):
        actions.confirm(by=other_receiver, appointment=proposed.pk, revision=1)
    assert actions.confirm(by=receiver, appointment=proposed.pk, revision=1).state == "confirmed"


def test_cancelled_with_a_reason_another_is_awaited(
    send: Send, propose: Propose, receiver: Officer, report: Report
) -> None:
    proposed = propose(send())
    with pytest.raises(Invalid):
        actions.cancel_appointment(by=receiver, appointment=proposed.pk, reason="")
    kept = actions.cancel_appointment(by=receiver, appointment=proposed.pk, reason="L’agent est absent.")
    assert (kept.state, kept.referral.state) == ("cancelled", "accepted")
    with pytest.raises(OutOfOrder):
        actions.move(by=receiver, appointment=proposed.pk, hour=in_hours(72))
    with pytest.raises(OutOfOrder):
        actions.confirm(by=report.conversation, appointment=proposed.pk, revision=1)


def test_a_former_appointment_is_not_moved_beside_the_new_one(send: Send, propose: Propose, receiver: Officer) -> None:
    first = propose(sent := send())
    actions.cancel_appointment(by=receiver, appointment=first.pk, reason="motif")
    propose(sent)
    with pytest.raises(Conflict, match="n’est plus celui"):
        actions.move(by=receiver, appointment=first.pk, hour=in_hours(72))


def test_the_same_id_again_is_the_same_appointment(send: Send, receiver: Officer) -> None:
    sent, pk, hour = send(), uuid4(), in_hours(24)
    actions.accept(by=receiver, referral=sent.pk)
    assert actions.propose(by=receiver, referral=sent.pk, pk=pk, hour=hour)[1]
    assert not actions.propose(by=receiver, referral=sent.pk, pk=pk, hour=hour)[1]
    assert Appointment.objects.count() == 1


@pytest.mark.parametrize(
    ("hour", "field"),
    [
        (in_hours(-1), "starts_at"),
        (in_hours(24 * 200), "starts_at"),
        (in_hours(24, 0), "minutes"),
        (in_hours(24, place="a" * 301), "place"),
    ],
)
def test_an_hour_that_cannot_be_is_refused(send: Send, receiver: Officer, hour: Hour, field: str) -> None:
    sent = send()
    actions.accept(by=receiver, referral=sent.pk)
    with pytest.raises(Invalid) as refusal:
        actions.propose(by=receiver, referral=sent.pk, pk=uuid4(), hour=hour)
    assert field in refusal.value.errors


def test_who_does_not_know_is_not_surprised_by_an_appointment(
    send: Send, receiver: Officer, officer: Officer, report: Report
) -> None:
    without = {"ground": "article_40", "reason": "motif", "told": "rien encore", "tells_now": False}
    sent = send(**without)
    actions.accept(by=receiver, referral=sent.pk)
    assert queries.of_visitor(report.conversation) == []
    with pytest.raises(NotToldYet, match="ne sait pas encore"):
        actions.propose(by=receiver, referral=sent.pk, pk=uuid4(), hour=in_hours(24))
    actions.tell(by=officer, referral=sent.pk, told="Je vous ai dit que l’unité vous recevra.")
    actions.propose(by=receiver, referral=sent.pk, pk=uuid4(), hour=in_hours(24))
    assert len(queries.of_visitor(report.conversation)) == 1
    with pytest.raises(Conflict, match="déjà"):
        actions.tell(by=officer, referral=sent.pk, told="encore")


def test_a_stranger_confirms_nothing(send: Send, propose: Propose, arrive: Arrive, officer: Officer) -> None:
    proposed = propose(send())
    stranger: Conversation = arrive("35000")
    for answer in (actions.confirm, actions.decline):
        with pytest.raises(NotFound):
            answer(by=stranger, appointment=proposed.pk, revision=1)
        with pytest.raises(NotFound):
            answer(by=stranger, appointment=uuid4(), revision=1)
    with pytest.raises(Forbidden):  # its unit says it, not the desk
        actions.confirm(by=officer, appointment=proposed.pk, revision=1)


def test_a_partners_appointment_is_written_down_by_the_desk(
    send: Send, partner: Partner, officer: Officer, report: Report
) -> None:
    sent = send(partner=partner.pk)
    actions.accept(by=officer, referral=sent.pk)
    actions.propose(by=officer, referral=sent.pk, pk=uuid4(), hour=in_hours(24, place="Au local"))
    (card,) = queries.of_visitor(report.conversation)
    assert (card["to"]["name"], card["appointment"]["place"]) == (partner.name, "Au local")


def test_the_calendar_has_what_is_to_come(send: Send, propose: Propose, receiver: Officer) -> None:
    proposed = propose(send())
    now: datetime = timezone.now()
    (shown,) = queries.calendar(receiver, now, now + timedelta(days=3))
    assert shown["id"] == str(proposed.pk)
    assert queries.calendar(receiver, now, now + timedelta(days=1)) == []
