"""Operations centres of two departments, and an officer with somebody in danger."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from permanence.accounts.models import Officer, Role
from permanence.desk import actions as desk
from permanence.interventions import actions
from permanence.interventions.models import Intervention
from permanence.live import journal
from permanence.live.models import Conversation, Sender
from permanence.territory.models import OperationsCentre
from tests.conftest import MakeOfficer
from tests.desk.conftest import Arrive, _look_again, arrive, few

__all__ = ["_look_again", "arrive", "few"]

RENNES, CESSON, NARBONNE = "35238", "35051", "11262"
Ask = Callable[..., Intervention]


@dataclass(frozen=True)
class Centres:
    """The CIC and the CORG of two departments, each with an operator."""

    police: OperationsCentre
    gendarmerie: OperationsCentre
    police_11: OperationsCentre
    gendarmerie_11: OperationsCentre


@pytest.fixture
def centres(few: None) -> Centres:
    """Of Ille-et-Vilaine and of Aude."""
    rows = [
        OperationsCentre.objects.update_or_create(
            force=force, department_id=department, defaults={"name": f"{name} {department}"}
        )[0]
        for department in ("35", "11")
        for force, name in (("PN", "CIC"), ("GN", "CORG"))
    ]
    return Centres(*rows)


@pytest.fixture
def operator(make_officer: MakeOfficer, centres: Centres) -> Officer:
    """At the police's centre in Rennes."""
    return make_officer("cic35", Role.CENTRE, "PN", centre=centres.police.pk, rank="Major", first_name="Luc")


@pytest.fixture
def other_operator(make_officer: MakeOfficer, centres: Centres) -> Officer:
    """At the gendarmerie's centre in Rennes."""
    return make_officer("corg35", Role.CENTRE, "GN", centre=centres.gendarmerie.pk, rank="Adjudant", first_name="Yann")


@pytest.fixture
def held(arrive: Arrive, officer: Officer, centres: Centres) -> Conversation:
    """Somebody in danger in Rennes, with her officer."""
    conversation = arrive("35000", in_danger=True)
    desk.claim(by=officer, conversation=conversation.pk)
    conversation.refresh_from_db()
    return conversation


@pytest.fixture
def ask(held: Conversation, officer: Officer) -> Ask:
    """`ask(insee=…, address=…)`: the officer asks for a patrol."""

    def asking(**fields: Any) -> Intervention:
        filled = fields or {"insee": RENNES, "address": "une adresse"}
        return actions.request(by=officer, conversation=held.pk, pk=uuid4(), fields=filled)[0]

    return asking


def thread(conversation: Conversation) -> list[str]:
    """The events of a conversation, in order."""
    conversation.refresh_from_db()
    return [said.event for said in journal.read(conversation) if said.sender == Sender.SYSTEM]
