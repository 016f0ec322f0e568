"""A case at the counter of Rennes: her report is filled and filed, a witness refused to be named, she may be called on
weekday mornings."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from permanence.accounts.models import Officer
from permanence.casework.referrals import actions
from permanence.casework.referrals.models import Referral
from permanence.casework.reports import actions as reports
from permanence.casework.reports.models import Report
from permanence.desk import actions as desk
from permanence.live.models import Conversation
from permanence.territory.models import Unit
from tests.casework.referrals.conftest import cesson, other_receiver, receiver, rennes
from tests.desk.conftest import Arrive

__all__ = ["cesson", "other_receiver", "receiver", "rennes"]

MORNING = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)
"""A Tuesday at ten in Rennes: inside her window."""
CONTENT = {
    "reporter": "victim",
    "summary": "Menaces depuis la séparation.",
    "facts.ab12.category": "conjugal",
    "facts.ab12.kinds": ["physical"],
    "facts.ab12.insee": "35238",
    "victim.age": "25_34",
    "victim.name": "Personne des essais",
    "consent.transmission": "given",
    "witness.name": "Témoin des essais",
    "witness.consent": "refused",
    "windows.cd34.days": [0, 1, 2, 3, 4],
    "windows.cd34.from": "09:00",
    "windows.cd34.until": "11:30",
    "windows.cd34.how": "telephone",
    "windows.cd34.to": "00 00 00 00 00",
    "windows.cd34.say": "C’est le garage",
}
Case = Callable[..., Referral]
Post = Callable[..., Any]


@pytest.fixture
def morning() -> Iterator[time_machine.Traveller]:
    """Time stands still at ten in the morning."""
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def report(morning: time_machine.Traveller, held: Conversation, officer: Officer) -> Report:
    """Her report, filed, which she agreed to have passed on."""
    reports.keep(by=officer, conversation=held.pk, given=CONTENT)
    return reports.file(by=officer, conversation=held.pk)


@pytest.fixture
def case(report: Report, officer: Officer, rennes: Unit) -> Referral:
    """Her case, as Rennes receives it."""
    given = actions.Sending(unit=rennes.pk, ground="agreement", summary="Elle peut venir le matin.")
    return actions.send(by=officer, conversation=report.pk, pk=uuid4(), given=given)[0]


@pytest.fixture
def accepted(case: Referral, receiver: Officer) -> Referral:
    """The same, which Rennes has accepted."""
    return actions.accept(by=receiver, referral=case.pk)


@pytest.fixture
def another(morning: time_machine.Traveller, arrive: Arrive, officer: Officer, rennes: Unit) -> Case:
    """`another(**fields)`: somebody else's case, at Rennes too; `content` changes what her report says."""

    def coming(content: dict[str, Any] | None = None, **fields: Any) -> Referral:
        conversation = arrive("35000", **{"age": "adult", **fields})
        desk.claim(by=officer, conversation=conversation.pk)
        reports.keep(by=officer, conversation=conversation.pk, given={**CONTENT, **(content or {})})
        reports.file(by=officer, conversation=conversation.pk)
        given = actions.Sending(unit=rennes.pk, ground="agreement")
        return actions.send(by=officer, conversation=conversation.pk, pk=uuid4(), given=given)[0]

    return coming


@pytest.fixture
def counter(receiver: Officer, browser_of: Callable[[Officer], Client]) -> Client:
    """The browser of the front desk at Rennes."""
    return browser_of(receiver)


@pytest.fixture
def post(counter: Client) -> Post:
    """`post(case, "accepter", **typed)`: a form of the case's page is sent."""
    return lambda case, verb, **typed: counter.post(f"/unite/dossiers/{case.pk}/{verb}", typed)


def page_of(browser: Client, case: Referral) -> str:
    """The page of a case, as it is read."""
    answer = browser.get(f"/unite/dossiers/{case.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()
