"""Audit entries as people read them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.desk.administration import words


@dataclass(frozen=True)
class Told:
    """One entry in French."""

    pk: int
    at: datetime
    actor: str
    actor_id: str
    act: str
    kind: str
    kind_id: str
    key: str
    outcome: str
    outcome_id: str
    reason: str
    detail: str
    position: int | None


def told(rows: Iterable[Entry]) -> list[Told]:
    """The rows, with the names of the accounts they speak of."""
    found = list(rows)
    ids = {row.actor.removeprefix("officer:") for row in found if row.actor.startswith("officer:")}
    names = {
        f"officer:{pk}": name
        for pk, name in Officer.objects.filter(pk__in=[i for i in ids if i.isdigit()]).values_list("pk", "username")
    }
    return [_told(row, names) for row in found]


def _told(row: Entry, names: dict[str, str]) -> Told:
    return Told(
        pk=row.pk,
        at=row.at,
        actor=words.actor(row.actor, names),
        actor_id=row.actor,
        act=words.ACTS.get(row.act, row.act),
        kind=words.OBJECTS.get(row.object_kind, row.object_kind),
        kind_id=row.object_kind,
        key=row.object_id,
        outcome=words.OUTCOMES.get(row.outcome, row.outcome),
        outcome_id=row.outcome,
        reason=row.reason,
        detail=words.detail(row.detail),
        position=row.position,
    )
