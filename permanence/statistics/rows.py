"""A row of `reading`, as a case. Pure.

What a conversation has several of comes as one text, its parts between `,` and `;` (codes and whole numbers only).
"""

import json
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from permanence.statistics.cases import Account, Asked, Case, Passed

REMEMBERED = 20_000


class Read(NamedTuple):
    """A conversation as it was read, with what tells whether it changed since."""

    conversation: UUID | str
    last_seq: int
    revision: int
    case: Case


def read(row: tuple[Any, ...]) -> Read:
    """The columns of `reading`, in their order."""
    conversation, last_seq, revision, begun, state, ended, left, *said = row[:16]
    force, department, reporter, age, categories, language, level, mark, exercise = said
    wrote, answered, taken, filed, r_force, r_department, r_reporter, sex, band, relation, consent = row[16:27]
    facts, asked, passed = row[27:]
    report = None
    if filed is not None:
        known = _facts(facts or "")
        report = Account(filed, r_force, r_department, r_reporter, sex, band, relation, consent, known)
    case = Case(
        begun,
        state,
        ended,
        left != "",
        force,
        department,
        reporter,
        age,
        _categories(categories),
        language,
        level,
        mark,
        exercise != "",
        wrote,
        answered,
        taken,
        report,
        _each(_asked, asked) if asked else (),
        _each(_passed, passed) if passed else (),
    )
    return Read(conversation, last_seq, revision, case)


@lru_cache(REMEMBERED)
def _categories(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(json.loads(text)))


@lru_cache(REMEMBERED)
def _facts(text: str) -> tuple[tuple[str, str, str], ...]:
    rows = sorted(part.split(",") for part in text.split(";")) if text else []
    return tuple((category, kind, offence) for category, kind, offence in rows)


def _each(parse: Callable[[str], Any], text: str) -> tuple[Any, ...]:
    return tuple(sorted(map(parse, text.split(";")), key=repr))


def _asked(text: str) -> Asked:
    requested, department, *steps = text.split(",")
    acknowledged, dispatched, arrived = map(_moment, steps)
    return Asked(int(requested), department, acknowledged, dispatched, arrived)


def _passed(text: str) -> Passed:
    sent, ground, to, accepted, closed, outcome, appointments = text.split(",")
    proposed = [one.split("+") for one in appointments.split("/")] if appointments else []
    moments = tuple(sorted(int(at) for at, _ in proposed))
    received = any(state == "kept" for _, state in proposed)
    return Passed(int(sent), ground, to, _moment(accepted), _moment(closed), outcome, moments, received)


def _moment(text: str) -> int | None:
    return int(text) if text else None
