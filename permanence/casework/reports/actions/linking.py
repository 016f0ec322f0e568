"""Earlier reports of the same person: found by a code or a reference that she gives, or by her identity, never by
what happened to her, what she believes or whom she loves. Until it is tied, a found report shows its reference, its
date, its force and its unit alone. Each search and each tie leaves its reason in the journal.
"""

import re
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act
from permanence.audit import journal as audit
from permanence.casework.reports import access, queries, sealed
from permanence.casework.reports.models import Link, Report
from permanence.casework.reports.vocabulary import LinkHow
from permanence.desk.actions import checked_reason, locked
from permanence.lib.errors import Invalid, NotFound, Unauthorised
from permanence.live import actions as live

BY_WHAT_SHE_GAVE = (LinkHow.CODE, LinkHow.REFERENCE)
BY_WHO_SHE_IS = (LinkHow.BORN, LinkHow.TELEPHONE, LinkHow.MAIL)
NOT_GIVEN = {
    LinkHow.BORN: "Le nom complet et la date de naissance de la victime ne sont pas remplis.",
    LinkHow.TELEPHONE: "Le téléphone de la victime n’est pas rempli.",
    LinkHow.MAIL: "L’adresse électronique de la victime n’est pas remplie.",
}
_REFERENCE = re.compile(r"(PN|GN)[-\s]*(\d{4})[-\s]*(\d{1,6})", re.IGNORECASE)


def find(*, by: Officer, conversation: UUID, how: str, value: str = "", reason: str = "") -> list[Report]:
    """The earlier reports that this designates, the newest first. `how` is a `LinkHow`; `value` the code or the
    reference she gave; by an identity, the one that this report holds.

    Raises `Invalid` without a reason or without what `how` needs, `NotFound`, `Forbidden`.
    """
    report = access.report(by, conversation, Act.LINK_REPORT)
    reason = _checked(report, how, value, reason)
    found = list(_found(report, how, value))
    detail = {"how": how, "found": [one.reference for one in found]}
    audit.record(by=by.actor, act="search earlier reports", on=("conversation", conversation), reason=reason, **detail)
    return found


def link(*, by: Officer, conversation: UUID, earlier: str, how: str, value: str = "", reason: str = "") -> Link:
    """Ties the report of this reference, which `find` gives for the same `how` and `value`. Tied already: as it was.

    Raises as `find` does.
    """
    report = access.report(by, conversation, Act.LINK_REPORT)
    reason = _checked(report, how, value, reason)
    with transaction.atomic():
        intake = locked(conversation, by, Act.LINK_REPORT, ended_too=True)
        found = next((one for one in _found(report, how, value) if one.reference == earlier), None)
        if found is None:
            raise NotFound("Ce signalement n’est pas désigné par ce qu’elle a donné.")
        body = sealed.close_reason(report, found, reason)
        facts = {"how": how, "at": timezone.now(), "by": by, "body": body}
        made, is_new = Link.objects.get_or_create(report=report, earlier=found, defaults=facts)
        if is_new:
            live.touch(intake.conversation)
            detail = {"how": how, "earlier": found.reference}
            audit.record(by=by.actor, act=Act.LINK_REPORT, on=("conversation", conversation), reason=reason, **detail)
    return made


def unlink(*, by: Officer, conversation: UUID, earlier: str, reason: str = "") -> None:
    """Takes a tie back. Raises `Invalid` without a reason, `NotFound`, `Forbidden`."""
    report = access.report(by, conversation, Act.LINK_REPORT)
    reason = checked_reason(reason, {})
    with transaction.atomic():
        intake = locked(conversation, by, Act.LINK_REPORT, ended_too=True)
        tie = queries.linked(report, earlier)
        if tie is None:
            raise NotFound("Ce signalement n’est pas rattaché.")
        tie.delete()
        live.touch(intake.conversation)
        on = ("conversation", conversation)
        audit.record(by=by.actor, act="unlink report", on=on, reason=reason, earlier=earlier)


def _checked(report: Report, how: str, value: str, reason: str) -> str:
    errors: dict[str, str] = {}
    if how in BY_WHAT_SHE_GAVE and not value.strip():
        errors["value"] = "Recopiez ce que la personne a donné."
    elif how in BY_WHO_SHE_IS and not report.identities.filter(person="victim", field=how).exists():
        errors["how"] = NOT_GIVEN[LinkHow(how)]
    elif how not in LinkHow.values:
        errors["how"] = "Choisissez un code, une référence ou une identité."
    return checked_reason(reason, errors)


def _found(report: Report, how: str, value: str) -> QuerySet[Report]:
    every = Report.objects.select_related("conversation__key", "conversation__intake").exclude(pk=report.pk)
    every = every.filter(is_exercise=report.is_exercise).order_by("-opened_at")
    if how == LinkHow.CODE:
        return every.filter(pk=_opened_by(value))
    if how == LinkHow.REFERENCE:
        return every.filter(reference=_reference(value))
    same = Q()
    for hashed in report.identities.filter(person="victim", field=how).values_list("hashed", flat=True):
        same |= Q(identities__hashed=hashed)
    return every.filter(same, identities__person="victim", identities__field=how).distinct()


def _opened_by(code: str) -> UUID | None:
    try:
        with transaction.atomic():
            return live.by_return_code(code).pk
    except Unauthorised:
        return None


def _reference(text: str) -> str:
    found = _REFERENCE.fullmatch(text.strip())
    if found is None:
        raise Invalid(
            "Référence à corriger.", errors={"value": "Une référence est attendue, par exemple GN-2026-000123."}
        )
    return f"{found[1].upper()}-{found[2]}-{int(found[3]):06d}"
