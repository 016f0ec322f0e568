"""Over HTTP, to the letter: what a visitor sees and answers, what is refused with which code, what a late one shows."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.casework.referrals import lateness
from permanence.casework.referrals.models import Appointment
from permanence.casework.reports.models import Report
from permanence.desk.models import Intake
from permanence.live import actions as live
from permanence.live import ports
from permanence.live.models import Conversation
from tests.api import callers
from tests.casework.referrals.conftest import Propose, Send

HOUR = 3600


@pytest.fixture
def hers(held: Conversation) -> callers.Caller:
    """Her own application."""
    return callers.Caller(live.renew_secret(held))


def test_she_sees_and_confirms(send: Send, propose: Propose, hers: callers.Caller, held: Conversation) -> None:
    proposed: Appointment = propose(send())
    (card,) = hers("GET", f"/conversations/{held.pk}/appointments").json()["referrals"]
    assert card["appointment"]["id"] == str(proposed.pk)
    path = f"/conversations/{held.pk}/appointments/{proposed.pk}"
    answered = hers("POST", f"{path}/confirm", {"revision": 1})
    assert answered.status_code == 200
    assert answered.json()["referrals"][0]["state"] == "confirmed"
    assert callers.is_problem(hers("POST", f"{path}/decline", {"revision": 9}), 409)
    assert hers("POST", f"{path}/decline", {"revision": 1, "reason": "Je travaille."}).status_code == 200


def test_what_she_may_not_is_refused_alike(
    send: Send, propose: Propose, hers: callers.Caller, held: Conversation
) -> None:
    proposed = propose(send())
    path = f"/conversations/{held.pk}/appointments"
    assert callers.is_problem(hers("POST", f"{path}/{uuid4()}/confirm", {"revision": 1}), 404)
    assert callers.is_problem(hers("POST", f"{path}/x/confirm", {"revision": 1}), 404)
    assert callers.is_problem(hers("POST", f"{path}/{proposed.pk}/burn", {"revision": 1}), 404)
    assert callers.is_problem(hers("POST", f"{path}/{proposed.pk}/confirm", {}), 422)
    for other in (callers.Caller("nothing"), callers.Visitor()):
        assert callers.is_problem(other("GET", path), 401)
        assert callers.is_problem(other("POST", f"{path}/{proposed.pk}/confirm", {"revision": 1}), 401)


def test_refusals_have_their_codes(send: Send, officer: Officer, receiver: Officer, report: Report) -> None:
    desk, unit = callers.of(officer), callers.of(receiver)
    path = f"/desk/conversations/{report.pk}/referrals"
    Report.objects.update(filed_at=None)
    body = {"id": str(uuid4()), "unit": receiver.unit, "ground": "agreement"}
    assert desk("POST", path, body).json()["code"] == "not_filed"
    Report.objects.update(filed_at=timezone.now())
    assert [desk("POST", path, body).status_code for _ in range(2)] == [201, 200]
    assert desk("POST", path, body | {"id": str(uuid4())}).json()["code"] == "already_there"
    assert set(desk("POST", path, {"id": str(uuid4())}).json()["errors"]) == {"ground", "to"}
    one = f"/unit/referrals/{body['id']}"
    assert unit("POST", f"{one}/close", {"outcome": "complaint"}).json()["code"] == "out_of_order"
    assert (
        unit("POST", f"{one}/attempts", {"id": str(uuid4()), "result": "reached"}).json()["code"] == "outside_windows"
    )
    assert callers.is_problem(unit("POST", f"{one}/dance"), 404)
    assert callers.is_problem(unit("POST", f"{one}/recall", {"reason": "m"}), 404)


def test_a_unit_proposes_moves_and_cancels(send: Send, receiver: Officer) -> None:
    unit, sent, pk = callers.of(receiver), send(), str(uuid4())
    unit("POST", f"/unit/referrals/{sent.pk}/accept")
    hour = {"starts_at": (timezone.now() + timedelta(days=2)).isoformat(), "place": "Accueil"}
    made = [unit("POST", f"/unit/referrals/{sent.pk}/appointments", {"id": pk, **hour}) for _ in range(2)]
    assert [one.status_code for one in made] == [201, 200]
    assert callers.is_problem(unit("POST", f"/unit/appointments/{pk}/move", {}), 422)
    moved = unit("POST", f"/unit/appointments/{pk}/move", {"hour": hour | {"place": "Ailleurs"}}).json()
    assert (moved["appointment"]["revision"], moved["appointment"]["place"]) == (2, "Ailleurs")
    assert callers.is_problem(unit("POST", f"/unit/appointments/{pk}/confirm", {}), 422)
    assert unit("GET", "/unit/calendar").json()["appointments"][0]["id"] == pk
    assert unit("POST", f"/unit/appointments/{pk}/cancel", {"reason": "m"}).json()["appointment"] is None


def test_an_old_card_tells_the_author_nothing_of_the_hour(
    send: Send, propose: Propose, hers: callers.Caller, held: Conversation
) -> None:
    proposed = propose(send())
    Intake.objects.filter(pk=held.pk).update(author_may_read=True)
    for answer, revision in (("confirm", 0), ("decline", 0), ("confirm", 1)):
        path = f"/conversations/{held.pk}/appointments/{proposed.pk}/{answer}"
        assert callers.is_problem(hers("POST", path, {"revision": revision}), 404)


@pytest.mark.parametrize("start", ["9999-12-31T00:00:00Z", "0001-01-01T00:00:00%2B14:00"])
def test_a_calendar_of_no_time_is_refused(receiver: Officer, start: str) -> None:
    assert callers.is_problem(callers.of(receiver)("GET", f"/unit/calendar?start={start}"), 422)


def test_a_late_unit_shows_wherever_somebody_must_act(
    clock: time_machine.Traveller, send: Send, officer: Officer, supervisor: Officer, receiver: Officer, report: Report
) -> None:
    Intake.objects.filter(pk=report.pk).update(level="immediate")
    sent = send()
    clock.shift(4 * HOUR)
    assert lateness.sweep() == 1
    (row,) = callers.of(receiver)("GET", "/unit/referrals").json()["referrals"]
    assert (row["late"], row["urgent"], row["awaits"]) == (True, True, "l’unité n’a pas encore répondu")
    for one in (officer, supervisor):
        (need,) = ports.desk().me(one)["referrals"]
        assert (need["referral"], need["cause"]) == (str(sent.pk), "late")
    shown = callers.of(officer)("GET", f"/desk/conversations/{report.pk}/referrals").json()["referrals"][0]
    assert shown["timeline"][-1]["kind"] == "late"
    assert shown["timeline"][-1]["by"] is None


def test_a_minors_windows_are_warned_about(send: Send, receiver: Officer) -> None:
    sent = send()
    one = callers.of(receiver)
    assert one("GET", f"/unit/referrals/{sent.pk}").json()["contact"]["warning"] == ""
    Report.objects.update(victim_age="15_17")
    assert "parents" in one("GET", f"/unit/referrals/{sent.pk}").json()["contact"]["warning"]
