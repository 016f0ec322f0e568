"""Loading what the product carries and what official files say: all of a file, or nothing of it."""

import hashlib

from permanence.audit import journal as audit
from permanence.territory import details, facts, help_lines
from permanence.territory.actions.change import changing
from permanence.territory.changes import Change, Summary
from permanence.territory.merge import Progress, merge
from permanence.territory.models import Commune, Department, Edition
from permanence.territory.official import jurisdictions, tables, units
from permanence.territory.official.tables import FileRefused, Refusal


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
        _record(Edition.Kind.EMBEDDED, summary, facts.fingerprint(), by)
    return summary


def import_file(
    *, data: bytes, label: str, by: str, dry_run: bool = False, progress: Progress | None = None
) -> Summary:
    """Loads one official file, recognised by its first line.

    Raises `FileRefused`, with every line that stands in the way: then nothing of the file was taken. `dry_run`: tells
    what would change, and changes nothing. `progress` is told how many lines each step went through.
    """
    try:
        with changing(dry_run=dry_run):
            summary = _import(data, label, by, progress)
    except FileRefused as refusal:
        audit.record_refusal(
            by=by, act="load territory", on=("file", label[:80]), reason=refusal.detail, lines=len(refusal.refusals)
        )
        raise
    return summary


def kind_of(columns: tuple[str, ...]) -> Edition.Kind:
    """Which official file has these columns. Raises `FileRefused`."""
    for kind, wanted in ((Edition.Kind.JURISDICTIONS, jurisdictions.COLUMNS), (Edition.Kind.UNITS, units.COLUMNS)):
        if wanted <= set(columns):
            return kind
    seen = ";".join(columns)[:120]
    raise FileRefused(
        f"Première ligne non reconnue : « {seen} ». Deux fichiers officiels peuvent être importés : les compétences "
        "territoriales (code_commune;libelle_commune;institution;…) et les unités accueillant du public "
        "(identifiant_public_unite;service;…), séparés par des points-virgules."
    )


def _import(data: bytes, label: str, by: str, progress: Progress | None) -> Summary:
    kind = kind_of(tables.columns(data))
    summary = Summary(label)
    edition = Edition.objects.create(
        kind=kind, label=label[:200], sha256=hashlib.sha256(data).hexdigest(), loaded_by=by
    )
    if kind == Edition.Kind.JURISDICTIONS:
        said = jurisdictions.read(tables.rows(data), _known())
        _accept(summary, said.aside, said.refusals, said.lines)
        summary.add(merge(said.facts, progress=progress))
    else:
        spoken = units.read(tables.rows(data), set(Department.objects.values_list("code", flat=True)))
        _accept(summary, spoken.aside, spoken.refusals, spoken.lines)
        summary.add(details.apply(spoken.units, edition, progress=progress))
    _close(edition, summary, by)
    return summary


def _accept(summary: Summary, aside: list[Change], refusals: list[Refusal], lines: int) -> None:
    """Nothing of a file with a line that makes no sense, or without any line."""
    if refusals:
        several = f"{len(refusals)} lignes ne peuvent pas être prises"
        told = several if len(refusals) > 1 else "Une ligne ne peut pas être prise"
        raise FileRefused(f"{told} : rien n'a été changé.", refusals)
    if not lines:
        raise FileRefused("Le fichier n'a que sa première ligne : rien n'a été changé.")
    summary.lines = lines
    summary.add(aside)


def _known() -> jurisdictions.Known:
    communes = {
        insee: (name, code) for insee, name, code in Commune.objects.values_list("insee", "name", "department_id")
    }
    departments = set(Department.objects.values_list("code", flat=True))
    return jurisdictions.Known(communes, departments, facts.former_communes())


def _record(kind: Edition.Kind, summary: Summary, sha256: str, by: str) -> None:
    edition = Edition.objects.create(kind=kind, label=summary.label[:200], sha256=sha256, loaded_by=by)
    _close(edition, summary, by)


def _close(edition: Edition, summary: Summary, by: str) -> None:
    """Keeps with the edition what it changed, and leaves the audit entry."""
    counts = summary.counts()
    edition.summary = {"lines": summary.lines, **counts}
    edition.save(update_fields=["summary"])
    audit.record(
        by=by,
        act="load territory",
        on=("edition", edition.pk),
        kind=edition.kind,
        sha256=edition.sha256,
        counts=counts,
    )


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
