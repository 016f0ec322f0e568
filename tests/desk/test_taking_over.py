"""A supervisor speaks in an officer's place: with a reason, and the visitor knows it."""

import pytest

from permanence.accounts.models import Officer, Role
from permanence.audit.models import Entry
from permanence.desk import transfers
from permanence.lib.errors import Conflict, Forbidden, Invalid
from permanence.live.models import Conversation
from tests.conftest import MakeOfficer
from tests.desk.conftest import Arrive
from tests.desk.test_transfers import colleague, events, held, holder

__all__ = ["colleague", "held"]

pytestmark = pytest.mark.django_db


def test_a_supervisor_takes_over_with_a_reason(
    held: Conversation, officer: Officer, colleague: Officer, make_officer: MakeOfficer
) -> None:
    chief = make_officer("cheffe", Role.SUPERVISOR, "PN", rank="Capitaine", first_name="Inès")
    offered = transfers.offer(by=officer, conversation=held.pk, to=colleague.pk)
    with pytest.raises(Invalid) as refused:
        transfers.take_over(by=chief, conversation=held.pk, reason="  ")
    assert set(refused.value.errors) == {"reason"}
    with pytest.raises(Invalid) as refused:
        transfers.take_over(by=chief, conversation=held.pk, reason="a" * 501)
    assert set(refused.value.errors) == {"reason"}
    with pytest.raises(Forbidden):
        transfers.take_over(by=colleague, conversation=held.pk, reason="j'aimerais")
    transfers.take_over(by=chief, conversation=held.pk, reason="Situation grave")
    assert holder(held) == "cheffe"
    assert events(held)[-1] == "Capitaine Inès vous répond maintenant, à la place de Brigadière-cheffe Nadia."
    with pytest.raises(transfers.ChangedHands):
        transfers.accept(by=colleague, transfer=offered.pk)
    with pytest.raises(Conflict, match="déjà"):
        transfers.take_over(by=chief, conversation=held.pk, reason="encore")
    entry = Entry.objects.get(act="take over conversation", outcome=Entry.Outcome.DONE)
    assert (entry.actor, entry.reason) == (chief.actor, "Situation grave")


def test_nobody_takes_over_what_nobody_holds(arrive: Arrive, make_officer: MakeOfficer) -> None:
    chief = make_officer("cheffe", Role.SUPERVISOR, "PN")
    with pytest.raises(transfers.ChangedHands, match="Personne ne tient"):
        transfers.take_over(by=chief, conversation=arrive("35000").pk, reason="pourquoi pas")
