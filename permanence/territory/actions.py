"""Every change of the territory: loading editions, settling communes, editing units, centres and help lines.

Each is one transaction, audited, and changes the revision so that every process forgets what it knew. Whoever calls
has asked `accounts.policy` first, or is the operator of the machine.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar
from uuid import uuid4

from django.db import models, transaction
from django.utils import timezone

from permanence.audit import journal as audit
from permanence.lib.errors import Invalid, NotFound
from permanence.territory import facts, help_lines, index
from permanence.territory.changes import Summary
from permanence.territory.merge import Progress, ensure_centre, ensure_neutral_unit, merge
from permanence.territory.models import (
    Commune,
    Department,
    Edition,
    Force,
    HelpLine,
    OperationsCentre,
    Revision,
    Unit,
)

M = TypeVar("M", bound=models.Model)
UNIT_FIELDS = ("name", "address", "telephone", "opening_hours", "url")
CENTRE_FIELDS = ("name", "telephone")


def load_embedded(*, by: str, progress: Progress | None = None) -> Summary:
    """Loads the facts the product carries. At once when they are loaded already; else in a few seconds.

    Never undoes an operator's edit, nor a jurisdiction that an official file gave.
    """
    loaded = Edition.objects.filter(kind=Edition.Kind.EMBEDDED, sha256=facts.fingerprint())
    summary = Summary(facts.EDITION)
    if loaded.exists():
        summary.already_loaded = True
        return summary
    with changing():
        if loaded.exists():  # another process was faster
            summary.already_loaded = True
            return summary
        _load_departments()
        communes = list(facts.communes())
        official = Edition.objects.filter(kind=Edition.Kind.JURISDICTIONS).exists()
        summary.add(merge(communes, jurisdictions=not official, progress=progress))
        summary.lines = len(communes)
        help_lines.load()
        record_edition(Edition.Kind.EMBEDDED, summary, facts.fingerprint(), by)
    return summary


def settle_commune(*, insee: str, force: str, by: str, unit: int | None = None, reason: str = "") -> Commune:
    """An operator says which force answers for a commune, whatever the editions say; an empty `force` gives the
    question back to the editions. Raises `NotFound`, `Invalid`."""
    with changing():
        commune = _locked(Commune.objects.select_related("department"), insee, "Cette commune n'existe pas.")
        if force and force not in Force.values:
            raise Invalid("Choisissez la police nationale ou la gendarmerie nationale.", errors={"force": "À choisir."})
        commune.settled_force = force
        commune.settled_unit = _unit_for(commune, force, unit) if force else None
        commune.settled_at = timezone.now() if force else None
        commune.settled_by = by if force else ""
        commune.save()
        audit.record(
            by=by,
            act="settle commune" if force else "reopen commune",
            on=("commune", insee),
            reason=reason,
            force=force,
            unit=commune.settled_unit_id,
        )
    return commune


def edit_unit(*, unit: int, by: str, **fields: str) -> Unit:
    """Writes the given fields of `UNIT_FIELDS`; those that change are the operator's from now on."""
    with changing():
        row = _locked(Unit.objects, unit, "Cette unité n'existe pas.")
        changed = _edit(row, fields, UNIT_FIELDS)
        audit.record(by=by, act="edit unit", on=("unit", unit), fields=changed)
    return row


def edit_centre(*, centre: int, by: str, **fields: str) -> OperationsCentre:
    """Writes the given fields of `CENTRE_FIELDS`; those that change are the operator's from now on."""
    with changing():
        row = _locked(OperationsCentre.objects, centre, "Ce centre opérationnel n'existe pas.")
        changed = _edit(row, fields, CENTRE_FIELDS)
        audit.record(by=by, act="edit operations centre", on=("centre", centre), fields=changed)
    return row


def add_help_line(*, by: str, **fields: Any) -> HelpLine:
    """A new number to show to visitors. Raises `Invalid` by field."""
    with changing():
        line = HelpLine(**_only(fields, help_lines.EDITABLE), edited=True)
        help_lines.check(line)
        line.save()
        audit.record(by=by, act="add help line", on=("help line", line.pk))
    return line


def edit_help_line(*, line: int, by: str, **fields: Any) -> HelpLine:
    """Writes the given fields. Raises `NotFound`, `Invalid` by field."""
    with changing():
        row = _locked(HelpLine.objects, line, "Ce numéro n'existe pas.")
        changed = [name for name, value in _only(fields, help_lines.EDITABLE).items() if getattr(row, name) != value]
        for name in changed:
            setattr(row, name, fields[name])
        row.edited = row.edited or bool(changed)
        help_lines.check(row)
        row.save()
        audit.record(by=by, act="edit help line", on=("help line", line), fields=sorted(changed))
    return row


def withdraw_help_line(*, line: int, by: str, reason: str = "") -> None:
    """Visitors do not see it any more; `restore_help_line` undoes it."""
    _set_withdrawn(line, by, "withdraw help line", reason, withdrawn=True)


def restore_help_line(*, line: int, by: str, reason: str = "") -> None:
    """Visitors see it again."""
    _set_withdrawn(line, by, "restore help line", reason, withdrawn=False)


@contextmanager
def changing() -> Iterator[None]:
    """One change of the territory: one at a time, with a new revision when it succeeds."""
    try:
        with transaction.atomic():
            Revision.objects.get_or_create(pk=1, defaults={"token": uuid4()})
            Revision.objects.select_for_update().get(pk=1)
            yield
            Revision.objects.filter(pk=1).update(token=uuid4())
            transaction.on_commit(index.forget)
    finally:
        index.forget()


def record_edition(kind: Edition.Kind, summary: Summary, sha256: str, by: str) -> Edition:
    """The row that says what was loaded, and its audit entry."""
    counts = summary.counts()
    edition = Edition.objects.create(
        kind=kind, label=summary.label[:200], sha256=sha256, loaded_by=by, summary={"lines": summary.lines, **counts}
    )
    audit.record(by=by, act="load territory", on=("edition", edition.pk), kind=kind.value, sha256=sha256, counts=counts)
    return edition


def _load_departments() -> None:
    Department.objects.bulk_create(
        [
            Department(code=fact.code, name=fact.name, zone=fact.zone, time_zone=fact.time_zone)
            for fact in facts.departments()
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "zone", "time_zone"],
    )


def _unit_for(commune: Commune, force: str, unit: int | None) -> Unit:
    """The unit chosen, else the only one of that force that the edition names, else the neutral one."""
    ensure_centre(force, commune.department)
    if unit is not None:
        chosen = Unit.objects.filter(pk=unit, force=force).first()
        if chosen is None:
            raise Invalid("Choisissez une unité de la force retenue.", errors={"unit": "À choisir dans la liste."})
        return chosen
    named = list(Unit.objects.filter(jurisdictions__commune=commune, force=force)[:2])
    return named[0] if len(named) == 1 else ensure_neutral_unit(force, commune.department)


def _locked(rows: models.Manager[M] | models.QuerySet[M], key: object, otherwise: str) -> M:
    row = rows.select_for_update(of=("self",)).filter(pk=key).first()
    if row is None:
        raise NotFound(otherwise)
    return row


def _edit(row: Unit | OperationsCentre, fields: dict[str, str], allowed: tuple[str, ...]) -> list[str]:
    values = {name: value.strip() for name, value in _only(fields, allowed).items()}
    if values.get("name") == "":
        raise Invalid("Donnez un nom.", errors={"name": "À remplir."})
    changed = sorted(name for name, value in values.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, values[name])
    row.edited = sorted({*row.edited, *changed})
    _check_lengths(row)
    row.save()
    return changed


def _check_lengths(row: models.Model) -> None:
    errors = {
        field.name: f"{field.max_length} caractères au plus."
        for field in row._meta.fields
        if isinstance(field, models.CharField)
        and field.max_length
        and len(field.value_from_object(row)) > field.max_length
    }
    if errors:
        raise Invalid("Corrigez les champs signalés : rien n'a été enregistré.", errors=errors)


def _only(fields: dict[str, Any], allowed: tuple[str, ...]) -> dict[str, Any]:
    unknown = set(fields) - set(allowed)
    if unknown:
        raise TypeError(f"not fields that can be edited: {', '.join(sorted(unknown))}")
    return fields


def _set_withdrawn(line: int, by: str, act: str, reason: str, *, withdrawn: bool) -> None:
    with changing():
        row = _locked(HelpLine.objects, line, "Ce numéro n'existe pas.")
        row.withdrawn_at = timezone.now() if withdrawn else None
        row.edited = True
        row.save()
        audit.record(by=by, act=act, on=("help line", line), reason=reason)
