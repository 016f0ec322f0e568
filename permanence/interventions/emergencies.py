"""What a supervisor must look at now: requests that no centre acknowledged, people in danger who went quiet.

Told on their console with what is known, and as alarms without a word of anybody on the wallboard and to whoever is on
call. Exercises call nobody.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from permanence.accounts.models import Officer, Role
from permanence.desk import queries
from permanence.desk.models import Intake
from permanence.interventions import clock, watching
from permanence.interventions.connectors import queries as connectors
from permanence.interventions.models import Alert, Intervention, Watch
from permanence.interventions.queries import commune_view
from permanence.interventions.steps import State
from permanence.live import journal
from permanence.live.models import Conversation, Sender
from permanence.live.protocol import moment
from permanence.vault.sealing import Unreadable

View = dict[str, Any]
LAST_WORDS = 200
"""Code points of what she wrote last."""
LOOKED_AT = 20


@dataclass(frozen=True)
class Emergency:
    """`kind`: `watchdog` (she went quiet) or `intervention` (a request that somebody must look at)."""

    kind: str
    cause: str
    conversation: Conversation
    since: datetime

    @property
    def id(self) -> str:
        """One of a kind for each conversation."""
        return f"{self.kind} {self.conversation.pk}"

    @property
    def key(self) -> str:
        """What differs when a supervisor must be told anew."""
        return f"{self.id} {moment(self.since)}"


def of_supervisor(officer: Officer) -> list[View]:
    """Each with its conversation, since when, whose it is, where, and her last words; the oldest first."""
    return [_view(one) for one in sorted(_of(officer), key=lambda one: one.since)]


def me(officer: Officer) -> View:
    """The officer as their console sees them, and a supervisor with the emergencies that call them."""
    told = {"emergencies": of_supervisor(officer)} if officer.role == Role.SUPERVISOR else {}
    return queries.me(officer) | told


def under_way(officers: set[int]) -> dict[int, set[str]]:
    """By officer, what they have to be told of, the emergencies included."""
    found = queries.under_way(officers)
    for supervisor in Officer.objects.filter(pk__in=officers, role=Role.SUPERVISOR):
        found.setdefault(supervisor.pk, set()).update(one.key for one in _of(supervisor))
    return found


def unacknowledged() -> QuerySet[Intervention]:
    """Requests that have climbed to the supervisor and that no centre has acknowledged."""
    return _requested().filter(rung__gte=clock.ESCALATED)


def without_place() -> QuerySet[Intervention]:
    """Requests whose place of danger nobody knows, and those of which no centre is told."""
    told = Alert.objects.filter(intervention=OuterRef("pk"))
    return _requested().filter(Q(insee="") & ~Exists(told.filter(why=Alert.Why.CHOSEN)) | ~Exists(told))


def quiet_people() -> QuerySet[Watch]:
    """Countdowns that sound, and that nobody looks after yet."""
    return watching.alarmed()


def wrong() -> Iterator[tuple[str, str, datetime]]:
    """Kind (`centre`, `silent`, `connector`), force and moment of each: what alarms are made of."""
    for request in unacknowledged():
        yield "centre", request.conversation.intake.force, request.requested_at
    for watch in quiet_people():
        yield "silent", watch.conversation.intake.force, watch.since
    for connector in connectors.failing():
        yield "connector", "", connector.since


def _of(officer: Officer) -> Iterator[Emergency]:
    for watch in _ours(officer, quiet_people()):
        yield Emergency("watchdog", watch.cause, watch.conversation, watch.since)
    for one in _ours(officer, unacknowledged() | without_place()):
        yield Emergency("intervention", _cause(one), one.conversation, one.requested_at)


def _requested() -> QuerySet[Intervention]:
    found = Intervention.objects.filter(state=State.REQUESTED, is_exercise=False)
    return found.select_related("conversation__key", "conversation__intake__officer").order_by("requested_at")


def _cause(intervention: Intervention) -> str:
    if intervention.rung >= clock.ESCALATED:
        return "unanswered"
    return "no_centre" if intervention.insee else "no_place"


def _ours(officer: Officer, found: Any) -> Iterator[Any]:
    if officer.force:
        found = found.filter(conversation__intake__force__in=["", officer.force])
    yield from found[:LOOKED_AT]


def _view(one: Emergency) -> View:
    intake: Intake = one.conversation.intake
    return {
        "id": one.id,
        "kind": one.kind,
        "cause": one.cause,
        "conversation": str(one.conversation.pk),
        "since": moment(one.since),
        "officer": intake.officer.display_name if intake.officer else None,
        "commune": commune_view(intake.insee),
        "department": intake.department or None,
        "last_words": _last_words(one.conversation),
    }


def _last_words(conversation: Conversation) -> View | None:
    try:
        said = journal.read(conversation, after=max(0, conversation.last_seq - 50))
    except Unreadable:  # the alarm is told all the same
        return None
    last = next((one for one in reversed(said) if one.sender == Sender.VISITOR), None)
    return {"text": last.text[:LAST_WORDS], "at": moment(last.at)} if last else None
