"""Who may ask which figures, and what a question may be."""

from datetime import date

import pytest
import time_machine

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.lib.errors import Forbidden, Invalid
from permanence.statistics import access
from permanence.statistics.queries import Question

pytestmark = pytest.mark.django_db


def test_the_analyst_asks_for_all_or_for_either_force(clock: time_machine.Traveller, analyst: Officer) -> None:
    assert access.question(analyst, {}) == Question(date(2026, 1, 1), date(2026, 3, 10))
    assert access.question(analyst, {"force": "GN", "scope": "couple_women"}).force == "GN"


def test_a_supervisor_and_a_commander_of_a_force_see_that_force_alone(
    clock: time_machine.Traveller, supervisor: Officer, commander: Officer
) -> None:
    assert access.question(supervisor, {}).force == "PN"
    assert access.question(commander, {"from": "2025-01-01", "to": "2025-12-31"}).force == "GN"
    with pytest.raises(Forbidden, match="cette force"):
        access.question(supervisor, {"force": "GN"})
    assert Entry.objects.get(outcome="refused").act == "see statistics"


def test_an_officer_and_an_administrator_see_no_figures(officer: Officer, administrator: Officer) -> None:
    for account in (officer, administrator):
        with pytest.raises(Forbidden):
            access.question(account, {})


def test_the_day_is_that_of_paris(analyst: Officer) -> None:
    with time_machine.travel("2026-12-31T23:30:00+00:00", tick=False):
        assert access.question(analyst, {}) == Question(date(2027, 1, 1), date(2027, 1, 1))


def test_a_question_that_cannot_be_is_refused_field_by_field(analyst: Officer) -> None:
    wrong = {"from": "hier", "to": "2026-13-01", "force": "BR", "department": "999", "scope": "tout"}
    with pytest.raises(Invalid) as refusal:
        access.question(analyst, wrong)
    assert set(refusal.value.errors) == set(wrong)
    with pytest.raises(Invalid) as refusal:
        access.question(analyst, {"from": "2026-02-01", "to": "2026-01-01"})
    assert refusal.value.errors == {"from": "Le début de la période doit précéder sa fin."}
