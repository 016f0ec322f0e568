"""Somebody with her officer, and everybody who might ask for figures."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from permanence.accounts.models import Officer, Role
from permanence.statistics import recount
from tests.casework.conftest import held
from tests.casework.referrals.conftest import cesson, other_receiver, receiver, rennes
from tests.conftest import MakeOfficer
from tests.desk.conftest import _look_again, arrive, few
from tests.statistics import history as rows
from tests.statistics import stories
from tests.statistics.stories import Story

__all__ = ["_look_again", "arrive", "cesson", "few", "held", "other_receiver", "receiver", "rennes"]


@pytest.fixture
def commander(make_officer: MakeOfficer) -> Officer:
    """Of the gendarmes."""
    return make_officer("commandante", Role.COMMANDER, "GN", rank="Colonelle", first_name="Anne")


@pytest.fixture(scope="module")
def history(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[list[Story]]:
    """Six years, written and counted once a module, and undone after it; the stories, for `truth`."""
    known = stories.six_years()
    with django_db_blocker.unblock(), transaction.atomic():
        rows.write(known)
        recount.rebuild()
        yield known
        transaction.set_rollback(True)
