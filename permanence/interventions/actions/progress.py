"""What a centre does with an intervention, step by step, and the notes that go both ways."""

from uuid import UUID

from django.db import transaction

from permanence.accounts.models import Officer, Role
from permanence.accounts.policy import Act
from permanence.audit import journal as audit
from permanence.interventions import access, steps, timeline, words
from permanence.interventions.actions.requesting import check_alone, ring_anew
from permanence.interventions.connectors.peers import Peer
from permanence.interventions.models import Intervention
from permanence.interventions.steps import Act as Way
from permanence.interventions.steps import State
from permanence.lib.errors import Conflict, Invalid
from permanence.live import actions as live

LONGEST_WORDS = 2000
NEEDED = {
    Way.CLOSE: ("result", "Indiquez le résultat, même bref : il reste avec l’intervention."),
    Way.CANCEL: ("reason", "Indiquez un motif, même bref : il reste avec l’intervention."),
}
"""Steps that need words: the field, and what is said where they are missing."""
PERMISSIONS = {Way.REOPEN: Act.REOPEN_INTERVENTION}


class InOtherHands(Conflict):
    """Another centre has it in charge."""


def advance(*, by: Officer | Peer, intervention: UUID, act: Way, said: str = "") -> Intervention:
    """The next step; `said`: the result of a closure, the reason of a cancellation. A `Peer` was let in by its door.

    Raises `OutOfOrder`, `InOtherHands`, `AlreadyRequested` where another one of the conversation is under way,
    `Invalid` without needed words, `NotFound`, `Forbidden`.
    """
    permission = PERMISSIONS.get(act, Act.ADVANCE_INTERVENTION)
    if isinstance(by, Officer):
        access.intervention(by, intervention, permission)
    said = _checked(said, *NEEDED.get(act, ("note", "")))
    with transaction.atomic():
        found = _locked(intervention)
        target = steps.after(State(found.state), act)
        _check_in_charge(found, by, act)
        if act is Way.REOPEN:
            check_alone(found.conversation_id)
        before = found.state
        _move(found, by, act, target)
        timeline.add(found, act, by=by, words={"text": said} if said else {})
        words.say(found, act)
        timeline.tell(found)
        on, conversation = ("intervention", found.pk), str(found.conversation_id)
        audit.record(by=by.actor, act=permission, on=on, conversation=conversation, before=before, after=target)
    return found


def note(*, by: Officer | Peer, intervention: UUID, text: str, pk: UUID | None = None) -> Intervention:
    """A word between the desk and the centres, in the timeline; the same `pk` again is the same note.

    Raises `Invalid`, `NotFound`, `Forbidden`.
    """
    if isinstance(by, Officer):
        access.intervention(by, intervention, Act.NOTE_INTERVENTION)
    text = _checked(text, "text", "Écrivez votre note.")
    with transaction.atomic():
        found = _locked(intervention)
        if pk is not None and found.steps.filter(client_id=pk).exists():
            return found
        timeline.add(found, "note", by=by, words={"text": text}, client_id=pk)
        timeline.tell(found)
        on = ("intervention", found.pk)
        audit.record(by=by.actor, act=Act.NOTE_INTERVENTION, on=on, conversation=str(found.conversation_id))
    return found


def _move(found: Intervention, by: Officer | Peer, act: Way, target: State) -> None:
    found.state = target
    if act is Way.ACKNOWLEDGE:
        found.centre_id = by.centre
    if act is Way.REOPEN:
        ring_anew(found)
    elif target != State.REQUESTED:
        found.escalates_at = None
    found.save(update_fields=["state", "centre", "rung", "escalates_at"])


def _check_in_charge(found: Intervention, by: Officer | Peer, act: Way) -> None:
    if act is Way.REOPEN or found.centre_id is None or by.role != Role.CENTRE or found.centre_id == by.centre:
        return
    name = found.centre.name if found.centre else "Un autre centre"
    raise InOtherHands(f"{name} a pris cette intervention en charge : écrivez-lui une note.")


def _checked(text: str, field: str, missing: str) -> str:
    text = (text or "").strip()
    if missing and not text:
        raise Invalid("Il manque quelques mots.", errors={field: missing})
    if len(text) > LONGEST_WORDS:
        words = f"Au plus {LONGEST_WORDS} caractères ({len(text)})."
        raise Invalid("Ce texte est trop long.", errors={field: words})
    return text.replace("\x00", "")


def _locked(intervention: UUID) -> Intervention:
    """The intervention, its conversation locked first, as every other act locks it."""
    conversation = Intervention.objects.values_list("conversation_id", flat=True).get(pk=intervention)
    locked = live.lock(conversation)
    found = Intervention.objects.select_related("centre").get(pk=intervention)
    found.conversation = locked
    return found
