"""What happens to a conversation besides messages: begun, taken, left, read, ended, resumed.

Every action locks the conversation, changes it, writes what must be said into the journal and tells the hub after the
commit. Rules of the desk (which force, which officer may) belong to `desk.actions`, which calls these.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.audit import journal as audit
from permanence.lib.errors import Conflict, Unauthorised
from permanence.live import hub, journal, presence
from permanence.live.access import secret_hash
from permanence.live.models import Conversation, Guest, Seat, Sender, State
from permanence.vault.actions import create_key
from permanence.vault.sealing import fingerprint, seal, unseal

CODE_DIGITS = 16
SEEN_EVERY = timedelta(minutes=1)
MOST_GUESTS = 2
"""Beside the officer who holds it: a person in distress is not surrounded."""


class AlreadyTaken(Conflict):
    """Another officer holds the conversation."""


class Crowded(Conflict):
    """As many officers as may speak in it are there."""


@dataclass(frozen=True)
class Begun:
    """What a visitor receives once: the secret is kept nowhere, the code can be asked for again."""

    conversation: Conversation
    secret: str
    return_code: str


def begin() -> Begun:
    """A new conversation, waiting, with its key, secret and return code."""
    secret, code = secrets.token_urlsafe(32), f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"
    now = timezone.now()
    with transaction.atomic():
        conversation = Conversation(
            key=create_key(),
            secret_hash=secret_hash(secret),
            return_code_index=fingerprint("return code", code),
            created_at=now,
            visitor_seen_at=now,
        )
        conversation.return_code = seal(conversation.key, code, "return code", conversation.pk)
        conversation.save(force_insert=True)
        audit.record(by=visitor_actor(conversation.pk), act="begin conversation", on=("conversation", conversation.pk))
    return Begun(conversation, secret, code)


def lock(conversation: UUID) -> Conversation:
    """The conversation with its key, under its row lock, which every act takes first. Call it in a transaction."""
    return Conversation.objects.select_for_update(of=("self",)).select_related("key").get(pk=conversation)


def visitor_actor(conversation: UUID) -> str:
    """The visitor's plain id in the audit journal."""
    return f"visitor:{conversation}"


def renew_secret(conversation: Conversation) -> str:
    """A new secret; the old one stops working, and whatever was open with it closes."""
    secret = secrets.token_urlsafe(32)
    conversation.secret_hash = secret_hash(secret)
    _bump(conversation, "secret_hash")
    return secret


def return_code(conversation: Conversation) -> str:
    """The 16 digits, for the visitor who has the conversation open."""
    return unseal(conversation.key, conversation.return_code, "return code", conversation.pk)


def by_return_code(code: str) -> Conversation:
    """The conversation of a return code (spaces and dashes do not matter), locked. Raises `Unauthorised`."""
    digits = "".join(character for character in code if character.isdigit() and character.isascii())
    found = Conversation.objects.select_for_update(of=("self",)).select_related("key")
    conversation = found.filter(return_code_index=fingerprint("return code", digits)).first()
    if conversation is None or not conversation.key.wrapped:
        raise Unauthorised("Ce code n’ouvre aucune conversation. Vérifiez les 16 chiffres.")
    return conversation


def reopen(conversation: Conversation) -> None:
    """An ended conversation waits again, same thread. Call it with the conversation locked."""
    conversation.state, conversation.ended_at = State.WAITING, None
    _bump(conversation, "state", "ended_at")
    say(conversation, "resumed", "La personne est revenue dans la conversation.")


def take_seat(conversation: Conversation, officer: Officer) -> None:
    """`officer` speaks with the visitor from now on. Call it with the conversation locked. Raises `AlreadyTaken`."""
    if conversation.state != State.WAITING:
        raise AlreadyTaken("Cette conversation est déjà prise ou terminée.")
    Seat.objects.create(conversation=conversation, officer=officer, taken_at=timezone.now())
    conversation.state = State.ACTIVE
    _bump(conversation, "state")
    name = officer.display_name
    say(conversation, "joined", f"{name or 'Un agent'} vous répond.", name=name)
    _tell_officer(officer.pk)


def pass_seat(conversation: Conversation, officer: Officer, *, handed: bool) -> None:
    """From whoever holds it to `officer`, in one step: it is never without an officer. Call it locked and active.

    `handed`: by the officer's own will; else somebody took their place.
    """
    seat = Seat.objects.select_related("officer").get(conversation=conversation, left_at=None)
    seat.left_at = timezone.now()
    seat.save(update_fields=["left_at"])
    Seat.objects.create(conversation=conversation, officer=officer, taken_at=seat.left_at)
    _bump(conversation)
    name, former = officer.display_name, seat.officer.display_name or "votre correspondant"
    text = f"{name or 'Un agent'} vous répond maintenant, à la place de {former}."
    if handed:
        text += " Votre échange lui a été transmis."
    _say_parted(conversation, [guest for guest in _let_all_go(conversation) if guest.officer_id != officer.pk])
    say(conversation, "joined", text, name=name, former=seat.officer.display_name)
    _tell_officer(seat.officer_id)
    _tell_officer(officer.pk)


def leave_seat(conversation: Conversation, *, state: State = State.WAITING) -> None:
    """Whoever holds it holds it no more; the conversation goes to `state`. Call it with the conversation locked."""
    seat = Seat.objects.filter(conversation=conversation, left_at=None).first()
    if seat is not None:
        seat.left_at = timezone.now()
        seat.save(update_fields=["left_at"])
        _tell_officer(seat.officer_id)
    _let_all_go(conversation)  # in silence: what is said of the end or the move says enough, and leaves nobody twice
    conversation.state = state
    _bump(conversation, "state")


def join(conversation: Conversation, officer: Officer) -> None:
    """`officer` speaks there too, beside whoever holds it. Call it locked and active. Raises `Crowded`."""
    check_room(conversation)
    holder = Seat.objects.select_related("officer").get(conversation=conversation, left_at=None).officer
    Guest.objects.create(conversation=conversation, officer=officer, joined_at=timezone.now())
    _bump(conversation)
    name, beside = officer.display_name, holder.display_name or "votre correspondant"
    text = f"{name or 'Un autre agent'} vous rejoint. {_capital(beside)} continue de vous répondre."
    say(conversation, "joined", text, name=name, beside=beside)
    _tell_officer(holder.pk)
    _tell_officer(officer.pk)


def check_room(conversation: Conversation) -> None:
    """Whether one more may join. Call it locked. Raises `Crowded`."""
    if _guests(conversation).count() >= MOST_GUESTS:
        raise Crowded("Deux collègues sont déjà dans cette conversation : c’est le plus qu’elle puisse accueillir.")


def part(conversation: Conversation, officer: Officer) -> bool:
    """A guest speaks there no more; whoever holds it stays. Call it locked. False where they were no guest."""
    guest = _guests(conversation).filter(officer=officer).first()
    if guest is None:
        return False
    seat = Seat.objects.select_related("officer").get(conversation=conversation, left_at=None)
    _close(guest)
    _bump(conversation)
    stays = _capital(seat.officer.display_name or "votre correspondant")
    text = f"{officer.display_name or 'L’autre agent'} a quitté la conversation. {stays} continue de vous répondre."
    say(conversation, "parted", text, name=officer.display_name, beside=seat.officer.display_name)
    _tell_officer(seat.officer_id)
    return True


def _let_all_go(conversation: Conversation) -> list[Guest]:
    """The conversation ends or changes hands: guests speak there no more. Those who were there."""
    guests = list(_guests(conversation))
    for guest in guests:
        _close(guest)
    return guests


def _say_parted(conversation: Conversation, guests: Iterable[Guest]) -> None:
    for guest in guests:
        name = guest.officer.display_name
        say(conversation, "parted", f"{name or 'L’autre agent'} a quitté la conversation.", name=name)


def _guests(conversation: Conversation) -> QuerySet[Guest]:
    found = Guest.objects.filter(conversation=conversation, left_at=None)
    return found.select_related("officer").order_by("joined_at", "pk")


def _close(guest: Guest) -> None:
    guest.left_at = timezone.now()
    guest.save(update_fields=["left_at"])
    _tell_officer(guest.officer_id)


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def end(conversation: Conversation, *, by: str) -> None:
    """The conversation is over (`by`: `officer` or `visitor`); its code still opens it. Call it locked."""
    say(conversation, "ended", "La conversation est terminée. Le code de reprise permet d’y revenir.", by=by)
    conversation.ended_at, conversation.ended_by = timezone.now(), by
    conversation.save(update_fields=["ended_at", "ended_by"])
    leave_seat(conversation, state=State.ENDED)


def say(conversation: Conversation, event: str, text: str, **data: str) -> None:
    """The desk itself says what happened; `conversation` follows its number."""
    draft = journal.Draft(conversation.pk, Sender.SYSTEM, text, event=event, data=data)
    conversation.last_seq = journal.append(draft).said.seq


def leave(conversation: Conversation, how: str) -> None:
    """The visitor goes away by their own act; the conversation stays open for the officer."""
    presence.visitor_left(conversation.pk)
    with transaction.atomic():
        conversation.left_how, conversation.left_at = how, timezone.now()
        _bump(conversation, "left_how", "left_at")
        audit.record(
            by=visitor_actor(conversation.pk), act="leave conversation", on=("conversation", conversation.pk), how=how
        )


def seen(conversation: Conversation) -> None:
    """The visitor is here: remembered at most once a minute, and at once when they had left."""
    now = timezone.now()
    if not conversation.left_how and now - conversation.visitor_seen_at < SEEN_EVERY:
        return
    returned = bool(conversation.left_how)
    conversation.visitor_seen_at, conversation.left_how, conversation.left_at = now, "", None
    if returned:
        _bump(conversation, "visitor_seen_at", "left_how", "left_at")
    else:
        conversation.save(update_fields=["visitor_seen_at"])


def mark_read(conversation: Conversation, side: str, seq: int) -> None:
    """`side` (`visitor` or `officer`) has read up to `seq`; marks only grow, and never past the last message."""
    field = f"read_{side}"
    reached = Conversation.objects.filter(pk=conversation.pk, last_seq__gte=seq, **{f"{field}__lt": seq})
    if reached.update(**{field: seq}):
        conversation.refresh_from_db(fields=["read_visitor", "read_officer"])
        hub.passed(conversation.pk, read_frame(conversation))


def read_frame(conversation: Conversation) -> dict[str, object]:
    """The read marks of both sides, as the live channel says them."""
    return {
        "type": "read",
        "conversation": str(conversation.pk),
        "visitor": conversation.read_visitor,
        "officer": conversation.read_officer,
    }


def touch(conversation: Conversation) -> None:
    """Something that listeners see changed (level, force, mark): they look it up after the commit, as whoever holds it
    looks at their load."""
    _bump(conversation)
    for officer in Seat.objects.filter(conversation=conversation, left_at=None).values_list("officer_id", flat=True):
        _tell_officer(officer)


def _bump(conversation: Conversation, *fields: str) -> None:
    changed = {field: getattr(conversation, field) for field in fields}
    Conversation.objects.filter(pk=conversation.pk).update(revision=F("revision") + 1, **changed)
    topics = (conversation.pk, hub.QUEUE)
    transaction.on_commit(lambda: hub.changed(*topics))


def _tell_officer(officer: int) -> None:
    transaction.on_commit(lambda: hub.changed(officer))
