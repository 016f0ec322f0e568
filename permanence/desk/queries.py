"""What the desk shows: the queue, a conversation's file, what a visitor is told of theirs."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from functools import partial
from itertools import product
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from permanence.accounts.models import Force, Officer
from permanence.accounts.policy import Act, permits
from permanence.audit import journal as audit
from permanence.desk import access, offers_told, queue, rings, rows, staff, transfers_told
from permanence.desk.craft import debriefs
from permanence.desk.craft import queries as craft
from permanence.desk.models import Intake
from permanence.desk.vocabulary import Level
from permanence.lib.errors import Refused
from permanence.lib.memo import Remembered
from permanence.live import company, presence
from permanence.live.models import Conversation, Seat, State
from permanence.live.protocol import moment
from permanence.territory import queries as territory

PAGE = 50

View = dict[str, Any]


def visitor_view(conversation: Conversation) -> View:
    """What a visitor is told of their conversation, as the live channel's `opened` and `state` say it."""
    intake = Intake.objects.select_related("officer").get(pk=conversation.pk)
    active = conversation.state == State.ACTIVE
    officer = intake.officer if active else None
    guests = [{"name": one.display_name or "Un agent"} for one in company.of(conversation.pk)] if active else []
    return {
        "state": conversation.state,
        "force": intake.force or None,
        "last": conversation.last_seq,
        "read": _read(conversation),
        "queue": place(conversation) if conversation.state == State.WAITING else None,
        "officer": {"name": officer.display_name or "Un agent"} if officer else None,
        "present": presence.officer_is_here(officer.pk) if officer else False,
    } | ({"guests": guests} if guests else {})


def place(conversation: Conversation) -> View | None:
    """`position`, `estimated_wait_s`, `staffed`, `planned_at` of one who waits."""
    return places().get(conversation.pk)


def places() -> dict[UUID, View]:
    """The same for all who wait."""
    return {pk: _place(found) for pk, found in queue.places().items()}


def officer_view(officer: Officer, conversation: Conversation) -> View:
    """What an officer is told of a conversation, as the live channel's `opened` and `state` say it."""
    intake = Intake.objects.select_related("officer").get(pk=conversation.pk)
    intake.conversation = conversation
    shown = file(officer, intake)
    return {"state": shown["state"], "last": shown["last"], "read": shown["read"], "file": shown} | {
        "presence": shown["presence"],
        "notes": craft.last_note(conversation),
    }


def file(officer: Officer, intake: Intake, guests: Sequence[Officer] | None = None) -> View:
    """The file of a conversation: everything the desk knows of it but its words. `guests`: its guests, where known."""
    conversation = intake.conversation
    here, since = presence.visitor(conversation)
    holder = intake.officer if conversation.state != State.WAITING else None
    return {
        "id": str(conversation.pk),
        "state": conversation.state,
        "force": intake.force or None,
        "overflow": bool(officer.force and intake.force and intake.force != officer.force),
        "level": intake.level,
        "level_by": intake.level_by,
        "reporter": intake.reporter or None,
        "age": intake.age or None,
        "categories": intake.categories,
        "language": intake.language,
        "in_danger": intake.in_danger,
        "postal_code": intake.postal_code or None,
        "commune": _commune(intake),
        "department": department(intake.department),
        "unit": unit(intake),
        "officer": {"id": holder.pk, "name": holder.display_name} if holder else None,
        "mine": holder is not None and holder.pk == officer.pk,
        "mark": intake.mark,
        "exercise": bool(intake.exercise),
        "waiting_since": moment(intake.waiting_since),
        "queued_at": moment(intake.queued_at),
        "created_at": moment(conversation.created_at),
        "ended_at": moment(conversation.ended_at) if conversation.ended_at else None,
        **({"author_may_read": True} if intake.author_may_read else {}),
        "closing": _closing(intake),
        "debrief": debriefs.is_open_to(officer, intake),
        "last": conversation.last_seq,
        "read": _read(conversation),
        "presence": here,
        "presence_since": moment(since),
    } | _company(officer, intake, guests)


def waiting(officer: Officer) -> list[View]:
    """The queue an officer may see, in the order it is served."""
    return _for(officer, _rows(officer.force, officer.in_training))


def waiting_lately(officer: Officer) -> list[View]:
    """The same, at most a quarter of a second old: computed once for all consoles of a force."""
    return _for(officer, _rows_lately[officer.force, officer.in_training]())


def held_by(officer: Officer) -> list[Conversation]:
    """The conversations an officer speaks in now."""
    seats = Seat.objects.filter(officer=officer, left_at=None).select_related("conversation")
    return [seat.conversation for seat in seats.order_by("taken_at")]


def readable(officer: Officer, conversation: UUID) -> Conversation:
    """The conversation, to be read: one row in the audit journal an opening. Raises `NotFound`."""
    intake = access.intake(officer, conversation, Act.READ)
    audit.record_reading(by=officer.actor, act=Act.READ, on=("conversation", conversation))
    return intake.conversation


def still_readable(officer: Officer, conversations: list[UUID]) -> set[UUID]:
    """Those among `conversations` that the officer may (still) read."""
    intakes = Intake.objects.select_related("conversation", "officer").filter(pk__in=conversations)
    guests = company.of_each(conversations)
    return {
        intake.pk
        for intake in intakes
        if permits(officer, Act.READ, access.scope(intake, guests=guests.get(intake.pk, ())))
    }


def conversations(officer: Officer, *, mine: bool, state: str, cursor: str) -> tuple[list[View], str | None]:
    """Files of the officer's force (or only theirs), newest first, a page; and the cursor of the next page."""
    found: QuerySet[Intake] = Intake.objects.select_related("conversation", "officer").order_by("-conversation__pk")
    found = found.order_by("-conversation__created_at", "-pk")
    if officer.force:
        spoken_in = Q(officer=officer) | Q(pk__in=company.joined_by(officer.pk))
        found = found.filter(Q(force__in=["", officer.force]) | spoken_in)
    if mine:
        found = found.filter(officer=officer).exclude(conversation__state=State.WAITING)
    if state:
        found = found.filter(conversation__state=state)
    start = int(cursor) if cursor.isascii() and cursor.isdigit() and len(cursor) < 9 else 0
    page = list(found[start : start + PAGE + 1])
    following = str(start + PAGE) if len(page) > PAGE else None
    guests = company.of_each([one.pk for one in page])
    views = [
        file(officer, one, guests.get(one.pk, ()))
        for one in page[:PAGE]
        if permits(officer, Act.SEE, access.scope(one, guests=guests.get(one.pk, ())))
    ]
    return views, following


def me(officer: Officer) -> View:
    """The officer as their console and the API see them."""
    invitations = transfers_told.invitations_of(officer)
    return {
        "id": officer.pk,
        "username": officer.username,
        "name": officer.display_name,
        "role": officer.role,
        "force": officer.force or None,
        "presence": officer.presence,
        "capacity": officer.capacity,
        "in_training": officer.in_training,
        "holding": Seat.objects.filter(officer=officer, left_at=None).count(),
        "load": staff.load_of(officer.pk),
        "transfers": transfers_told.of_officer(officer),
        "offers": offers_told.of_officer(officer),
        "away": offers_told.is_away(officer),
        "debriefs": debriefs.asked_for(officer),
    } | ({"invitations": invitations} if invitations else {})


def under_way(officers: set[int]) -> dict[int, set[str]]:
    """By officer, every transfer, invitation and offer they have to be told of, with its end, in three questions."""
    found = transfers_told.keys_of(officers)
    for officer, keys in offers_told.keys_of(officers).items():
        found.setdefault(officer, set()).update(keys)
    return found


def department(code: str) -> View | None:
    """`code` and `name`, None where unknown."""
    return {"code": code, "name": territory.department_name(code)} if code else None


def unit(intake: Intake) -> View | None:
    """The unit that can receive the person: of the commune, of the force that answers."""
    if not intake.insee:
        return None
    units = [one for one in territory.units_of(intake.insee) if not intake.force or one.force == intake.force]
    return {"id": units[0].pk, "name": units[0].name} if len(units) == 1 else None


def _company(officer: Officer, intake: Intake, known: Sequence[Officer] | None) -> View:
    """Who speaks beside its officer, and whether it is oneself; nothing where nobody does."""
    if intake.conversation.state != State.ACTIVE:
        return {}
    guests = company.of(intake.pk) if known is None else known
    named = [{"id": one.pk, "name": one.display_name or one.username} for one in guests]
    return ({"guests": named} if guests else {}) | ({"guest": True} if officer in guests else {})


def _closing(intake: Intake) -> View | None:
    if intake.closes_at is None or intake.conversation.state != State.ACTIVE:
        return None
    return {"at": moment(intake.closes_at), "by_itself": intake.closes_itself}


def _commune(intake: Intake) -> View | None:
    if not intake.insee:
        return None
    try:
        return {"insee": intake.insee, "name": territory.commune(intake.insee).name}
    except Refused:
        return {"insee": intake.insee, "name": intake.insee}


def _rows(force: str, exercise: bool) -> list[tuple[int | None, View]]:
    """The queue of a force (of both for the empty one), each row with the officer who spoke with the person last."""
    intakes = list(queue.waiting(force or None, exercise=exercise, overflow=True))
    return [(intake.officer_id, row) for intake, row in zip(intakes, rows.of(intakes), strict=True)]


_rows_lately = {
    whose: Remembered(partial(_rows, *whose), for_s=0.25) for whose in product(("", *Force.values), (False, True))
}


def _for(officer: Officer, found: list[tuple[int | None, View]]) -> list[View]:
    told = [{**row, "returned_to_you": former == officer.pk} for former, row in found]
    dangers = [row for row in told if row["level"] == Level.IMMEDIATE]
    if dangers:
        after = rings.after(officer, holding=Seat.objects.filter(officer=officer, left_at=None).count())
        for row in dangers:
            row["rings_at"] = moment(datetime.fromisoformat(row["queued_at"]) + after)
    return told


def _place(place: queue.Place) -> View:
    told = asdict(place)
    planned_at = told.pop("planned_at")
    return told | ({"planned_at": moment(planned_at)} if planned_at else {})


def _read(conversation: Conversation) -> dict[str, int]:
    return {"visitor": conversation.read_visitor, "officer": conversation.read_officer}
