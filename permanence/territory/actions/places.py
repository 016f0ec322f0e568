"""What an operator settles and edits: communes, units, operations centres."""

from django.utils import timezone

from permanence.audit import journal as audit
from permanence.lib.errors import Invalid
from permanence.territory.actions.change import changing, check_lengths, locked, only
from permanence.territory.merge import ensure_centre, ensure_neutral_unit
from permanence.territory.models import Commune, Force, OperationsCentre, Unit

UNIT_FIELDS = ("name", "address", "telephone", "opening_hours", "url")
CENTRE_FIELDS = ("name", "telephone")


def settle_commune(*, insee: str, force: str, by: str, unit: int | None = None, reason: str = "") -> Commune:
    """An operator says which force answers for a commune, whatever the editions say; an empty `force` gives the
    question back to the editions. Raises `NotFound`, `Invalid`."""
    with changing():
        commune = locked(Commune.objects.select_related("department"), insee, "Cette commune n’existe pas.")
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
        row = locked(Unit.objects, unit, "Cette unité n’existe pas.")
        changed = _edit(row, fields, UNIT_FIELDS)
        audit.record(by=by, act="edit unit", on=("unit", unit), fields=changed)
    return row


def edit_centre(*, centre: int, by: str, **fields: str) -> OperationsCentre:
    """Writes the given fields of `CENTRE_FIELDS`; those that change are the operator's from now on."""
    with changing():
        row = locked(OperationsCentre.objects, centre, "Ce centre opérationnel n’existe pas.")
        changed = _edit(row, fields, CENTRE_FIELDS)
        audit.record(by=by, act="edit operations centre", on=("centre", centre), fields=changed)
    return row


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


def _edit(row: Unit | OperationsCentre, fields: dict[str, str], allowed: tuple[str, ...]) -> list[str]:
    values = {name: value.strip() for name, value in only(fields, allowed).items()}
    if values.get("name") == "":
        raise Invalid("Donnez un nom.", errors={"name": "À remplir."})
    changed = sorted(name for name, value in values.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, values[name])
    row.edited = sorted({*row.edited, *changed})
    check_lengths(row)
    row.save()
    return changed
