"""Attempts to reach her: inside one of her windows, by her own clock, or not at all."""

from typing import Any
from uuid import uuid4

import pytest
import time_machine

from permanence.accounts.models import Officer
from permanence.casework.referrals import actions, contact, queries
from permanence.casework.referrals.actions.attempts import NothingUnderWay, OutsideWindows
from permanence.casework.referrals.models import Attempt, Referral
from permanence.casework.reports import sealed
from permanence.casework.reports.models import Report
from permanence.lib.errors import Invalid, NotFound
from tests.casework.referrals.conftest import Send

WINDOW = {
    "windows.a.days": [1],
    "windows.a.from": "14:00",
    "windows.a.until": "16:00",
    "windows.a.how": "telephone",
    "windows.a.to": "06 00 00 00 00",
    "windows.a.say": "C’est l’école.",
}


@pytest.fixture
def sent(clock: time_machine.Traveller, report: Report, send: Send) -> Referral:
    """On a Tuesday, at half past three at night; she may be called on Tuesdays from 14 to 16."""
    report.body = sealed.close_content(report.conversation, WINDOW)
    report.save()
    return send()


def reached(sent: Referral, by: Officer, **given: Any) -> tuple[Attempt, bool]:
    return actions.attempt(by=by, referral=sent.pk, **{"pk": uuid4(), "result": "no_answer"} | given)


def test_outside_of_her_windows_nobody_calls(sent: Referral, receiver: Officer) -> None:
    with pytest.raises(OutsideWindows, match="prochain créneau s’ouvre mardi 10 mars à 14 h"):
        reached(sent, receiver)
    assert not Attempt.objects.exists()


def test_inside_each_attempt_is_written_down(sent: Referral, receiver: Officer, clock: time_machine.Traveller) -> None:
    clock.shift(11 * 3600)
    made, is_new = reached(sent, receiver, note="La messagerie est pleine.")
    assert is_new
    shown = queries.view(sent)
    assert shown["attempts"][0]["result_label"] == "sans réponse"
    assert shown["attempts"][0]["note"] == "La messagerie est pleine."
    assert "14 h à 16 h" in shown["attempts"][0]["window"]
    assert shown["timeline"][-1]["kind"] == "attempt"
    assert b"messagerie" not in bytes(made.body)


def test_the_same_id_again_is_the_same_attempt(
    sent: Referral, receiver: Officer, clock: time_machine.Traveller
) -> None:
    clock.shift(11 * 3600)
    pk = uuid4()
    assert reached(sent, receiver, pk=pk)[1]
    assert not reached(sent, receiver, pk=pk)[1]
    assert Attempt.objects.count() == 1


def test_windows_run_by_her_own_clock(sent: Referral, receiver: Officer, clock: time_machine.Traveller) -> None:
    Report.objects.update(department="973")
    clock.shift(11 * 3600)  # half past ten in Cayenne
    with pytest.raises(OutsideWindows):
        reached(sent, receiver)
    clock.shift(4 * 3600)
    assert reached(sent, receiver)[1]


def test_without_a_window_nobody_calls(sent: Referral, receiver: Officer, report: Report) -> None:
    report.body = b""
    report.save()
    with pytest.raises(OutsideWindows, match="Aucun créneau"):
        reached(sent, receiver)


def test_what_is_said_if_somebody_else_answers_is_shown(sent: Referral, clock: time_machine.Traveller) -> None:
    closed = contact.view(sent)
    assert (closed["open"], closed["opens_words"]) == (False, "mardi 10 mars à 14 h")
    clock.shift(11 * 3600)
    shown = contact.view(sent)
    assert shown["open"]
    assert shown["windows"][0]["say"] == "C’est l’école."
    assert shown["refusal"] == ""


def test_it_says_what_came_of_it(sent: Referral, receiver: Officer, clock: time_machine.Traveller) -> None:
    clock.shift(11 * 3600)
    with pytest.raises(Invalid):
        reached(sent, receiver, result="maybe")


def test_only_who_has_it_tries(sent: Referral, other_receiver: Officer, colleague: Officer) -> None:
    for stranger in (other_receiver, colleague):
        with pytest.raises(NotFound):
            reached(sent, stranger)


def test_what_is_over_calls_nobody(sent: Referral, officer: Officer, clock: time_machine.Traveller) -> None:
    clock.shift(11 * 3600)
    actions.recall(by=officer, referral=sent.pk, reason="motif")
    with pytest.raises(NothingUnderWay):
        reached(sent, officer)
