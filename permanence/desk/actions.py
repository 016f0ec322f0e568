"""What officers do with conversations: take the next, claim, correct, mark, end.

Each is one transaction: the conversation locked, the change, the audit row; the hub hears after the commit. `access`
is asked before, outside of it, so that a refusal remains.
"""

from collections.abc import Callable
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from permanence.accounts import actions as accounts
from permanence.accounts.models import Officer, Presence
from permanence.accounts.policy import Act, permits
from permanence.audit import journal as audit
from permanence.desk import access, proposals, queue
from permanence.desk.models import Intake, Offer
from permanence.desk.vocabulary import Level, Mark
from permanence.lib.errors import Conflict, Invalid, NotFound
from permanence.live import actions as live
from permanence.live import hub
from permanence.live.actions import AlreadyTaken
from permanence.live.models import Seat, State
from permanence.territory import queries as territory

LONGEST_REASON = 500
_followers: list[Callable[[Intake], None]] = []


class AtCapacity(Conflict):
    """The officer holds as many conversations as they said they can."""


class NotUnderWay(Conflict):
    """The conversation has ended."""

    code = "ended"


class ChangedHands(Conflict):
    """Another officer, or the other force, has it since a moment."""


def claim(*, by: Officer, conversation: UUID, beyond_capacity: bool = True) -> Intake:
    """`by` takes the conversation; of any number at once exactly one does. Claiming one's own again changes nothing.

    Raises `AlreadyTaken`, `NotUnderWay`, `NotFound`; `AtCapacity` unless `beyond_capacity`.
    """
    access.intake(by, conversation, Act.CLAIM)
    try:
        intake = _claim(by, conversation, beyond_capacity=beyond_capacity)
    except (AlreadyTaken, IntegrityError):
        audit.record_refusal(by=by.actor, act=Act.CLAIM, on=("conversation", conversation), reason="already taken")
        raise AlreadyTaken("Un autre agent a déjà pris cette conversation.") from None
    if by.presence == Presence.OFF:
        accounts.set_presence(by=by, state=Presence.AVAILABLE)
        hub.changed(by.pk, hub.QUEUE)
    return intake


def claim_next(*, by: Officer) -> Intake | None:
    """`by` takes who comes next in their queue; None when nobody waits. Raises `AtCapacity`."""
    _check_capacity(by)
    for conversation in queue.in_order_for(by):
        try:
            return claim(by=by, conversation=conversation, beyond_capacity=False)
        except AtCapacity:
            raise
        except (Conflict, NotFound):  # taken, ended, or now the other force's
            continue
    return None


def correct_force(*, by: Officer, conversation: UUID, force: str, reason: str, insee: str | None = None) -> Intake:
    """The right force (and commune): an active conversation of another force goes to its queue, with its history.

    Raises `Invalid` without a reason, `NotUnderWay`.
    """
    access.intake(by, conversation, Act.CORRECT_FORCE)
    errors = {} if force in ("PN", "GN") else {"force": "Choisissez PN ou GN."}
    reason = checked_reason(reason, errors)
    place = territory.place(None, insee) if insee else None
    with transaction.atomic():
        intake = locked(conversation, by, Act.CORRECT_FORCE)
        before = intake.force
        if place is not None:
            intake.insee, intake.department = place.insee or "", place.department or intake.department
        intake.force = force
        if before != force:
            _move(intake)
        intake.save()
        live.touch(intake.conversation)
        _record(by, Act.CORRECT_FORCE, intake, reason, before=before, after=force, insee=intake.insee)
    return intake


def correct_level(*, by: Officer, conversation: UUID, level: str, reason: str) -> Intake:
    """An officer's judgement of the urgency; kept until somebody changes it. Raises `Invalid` without a reason."""
    access.intake(by, conversation, Act.CORRECT_LEVEL)
    errors = {} if level in Level.values else {"level": f"Choisissez parmi : {', '.join(Level.values)}."}
    reason = checked_reason(reason, errors)
    with transaction.atomic():
        intake = locked(conversation, by, Act.CORRECT_LEVEL)
        before, intake.level, intake.level_by = intake.level, level, "officer"
        intake.save(update_fields=["level", "level_by"])
        live.touch(intake.conversation)
        _record(by, Act.CORRECT_LEVEL, intake, reason, before=before, after=level)
    return intake


def mark(*, by: Officer, conversation: UUID, kind: str, reason: str) -> Intake:
    """What the conversation is worth to the figures: anything but `genuine` is never counted. A reason is needed."""
    access.intake(by, conversation, Act.MARK)
    errors = {} if kind in Mark.values else {"kind": f"Choisissez parmi : {', '.join(Mark.values)}."}
    reason = checked_reason(reason, errors)
    with transaction.atomic():
        intake = locked(conversation, by, Act.MARK, ended_too=True)
        if intake.exercise:
            raise Conflict("C’est un exercice, avec un visiteur fictif : il reste marqué « Entraînement ».")
        before, intake.mark = intake.mark, kind
        intake.save(update_fields=["mark"])
        live.touch(intake.conversation)
        for follow in _followers:
            follow(intake)
        _record(by, Act.MARK, intake, reason, before=before, after=kind)
    return intake


def follow_marks(follow: Callable[[Intake], None]) -> None:
    """What a room above keeps of a marking: called in its transaction, after it."""
    if follow not in _followers:
        _followers.append(follow)


def end(*, by: Officer, conversation: UUID, reason: str = "") -> Intake:
    """The conversation is over; its return code still opens it. A dangerous one asks for a reason.

    Raises `Invalid`, `NotUnderWay`.
    """
    found = access.intake(by, conversation, Act.END)
    if found.level == Level.IMMEDIATE:
        reason = checked_reason(reason, {})
    with transaction.atomic():
        intake = locked(conversation, by, Act.END)
        live.end(intake.conversation, by="officer")
        _record(by, Act.END, intake, reason.strip()[:LONGEST_REASON], level=intake.level)
    return _locked_read(conversation)


def _claim(by: Officer, conversation: UUID, *, beyond_capacity: bool) -> Intake:
    with transaction.atomic():
        if not beyond_capacity:  # one at a time for one officer, however many windows ask
            _check_capacity(Officer.objects.select_for_update(no_key=True).get(pk=by.pk))
        intake = locked(conversation, by, Act.CLAIM)
        if intake.conversation.state == State.ACTIVE and intake.officer_id == by.pk:
            if not beyond_capacity:  # another window of theirs was quicker: the next is tried
                raise AlreadyTaken
            return intake
        live.take_seat(intake.conversation, by)
        intake.officer, intake.claimed_at = by, timezone.now()
        intake.force = intake.force or by.force
        intake.save(update_fields=["officer", "claimed_at", "force"])
        _close_offer(intake, by)
        reinforced = intake.force if by.force not in ("", intake.force) else ""
        waited_s = int((timezone.now() - intake.queued_at).total_seconds())
        _record(by, Act.CLAIM, intake, "", waited_s=waited_s, reinforced=reinforced)
    return intake


def _close_offer(intake: Intake, by: Officer) -> None:
    """Whoever claims it by hand takes it from whom it was offered to, or has accepted their own offer."""
    for offer in proposals.open_ones(Offer).filter(conversation=intake.pk):
        accepted = offer.offered_to_id == by.pk
        state, act = (Offer.State.ACCEPTED, "accept") if accepted else (Offer.State.WITHDRAWN, "close")
        proposals.settle(offer, state, by=by, act=act)


def _check_capacity(officer: Officer) -> None:
    held = Seat.objects.filter(officer=officer, left_at=None).count()
    if held >= officer.capacity:
        raise AtCapacity(f"Vous tenez déjà {held} conversations ; votre capacité est de {officer.capacity}.")


def _move(intake: Intake) -> None:
    """To the other desk's queue. It keeps the place of its beginning: nobody waits twice for the same help."""
    intake.officer = None
    intake.waiting_since, intake.queued_at = intake.conversation.created_at, timezone.now()
    words = {"PN": "la Police nationale", "GN": "la Gendarmerie nationale"}[intake.force]
    live.say(intake.conversation, "moved", f"Votre conversation passe à {words}, avec son contenu.", force=intake.force)
    live.leave_seat(intake.conversation)


def locked(conversation: UUID, by: Officer, act: Act, *, ended_too: bool = False) -> Intake:
    """The intake with its conversation locked first, as the journal locks it.

    The policy is asked again under the lock: what `access` permitted may have changed hands since. Raises
    `NotUnderWay`, `ChangedHands`, `AlreadyTaken` where somebody claims what another just did.
    """
    locked = live.lock(conversation)
    if locked.state == State.ENDED and not ended_too:
        raise NotUnderWay("Cette conversation est terminée.")
    intake = _locked_read(conversation)
    intake.conversation = locked
    if not permits(by, act, access.scope(intake)):
        if act is Act.CLAIM and locked.state == State.ACTIVE:
            raise AlreadyTaken
        raise ChangedHands("Cette conversation vient de changer de mains : elle n’est plus à vous.")
    return intake


def _locked_read(conversation: UUID) -> Intake:
    return Intake.objects.select_related("conversation__key", "officer").get(pk=conversation)


def checked_reason(reason: str, errors: dict[str, str]) -> str:
    """The reason given, trimmed. Raises `Invalid` with it and what else was wrong."""
    given = (reason or "").strip()
    if not given:
        errors["reason"] = "Indiquez un motif, même bref : il est conservé au journal."
    elif len(given) > LONGEST_REASON:
        errors["reason"] = f"Le motif dépasse {LONGEST_REASON} caractères."
    if errors:
        raise Invalid("Cette correction ne peut pas être enregistrée.", errors=errors)
    return given


def _record(by: Officer, act: Act, intake: Intake, reason: str, **detail: object) -> None:
    audit.record(by=by.actor, act=act, on=("conversation", intake.pk), reason=reason, **detail)
