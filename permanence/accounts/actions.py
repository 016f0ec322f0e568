"""Every change of an account."""

import re
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from permanence.accounts import leaving
from permanence.accounts.models import Force, Officer, Presence, Role, Skill, Token
from permanence.audit import journal as audit
from permanence.lib.errors import Invalid, NotFound, Unauthorised
from permanence.territory.models import OperationsCentre, Unit

LANGUAGE = re.compile(r"[a-z]{2,3}")

USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,59}")
CAPACITY = range(1, 21)


def save_officer(
    *,
    by: str,
    username: str,
    role: str,
    force: str = "",
    unit: int | None = None,
    centre: int | None = None,
    rank: str | None = None,
    first_name: str | None = None,
    password: str | None = None,
    is_demonstration: bool = False,
    in_training: bool | None = None,
    languages: Sequence[str] | None = None,
    skills: Sequence[str] | None = None,
) -> tuple[Officer, bool]:
    """Creates the account, or updates the one of that name; True when it was created.

    What is None (rank, first name, password, training, languages, skills) stays as it is. Raises `Invalid` by field.
    A new password, another role or another force ends every opening.
    """
    _check(username, role, force)
    _check_places(unit, centre)
    with transaction.atomic():
        officer = Officer.objects.select_for_update(no_key=True).filter(username=username).first()
        created = officer is None
        rights = (officer.role, officer.force) if officer else (role, force)
        officer = officer or Officer(username=username, is_demonstration=is_demonstration)
        officer.role, officer.force, officer.unit, officer.centre = role, force, unit, centre
        facts = {"rank": rank, "first_name": first_name, "in_training": in_training}
        _set(officer, **facts, languages=_languages(languages), skills=_skills(skills))
        _set_password(officer, password, needed=created)
        officer.save()
        if password is not None or rights != (role, force):
            Token.objects.filter(officer=officer).delete()
        act, given = "create officer" if created else "change officer", password is not None
        rights_now: dict[str, Any] = {"role": role, "force": force, "in_training": officer.in_training}
        audit.record(by=by, act=act, on=("officer", officer.pk), **rights_now, password_changed=given)
        if rights != (role, force):
            leaving.leave_the_desk(officer)
    return officer, created


def _set(officer: Officer, **facts: object) -> None:
    """What is None stays as it is."""
    for name, value in facts.items():
        if value is not None:
            setattr(officer, name, value)


def _languages(given: Sequence[str] | None) -> list[str] | None:
    """Codes, in lower case, each once. Raises `Invalid`."""
    if given is None:
        return None
    codes = list(dict.fromkeys(code.strip().lower() for code in given if code.strip()))
    if not all(LANGUAGE.fullmatch(code) for code in codes):
        words = "Donnez des codes de langue de deux ou trois lettres, séparés par des virgules : fr, en, tr."
        raise Invalid("Ce compte ne peut pas être enregistré.", errors={"languages": words})
    return codes


def _skills(given: Sequence[str] | None) -> list[str] | None:
    """Codes of `Skill`. Raises `Invalid`."""
    if given is None:
        return None
    unknown = [skill for skill in given if skill not in Skill.values]
    if unknown:
        words = f"Compétences possibles : {', '.join(Skill.values)}."
        raise Invalid("Ce compte ne peut pas être enregistré.", errors={"skills": words})
    return sorted(set(given))


def change_password(*, by: Officer, current: str, new: str) -> None:
    """An officer's own password. Raises `Unauthorised` for a wrong current one, `Invalid` for a weak new one."""
    if not by.check_password(current):
        audit.record_refusal(by=by.actor, act="change password", on=("officer", by.pk), reason="wrong password")
        raise Unauthorised("Le mot de passe actuel est incorrect.")
    with transaction.atomic():
        _set_password(by, new, needed=True)
        by.save(update_fields=["password"])
        Token.objects.filter(officer=by).delete()
        audit.record(by=by.actor, act="change password", on=("officer", by.pk))


def deactivate(*, by: str, officer: int) -> None:
    """The account can no longer sign in, and what is open closes. Raises `NotFound`."""
    _set_active(by=by, officer=officer, active=False)


def reactivate(*, by: str, officer: int) -> None:
    """The account can sign in again. Raises `NotFound`."""
    _set_active(by=by, officer=officer, active=True)


def reset_second_factor(*, by: str, officer: int) -> None:
    """The officer lost their telephone: the next sign-in enrols a new one. Raises `NotFound`."""
    with transaction.atomic():
        found = _locked(officer)
        found.otp_secret, found.otp_last_step = None, 0
        found.save(update_fields=["otp_secret", "otp_last_step"])
        Token.objects.filter(officer=found).delete()
        audit.record(by=by, act="reset second factor", on=("officer", officer))


def set_presence(*, by: Officer, state: str, capacity: int | None = None) -> None:
    """What an officer says of themselves. Raises `Invalid`."""
    errors = {}
    if state not in Presence.values:
        errors["state"] = f"Choisissez parmi : {', '.join(Presence.values)}."
    if capacity is not None and capacity not in CAPACITY:
        errors["capacity"] = f"Choisissez de {CAPACITY[0]} à {CAPACITY[-1]} conversations."
    if errors:
        raise Invalid("Ce changement d’état n’est pas possible.", errors=errors)
    with transaction.atomic():
        by.presence, by.presence_at = state, timezone.now()
        by.capacity = by.capacity if capacity is None else capacity
        by.save(update_fields=["presence", "presence_at", "capacity"])
        audit.record(by=by.actor, act="set presence", on=("officer", by.pk), state=state, capacity=by.capacity)
        if state == Presence.OFF:
            leaving.end_shift(by)


def _set_active(*, by: str, officer: int, active: bool) -> None:
    with transaction.atomic():
        found = _locked(officer)
        found.is_active = active
        found.presence = Presence.OFF
        found.save(update_fields=["is_active", "presence"])
        Token.objects.filter(officer=found).delete()
        audit.record(by=by, act="reactivate officer" if active else "deactivate officer", on=("officer", officer))
        if not active:
            leaving.leave_the_desk(found)


def _locked(officer: int) -> Officer:
    found = Officer.objects.select_for_update(no_key=True).filter(pk=officer).first()
    if found is None:
        raise NotFound("Compte inconnu.")
    return found


def _check(username: str, role: str, force: str) -> None:
    errors = {}
    if not USERNAME.fullmatch(username):
        errors["username"] = "De 2 à 60 caractères : lettres minuscules sans accent, chiffres, point, tiret."
    if role not in Role.values:
        errors["role"] = f"Choisissez un rôle parmi : {', '.join(Role.values)}."
    if force not in ("", *Force.values):
        errors["force"] = "Choisissez PN ou GN."
    elif role == Role.OFFICER and not force:
        errors["force"] = "Un policier ou un gendarme appartient à une force : choisissez PN ou GN."
    if errors:
        raise Invalid("Ce compte ne peut pas être enregistré.", errors=errors)


def _check_places(unit: int | None, centre: int | None) -> None:
    errors = {}
    if unit is not None and not Unit.objects.filter(pk=unit).exists():
        errors["unit"] = f"Aucune unité ne porte le numéro {unit}."
    if centre is not None and not OperationsCentre.objects.filter(pk=centre).exists():
        errors["centre"] = f"Aucun centre opérationnel ne porte le numéro {centre}."
    if errors:
        raise Invalid("Ce compte ne peut pas être enregistré.", errors=errors)


def _set_password(officer: Officer, password: str | None, *, needed: bool) -> None:
    if password is None:
        if needed:
            officer.set_unusable_password()
        return
    try:
        validate_password(password, officer)
    except ValidationError as error:
        raise Invalid("Ce mot de passe est trop faible.", errors={"password": " ".join(error.messages)}) from None
    officer.set_password(password)
