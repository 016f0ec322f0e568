"""A few cases of both forces, as officers filled them in."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.casework.referrals.models import Referral
from permanence.casework.reports import actions as reports
from permanence.casework.reports.models import Report
from permanence.desk import actions as desk
from permanence.territory.models import Unit
from tests.desk.conftest import Arrive

Case = Callable[..., Report]
HERS = {"victim.name": "Jeanne Essai", "victim.telephone": "06 00 00 00 01", "victim.mail": "Jeanne@Essai.example"}


@pytest.fixture
def case(arrive: Arrive, officer: Officer) -> Case:
    """`case(by=officer, summary="…", **{"victim.name": "…"})`: somebody in Rennes whose report is begun; `filed=True`
    as if it stood, `postal_code`: where."""

    def begun(*, by: Officer = officer, postal_code: str = "35000", filed: bool = False, **given: Any) -> Report:
        conversation = arrive(postal_code)
        desk.claim(by=by, conversation=conversation.pk)
        report = reports.keep(by=by, conversation=conversation.pk, given={"summary": "des faits", **given})
        assert report is not None
        if filed:
            Report.objects.filter(pk=report.pk).update(filed_at=timezone.now(), filed_by=by)
            report.refresh_from_db()
        return report

    return begun


@pytest.fixture
def rennes(few: None) -> Unit:
    """The police station that answers for Rennes."""
    return Unit.objects.get(name="Commissariat de police de Rennes")


@pytest.fixture
def refer(rennes: Unit, officer: Officer) -> Callable[..., Referral]:
    """`refer(report, state="accepted")`: passed to the police station of Rennes."""

    def sent(report: Report, **facts: Any) -> Referral:
        now = timezone.now() + timedelta(seconds=Referral.objects.count())
        return Referral.objects.create(
            id=uuid4(), report=report, unit=rennes, force="PN", ground="agreement", sent_at=now, sent_by=officer,
            changed_at=now, body=b"", **facts,
        )  # fmt: skip

    return sent
