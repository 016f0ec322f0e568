"""What goes out, as the OpenAPI document shows it. Bodies that come in are in `shapes.py`.

A field that a room adds goes out though it is not named here yet: nothing is dropped in silence.
"""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Force = Literal["PN", "GN"]
State = Literal["waiting", "active", "ended"]
Level = Literal["immediate", "high", "standard"]
VisitorPresence = Literal["here", "dropped", "quick_exit", "closed", "away"]


def _nobody(given: list[Any]) -> bool:
    return not given


def _not_so(given: bool) -> bool:
    return not given


class Answer(BaseModel):
    """An object of the interface; times are ISO 8601 in UTC."""

    model_config = ConfigDict(extra="allow")


class Named(Answer):
    """A thing by its number."""

    id: int
    name: str


class Commune(Answer):
    """`force` is null where both forces share it or none is known."""

    insee: str
    name: str
    department: str
    force: Force | None
    unit: Named | None


class PostalCode(Answer):
    """`ask`: the commune where communes differ, the officer where a commune is shared or blank."""

    postal_code: str
    force: Force | None
    ask: Literal["commune", "officer"] | None
    communes: list[Commune]


class HelpLine(Answer):
    """A number with its hours, source and date."""

    number: str
    label: str
    purpose: str
    medium: str
    always_open: bool
    hours: str
    in_emergency: bool
    source: str
    date: str | None


class Word(Answer):
    """A code and what people read for it."""

    code: str
    label: str


class Vocabulary(Answer):
    """Every list of codes with its words."""

    language: str
    reporter: list[Word]
    age: list[Word]
    categories: list[Word]
    level: list[Word]
    mark: list[Word]


class ReadMarks(Answer):
    """Up to which number each side has read."""

    visitor: int
    officer: int


class Message(Answer):
    """`name` where an officer speaks; `event` and `data` where the desk itself says what happened."""

    seq: int
    id: str
    sender: Literal["visitor", "officer", "system"] = Field(alias="from")
    name: str = ""
    at: str
    text: str
    event: str = ""
    data: dict[str, Any] = {}


class Messages(Answer):
    """In order; `last` is the conversation's last number."""

    messages: list[Message]
    last: int
    state: State


class Me(Answer):
    """An officer, to themselves."""

    id: int
    username: str
    name: str
    role: str
    force: Force | None
    presence: Literal["available", "break", "off"]
    capacity: int
    in_training: bool
    holding: int
    load: float
    """What they hold, by urgency and activity."""
    transfers: list[dict[str, Any]]
    """Open offers to and from the officer."""
    offers: list[dict[str, Any]]
    """Whom the desk offers them, where assignment is by push."""
    away: bool
    """They left offers unanswered, and are offered nobody until they say how they are."""
    invitations: list[dict[str, Any]] = Field(default=[], exclude_if=_nobody)
    """Open invitations to and from the officer; only where there is one."""
    debriefs: int
    """To a supervisor: how many officers wish to talk about a conversation."""


class Waiting(Answer):
    """One who waits."""

    conversation: str
    force: Force | None
    overflow: bool
    """Of the other force, of which nobody is free, or has taken somebody in immediate danger within a minute."""
    level: Level
    waiting_since: str
    """What gives the place in the queue."""
    queued_at: str
    """Since when it waits now."""
    reporter: str | None
    categories: list[str]
    language: str
    department: str | None
    messages: int
    first_words: str
    here: bool
    in_danger: bool
    exercise: bool
    """A scripted visitor."""
    returned_to_you: bool


class Queue(Answer):
    """Most urgent first, then longest waiting."""

    waiting: list[Waiting]


class CommuneName(Answer):
    """A commune of a file."""

    insee: str
    name: str


class DepartmentName(Answer):
    """A department of a file."""

    code: str
    name: str


class Closing(Answer):
    """Its closing was proposed to the visitor: until when a word keeps it open, whether it closes by itself."""

    at: str
    by_itself: bool


class File(Answer):
    """The file of a conversation: everything but its words."""

    id: str
    state: State
    force: Force | None
    overflow: bool
    """The officer helps the other force with it."""
    level: Level
    level_by: str
    reporter: str | None
    age: str | None
    categories: list[str]
    language: str
    in_danger: bool
    postal_code: str | None
    commune: CommuneName | None
    department: DepartmentName | None
    unit: Named | None
    officer: Named | None
    mine: bool
    mark: str
    exercise: bool
    waiting_since: str
    """What gives the place in the queue."""
    queued_at: str
    """Since when it waits now."""
    created_at: str
    ended_at: str | None
    closing: Closing | None
    debrief: bool
    """A grave conversation ended in the officer's hands: they may leave a note, or ask to talk about it."""
    last: int
    read: ReadMarks
    presence: VisitorPresence
    presence_since: str | None
    guests: list[Named] = Field(default=[], exclude_if=_nobody)
    """Who speaks there beside its officer; only where somebody does."""
    guest: bool = Field(default=False, exclude_if=_not_so)
    """The officer is one of them; only where they are."""


class Files(Answer):
    """A page of conversations; `next` is the cursor of the following one."""

    conversations: list[File]
    next: str | None


class Problem(Answer):
    """RFC 9457: why not. `errors` names the fields that are wrong."""

    type: str
    title: str
    status: int
    detail: str = ""
    code: str = ""
    errors: dict[str, str] = {}
