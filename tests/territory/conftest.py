"""The whole of France, for a module of tests that needs it; a handful of communes for the others."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from permanence.territory import actions, index
from permanence.territory.facts import CommuneFact, UnitFact, departments
from permanence.territory.merge import merge
from permanence.territory.models import Department

RENNES_POLICE = UnitFact("PN", "Commissariat de police de Rennes")


@pytest.fixture(scope="module")
def france(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The carried facts, loaded once a module and undone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        actions.load_embedded(by="system")
        yield
        transaction.set_rollback(True)
    index.forget()


@pytest.fixture
def few(db: None) -> Iterator[None]:
    """Rennes (police), Cesson (gendarmerie), Narbonne (both), Coignières (unknown) and two villages of one code."""
    with actions.changing():
        Department.objects.bulk_create(
            Department(code=fact.code, name=fact.name, zone=fact.zone, time_zone=fact.time_zone)
            for fact in departments()
        )
        merge(
            [
                CommuneFact("35238", "Rennes", "35", ("35000", "35200"), 222_000, units=(RENNES_POLICE,)),
                CommuneFact("35051", "Cesson-Sévigné", "35", ("35510",), units=(UnitFact("GN"),)),
                CommuneFact("35001", "Acigné", "35", ("35690",), units=(UnitFact("GN"),)),
                CommuneFact("35002", "Amanlis", "35", ("35150",), units=(UnitFact("GN"),)),
                CommuneFact("35003", "Andouillé-Neuville", "35", ("35150",), units=(RENNES_POLICE,)),
                CommuneFact(
                    "11262",
                    "Narbonne",
                    "11",
                    ("11100",),
                    units=(UnitFact("GN"), UnitFact("PN", "Commissariat de police de Narbonne")),
                ),
                CommuneFact("78168", "Coignières", "78", ("78310",)),
            ]
        )
    yield
    index.forget()


@pytest.fixture(autouse=True)
def _look_again() -> Iterator[None]:
    """No test sees what another one's transaction left in this process's memory."""
    index.forget()
    yield
    index.forget()
