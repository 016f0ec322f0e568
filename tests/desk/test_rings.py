"""Somebody in immediate danger rings: the free of the force at once, the others in a moment, then the supervisors."""

from datetime import datetime

import pytest

from permanence.accounts.models import Presence, Role
from permanence.desk import actions, queries
from tests.conftest import MakeOfficer
from tests.desk.conftest import Arrive

pytestmark = pytest.mark.django_db


def test_the_free_first_then_the_others_then_the_supervisors(arrive: Arrive, at_desk: MakeOfficer) -> None:
    free, full, resting = at_desk("libre"), at_desk("pleine", capacity=1), at_desk("pause", presence=Presence.BREAK)
    chief = at_desk("cheffe", role=Role.SUPERVISOR)
    actions.claim(by=full, conversation=arrive().pk)
    arrive("35000", in_danger=True)
    arrive("35000")
    for officer, seconds in ((free, 0), (full, 5), (resting, 5), (chief, 20)):
        danger, calm = queries.waiting(officer)
        assert "rings_at" not in calm
        waited = datetime.fromisoformat(danger["rings_at"]) - datetime.fromisoformat(danger["queued_at"])
        assert waited.total_seconds() == seconds, officer
