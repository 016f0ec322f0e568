"""Every change of a partner."""

import re
from typing import Any

from django.db import transaction
from django.utils import timezone

from permanence.audit import journal as audit
from permanence.casework.referrals.models import Partner
from permanence.desk.vocabulary import Category
from permanence.lib.errors import Invalid
from permanence.territory.actions.change import check_lengths, locked, only
from permanence.territory.models import Department

EDITABLE = (
    "name",
    "purpose",
    "categories",
    "departments",
    "takes_minors",
    "address",
    "telephone",
    "mail",
    "opening_hours",
    "source",
    "dated_on",
)
REACHED_BY = ("address", "telephone", "mail")
NUMBER = re.compile(r"\+?[0-9][0-9 .]*")
UNKNOWN = "Ce partenaire n’existe pas."


def add_partner(*, by: str, is_demonstration: bool = False, **fields: Any) -> Partner:
    """A partner that officers may refer people to. Raises `Invalid` by field."""
    with transaction.atomic():
        partner = Partner(**only(fields, EDITABLE), is_demonstration=is_demonstration)
        _check(partner)
        partner.save()
        audit.record(by=by, act="add partner", on=("partner", partner.pk))
    return partner


def edit_partner(*, partner: int, by: str, **fields: Any) -> Partner:
    """Writes the given fields. Raises `NotFound`, `Invalid` by field."""
    with transaction.atomic():
        row = locked(Partner.objects, partner, UNKNOWN)
        changed = [name for name, value in only(fields, EDITABLE).items() if getattr(row, name) != value]
        for name in changed:
            setattr(row, name, fields[name])
        _check(row)
        row.save()
        audit.record(by=by, act="edit partner", on=("partner", partner), fields=sorted(changed))
    return row


def withdraw_partner(*, partner: int, by: str, reason: str = "") -> None:
    """Nobody is referred there any more; what was sent stays. `restore_partner` undoes it. Raises `NotFound`."""
    _set_withdrawn(partner, by, "withdraw partner", reason, withdrawn=True)


def restore_partner(*, partner: int, by: str, reason: str = "") -> None:
    """People may be referred there again. Raises `NotFound`."""
    _set_withdrawn(partner, by, "restore partner", reason, withdrawn=False)


def _set_withdrawn(partner: int, by: str, act: str, reason: str, *, withdrawn: bool) -> None:
    with transaction.atomic():
        row = locked(Partner.objects, partner, UNKNOWN)
        row.withdrawn_at = timezone.now() if withdrawn else None
        row.save(update_fields=["withdrawn_at"])
        audit.record(by=by, act=act, on=("partner", partner), reason=reason)


def _check(partner: Partner) -> None:
    """Raises `Invalid` with what is wrong by field."""
    check_lengths(partner)
    errors = dict(_faults(partner))
    if errors:
        raise Invalid("Corrigez les champs signalés : rien n’a été enregistré.", errors=errors)


def _faults(partner: Partner) -> list[tuple[str, str]]:
    faults = [(name, "À remplir.") for name in ("name", "purpose", "source") if not getattr(partner, name).strip()]
    if not any(getattr(partner, name).strip() for name in REACHED_BY):
        faults.append(("telephone", "Donnez au moins un moyen de le joindre : téléphone, courriel ou adresse."))
    if partner.telephone.strip() and not NUMBER.fullmatch(partner.telephone.strip()):
        faults.append(("telephone", "Des chiffres, des espaces ou des points seulement."))
    if partner.opening_hours.strip() and not partner.dated_on:
        faults.append(("dated_on", "Des horaires demandent la date de leur source."))
    if partner.dated_on and partner.dated_on > timezone.localdate():
        faults.append(("dated_on", "Cette date n’est pas encore passée."))
    unknown = set(partner.departments) - set(Department.objects.values_list("code", flat=True))
    if unknown:
        faults.append(("departments", f"Départements inconnus : {', '.join(sorted(unknown))}."))
    if set(partner.categories) - set(Category.values):
        faults.append(("categories", "Choisissez dans la liste."))
    return faults
