"""What is shown of an intervention: to the desk in the conversation's file, to a centre on its console."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Max, Q
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act, permits
from permanence.desk import queries as desk
from permanence.desk.models import Intake
from permanence.interventions import centres, sealed, signals
from permanence.interventions.actions.requesting import filled_in
from permanence.interventions.models import CheckWord, Draft, Intervention, Position, Step, Watch
from permanence.interventions.steps import OPEN, OVER, State, ways_from
from permanence.lib.errors import Refused
from permanence.live import journal, presence
from permanence.live.models import Conversation, Message, Seat
from permanence.live.protocol import moment
from permanence.territory import queries as territory
from permanence.territory.models import OperationsCentre
from permanence.vault.sealing import Unreadable

View = dict[str, Any]
LAST_MESSAGES = 12
"""How much of the conversation streams beside a centre's sheet."""
KEPT_IN_SIGHT = timedelta(hours=12)
"""How long what is over stays on a centre's console, folded away."""


def of_conversation(conversation: Conversation) -> list[View]:
    """Every intervention of a conversation, the newest first."""
    found = conversation.interventions.select_related("centre", "requested_by").order_by("-requested_at")
    return [_view(one, conversation) for one in found]


def officer_view(officer: Officer, conversation: Conversation) -> View:
    """What an officer is told of a conversation, with what this room adds to its file where there is something:
    `check_word`, `signals`."""
    told = desk.officer_view(officer, conversation)
    word = CheckWord.objects.filter(conversation=conversation).first()
    if word is not None:
        kept = sealed.open_words(conversation.key, word.body, "check word", conversation.pk)
        told["file"]["check_word"] = kept.get("word")
    shown = signals.view(conversation)
    if shown is not None:
        told["file"]["signals"] = shown
    return told


def frames(officer: Officer, conversation: Conversation) -> list[View]:
    """What the live channel tells an officer after a conversation's state: the sheet and the position where there are
    some, the interventions, the countdown."""
    del officer
    filled = sheet_view(conversation)
    known = filled["version"] or filled["position"]
    told: list[View] = [{"type": "sheet", "conversation": str(conversation.pk), **filled}] if known else []
    told += [{"type": "intervention", **view} for view in of_conversation(conversation)]
    watch = Watch.objects.select_related("handled_by").filter(pk=conversation.pk).first()
    return [*told, {"type": "watchdog", **watch_view(watch)}] if watch else told


def watch_view(watch: Watch) -> View:
    """A countdown: `cause`, `since`, `deadline`; `alarmed_at` once it sounded, `handled_by` whoever looks after it."""
    return {
        "conversation": str(watch.pk),
        "deadline": moment(watch.deadline),
        "cause": watch.cause,
        "since": moment(watch.since),
        "alarmed_at": moment(watch.alarmed_at) if watch.alarmed_at else None,
        "handled_by": watch.handled_by.display_name if watch.handled_by else None,
    }


def view(intervention: Intervention) -> View:
    """One of them, as the desk sees it."""
    return _view(intervention, intervention.conversation)


def answer(intervention: Intervention) -> View:
    """The short answer to a request: `id`, `centre` (the first one told, or null), `state`."""
    first = intervention.alerts.select_related("centre").order_by("pk").first()
    centre = intervention.centre or (first.centre if first else None)
    return {"id": str(intervention.pk), "centre": _centre(centre), "state": intervention.state}


def sheet_view(conversation: Conversation) -> View:
    """The sheet as it is kept: `sheet`, its `commune` in words, `version`, the position that the visitor shares."""
    draft = Draft.objects.filter(conversation=conversation).first()
    filled = filled_in(conversation, draft)
    return {
        "sheet": filled,
        "commune": commune_view(str(filled.get("insee", ""))),
        "version": draft.version if draft else 0,
        "position": position(conversation),
    }


def position(conversation: Conversation) -> View | None:
    """Where her device is: `latitude`, `longitude` (degrees), `accuracy_m`, `at`, `received_at`; None: not shared."""
    found = Position.objects.filter(conversation=conversation).first()
    if found is None:
        return None
    place = sealed.open_words(conversation.key, found.body, "position", conversation.pk)
    return {**place, "at": moment(found.at), "received_at": moment(found.received_at)} if place else None


def board(officer: Officer, *, state: str = "") -> list[View]:
    """What a centre must see: what is under way, then what ended in the last hours; `state`: `open` or `closed` alone.

    Under way: whoever is not acknowledged first, then the oldest first.
    """
    if not may_open(officer):
        return []
    found = Intervention.objects.filter(alerts__centre=officer.centre, is_exercise=officer.in_training)
    lately = Q(steps__kind__in=["close", "cancel"], steps__at__gte=timezone.now() - KEPT_IN_SIGHT)
    wanted = {"open": Q(state__in=OPEN), "closed": Q(state__in=OVER)}.get(state, Q(state__in=OPEN) | lately)
    rows = list(found.filter(wanted).select_related("conversation__key", "centre", "requested_by").distinct())
    rows.sort(key=lambda one: (one.state not in OPEN, one.state != State.REQUESTED, one.requested_at))
    return [centre_view(one) for one in rows]


def centre_view(intervention: Intervention) -> View:
    """One of them, as a centre sees it: with who writes, how she is there, and what was said last. Of what is over,
    as it was then: what she writes later, and where she is, is for the centre only once it is reopened."""
    conversation = intervention.conversation
    intake = Intake.objects.select_related("officer").get(pk=conversation.pk)
    here, since = presence.visitor(conversation)
    shown = _view(intervention, conversation)
    is_over = intervention.state in OVER
    if is_over:
        shown["position"] = None
    return shown | {
        "visitor": here,
        "visitor_since": moment(since),
        "reporter": intake.reporter or None,
        "age": intake.age or None,
        "language": intake.language,
        "officer": _holder(conversation),
        "author_may_read": intake.author_may_read,
        "messages": _last_messages(conversation, _last_seq(intervention) if is_over else conversation.last_seq),
    }


def may_open(officer: Officer) -> bool:
    """Whether the officer has a centre's console."""
    return officer.centre is not None and permits(officer, Act.SEE_CENTRE)


def _view(intervention: Intervention, conversation: Conversation) -> View:
    intervention.conversation = conversation
    filled = sealed.open_words(conversation.key, intervention.body, "intervention", intervention.pk)
    return {
        "id": str(intervention.pk),
        "conversation": str(conversation.pk),
        "state": intervention.state,
        "centre": _centre(intervention.centre),
        "centres": _told(intervention),
        "requested_at": moment(intervention.requested_at),
        "rung": intervention.rung,
        "escalates_at": moment(intervention.escalates_at) if intervention.escalates_at else None,
        "commune": commune_view(intervention.insee),
        "department": _department(intervention.department),
        "sheet": filled,
        "position": position(conversation),
        "next": [str(act) for act in ways_from(State(intervention.state))],
        "timeline": [_step(intervention, step) for step in _steps(intervention)],
        "exercise": intervention.is_exercise,
    }


def _steps(intervention: Intervention) -> Iterable[Step]:
    return intervention.steps.select_related("officer", "centre").order_by("number")


def _step(intervention: Intervention, step: Step) -> View:
    said = sealed.open_words(intervention.conversation.key, step.body, "step", intervention.pk, step.number)
    name = (step.officer.display_name or step.officer.username) if step.officer else said.get("connector")
    by = {"name": name} if name and step.kind != "delivery" else None
    centre = {"centre": _centre(step.centre)} if step.centre else {}
    return {"number": step.number, "kind": step.kind, "at": moment(step.at), "by": by, **centre, **said}


def _centre(centre: OperationsCentre | None) -> View | None:
    return {"id": centre.pk, "name": centre.name} if centre else None


def _told(intervention: Intervention) -> list[View]:
    listening = centres.listening(exercise=intervention.is_exercise)
    return [
        {
            "id": alert.centre.pk,
            "name": alert.centre.name,
            "force": alert.centre.force,
            "telephone": alert.centre.telephone,
            "why": alert.why,
            "at": moment(alert.at),
            "listening": alert.centre_id in listening,
        }
        for alert in intervention.alerts.select_related("centre").order_by("pk")
    ]


def commune_view(insee: str) -> View | None:
    """`insee` and `name`; None where none is known."""
    if not insee:
        return None
    try:
        return {"insee": insee, "name": territory.commune(insee).name}
    except Refused:
        return {"insee": insee, "name": insee}


def _department(code: str) -> View | None:
    return {"code": code, "name": territory.department_name(code)} if code else None


def _holder(conversation: Conversation) -> View | None:
    seat = Seat.objects.filter(conversation=conversation, left_at=None).select_related("officer").first()
    return {"name": seat.officer.display_name or seat.officer.username, "force": seat.officer.force} if seat else None


def _last_messages(conversation: Conversation, last: int) -> list[View]:
    """The last ones up to number `last`, and before them those whose words said that she is in danger (`matters`);
    none where they cannot be opened any more, for the sheet must be told all the same."""
    after = max(0, last - LAST_MESSAGES)
    dangerous = signals.numbers(conversation)
    earlier = [number for number in dangerous if number <= after][-LAST_MESSAGES:]
    try:
        said = [one for number in earlier for one in journal.read(conversation, after=number - 1, limit=1)]
        said += journal.read(conversation, after=after, limit=last - after) if last > after else []
    except Unreadable:
        return []
    return [_message(one, matters=one.seq in dangerous) for one in said]


def _last_seq(intervention: Intervention) -> int:
    """The last number of the conversation when it was closed or cancelled."""
    over_at = intervention.steps.filter(kind__in=["close", "cancel"]).latest("number").at
    said = Message.objects.filter(conversation=intervention.conversation_id, at__lte=over_at)
    return said.aggregate(last=Max("seq"))["last"] or 0


def _message(said: journal.Said, *, matters: bool) -> View:
    told = {"seq": said.seq, "from": said.sender, "name": said.name, "at": moment(said.at), "text": said.text}
    return told | {"matters": True} if matters else told
