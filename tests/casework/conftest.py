"""Somebody with her officer, and everybody else who might try to see her case."""

import pytest
from django.utils import timezone

from permanence.accounts.models import Officer, Presence, Role
from permanence.desk import actions as desk
from permanence.desk import guests
from permanence.live import journal
from permanence.live.batch import Draft
from permanence.live.models import Conversation, Sender
from tests.conftest import MakeOfficer
from tests.desk.conftest import Arrive, _look_again, arrive, few

__all__ = ["_look_again", "arrive", "few"]


@pytest.fixture
def held(arrive: Arrive, officer: Officer) -> Conversation:
    """Somebody in Rennes who has said two things, with her officer; messages 1 to 3."""
    conversation = arrive("35000")
    desk.claim(by=officer, conversation=conversation.pk)
    for text in ("bonjour", "il a menacé de me tuer hier"):
        journal.append(Draft(conversation.pk, Sender.VISITOR, text))
    conversation.refresh_from_db()
    return conversation


@pytest.fixture
def guest(held: Conversation, officer: Officer, make_officer: MakeOfficer) -> Officer:
    """A colleague whom her officer invited."""
    here = {"presence": Presence.AVAILABLE, "seen_at": timezone.now()}
    account = make_officer("invite", Role.OFFICER, "PN", rank="Brigadier", first_name="Marc", **here)
    guests.accept(by=account, invitation=guests.invite(by=officer, conversation=held.pk, to=account.pk).pk)
    return account


@pytest.fixture
def other_supervisor(make_officer: MakeOfficer) -> Officer:
    """The gendarmes' supervisor."""
    return make_officer("superviseur-gn", Role.SUPERVISOR, "GN", rank="Capitaine", first_name="Paul")


@pytest.fixture
def operator(make_officer: MakeOfficer) -> Officer:
    """At an operations centre that was told nothing."""
    return make_officer("operatrice", Role.CENTRE, "PN", centre=1)


@pytest.fixture
def other_unit(make_officer: MakeOfficer) -> Officer:
    """Another unit's account."""
    return make_officer("autre-unite", Role.UNIT, "GN", unit=2)
