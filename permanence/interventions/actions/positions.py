"""Where the visitor's device says that it is: shared by her alone, once or until somebody is there."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from permanence.audit import journal as audit
from permanence.interventions import sealed, timeline
from permanence.interventions.models import Intervention, Position
from permanence.interventions.steps import OPEN
from permanence.lib.errors import Conflict, Invalid
from permanence.live import actions as live
from permanence.live.models import Conversation, State

AHEAD = timedelta(minutes=2)
"""A device's clock may be a little early; what it says beyond that is taken as now."""
FURTHEST_M = 10_000_000


def share_position(
    conversation: Conversation, *, latitude: float, longitude: float, accuracy_m: float, at: datetime
) -> Position:
    """Keeps the place in the stead of the former one. Raises `Invalid`, or `Conflict` once the conversation ended."""
    _check(latitude, longitude, accuracy_m)
    now = timezone.now()
    with transaction.atomic():
        locked = live.lock(conversation.pk)
        if locked.state == State.ENDED:
            raise Conflict("La conversation est terminée : votre position n’est plus transmise.")
        known = Position.objects.filter(conversation=locked).first()
        measured = now if at > now + AHEAD else at
        if known is not None and known.at > measured:  # an older one that took a longer way
            return known
        place = {"latitude": latitude, "longitude": longitude, "accuracy_m": accuracy_m}
        position = Position(
            conversation=locked,
            body=sealed.close(locked.key, place, "position", locked.pk),
            at=measured,
            received_at=now,
        )
        position.save()
        if known is None:
            _tell(locked, "position")
            _record(locked, "share position")
        else:
            _tell(locked)
    return position


def withdraw_position(conversation: Conversation) -> None:
    """The place is forgotten; doing so twice is doing so once."""
    with transaction.atomic():
        locked = live.lock(conversation.pk)
        gone, _ = Position.objects.filter(conversation=locked).delete()
        if gone:
            _tell(locked, "unlocated")
            _record(locked, "withdraw position")


def _check(latitude: float, longitude: float, accuracy_m: float) -> None:
    errors = {}
    if not -90 <= latitude <= 90:
        errors["latitude"] = "Entre −90 et 90 degrés."
    if not -180 <= longitude <= 180:
        errors["longitude"] = "Entre −180 et 180 degrés."
    if not 0 <= accuracy_m <= FURTHEST_M:
        errors["accuracy_m"] = "Un nombre de mètres."
    if errors:
        raise Invalid("Cette position n’est pas utilisable.", errors=errors)


def _tell(conversation: Conversation, step: str = "") -> None:
    live.touch(conversation)
    for intervention in Intervention.objects.filter(conversation=conversation, state__in=OPEN):
        intervention.conversation = conversation
        if step:
            timeline.add(intervention, step)
        timeline.tell(intervention)


def _record(conversation: Conversation, act: str) -> None:
    audit.record(by=live.visitor_actor(conversation.pk), act=act, on=("conversation", conversation.pk))
