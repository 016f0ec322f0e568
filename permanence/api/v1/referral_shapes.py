"""What comes in and goes out about referrals, as the OpenAPI document shows it."""

from typing import Any, Literal
from uuid import UUID

from pydantic import AwareDatetime

from permanence.api.v1 import answers, shapes

State = Literal["sent", "accepted", "proposed", "confirmed", "refused", "closed", "recalled"]


class NewReferral(shapes.Strict):
    """To a unit or to a partner; without her agreement, `reason` and `told` are needed. `agreed`: she agrees now, which
    the report keeps."""

    id: UUID
    unit: int | None = None
    partner: int | None = None
    ground: shapes.Words = ""
    reason: shapes.Words = ""
    summary: shapes.Words = ""
    told: shapes.Words = ""
    tells_now: bool = True
    agreed: bool = False
    agreed_how: Literal["", "message", "telephone"] = ""


class Said(shapes.Strict):
    """What a step is told with: `reason` of a refusal, a recall, a forwarding, a reopening; `unit` it is forwarded to;
    `outcome` and `note` of a closure; `text` of a note; `told`: what she is told."""

    reason: shapes.Words = ""
    unit: int | None = None
    outcome: shapes.Words = ""
    note: shapes.Words = ""
    text: shapes.Words = ""
    told: shapes.Words = ""


class Hour(shapes.Strict):
    """When and where: `minutes` long; whom to ask for (`contact`), what to bring."""

    starts_at: AwareDatetime
    minutes: int = 60
    place: shapes.Words = ""
    contact: shapes.Words = ""
    bring: shapes.Words = ""
    note: shapes.Words = ""


class NewAppointment(Hour):
    """`id`, made by the client, makes a retry harmless."""

    id: UUID


class Change(shapes.Strict):
    """What is done to an appointment: `revision` that was seen, for `confirm` and `decline`; the new hour, for `move`;
    `reason` of a cancellation."""

    revision: int | None = None
    reason: shapes.Words = ""
    hour: Hour | None = None


class NewAttempt(shapes.Strict):
    """`reached`, `no_answer`, `somebody_else` or `message`."""

    id: UUID
    result: shapes.Words = ""
    note: shapes.Words = ""


class Answered(shapes.Strict):
    """The revision of the appointment that she saw; a word where it does not suit her."""

    revision: int
    reason: shapes.Words = ""


class Appointment(answers.Answer):
    """`words`: the day and the hour by the clock of the unit; `clock`: whose it is, where it is not Paris's."""

    id: str
    state: Literal["proposed", "confirmed", "declined", "cancelled", "kept", "missed"]
    starts_at: str
    words: str
    clock: str
    minutes: int
    revision: int


class Step(answers.Answer):
    """What happened; `by` null: the person herself, or the clock."""

    number: int
    kind: str
    label: str
    at: str
    by: str | None
    unit: str | None
    text: str


class Referral(answers.Answer):
    """A referral with its appointments, the attempts to reach her and its timeline; `next`: what it is open to."""

    id: str
    conversation: str
    reference: str
    state: State
    to: dict[str, Any]
    ground: Literal["agreement", "vital_danger", "minor", "article_40"]
    sent_at: str
    due_at: str | None
    late: bool
    urgent: bool
    minor: bool
    agreement_lost: bool
    exercise: bool
    outcome: str | None
    appointment: Appointment | None
    timeline: list[Step]
    next: list[str]


class Gone(answers.Answer):
    """What the unit has no more."""

    id: str
    state: State


class Referrals(answers.Answer):
    """Those of a conversation, the newest first; `form`: to whom it may go, null where no report was begun; `filed`:
    whether the report may leave; `consent`: what she said of it."""

    referrals: list[Referral]
    form: dict[str, Any] | None
    filed: bool
    consent: str


class Directory(answers.Answer):
    """At most 30; `distance_km` null unless both places are known."""

    units: list[dict[str, Any]]


class Row(answers.Answer):
    """A referral in a unit's list: facts, no word."""

    id: str
    reference: str
    state: State
    due_at: str | None
    late: bool
    urgent: bool
    agreement_lost: bool


class Inbox(answers.Answer):
    """What the unit has, the latest first; what it closed; what it refused or forwarded."""

    referrals: list[Row]
    closed: list[Row]
    passed_on: list[dict[str, str]]


class Calendar(answers.Answer):
    """The appointments of the unit, in their order."""

    appointments: list[dict[str, Any]]


class Card(answers.Answer):
    """Whoever receives her, and the appointment; address, telephone and hours only where known for real."""

    referral: str
    to: dict[str, Any]
    state: State
    words: str
    appointment: dict[str, Any] | None


class Cards(answers.Answer):
    """What she knows of; nothing where the author may be reading."""

    referrals: list[Card]
