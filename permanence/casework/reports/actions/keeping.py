"""The report, kept as it is typed: some paths at a time, the others stay; each saving is a version."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act
from permanence.audit import journal as audit
from permanence.casework.reports import access, identities, numbering, queries, sealed
from permanence.casework.reports import content as rules
from permanence.casework.reports.models import Fact, Identity, Report, Version
from permanence.desk.actions import locked
from permanence.desk.models import Intake
from permanence.desk.vocabulary import Mark
from permanence.lib.errors import Conflict, Invalid
from permanence.live import actions as live
from permanence.live.models import Conversation
from permanence.territory import queries as territory

NOT_REAL = frozenset({Mark.TEST, Mark.TRAINING})
Content = dict[str, Any]


def keep(*, by: Officer, conversation: UUID, given: Mapping[str, Any], forget: Iterable[str] = ()) -> Report | None:
    """Keeps the paths given; null or empty forgets one, `forget` whole items or groups ("facts.ab12"). What somebody
    else fills meanwhile stays; of one path the last writer wins.

    The first thing kept opens the report and gives its reference; None where there was nothing to keep. Raises
    `Invalid` with each path that cannot be taken, `NotFound`, `Forbidden`.
    """
    access.dossier(by, conversation, Act.KEEP_REPORT)
    known = rules.cleaned(given, today=timezone.now().astimezone(numbering.PARIS).date())
    communes = _communes(known)
    with transaction.atomic():
        intake = locked(conversation, by, Act.KEEP_REPORT, ended_too=True)
        report = queries.of(conversation)
        before = queries.content(report) | queries.witness(report) if report else {}
        after = _merged(before, given, known, tuple(forget)) | communes
        if errors := rules.contradictions(after, given):
            raise Invalid(rules.REFUSED, errors=errors)
        _note_consent(before, after, by)
        changes = _changes(before, after)
        if not changes:
            return report
        report = report or _opened(intake, by)
        _save(report, intake, by, after, changes)
        live.touch(intake.conversation)
        paths = sorted(changes)
        on = ("conversation", conversation)
        audit.record(by=by.actor, act=Act.KEEP_REPORT, on=on, version=report.version, fields=paths)
    return report


def is_exercise(intake: Intake) -> bool:
    """With a scripted visitor, or marked as no real one: it goes nowhere and is not counted."""
    return bool(intake.exercise) or intake.mark in NOT_REAL


def follow_mark(intake: Intake) -> None:
    """A conversation was marked: its report is an exercise, or is none, from now on."""
    Report.objects.filter(pk=intake.pk).update(is_exercise=is_exercise(intake))


def _communes(known: Mapping[str, Any]) -> Content:
    """The names of the communes given, by path. Raises `Invalid` for one that does not exist."""
    names, errors = {}, {}
    for path, insee in known.items():
        if path.endswith(".insee"):
            try:
                names[path.removesuffix("insee") + "commune"] = territory.commune(insee).name
            except Invalid as refusal:
                errors[path] = refusal.detail
    if errors:
        raise Invalid(rules.REFUSED, errors=errors)
    return names


def _merged(before: Content, given: Mapping[str, Any], known: Content, forget: tuple[str, ...]) -> Content:
    """What stood there, without what is forgotten, with what is known now."""
    gone = {path for path in given if path not in known}
    gone |= {path.removesuffix("insee") + "commune" for path in gone if path.endswith(".insee")}
    beginnings = tuple(f"{one}." for one in forget)
    stays = {
        path: value
        for path, value in before.items()
        if path not in gone and path not in forget and not path.startswith(beginnings)
    }
    return stays | known


def _note_consent(before: Content, after: Content, by: Officer) -> None:
    """When an agreement was recorded and by whom; nothing is said of one that was taken back to unasked."""
    said = after.get("consent.transmission")
    if not said:
        after.pop("consent.at", None)
        after.pop("consent.by", None)
    elif said != before.get("consent.transmission"):
        after |= {"consent.at": timezone.now().isoformat(timespec="seconds"), "consent.by": by.display_name}


def _changes(before: Content, after: Content) -> dict[str, list[Any]]:
    paths = dict.fromkeys((*before, *after))
    return {path: [before.get(path), after.get(path)] for path in paths if before.get(path) != after.get(path)}


def _opened(intake: Intake, by: Officer) -> Report:
    force = intake.force or by.force
    if not force:
        raise Conflict("Corrigez d’abord la force de cette conversation : le signalement prend son numéro dans l’une.")
    now = timezone.now()
    return Report(
        conversation=intake.conversation,
        reference=numbering.take(force, now),
        force=force,
        department=intake.department,
        opened_at=now,
        opened_by=by,
    )


def _save(report: Report, intake: Intake, by: Officer, after: Content, changes: dict[str, list[Any]]) -> None:
    conversation: Conversation = intake.conversation
    report.conversation = conversation
    known, witness = rules.apart(after)
    report.body, report.witness = sealed.close_content(conversation, known), sealed.close_witness(conversation, witness)
    report.version += 1
    report.edited_at, report.edited_by = timezone.now(), by
    report.is_exercise = is_exercise(intake)
    report.force = intake.force or report.force
    report.department = _department(known) or intake.department
    for column, value in rules.typed(known).items():
        setattr(report, column, value)
    report.save()
    changed, of_witness = rules.apart(changes)
    Version.objects.create(
        report=report,
        number=report.version,
        at=report.edited_at,
        by=by,
        body=sealed.close_changes(report, report.version, changed),
        witness=sealed.close_changes(report, report.version, of_witness, of="witness"),
    )
    _count(report, known)


def _count(report: Report, known: Content) -> None:
    """The rows that figures and equal identities are asked of, made anew."""
    report.facts.all().delete()
    Fact.objects.bulk_create(Fact(report=report, **row) for row in rules.facts(known))
    report.identities.all().delete()
    Identity.objects.bulk_create(
        Identity(report=report, person=person, field=field, hashed=hashed)
        for person, field, hashed in identities.of(known)
    )


def _department(known: Content) -> str:
    """Of the first place of the facts that is known."""
    insee = next((value for path, value in known.items() if path.startswith("facts.") and path.endswith(".insee")), "")
    return territory.commune(insee).department if insee else ""
