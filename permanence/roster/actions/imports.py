"""Shifts that come as a file: all of them or none, and every line that cannot be entered is named."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from permanence.accounts.models import Officer
from permanence.lib.errors import Invalid, Refused
from permanence.roster import access, queries
from permanence.roster.actions.shifts import enter_shift
from permanence.roster.exchange import Line

UNKNOWN = "agent inconnu dans cette force : donnez son identifiant."
NOTHING = "Ce fichier ne contient aucune vacation."


@dataclass(frozen=True)
class Imported:
    """How many shifts, and the lines whose officer would rest less than 11 hours."""

    shifts: int
    short_rests: tuple[int, ...]


def import_shifts(*, by: Officer, team: int, lines: Sequence[Line], dry: bool = False) -> Imported:
    """Enters all of `lines` into the team's roster; `dry` only says whether that would go well.

    Raises `NotFound`, `Invalid` with what is wrong by line (`"3"`); then nothing was entered.
    """
    found = access.team(by, team)
    people = {officer.username: officer for officer in queries.may_stand(found.force)}
    wrong: dict[str, str] = {} if lines else {"": NOTHING}
    short: list[int] = []
    with transaction.atomic():
        for line in lines:
            try:
                if _enter(by, team, people.get(line.officer), line):
                    short.append(line.number)
            except Refused as refusal:
                wrong[str(line.number)] = " ".join(refusal.errors.values()) or refusal.detail
        if wrong or dry:
            transaction.set_rollback(True)
    if wrong:
        raise Invalid("Rien n’est importé : corrigez ces lignes.", errors=wrong)
    return Imported(len(lines), tuple(short))


def _enter(by: Officer, team: int, officer: Officer | None, line: Line) -> bool:
    if officer is None:
        raise Invalid(UNKNOWN)
    with transaction.atomic():
        entered = enter_shift(
            by=by, team=team, officer=officer, starts_at=line.starts_at, ends_at=line.ends_at, kind=line.kind
        )
    return bool(entered.warnings)
