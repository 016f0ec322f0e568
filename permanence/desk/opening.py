"""A visitor's own acts: open a conversation, answer more, say they are in danger, come back, end.

The officers' acts are in `actions.py`.
"""

import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from permanence.audit import journal as audit
from permanence.desk.arrival import Arrival, check
from permanence.desk.models import Intake, Opening
from permanence.desk.vocabulary import Exercise, Level, Mark
from permanence.lib.errors import Invalid, Refused, Unauthorised
from permanence.lib.limits import Limit
from permanence.live import actions as live
from permanence.live import hub, journal
from permanence.live.models import Conversation, Sender, State
from permanence.live.text import checked
from permanence.territory.queries import Place

SAME_KEY_FOR = timedelta(minutes=10)
DANGER_AGAIN = timedelta(minutes=1)
"""Pressed twice within this time, the button was pressed once."""
ANSWER_AFTER_S = 0.3
"""Every answer to a return code takes at least this long: a wrong one is not quicker than a right one."""
SLOWED = "Trop d’essais. Patientez un peu, ou commencez une nouvelle conversation. En danger : 17 ou 112, SMS au 114."

MANY_FROM_HERE = (
    "Beaucoup de conversations viennent d’être ouvertes depuis cette connexion. Réessayez dans quelques minutes. "
    "En danger, n’attendez pas : dites que vous êtes en danger maintenant, ou appelez le 17 ; SMS au 114."
)
_arrivals = Limit("conversations, by client", 30, 600)
_guesses = Limit("wrong return codes, by client", 10, 600)
_all_guesses = Limit("wrong return codes, everybody", 300, 600)


@dataclass(frozen=True)
class Opened:
    """What a visitor receives once. `created` is False for a retry with the same key."""

    conversation: Conversation
    secret: str
    return_code: str
    created: bool


def open_conversation(
    arrival: Arrival,
    *,
    key: UUID | None = None,
    message: tuple[UUID, str] | None = None,
    client: str = "",
    exercise: Exercise = Exercise.NO,
) -> Opened:
    """Opens a conversation, or finds the one the same `key` opened less than ten minutes ago.

    An `exercise` is marked as training from its first row.

    Raises `Invalid` by field, `TooMany` (never to a person in danger).
    """
    kept, place = check(arrival)
    first = _first_words(message, in_danger=arrival.in_danger)
    if client and not arrival.in_danger:
        _arrivals.hit(client, detail=MANY_FROM_HERE)
    try:
        return _open(kept, place, key, first, exercise)
    except IntegrityError:  # the same key came twice at the same instant: the other one has opened it
        return _open(kept, place, key, first, exercise)


def _open(
    arrival: Arrival, place: Place, key: UUID | None, first: tuple[UUID, str] | None, exercise: Exercise
) -> Opened:
    with transaction.atomic():
        known = _opened_before(key)
        if known is not None:
            return Opened(known, live.renew_secret(known), live.return_code(known), created=False)
        begun = live.begin()
        _create_intake(begun.conversation, arrival, place, exercise)
        if key is not None:
            _remember(key, begun.conversation)
        if arrival.in_danger:
            live.say(begun.conversation, "danger", "La personne dit qu’elle est en danger maintenant.")
        if first is not None:
            journal.append(journal.Draft(begun.conversation.pk, Sender.VISITOR, first[1], id=first[0]))
        transaction.on_commit(lambda: hub.changed(hub.QUEUE))
    return Opened(begun.conversation, begun.secret, begun.return_code, created=True)


def answer_more(conversation: Conversation, **answers: Any) -> None:
    """The visitor answers later what they skipped (`insee`, `reporter`, `categories`, `in_danger`).

    A commune settles the force only where none is known yet: later corrections are an officer's. Raises `Invalid`.
    """
    given = {name: value for name, value in answers.items() if value is not None}
    kept, place = check(Arrival(**given))
    with transaction.atomic():
        intake = _locked(conversation)
        if "insee" in given:
            intake.insee, intake.department = place.insee or "", place.department or intake.department
            intake.force = intake.force or place.force or ""
        intake.reporter = kept.reporter or intake.reporter
        intake.categories = list(kept.categories) if "categories" in given else intake.categories
        intake.save()
        live.touch(conversation)
        _record(conversation, "answer more", fields=sorted(given))
    if kept.in_danger:
        raise_danger(conversation)


def raise_danger(conversation: Conversation) -> None:
    """The visitor says that they are in danger now: the level rises at once, the officer reads it in the thread.

    Said again more than `DANGER_AGAIN` later, it is told again; in an ended conversation it opens it again, for there
    nobody would read it.
    """
    if _danger_is_known(conversation):
        return
    with transaction.atomic():
        intake = _locked(conversation)
        if _danger_is_known(conversation):
            return
        if intake.conversation.state == State.ENDED:
            _reopen(intake)
        intake.level, intake.level_by, intake.in_danger = Level.IMMEDIATE, "visitor", True
        intake.save(update_fields=["level", "level_by", "in_danger"])
        live.say(intake.conversation, "danger", "La personne dit qu’elle est en danger maintenant.")
        live.touch(intake.conversation)
        _record(conversation, "say in danger")


def resume(code: str, *, client: str) -> tuple[Conversation, str]:
    """Back to one's own conversation: it and a new secret. An ended one waits again, level kept.

    Raises `Unauthorised` for a wrong code, after the same time as for a right one; `TooMany` to who guesses.
    """
    began = time.monotonic()
    try:
        _guesses.test(client, detail=SLOWED)
        with transaction.atomic():
            conversation = live.by_return_code(code)
            if conversation.state == State.ENDED:
                _reopen(_locked(conversation))
                conversation.refresh_from_db()
            secret = live.renew_secret(conversation)
            _record(conversation, "resume conversation")
    except Unauthorised:
        _note_guess(client)
        raise
    finally:
        time.sleep(max(0.0, ANSWER_AFTER_S - (time.monotonic() - began)))
    return conversation, secret


def end(conversation: Conversation) -> None:
    """The visitor ends; ending twice is ending once."""
    with transaction.atomic():
        locked = Conversation.objects.select_for_update().get(pk=conversation.pk)
        if locked.state == State.ENDED:
            return
        live.end(locked, by="visitor")
        _record(conversation, "end conversation")


def _locked(conversation: Conversation) -> Intake:
    """The intake, its conversation locked first, as the journal and the officers' acts lock it."""
    locked = live.lock(conversation.pk)
    intake = Intake.objects.get(pk=conversation.pk)
    intake.conversation = locked
    return intake


def _reopen(intake: Intake) -> None:
    intake.waiting_since = intake.queued_at = timezone.now()
    intake.save(update_fields=["waiting_since", "queued_at"])
    live.reopen(intake.conversation)


def _danger_is_known(conversation: Conversation) -> bool:
    """Whether the desk already reads that they are in danger, told less than `DANGER_AGAIN` ago."""
    intake = Intake.objects.select_related("conversation").get(pk=conversation.pk)
    if intake.conversation.state == State.ENDED or intake.level != Level.IMMEDIATE or not intake.in_danger:
        return False
    told_at = journal.last_at(conversation, "danger")
    return told_at is not None and timezone.now() - told_at < DANGER_AGAIN


def _note_guess(client: str) -> None:
    audit.record_refusal(by="nobody", act="resume conversation", on=("return code", "unknown"), reason="wrong code")
    _guesses.hit(client, detail=SLOWED)
    try:
        _all_guesses.hit()
    except Refused:
        audit.record(by=audit.SYSTEM, act="alarm", on=("return code", "unknown"), reason="many wrong return codes")


def _first_words(message: tuple[UUID, str] | None, *, in_danger: bool) -> tuple[UUID, str] | None:
    if message is None or (in_danger and not message[1].strip()):
        return None
    try:
        return message[0], checked(message[1])
    except Invalid as refusal:
        raise type(refusal)(refusal.detail, errors={"message": refusal.detail}) from None


def _opened_before(key: UUID | None) -> Conversation | None:
    if key is None:
        return None
    known = Opening.objects.select_for_update().filter(key=key, at__gt=timezone.now() - SAME_KEY_FOR).first()
    if known is None:
        return None
    return Conversation.objects.select_related("key").get(pk=known.conversation_id)


def _remember(key: UUID, conversation: Conversation) -> None:
    Opening.objects.filter(key=key, at__lte=timezone.now() - SAME_KEY_FOR).delete()
    Opening.objects.create(key=key, conversation=conversation, at=timezone.now())


def _create_intake(conversation: Conversation, arrival: Arrival, place: Place, exercise: Exercise) -> None:
    Intake.objects.create(
        conversation=conversation,
        force=place.force or "",
        postal_code=arrival.postal_code or "",
        insee=place.insee or "",
        department=place.department or "",
        reporter=arrival.reporter,
        age=arrival.age,
        categories=list(arrival.categories),
        language=arrival.language,
        in_danger=arrival.in_danger,
        level=Level.IMMEDIATE if arrival.in_danger else Level.STANDARD,
        level_by="visitor" if arrival.in_danger else "system",
        waiting_since=conversation.created_at,
        queued_at=conversation.created_at,
        mark=Mark.TRAINING if exercise else Mark.GENUINE,
        exercise=exercise,
    )


def _record(conversation: Conversation, act: str, **detail: Any) -> None:
    by = live.visitor_actor(conversation.pk)
    audit.record(by=by, act=act, on=("conversation", conversation.pk), **detail)
