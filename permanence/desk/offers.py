"""Assignment by push: whoever comes next is offered to the officer who should take them, who has `PATIENCE` to answer.

Invariants
- An offer changes nothing in the queue: who is offered keeps their place, and anybody who may can still claim them.
- One open offer a conversation and one an officer, however many processes make them: the database holds it.
- An offer is a row with an end, never a timer; an answer, `PATIENCE`, or nobody who waits ends it.
- Who refused, or let it pass, is asked for the same person again only after `AGAIN_AFTER`, and after everybody else.
- Who let `LAPSES` pass in a row is away: asked whether they are there, and offered nobody until they say so.

Never: an offer made or answered outside of a transaction that holds its officer and its conversation, in this order.
"""

import time
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from permanence.accounts.models import Officer, Presence
from permanence.accounts.policy import Act, permits
from permanence.desk import access, actions, fit, offers_told, proposals, queue, staff
from permanence.desk.models import Intake, Offer
from permanence.desk.proposals import OFF_DUTY, ChangedHands, NotAvailable, TimedOut
from permanence.live import hub, presence
from permanence.live.models import Conversation, Seat, State

PATIENCE = timedelta(seconds=45)
AGAIN_AFTER = timedelta(minutes=1)
GRACE = timedelta(seconds=30)
"""After a start of the service: who came back a moment later than their offer's end has the whole of it again."""
LEFT_TO_SERVERS_FOR = timedelta(seconds=10)
"""The periodic work knows less of who is there than the servers: it waits so long for them to offer somebody."""
BESIDE = 20
"""Of each queue, how many more are looked at than there are officers free: some were refused a moment ago."""
GONE = "Cette personne n’attend plus : un collègue l’a prise, ou elle a terminé."
LATE = "Le délai de réponse est passé : un collègue est sollicité. La conversation reste dans votre file."
_started = time.monotonic()


def sweep(*, up_for_s: float | None = None) -> int:
    """A piece of the periodic work: ends what is over, then offers; how many were offered."""
    up_for_s = time.monotonic() - _started if up_for_s is None else up_for_s
    if up_for_s < GRACE.total_seconds():
        _arm_again(up_for_s)
    return drain(waited=timedelta(0) if presence.officers_here() else LEFT_TO_SERVERS_FOR)


def drain(*, waited: timedelta = timedelta(0)) -> int:
    """Offers who waits (for `waited` at least) to who could take them, until nobody is left on one side; how many.

    Nothing to do, or assignment by pull: nothing. Two processes that drain at once offer nobody twice.
    """
    _close_what_is_over()
    if not settings.PERMANENCE.push:
        return 0
    return sum(_drain(timezone.now() - waited, exercise=exercise) for exercise in (False, True))


def accept(*, by: Officer, offer: UUID) -> Intake:
    """`by` takes the conversation, full or not: they were asked. Accepting twice is accepting once.

    Raises `TimedOut`, `ChangedHands`, `NotAvailable`, `NotFound`, and what `actions.claim` raises.
    """
    found = proposals.addressed(Offer, by, offer, Act.CLAIM)
    if by.presence == Presence.OFF:
        raise NotAvailable(OFF_DUTY)
    if found.state != Offer.State.ACCEPTED:
        _check_open(found)
    return actions.claim(by=by, conversation=found.conversation_id)


def refuse(*, by: Officer, offer: UUID) -> None:
    """`by` cannot, and is not asked why: another is. Raises `TimedOut`, `ChangedHands`, `NotFound`."""
    found = proposals.addressed(Offer, by, offer, Act.CLAIM)
    with transaction.atomic():
        Conversation.objects.select_for_update(of=("self",)).get(pk=found.conversation_id)
        found.refresh_from_db()
        _check_open(found)
        proposals.settle(found, Offer.State.REFUSED, by=by, act="refuse")
        transaction.on_commit(lambda: hub.changed(hub.QUEUE))


def _drain(since: datetime, *, exercise: bool) -> int:
    ready = staff.ready(exercise=exercise, but=proposals.open_ones(Offer).values("offered_to"))
    away = offers_told.away(one.pk for one in ready) if ready else set()
    free = {officer: facts for officer, facts in ready.items() if officer.pk not in away}
    if not free:
        return 0
    made, waiting = 0, _who_waits(Counter(officer.force for officer in free), since, exercise=exercise)
    asked = _asked(waiting)
    for intake in waiting:
        if not free:
            break
        chosen = _choose(intake, free, asked[intake.pk])
        if chosen is not None and _make(intake.pk, chosen):
            made += 1
            free.pop(chosen)
    return made


def _choose(intake: Intake, free: dict[Officer, fit.Ready], asked: dict[int, bool]) -> Officer | None:
    """The one to ask, of those who may and were not asked a moment ago (`asked`: True for those)."""
    scope = access.scope(intake, overflow=queue.reinforces(intake))
    may = {
        facts: officer
        for officer, facts in free.items()
        if permits(officer, Act.CLAIM, scope) and not asked.get(officer.pk)
    }
    chosen = fit.best(queue.person(intake), may, asked)
    return may[chosen] if chosen else None


def _who_waits(free: Counter[str], since: datetime, *, exercise: bool) -> list[Intake]:
    """Who waits since then for those who are free, so many a force, and is offered to nobody, as they are served."""
    found: dict[UUID, Intake] = {}
    for force, many in free.items():
        theirs = queue.waiting(force or None, exercise=exercise, overflow=True).filter(queued_at__lte=since)
        theirs = theirs.exclude(pk__in=proposals.open_ones(Offer).values("conversation"))
        first = list(theirs.values_list("pk", flat=True)[: many + BESIDE])  # without their columns, sorted in no time
        found = {intake.pk: intake for intake in theirs.filter(pk__in=first)} | found
    return sorted(found.values(), key=queue.place_of)


def _asked(waiting: list[Intake]) -> defaultdict[UUID, dict[int, bool]]:
    """By conversation, whom it was offered to since it waits, and whether that was a moment ago."""
    states = (Offer.State.REFUSED, Offer.State.TIMED_OUT)
    since = {intake.pk: intake.queued_at for intake in waiting}
    lately = timezone.now() - AGAIN_AFTER
    rows = Offer.objects.filter(conversation__in=since, state__in=states).order_by("offered_at")
    found: defaultdict[UUID, dict[int, bool]] = defaultdict(dict)
    for offer in rows:
        if offer.offered_at >= since[offer.conversation_id] and offer.answered_at is not None:
            found[offer.conversation_id][offer.offered_to_id] = offer.answered_at > lately
    return found


def _make(conversation: UUID, officer: Officer) -> bool:
    """Offers, if both are still free under their locks; another process may have been quicker."""
    try:
        with transaction.atomic():
            asked = Officer.objects.select_for_update(no_key=True).get(pk=officer.pk)
            locked = Conversation.objects.select_for_update(of=("self",)).get(pk=conversation)
            intake = Intake.objects.select_related("conversation").get(pk=conversation)
            if locked.state != State.WAITING or not _may_be_asked(asked, intake):
                return False
            now = timezone.now()
            offer = Offer(pk=uuid4(), conversation=locked, offered_to=asked, offered_at=now, expires_at=now + PATIENCE)
            offer.save(force_insert=True)
            proposals.record(offer, "make")
            proposals.tell(offer)
    except IntegrityError:
        return False
    return True


def _may_be_asked(officer: Officer, intake: Intake) -> bool:
    has_place = Seat.objects.filter(officer=officer, left_at=None).count() < officer.capacity
    available = officer.presence == Presence.AVAILABLE and has_place
    return available and permits(officer, Act.CLAIM, access.scope(intake))


def _check_open(offer: Offer) -> None:
    if proposals.is_over(offer):
        raise TimedOut(LATE)
    if offer.state != Offer.State.OFFERED or offer.conversation.state != State.WAITING:
        raise ChangedHands(GONE)


def _close_what_is_over() -> None:
    over = Q(expires_at__lte=timezone.now()) | Q(offered_to__is_active=False)
    over |= ~Q(conversation__state=State.WAITING) | ~Q(offered_to__presence=Presence.AVAILABLE)
    for offer in proposals.open_ones(Offer).filter(over):
        late = offer.expires_at <= timezone.now()
        proposals.settle(offer, Offer.State.TIMED_OUT if late else Offer.State.WITHDRAWN)


def _arm_again(up_for_s: float) -> None:
    """What ended while the service was away is offered for as long again, once."""
    now = timezone.now()
    stopped = Q(expires_at__lte=now, offered_at__lt=now - timedelta(seconds=up_for_s))
    for offer in proposals.open_ones(Offer).filter(stopped):
        with transaction.atomic():
            if proposals.open_ones(Offer).filter(pk=offer.pk).update(expires_at=now + PATIENCE):
                proposals.record(offer, "arm again")
                proposals.tell(offer)
