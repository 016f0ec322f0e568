"""A late referral is told: to the unit, to its officer, to the supervisors and their wallboard; and what calls them."""

from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from pytest_django import Settings

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.casework.referrals import actions, lateness, queries, rules, told
from permanence.casework.referrals.models import Referral
from permanence.casework.reports.models import Report
from permanence.desk.models import Intake
from permanence.desk.wallboard import alarms
from permanence.territory.models import Unit
from tests.casework.referrals.conftest import Propose, Send

WITHOUT = {"ground": "vital_danger", "reason": "Il est armé.", "told": "Rien encore : il lit.", "tells_now": False}
HOUR = 3600
pytestmark = pytest.mark.usefixtures("clock")


def board() -> list[tuple[str, bool]]:
    return [(alarm.kind, alarm.grave) for alarm in alarms.alarms([], [], []) if alarm.kind.startswith("referral")]


def causes(officer: Officer) -> list[str]:
    return [one["cause"] for one in told.me(officer)["referrals"]]


def test_a_late_unit_is_told_then_its_officer_then_the_supervisors(
    clock: time_machine.Traveller, send: Send, officer: Officer, supervisor: Officer, receiver: Officer, report: Report
) -> None:
    Intake.objects.filter(pk=report.pk).update(level="immediate")
    sent = send()
    assert sent.is_urgent
    assert lateness.sweep() == 0
    clock.shift(HOUR)
    assert (lateness.sweep(), lateness.sweep()) == (1, 0)
    assert [one["late"] for one in queries.inbox(receiver)] == [True]
    assert (causes(officer), causes(supervisor), board()) == ([], [], [])
    clock.shift(HOUR)
    assert lateness.sweep() == 1
    assert (causes(officer), causes(supervisor), board()) == (["late"], [], [])
    clock.shift(2 * HOUR)
    assert lateness.sweep() == 1
    assert (causes(officer), causes(supervisor)) == (["late"], ["late"])
    assert board() == [("referral_urgent", True)]
    clock.shift(24 * HOUR)
    assert lateness.sweep() == 0
    steps = [step.kind for step in sent.steps.all()]
    assert steps == ["send", "late", "late", "late"]
    assert Entry.objects.filter(act="late referral", actor="system").count() == 3


def test_whoever_acts_ends_it(
    clock: time_machine.Traveller, send: Send, officer: Officer, supervisor: Officer, receiver: Officer, report: Report
) -> None:
    Intake.objects.filter(pk=report.pk).update(level="immediate")
    sent = send()
    clock.shift(5 * HOUR)
    lateness.sweep()
    assert board()
    actions.accept(by=receiver, referral=sent.pk)
    assert (causes(officer), causes(supervisor), board()) == ([], [], [])
    sent.refresh_from_db()
    assert sent.lateness == rules.Told.NOBODY
    assert sent.due_at == timezone.now() + timedelta(hours=4)


def test_after_a_long_night_the_furthest_is_told_at_once(
    clock: time_machine.Traveller, send: Send, supervisor: Officer, report: Report
) -> None:
    Intake.objects.filter(pk=report.pk).update(level="immediate")
    send()
    clock.shift(48 * HOUR)
    assert lateness.sweep() == 1
    assert Referral.objects.get().lateness == rules.Told.SUPERVISOR
    assert causes(supervisor) == ["late"]


def test_what_is_not_urgent_waits_for_the_day(clock: time_machine.Traveller, send: Send, report: Report) -> None:
    sent = send()  # half past three at night: twelve hours of day end at 20 h
    assert not sent.is_urgent
    clock.shift(16 * HOUR)
    assert lateness.sweep() == 0
    clock.shift(HOUR)
    assert lateness.sweep() == 1


def test_the_day_is_that_of_the_units_department(clock: time_machine.Traveller, send: Send, rennes: Unit) -> None:
    Unit.objects.filter(pk=rennes.pk).update(department="973")
    sent = send()  # 23 h 30 in Cayenne
    assert sent.due_at is not None
    assert sent.due_at.isoformat() == "2026-03-10T23:00:00+00:00"


def test_danger_by_the_grid_makes_it_urgent(send: Send, report: Report, officer: Officer) -> None:
    from permanence.casework.assessment.models import Assessment

    Assessment.objects.create(
        conversation=report.conversation, is_danger=True, assessed_at=timezone.now(), assessed_by=officer, body=b""
    )
    assert send().is_urgent


def test_hours_are_a_setting(send: Send, settings: Settings, report: Report) -> None:
    Intake.objects.filter(pk=report.pk).update(level="immediate")
    shorter = rules.changed({"sent": {"urgent": [0.25, 0.5, 1]}})
    settings.PERMANENCE = replace(settings.PERMANENCE, referral_rules=shorter)
    assert send().due_at == timezone.now() + timedelta(minutes=15)


def test_an_appointment_that_has_passed_awaits_what_came_of_it(
    clock: time_machine.Traveller, send: Send, propose: Propose, report: Report
) -> None:
    Intake.objects.filter(pk=report.pk).update(level="immediate")
    proposed = propose(send(), in_hours=48)
    actions.confirm(by=report.conversation, appointment=proposed.pk, revision=1)
    clock.shift(48 * HOUR)
    assert lateness.sweep() == 0
    clock.shift(5 * HOUR)
    assert lateness.sweep() == 1


def test_what_came_back_refused_calls_officer_and_supervisor_until_it_goes_elsewhere(
    send: Send, receiver: Officer, officer: Officer, supervisor: Officer, report: Report, other_receiver: Officer
) -> None:
    refused = actions.refuse(by=receiver, referral=send().pk, reason="motif")
    assert (causes(officer), causes(supervisor)) == (["refused"], ["refused"])
    actions.notice(by=supervisor, referral=refused.pk)
    assert (causes(officer), causes(supervisor)) == (["refused"], [])
    send(unit=other_receiver.unit)
    assert (causes(officer), causes(supervisor)) == ([], [])


def test_what_came_back_refused_may_be_taken_back(send: Send, receiver: Officer, officer: Officer) -> None:
    refused = actions.refuse(by=receiver, referral=send().pk, reason="motif")
    actions.recall(by=officer, referral=refused.pk, reason="Elle ne veut plus.")
    assert causes(officer) == []


def test_without_her_agreement_the_supervisor_is_told_until_they_have_seen_it(
    send: Send, supervisor: Officer, officer: Officer
) -> None:
    sent = send(**WITHOUT)
    assert (causes(supervisor), causes(officer)) == (["without"], [])
    actions.notice(by=supervisor, referral=sent.pk)
    assert causes(supervisor) == []
    assert [step.kind for step in sent.steps.all()] == ["send", "noticed"]


def test_the_supervisor_of_the_other_force_is_not_called(send: Send, make_officer: object) -> None:
    other = make_officer("autre", "supervisor", "GN")  # type: ignore[operator]
    send(**WITHOUT)
    assert causes(other) == []


def test_an_exercise_is_never_late(clock: time_machine.Traveller, send: Send, report: Report, cesson: Unit) -> None:
    Report.objects.update(is_exercise=True)
    send(unit=cesson.pk, **WITHOUT)
    clock.shift(100 * HOUR)
    assert lateness.sweep() == 0
    assert board() == []


def test_the_live_channel_tells_them_anew(send: Send, receiver: Officer, officer: Officer) -> None:
    refused = actions.refuse(by=receiver, referral=send().pk, reason="motif")
    (key,) = told.under_way({officer.pk})[officer.pk]
    assert str(refused.pk) in key
    frame = told.frames(officer, refused.report.conversation)[-1]
    assert (frame["type"], frame["state"], frame["steps"]) == ("referral", "refused", 2)


def test_one_that_fails_holds_up_no_other(
    clock: time_machine.Traveller, send: Send, report: Report, monkeypatch: pytest.MonkeyPatch, cesson: Unit
) -> None:
    Intake.objects.filter(pk=report.pk).update(level="immediate")
    send()
    send(unit=cesson.pk)
    tell = lateness.timeline.tell
    failed: list[Referral] = []

    def once(found: Referral) -> None:
        if not failed:
            failed.append(found)
            raise ValueError("once")
        tell(found)

    monkeypatch.setattr(lateness.timeline, "tell", once)
    clock.shift(HOUR)
    assert lateness.sweep() == 1
    assert lateness.sweep() == 1
