"""Who may do what: the whole table, read aloud."""

import pytest

from permanence.accounts.models import Officer
from permanence.accounts.policy import RULES, Act, Scope, permits

PN_WAITING = Scope(force="PN", waiting=True)
NO_FORCE = Scope(force="", waiting=True)


def test_an_officer_reads_what_waits_for_their_force_or_for_none(officer: Officer, gendarme: Officer) -> None:
    assert permits(officer, Act.READ, PN_WAITING)
    assert permits(officer, Act.READ, NO_FORCE)
    assert not permits(gendarme, Act.READ, PN_WAITING)
    assert permits(gendarme, Act.CLAIM, NO_FORCE)
    assert not permits(gendarme, Act.CLAIM, PN_WAITING)


def test_only_whoever_holds_it_writes(officer: Officer, colleague: Officer, supervisor: Officer) -> None:
    held = Scope(force="PN", held_by=officer.pk)
    assert permits(officer, Act.WRITE, held)
    assert not permits(colleague, Act.WRITE, held)
    assert not permits(colleague, Act.READ, held)
    assert not permits(supervisor, Act.WRITE, held)
    assert permits(supervisor, Act.READ, held)


THEIRS = {Act.SIGN_IN, Act.SEE_UNIT, Act.SEARCH_DIRECTORY, *(act for act in Act if act.endswith(" statistics"))}


@pytest.mark.parametrize("act", sorted(set(Act) - THEIRS))
def test_roles_of_other_rooms_may_nothing_here(unit: Officer, analyst: Officer, act: Act) -> None:
    assert not permits(unit, act, PN_WAITING)
    assert not permits(analyst, act, PN_WAITING)


def test_an_administrator_reads_no_conversation(administrator: Officer) -> None:
    assert not permits(administrator, Act.READ, NO_FORCE)
    assert permits(administrator, Act.EDIT_OFFICERS)


@pytest.mark.parametrize("act", Act)
def test_somebody_who_left_may_nothing(stranger: Officer, act: Act) -> None:
    assert not permits(stranger, act, NO_FORCE)


def test_a_role_that_is_not_named_is_refused(commander: Officer) -> None:
    unnamed = [act for act, roles in RULES.items() if commander.role not in roles]
    assert unnamed
    assert not any(permits(commander, act, NO_FORCE) for act in unnamed)
