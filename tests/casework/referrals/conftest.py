"""A filed report of somebody in Rennes, the unit that answers for her commune, and everybody else who might look."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from permanence.accounts.models import Officer, Role
from permanence.casework.referrals import actions
from permanence.casework.referrals.actions.appointments import Hour
from permanence.casework.referrals.models import Appointment, Partner, Referral
from permanence.casework.reports.models import Report
from permanence.live import journal
from permanence.live.models import Conversation, Sender
from permanence.territory.models import Unit
from tests.conftest import MakeOfficer

Send = Callable[..., Referral]
Propose = Callable[..., Appointment]


@pytest.fixture
def rennes(few: None) -> Unit:
    """The police station that answers for Rennes."""
    return Unit.objects.get(name="Commissariat de police de Rennes")


@pytest.fixture
def cesson(few: None) -> Unit:
    """The gendarmerie of Ille-et-Vilaine, under its neutral name."""
    return Unit.objects.get(force="GN", department="35", is_neutral=True)


@pytest.fixture
def receiver(make_officer: MakeOfficer, rennes: Unit) -> Officer:
    """At the counter of Rennes."""
    return make_officer("rennes", Role.UNIT, "PN", unit=rennes.pk, rank="Brigadier", first_name="Karim")


@pytest.fixture
def other_receiver(make_officer: MakeOfficer, cesson: Unit) -> Officer:
    """At another unit."""
    return make_officer("cesson", Role.UNIT, "GN", unit=cesson.pk, rank="Adjudante", first_name="Lucie")


@pytest.fixture
def partner(db: None) -> Partner:
    """An association of the department."""
    return Partner.objects.create(name="Association d’essai", departments=["35"], is_demonstration=True)


@pytest.fixture
def report(held: Conversation, officer: Officer) -> Report:
    """Her report, filed, which she agreed to have passed on."""
    now = timezone.now()
    return Report.objects.create(
        conversation=held,
        reference="PN-2026-000001",
        force="PN",
        department="35",
        consent="given",
        opened_at=now,
        opened_by=officer,
        edited_at=now,
        edited_by=officer,
        filed_at=now,
        filed_by=officer,
        body=b"",
    )


@pytest.fixture
def send(report: Report, officer: Officer, rennes: Unit) -> Send:
    """`send(ground=…, by=…)`: her report goes to Rennes, with her agreement unless said otherwise."""

    def sending(*, by: Officer = officer, pk: Any = None, **given: Any) -> Referral:
        to = {} if "partner" in given else {"unit": rennes.pk}
        wanted = actions.Sending(**({"ground": "agreement", "summary": "Menaces répétées."} | to | given))
        return actions.send(by=by, conversation=report.pk, pk=pk or uuid4(), given=wanted)[0]

    return sending


@pytest.fixture
def propose(receiver: Officer) -> Propose:
    """`propose(referral, in_hours=48)`: accepted where it is not yet, and an appointment in the hours to come."""

    def proposing(referral: Referral, in_hours: float = 48, **words: str) -> Appointment:
        referral.refresh_from_db()
        if referral.state == "sent":
            actions.accept(by=receiver, referral=referral.pk)
        hour = Hour(timezone.now() + timedelta(hours=in_hours), 60, {"place": "12 rue d’essai", **words})
        return actions.propose(by=receiver, referral=referral.pk, pk=uuid4(), hour=hour)[0]

    return proposing


def thread(conversation: Conversation) -> list[str]:
    """What the desk itself said of referrals, in order: each step."""
    conversation.refresh_from_db()
    said = [one for one in journal.read(conversation) if one.sender == Sender.SYSTEM and one.event == "referral"]
    return [one.data["step"] for one in said]
