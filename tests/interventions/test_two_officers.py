"""One officer goes on writing to her while the other, a guest, fills the sheet: one alarm between them."""

from uuid import uuid4

import pytest
from django.utils import timezone

from permanence.accounts.models import Officer, Presence
from permanence.desk import guests
from permanence.interventions import actions
from permanence.interventions.actions.requesting import AlreadyRequested, sheet_of
from permanence.interventions.steps import Act as Way
from permanence.lib.errors import Forbidden, NotFound
from permanence.live.models import Conversation
from tests.interventions.conftest import RENNES, Centres

pytestmark = pytest.mark.django_db


@pytest.fixture
def guest(held: Conversation, officer: Officer, colleague: Officer) -> Officer:
    here = {"presence": Presence.AVAILABLE, "seen_at": timezone.now()}
    Officer.objects.filter(pk=colleague.pk).update(**here)
    invited = guests.invite(by=officer, conversation=held.pk, to=colleague.pk)
    colleague.refresh_from_db()
    guests.accept(by=colleague, invitation=invited.pk)
    return colleague


def test_the_guest_fills_the_sheet_and_asks_and_the_officer_completes_it(
    held: Conversation, officer: Officer, guest: Officer, operator: Officer, centres: Centres
) -> None:
    actions.keep_sheet(by=guest, conversation=held.pk, fields={"insee": RENNES, "address": "une adresse"})
    actions.keep_sheet(by=officer, conversation=held.pk, fields={"floor": "3"})
    assert sheet_of(held) == {"insee": RENNES, "address": "une adresse", "floor": "3"}
    asked, fresh = actions.request(by=guest, conversation=held.pk, pk=uuid4(), fields={})
    assert (fresh, asked.requested_by) == (True, guest)
    with pytest.raises(AlreadyRequested):
        actions.request(by=officer, conversation=held.pk, pk=uuid4(), fields={})
    actions.note(by=guest, intervention=asked.pk, text="Elle est dans la salle de bains.")
    actions.advance(by=operator, intervention=asked.pk, act=Way.ACKNOWLEDGE)


def test_who_is_a_guest_no_more_fills_nothing(held: Conversation, officer: Officer, guest: Officer) -> None:
    guests.leave(by=guest, conversation=held.pk)
    with pytest.raises((Forbidden, NotFound)):
        actions.keep_sheet(by=guest, conversation=held.pk, fields={"floor": "3"})
