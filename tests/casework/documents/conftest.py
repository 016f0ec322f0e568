"""A case as it leaves: an account, a danger assessment, two pieces, a referral to the police station of Rennes."""

import hashlib
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.http import HttpResponseBase
from django.test import Client

from permanence.accounts.models import Officer, Role
from permanence.casework.assessment import actions as assessment
from permanence.casework.documents import access
from permanence.casework.documents.case import Case
from permanence.casework.evidence import receiving
from permanence.casework.evidence.models import Attachment
from permanence.casework.referrals import actions as referrals
from permanence.casework.referrals.models import Referral
from permanence.casework.reports.actions import file, keep
from permanence.live import journal
from permanence.live.batch import Draft
from permanence.live.models import Conversation, Sender
from permanence.territory.models import Unit
from tests.conftest import MakeOfficer

PHOTO = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(range(256)) * 12 + b"\xff\xd9"
WITNESS = "Témoine Discrète"
ACCOUNT = {
    "reporter": "victim",
    "summary": "Violences répétées depuis 2021, strangulation hier soir.",
    "facts.ab12.category": "conjugal",
    "facts.ab12.kinds": ["physical", "psychological"],
    "facts.ab12.text": "Il m’a serré le cou.",
    "victim.name": "Démo Personne",
    "author.relation": "partner",
    "windows.cd34.days": [0, 1, 2],
    "windows.cd34.from": "09:00",
    "windows.cd34.until": "11:30",
    "windows.cd34.how": "telephone",
    "windows.cd34.to": "le numéro qu’elle a donné",
    "windows.cd34.say": "C’est la pharmacie, votre commande est arrivée.",
    "consent.transmission": "given",
    "consent.how": "message",
    "consent.seq": 3,
    "witness.name": WITNESS,
    "witness.consent": "refused",
}
DANGER = {one: {"answer": "yes", "seq": 3} for one in ("firearms", "death_threats", "strangled_or_confined")}

Issue = Callable[..., HttpResponseBase]


@pytest.fixture
def rennes(few: None) -> Unit:
    """The police station that answers for Rennes."""
    return Unit.objects.get(name="Commissariat de police de Rennes")


@pytest.fixture
def receiver(make_officer: MakeOfficer, rennes: Unit) -> Officer:
    """At its counter."""
    return make_officer("rennes", Role.UNIT, "PN", unit=rennes.pk, rank="Brigadier", first_name="Karim")


@pytest.fixture
def told(clock: time_machine.Traveller, held: Conversation, officer: Officer) -> Conversation:
    """Her account is filed, the grid answered, two files sent."""
    keep(by=officer, conversation=held.pk, given=ACCOUNT)
    file(by=officer, conversation=held.pk)
    assessment.answer(by=officer, conversation=held.pk, given=DANGER)
    receive(held, "cuisine.jpg", PHOTO)
    receive(held, "../../etc/passwd.jpg", PHOTO + b"\x00")
    held.refresh_from_db()
    return held


@pytest.fixture
def sent(told: Conversation, officer: Officer, rennes: Unit) -> Referral:
    """It went to Rennes."""
    given = referrals.Sending(
        unit=rennes.pk, ground="agreement", summary="Menaces répétées.", told="On vous rappellera."
    )
    return referrals.send(by=officer, conversation=told.pk, pk=uuid4(), given=given)[0]


@pytest.fixture
def said_later(sent: Referral, clock: time_machine.Traveller) -> str:
    """What she wrote, and sent, once the unit had it."""
    clock.shift(3600)
    say(sent.report.conversation, "ne leur dites pas que je pars chez ma soeur")
    receive(sent.report.conversation, "plus-tard.jpg", PHOTO + b"\x01")
    return "chez ma soeur"


@pytest.fixture
def case(told: Conversation, officer: Officer) -> Case:
    """As her officer makes documents of it."""
    return access.of_desk(officer, told.pk)


@pytest.fixture
def issue(browser_of: Callable[[Officer], Client]) -> Issue:
    """`issue(officer, address)`: asks for a document."""

    def issuing(by: Officer | None, address: str, **given: Any) -> HttpResponseBase:
        client = browser_of(by) if by else Client()
        return client.post(address, given)  # type: ignore[no-any-return]

    return issuing


def say(conversation: Conversation, text: str) -> None:
    """She writes."""
    journal.append(Draft(conversation.pk, Sender.VISITOR, text))


def receive(conversation: Conversation, name: str, data: bytes) -> Attachment:
    """She sends a file."""
    return receiving.receive(conversation, name=name, size=len(data), chunks=[data], head=data[:4096])


def sha256(data: bytes) -> str:
    """In hexadecimal."""
    return hashlib.sha256(data).hexdigest()
