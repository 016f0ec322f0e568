"""Closing a year: its figures are checked against the rows, written down whole, signed and kept.

Afterwards the dashboard still reads the cells: they follow what is corrected in the rows while these live, and what was
forgotten keeps them where they stood once retention destroyed the rows. What the year was closed with is the signed
record; `watching` tells every figure that has moved since, until a correction says why.

A year is closed when it is over in Paris, when the figures follow the journal to its end, and when a recount of all
rows finds no difference: never otherwise.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.audit import journal as audit
from permanence.casework.documents.canonical import canonical
from permanence.lib.errors import Conflict
from permanence.live.models import Conversation
from permanence.statistics import cells, following, keeping, queries, recount
from permanence.statistics.definitions import DEFINITIONS
from permanence.statistics.models import Cell, Share
from permanence.statistics.paris import PARIS, begins
from permanence.statistics.publications import actions
from permanence.statistics.publications.actions import Told
from permanence.statistics.publications.models import Publication
from permanence.statistics.queries import Question, Vector
from permanence.statistics.scopes import SCOPES

FORCES = ("", "PN", "GN")
NOT_OVER = "L’année {year} n’est pas finie : elle peut être arrêtée à partir du 1er janvier {after}, heure de Paris."
DIFFERENT = (
    "{count} chiffres ne sont pas ceux que disent les dossiers : l’année n’est pas arrêtée. Faites recompter "
    "(permanence statistics check), puis recommencez."
)
BEHIND = "Les chiffres suivent encore le journal : recommencez dans une minute."
EMPTY = "Rien n’a été compté en {year} : il n’y a rien à arrêter."


def close(year: int, *, by: Officer | None = None, actor: str = audit.SYSTEM) -> Publication:
    """Closes a year. Raises `Conflict` where it is not over, not exact, or closed already."""
    if timezone.now().astimezone(PARIS).year <= year:
        raise Conflict(NOT_OVER.format(year=year, after=year + 1))
    if year in keeping.closed_years():
        raise Conflict(actions.ONCE)
    keeping.sweep()
    found = recount.check()
    if found:
        raise Conflict(DIFFERENT.format(count=len(found)))
    with transaction.atomic():
        keeping.lock()
        _check_follows(year)
        whole = list(_figures(year))
        if not any(one["counts"] for one in whole):
            raise Conflict(EMPTY.format(year=year))
        return actions.publish(
            Publication.Kind.YEAR,
            Told(f"Chiffres arrêtés de l’année {year}", date(year, 1, 1), date(year, 12, 31)),
            figures=whole,
            definitions=definitions_version(),
            by=by,
            actor=actor,
            more={"year": year, "months": list(_months(year)), "cells": digests(year)},
        )


def definitions_version() -> str:
    """Changes when the meaning of any figure does: the latest date, and a digest of what they all say."""
    told = [[one.code, one.meaning, list(one.is_not), one.counts_on, one.place] for one in DEFINITIONS.values()]
    since = max(one.since for one in DEFINITIONS.values())
    return f"{since.isoformat()} {hashlib.sha256(canonical(told)).hexdigest()[:16]}"


def questions(from_on: date, to_on: date) -> list[Question]:
    """Of each force and scope, all departments together."""
    return [Question(from_on, to_on, force, "", scope) for force in FORCES for scope in SCOPES]


def digests(year: int) -> dict[str, str]:
    """SHA-256 of the cells of each month, days and departments included: `{"01": …}`. Whatever moves in any of them
    changes the digest of its month."""
    lines: dict[int, list[bytes]] = defaultdict(list)
    rows = Cell.objects.filter(start__year=year).values_list("grain", "start", "force", "department", "scope", "counts")
    for grain, start, force, department, scope, text in rows.iterator(chunk_size=2_000):
        counts = cells.decoded(text)
        if counts:
            lines[start.month].append(canonical([grain, start.isoformat(), force, department, scope, counts]))
    return {f"{month:02d}": _digest(lines.get(month, [])) for month in range(1, 13)}


def moved(year: int, told: dict[str, str]) -> list[str]:
    """The months, `01` to `12`, of which some cell is not as it was when the year was closed."""
    now = digests(year)
    return [month for month, digest in sorted(now.items()) if told.get(month) != digest]


def _check_follows(year: int) -> None:
    """Nothing that adds to the year waits to be counted."""
    waiting, after = following.pending(), begins(date(year + 1, 1, 1))
    new = Conversation.objects.filter(pk__in=waiting, counted=None, created_at__lt=after)
    if new.exists() or Share.objects.filter(counted__in=waiting, day__year=year).exists():
        raise Conflict(BEHIND)


def _digest(lines: list[bytes]) -> str:
    return hashlib.sha256(b"\n".join(sorted(lines))).hexdigest()


def _figures(year: int) -> Iterator[dict[str, Any]]:
    asked = questions(date(year, 1, 1), date(year, 12, 31))
    for question, vector in zip(asked, queries.many(asked), strict=True):
        yield {**_place(question), "counts": _counts(vector)}


def _months(year: int) -> Iterator[dict[str, Any]]:
    for month in range(1, 13):
        first = date(year, month, 1)
        asked = questions(first, cells.month_of(first + timedelta(days=32)) - timedelta(days=1))
        for question, vector in zip(asked, queries.many(asked), strict=True):
            yield {"month": month, **_place(question), "counts": _counts(vector)}


def _place(question: Question) -> dict[str, str]:
    return {"force": question.force, "department": question.department, "scope": question.scope}


def _counts(vector: Vector) -> dict[str, int]:
    return {key: count for key, count in sorted(vector.items()) if count}
