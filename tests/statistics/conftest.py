"""Somebody with her officer, and everybody who might ask for figures."""

import pytest

from permanence.accounts.models import Officer, Role
from tests.casework.conftest import held
from tests.casework.referrals.conftest import cesson, other_receiver, receiver, rennes
from tests.conftest import MakeOfficer
from tests.desk.conftest import _look_again, arrive, few

__all__ = ["_look_again", "arrive", "cesson", "few", "held", "other_receiver", "receiver", "rennes"]


@pytest.fixture
def commander(make_officer: MakeOfficer) -> Officer:
    """Of the gendarmes."""
    return make_officer("commandante", Role.COMMANDER, "GN", rank="Colonelle", first_name="Anne")
