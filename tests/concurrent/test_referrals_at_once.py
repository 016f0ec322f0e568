"""A referral that is answered, moved and taken back at the same instant stands in one state, with one history."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.utils import timezone

from permanence.accounts.models import Officer, Role
from permanence.casework.referrals import actions
from permanence.casework.referrals.actions.appointments import Hour, Moved
from permanence.casework.referrals.models import Appointment, Referral
from permanence.casework.reports.models import Report
from permanence.desk import actions as desk
from permanence.desk import opening
from permanence.desk.arrival import Arrival
from permanence.lib.errors import Conflict, NotFound
from permanence.territory.models import Department, Unit
from tests.concurrent.crowd import at_once, refusals
from tests.conftest import MakeOfficer

pytestmark = pytest.mark.django_db(transaction=True)
Cast = tuple[Officer, Officer, Report, Unit]


@pytest.fixture
def cast(make_officer: MakeOfficer) -> Cast:
    """An officer with a filed report, and whoever receives people at a unit."""
    department = Department.objects.create(code="35", name="Ille-et-Vilaine", zone="metro", time_zone="Europe/Paris")
    unit = Unit.objects.create(force="PN", name="Commissariat d’essai", department=department)
    officer = make_officer("une", force="PN")
    receiver = make_officer("accueil", Role.UNIT, "PN", unit=unit.pk)
    conversation = opening.open_conversation(Arrival()).conversation
    desk.claim(by=officer, conversation=conversation.pk)
    now = timezone.now()
    who = {"opened_by": officer, "edited_by": officer, "filed_by": officer}
    when = {"opened_at": now, "edited_at": now, "filed_at": now}
    report = Report.objects.create(
        pk=conversation.pk, reference="PN-1", force="PN", consent="given", body=b"", **who, **when
    )
    return officer, receiver, report, unit


def send(cast: Cast, pk: object = None) -> Referral:
    officer, _, report, unit = cast
    given = actions.Sending(unit=unit.pk, ground="agreement")
    return actions.send(by=officer, conversation=report.pk, pk=pk or uuid4(), given=given)[0]  # type: ignore[arg-type]


def told(referral: Referral) -> list[int]:
    return [step.number for step in referral.steps.all()]


@pytest.mark.parametrize("round_", range(3))
def test_sent_many_times_at_once_it_leaves_once(cast: Cast, round_: int) -> None:
    pk = uuid4()
    results = at_once([partial(send, cast, pk) for _ in range(4)] + [partial(send, cast) for _ in range(4)])
    refusals(results, Conflict)
    assert Referral.objects.count() == 1


@pytest.mark.parametrize("round_", range(3))
def test_accepted_and_refused_at_once_one_counts(cast: Cast, round_: int) -> None:
    officer, receiver, _, _ = cast
    sent = send(cast)
    acts: list[Callable[[], Referral]] = [
        partial(actions.accept, by=receiver, referral=sent.pk),
        partial(actions.refuse, by=receiver, referral=sent.pk, reason="motif"),
    ]
    results = at_once(acts)
    assert len(refusals(results, Conflict | NotFound)) == 1  # type: ignore[arg-type]
    sent.refresh_from_db()
    assert sent.state in ("accepted", "refused")
    assert told(sent) == [1, 2]
    assert officer


@pytest.mark.parametrize("round_", range(3))
def test_confirmed_while_it_is_moved_she_confirmed_what_stands_or_is_told(cast: Cast, round_: int) -> None:
    _, receiver, report, _ = cast
    sent = send(cast)
    actions.accept(by=receiver, referral=sent.pk)
    hour, later = (Hour(timezone.now() + timedelta(days=days), 60, {}) for days in (2, 3))
    pk = actions.propose(by=receiver, referral=sent.pk, pk=uuid4(), hour=hour)[0].pk
    confirm, moved = at_once(
        [
            partial(actions.confirm, by=report.conversation, appointment=pk, revision=1),
            partial(actions.move, by=receiver, appointment=pk, hour=later),
        ]
    )
    assert isinstance(moved, Appointment)
    assert isinstance(confirm, Appointment | Moved)
    kept = Appointment.objects.select_related("referral").get()
    assert (kept.state, kept.revision, kept.referral.state) == ("proposed", 2, "proposed")
    assert told(sent) == list(range(1, sent.steps.count() + 1))
