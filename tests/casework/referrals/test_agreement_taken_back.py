"""She took her agreement back after her report had left: everybody is told, and nobody makes anything more of it."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.casework.referrals import actions, lateness, queries, told
from permanence.casework.referrals.actions.appointments import Hour
from permanence.casework.referrals.actions.common import AgreementLost
from permanence.casework.referrals.models import Appointment, Attempt, Referral
from permanence.casework.reports import actions as reports
from permanence.casework.reports.models import Report
from tests.casework.referrals.conftest import Propose, Send

AT_TWO = {
    "windows.midi01.days": [1],
    "windows.midi01.from": "14:00",
    "windows.midi01.until": "16:00",
    "windows.midi01.how": "telephone",
    "windows.midi01.to": "06 00 00 00 00",
}


def test_an_agreement_taken_back_is_said_to_the_unit_and_to_the_officer(
    send: Send, receiver: Officer, officer: Officer, report: Report
) -> None:
    sent = send()
    assert not queries.view(sent)["agreement_lost"]
    for answer in ("withdrawn", "refused"):
        reports.keep(by=officer, conversation=report.pk, given={"consent.transmission": answer})
        (row,) = queries.inbox(receiver)
        (frame,) = told.frames(officer, report.conversation)
        assert row["agreement_lost"]
        assert frame["agreement_lost"]


def test_what_left_on_a_ground_of_the_law_needed_no_agreement(send: Send, officer: Officer, report: Report) -> None:
    sent = send(ground="vital_danger", reason="Il est armé.", told="Elle le sait.")
    reports.keep(by=officer, conversation=report.pk, given={"consent.transmission": "refused"})
    assert not queries.view(Referral.objects.get(pk=sent.pk))["agreement_lost"]


def test_nobody_names_an_hour_any_more(
    send: Send, propose: Propose, receiver: Officer, officer: Officer, report: Report
) -> None:
    proposed, hour = propose(sent := send()), Hour(timezone.now() + timedelta(hours=48), 60, {})
    reports.keep(by=officer, conversation=report.pk, given={"consent.transmission": "withdrawn"})
    with pytest.raises(AgreementLost, match="a retiré son accord"):
        actions.move(by=receiver, appointment=proposed.pk, hour=hour)
    actions.cancel_appointment(by=receiver, appointment=proposed.pk, reason="elle a retiré son accord")
    with pytest.raises(AgreementLost):
        actions.propose(by=receiver, referral=sent.pk, pk=uuid4(), hour=hour)
    assert Appointment.objects.get().revision == 1


def test_nobody_calls_her_even_inside_her_windows(
    clock: time_machine.Traveller, send: Send, receiver: Officer, officer: Officer, report: Report
) -> None:
    sent = send()
    reports.keep(by=officer, conversation=report.pk, given=AT_TWO | {"consent.transmission": "withdrawn"})
    clock.shift(11 * 3600)
    with pytest.raises(AgreementLost):
        actions.attempt(by=receiver, referral=sent.pk, pk=uuid4(), result="no_answer")
    assert not Attempt.objects.exists()
    reports.keep(by=officer, conversation=report.pk, given={"consent.transmission": "given"})
    actions.attempt(by=receiver, referral=sent.pk, pk=uuid4(), result="no_answer")


def test_it_calls_its_officer_until_it_is_taken_back(send: Send, officer: Officer, report: Report) -> None:
    sent = send()
    assert not lateness.needs(officer).exists()
    reports.keep(by=officer, conversation=report.pk, given={"consent.transmission": "withdrawn"})
    assert [one["cause"] for one in told.of_officer(officer)] == ["agreement"]
    actions.recall(by=officer, referral=sent.pk, reason="elle ne veut plus")
    assert told.of_officer(officer) == []
