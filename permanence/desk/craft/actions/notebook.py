"""What is kept beside a conversation: pinned facts, reminders, questions asked.

Each is one transaction under the conversation's lock: the policy is asked again there, as it may have changed hands;
words are sealed under the conversation's key, and none can be kept once that key was destroyed.
"""

import json
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act
from permanence.audit import journal as audit
from permanence.desk import access as desk
from permanence.desk.actions import NotUnderWay
from permanence.desk.craft import access, library, queries
from permanence.desk.craft.actions.beside import locked, same, words
from permanence.desk.craft.models import Checklist, Fact, Reminder
from permanence.lib.errors import Conflict, Invalid, NotFound
from permanence.live.models import State
from permanence.live.protocol import moment
from permanence.vault.sealing import seal

LONGEST_FACT = 300
LONGEST_REMINDER = 200
MOST_FACTS = 30
MOST_REMINDERS = 10
SOONEST_MIN, LATEST_MIN = 1, 24 * 60


class TooManyKept(Conflict):
    """The notebook of the conversation is full: what is not needed goes first."""


def pin(*, by: Officer, conversation: UUID, fact: UUID, text: str, seq: int | None = None) -> Fact:
    """Keeps a fact in sight; the same id again is the same fact. Raises `Invalid`, `TooManyKept`, `WordsDestroyed`."""
    desk.intake(by, conversation, Act.KEEP_NOTEBOOK)
    text = words(text, LONGEST_FACT, needed="Écrivez le fait à garder en vue.")
    with transaction.atomic():
        held = locked(by, conversation, Act.KEEP_NOTEBOOK)
        if known := Fact.objects.filter(pk=fact).first():
            return same(known, held)
        if seq is not None and not 1 <= seq <= held.last_seq:
            raise Invalid("Ce message n’existe pas.", errors={"seq": "Choisissez un message de la conversation."})
        if Fact.objects.filter(conversation=held).count() >= MOST_FACTS:
            raise TooManyKept(f"{MOST_FACTS} faits sont déjà épinglés : retirez-en un d’abord.")
        body = seal(held.key, text, "fact", conversation, fact)
        row = Fact.objects.create(id=fact, conversation=held, officer=by, at=timezone.now(), seq=seq, body=body)
        audit.record(by=by.actor, act="pin fact", on=("conversation", conversation), seq=seq)
    return row


def unpin(*, by: Officer, conversation: UUID, fact: UUID) -> None:
    """Takes a fact off. Raises `NotFound`."""
    access.fact(by, conversation, fact)
    with transaction.atomic():
        locked(by, conversation, Act.KEEP_NOTEBOOK, needs_key=False)
        Fact.objects.filter(pk=fact).delete()
        audit.record(by=by.actor, act="unpin fact", on=("conversation", conversation))


def set_reminder(*, by: Officer, conversation: UUID, reminder: UUID, minutes: int, text: str = "") -> Reminder:
    """Whoever holds it is told in `minutes`; the same id again is the same reminder.

    Raises `Invalid`, `NotUnderWay`, `TooManyKept`, `WordsDestroyed`.
    """
    desk.intake(by, conversation, Act.KEEP_NOTEBOOK)
    if not SOONEST_MIN <= minutes <= LATEST_MIN:
        raise Invalid("Ce rappel ne peut pas être posé.", errors={"minutes": "De 1 minute à 24 heures (1440)."})
    text = words(text, LONGEST_REMINDER)
    with transaction.atomic():
        held = locked(by, conversation, Act.KEEP_NOTEBOOK)
        if known := Reminder.objects.filter(pk=reminder).first():
            return same(known, held)
        if held.state == State.ENDED:
            raise NotUnderWay("Cette conversation est terminée.")
        if Reminder.objects.filter(conversation=held, done_at=None).count() >= MOST_REMINDERS:
            raise TooManyKept(f"{MOST_REMINDERS} rappels attendent déjà ici : retirez-en un d’abord.")
        now = timezone.now()
        row = Reminder.objects.create(
            id=reminder,
            conversation=held,
            officer=by,
            asked_at=now,
            due_at=now + timedelta(minutes=minutes),
            body=seal(held.key, text, "reminder", conversation, reminder),
        )
        audit.record(by=by.actor, act="set reminder", on=("conversation", conversation), minutes=minutes)
    return row


def end_reminder(*, by: Officer, reminder: UUID) -> Reminder:
    """It was heard, or is not needed any more; twice is once. Raises `NotFound`, `Forbidden`."""
    found = access.reminder(by, reminder)
    with transaction.atomic():
        locked(by, found.conversation_id, Act.KEEP_NOTEBOOK, needs_key=False)
        if Reminder.objects.filter(pk=reminder, done_at=None).update(done_at=timezone.now()):
            audit.record(by=by.actor, act="end reminder", on=("conversation", found.conversation_id))
    found.refresh_from_db()
    return found


def tick(*, by: Officer, conversation: UUID, question: str, asked: bool) -> None:
    """A question of the list was asked, or not yet after all. Raises `NotFound`, `WordsDestroyed`."""
    desk.intake(by, conversation, Act.KEEP_NOTEBOOK)
    if question not in {one.code for one in library.questions()}:
        raise NotFound("Cette question n’est pas dans la liste.")
    with transaction.atomic():
        held = locked(by, conversation, Act.KEEP_NOTEBOOK)
        ticks = dict(queries.ticks(held))
        if (question in ticks) == asked:
            return
        if asked:
            ticks[question] = {"at": moment(timezone.now()), "by": by.display_name}
        else:
            del ticks[question]
        body = seal(held.key, json.dumps(ticks), "checklist", conversation)
        Checklist.objects.update_or_create(conversation=held, defaults={"body": body})
        audit.record(by=by.actor, act="tick question", on=("conversation", conversation))
