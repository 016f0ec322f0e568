"""Exchanges between colleagues: asked, accepted, refused, withdrawn, lapsed; a supervisor only where a rest is broken.

Both shifts change hands in one transaction: both officers' rows are locked, in the order of their ids, then the
shifts and the swap, and everything is looked at again. An exchanged shift leaves its cycle, and every other swap that
was open about it lapses.
"""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act
from permanence.audit import journal as audit
from permanence.lib.errors import Conflict, Invalid
from permanence.roster import access
from permanence.roster.actions.shifts import breaks_a_rest, let_swaps_lapse, may_stand_at, overlaps
from permanence.roster.models import Absence, Shift, Swap

NO_SWAP = "Cet échange ne peut pas être demandé."


class Lapsed(Conflict):
    """What was asked for is not to be had any more."""


class AlreadyAsked(Conflict):
    """The shift is already offered to somebody."""


def ask_swap(*, by: Officer, shift: int, to: Officer, in_return: int | None = None) -> Swap:
    """Asks `to` for taking a shift of `by`, for one of theirs or for nothing.

    Raises `NotFound`, `Invalid`, `Lapsed`, `AlreadyAsked`.
    """
    given = access.own_shift(by, shift)
    wanted = Shift.objects.filter(pk=in_return, officer=to).first() if in_return else None
    if in_return and wanted is None:
        raise Invalid(NO_SWAP, errors={"in_return": "Cette vacation n’est pas à ce collègue."})
    swap = Swap(shift=given, in_return=wanted, asked_by=by, asked_to=to, asked_at=timezone.now())
    _check(swap)
    facts: dict[str, Any] = {"shift": shift, "in_return": in_return, "to": to.pk}
    try:
        with transaction.atomic():
            swap.save()
            audit.record(by=by.actor, act=Act.EXCHANGE_SHIFT, on=("swap", swap.pk), change="asked", **facts)
    except IntegrityError:
        raise AlreadyAsked("Cette vacation est déjà proposée à un collègue : retirez d’abord cette demande.") from None
    return swap


def accept_swap(*, by: Officer, swap: int) -> Swap:
    """The colleague agrees: the shifts change hands at once, or wait for a supervisor where a rest would be broken.

    Raises `NotFound`, `Lapsed`, `Invalid`.
    """
    access.swap(by, swap, of="asked_to")
    with transaction.atomic():
        found = _locked(swap, Swap.State.ASKED)
        _check(found)
        if _breaks_a_rest(found):
            return _answered(found, by, Swap.State.TO_CONFIRM)
        return _exchanged(found, by)


def refuse_swap(*, by: Officer, swap: int) -> Swap:
    """The colleague does not agree. Raises `NotFound`, `Lapsed`."""
    access.swap(by, swap, of="asked_to")
    with transaction.atomic():
        return _answered(_locked(swap, Swap.State.ASKED), by, Swap.State.REFUSED)


def withdraw_swap(*, by: Officer, swap: int) -> Swap:
    """Whoever asked for it does not want it any more. Raises `NotFound`, `Lapsed`."""
    access.swap(by, swap, of="asked_by")
    with transaction.atomic():
        return _answered(_locked(swap, *Swap.OPEN), by, Swap.State.WITHDRAWN)


def confirm_swap(*, by: Officer, swap: int) -> Swap:
    """A supervisor lets the shifts change hands though a rest is broken. Raises `NotFound`, `Lapsed`, `Invalid`."""
    access.swap_to_confirm(by, swap)
    with transaction.atomic():
        found = _locked(swap, Swap.State.TO_CONFIRM)
        _check(found)
        return _exchanged(found, by)


def decline_swap(*, by: Officer, swap: int) -> Swap:
    """A supervisor does not. Raises `NotFound`, `Lapsed`."""
    access.swap_to_confirm(by, swap)
    with transaction.atomic():
        return _answered(_locked(swap, Swap.State.TO_CONFIRM), by, Swap.State.REFUSED)


def lapse_swaps() -> int:
    """Ends what was asked for about shifts that have begun; how many. By the periodic work."""
    now = timezone.now()
    begun = Q(shift__starts_at__lte=now) | Q(in_return__starts_at__lte=now)
    about = list(Swap.objects.filter(begun, state__in=Swap.OPEN).values_list("pk", flat=True))
    with transaction.atomic():
        open_still = Swap.objects.select_for_update(of=("self",)).filter(pk__in=about, state__in=Swap.OPEN)
        lapsed = list(open_still.order_by("pk"))
        for swap in lapsed:
            swap.state, swap.answered_at = Swap.State.LAPSED, now
            swap.save(update_fields=["state", "answered_at"])
            audit.record(by=audit.SYSTEM, act=Act.EXCHANGE_SHIFT, on=("swap", swap.pk), change="lapsed")
    return len(lapsed)


def _locked(swap: int, *states: str) -> Swap:
    """The swap as it stands, its officers, its shifts and itself locked, in the order in which a shift that is removed
    takes them. Raises `Lapsed` unless it is in these states."""
    asked = Swap.objects.filter(pk=swap).first()
    if asked is not None:
        people = Officer.objects.filter(pk__in=[asked.asked_by_id, asked.asked_to_id])
        list(people.select_for_update(no_key=True).order_by("pk"))
        shifts = [pk for pk in (asked.shift_id, asked.in_return_id) if pk is not None]
        list(Shift.objects.select_for_update(of=("self",)).filter(pk__in=shifts).order_by("pk"))
    found = Swap.objects.select_for_update(of=("self",)).filter(pk=swap, state__in=states).first()
    if found is None:
        raise Lapsed("Cet échange n’est plus en attente : il a été retiré, répondu, ou une de ses vacations a changé.")
    related = ("shift__team", "shift__officer", "in_return__team", "in_return__officer", "asked_by", "asked_to")
    return Swap.objects.select_related(*related).get(pk=swap)


def _check(swap: Swap) -> None:
    """Raises `Lapsed` where a shift has begun or is somebody else's, `Invalid` where one of the two may not take it."""
    _stands(swap.shift, swap.asked_by)
    _may_take(swap.asked_to, swap.shift, swap.in_return_id)
    if swap.in_return is not None:
        _stands(swap.in_return, swap.asked_to)
        _may_take(swap.asked_by, swap.in_return, swap.shift_id)
    if swap.asked_by_id == swap.asked_to_id:
        raise Invalid(NO_SWAP, errors={"to": "Choisissez un collègue."})


def _stands(shift: Shift, officer: Officer) -> None:
    if shift.officer_id != officer.pk or shift.starts_at <= timezone.now():
        raise Lapsed("Une des deux vacations a commencé ou a changé de mains.")


def _may_take(officer: Officer, shift: Shift, besides: int | None) -> None:
    if not may_stand_at(officer, shift.team) or officer.in_training:
        raise Invalid(NO_SWAP, errors={"to": f"{officer} ne peut pas tenir une vacation de cette équipe."})
    if overlaps(officer, shift, besides=besides):
        raise Invalid(NO_SWAP, errors={"to": f"{officer} a déjà une vacation à ces heures."})
    away = Absence.objects.filter(officer=officer, starts_at__lt=shift.ends_at, ends_at__gt=shift.starts_at)
    if away.exists():
        raise Invalid(NO_SWAP, errors={"to": f"{officer} est absent à ces heures."})


def _breaks_a_rest(swap: Swap) -> bool:
    if breaks_a_rest(swap.asked_to, swap.shift, besides=swap.in_return_id):
        return True
    return swap.in_return is not None and breaks_a_rest(swap.asked_by, swap.in_return, besides=swap.shift_id)


def _exchanged(swap: Swap, by: Officer) -> Swap:
    hands = [(swap.shift, swap.asked_to), *([(swap.in_return, swap.asked_by)] if swap.in_return else [])]
    done = _answered(swap, by, Swap.State.DONE)
    for shift, officer in hands:
        let_swaps_lapse(shift)
        shift.officer, shift.cycle = officer, None
        shift.save(update_fields=["officer", "cycle"])
    return done


def _answered(swap: Swap, by: Officer, state: Swap.State) -> Swap:
    swap.state, swap.answered_at = state, timezone.now()
    swap.save(update_fields=["state", "answered_at"])
    facts: dict[str, Any] = {
        "shift": swap.shift_id,
        "in_return": swap.in_return_id,
        "from": swap.asked_by_id,
        "to": swap.asked_to_id,
    }
    audit.record(by=by.actor, act=Act.EXCHANGE_SHIFT, on=("swap", swap.pk), change=state.value, **facts)
    return swap
