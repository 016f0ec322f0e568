"""Publishing, and writing a correction: each in one transaction with its row in the audit journal."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act
from permanence.audit import journal as audit
from permanence.casework.documents import signing
from permanence.lib.errors import Conflict, Invalid
from permanence.live.protocol import moment
from permanence.statistics.publications import figures as published
from permanence.statistics.publications import signed
from permanence.statistics.publications.figures import Place
from permanence.statistics.publications.models import Correction, File, Publication

ONCE = "Cette période est déjà publiée : ce qui a été publié est gardé tel quel."
UNKNOWN_FIGURE = "Cette édition ne donne pas ce chiffre."
SAME = "Ce chiffre est déjà celui qui est publié : il n’y a rien à corriger."
NO_REASON = "Dites pourquoi le chiffre change : c’est ce que liront ceux qui ont l’ancien."
LONGEST_REASON = 1000
TOLD = 20
"""Figures named in the journal; the rows have all of them."""


@dataclass(frozen=True)
class Made:
    """A file that was made for a publication."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Told:
    """What a publication answers: the question, as `queries.Question` has it, and under which title."""

    title: str
    from_on: date
    to_on: date
    force: str = ""
    department: str = ""
    scope: str = "all"


def publish(
    kind: str,
    told: Told,
    *,
    figures: Iterable[Mapping[str, Any]],
    files: Iterable[Made] = (),
    definitions: str,
    by: Officer | None = None,
    actor: str = audit.SYSTEM,
    more: Mapping[str, Any] | None = None,
) -> Publication:
    """Keeps an edition, numbered and signed.

    `figures`: `{"force", "department", "scope", "counts": {key: count}}` each, what later checks compare with the
    figures of that day; `more`: what else the signed record says (JSON values); `actor`: who does it where no officer
    does. Raises `Conflict` where the period was published already.
    """
    given = list(files)
    try:
        with transaction.atomic():
            made = _made(kind, told, definitions, by)
            record = _record(made, figures, given, more or {})
            made.document = signed.write(record, signing.sign, signing.public_key())
            made.sha256 = signed.digest({**record, "format": signed.FORMAT})
            made.save()
            File.objects.bulk_create([_file(made, one) for one in given])
            detail: dict[str, Any] = {"kind": kind, "number": made.number, "sha256": made.sha256}
            audit.record(
                by=by.actor if by else actor, act=Act.PUBLISH_STATISTICS, on=("publication", made.pk), **detail
            )
    except IntegrityError:
        raise Conflict(ONCE) from None
    return made


@dataclass(frozen=True)
class Change:
    """A published figure and what it is now."""

    place: Place
    key: str
    after: int


def correct(*, by: Officer, publication: Publication, changes: Sequence[Change], reason: str) -> list[Correction]:
    """Writes down that published figures are now otherwise, and why: one row a figure, one reason for all of them.

    Raises `Invalid` with the field that cannot be taken; then nothing is written.
    """
    said = " ".join(reason.split())
    if not said or len(said) > LONGEST_REASON:
        raise Invalid(NO_REASON, errors={"reason": NO_REASON})
    with transaction.atomic():
        Publication.objects.select_for_update().get(pk=publication.pk)
        figures, at = published.standing(publication), timezone.now()
        written = [_correction(publication, figures, one) for one in changes]
        for one in written:
            one.reason, one.at, one.by = said, at, by
        Correction.objects.bulk_create(written)
        told = [f"{one.key}: {one.before} {one.after}" for one in written[:TOLD]]
        audit.record(
            by=by.actor,
            act=Act.CORRECT_STATISTICS,
            on=("publication", publication.pk),
            figures=len(written),
            first=told,
        )
    return written


def _correction(publication: Publication, figures: published.Figures, change: Change) -> Correction:
    if change.place not in figures:
        raise Invalid(UNKNOWN_FIGURE, errors={"key": UNKNOWN_FIGURE})
    before = figures[change.place][change.key]
    if before == change.after:
        raise Invalid(SAME, errors={"after": SAME})
    place = change.place._asdict()
    return Correction(publication=publication, key=change.key, before=before, after=change.after, **place)


def _made(kind: str, told: Told, definitions: str, by: Officer | None) -> Publication:
    last = Publication.objects.filter(kind=kind).aggregate(last=Max("number"))["last"] or 0
    return Publication(
        kind=kind,
        number=last + 1,
        title=told.title,
        from_on=told.from_on,
        to_on=told.to_on,
        force=told.force,
        department=told.department,
        scope=told.scope,
        made_at=timezone.now(),
        made_by=by,
        definitions=definitions,
        is_demonstration=settings.PERMANENCE.demonstration,
    )


def _record(
    made: Publication, figures: Iterable[Mapping[str, Any]], files: list[Made], more: Mapping[str, Any]
) -> dict[str, Any]:
    """Nobody is named in it: it leaves the house."""
    return {
        "kind": made.kind,
        "number": made.number,
        "title": made.title,
        "from_on": made.from_on.isoformat(),
        "to_on": made.to_on.isoformat(),
        "time_zone": "Europe/Paris",
        "force": made.force,
        "department": made.department,
        "scope": made.scope,
        "made_at": moment(made.made_at),
        "definitions": made.definitions,
        "demonstration": made.is_demonstration,
        "figures": [dict(one) for one in figures],
        "files": [{"name": one.name, "size": len(one.content), "sha256": _sha256(one)} for one in files],
        **more,
    }


def _file(made: Publication, one: Made) -> File:
    size = len(one.content)
    return File(
        publication=made,
        name=one.name,
        media_type=one.media_type,
        content=one.content,
        size=size,
        sha256=_sha256(one),
    )


def _sha256(one: Made) -> str:
    return hashlib.sha256(one.content).hexdigest()
