"""What comes in and goes out, as the OpenAPI document shows it."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from permanence.live.text import UNTRANSMITTABLE

Id = Annotated[str, Field(description="The conversation's id, a UUID")]


class Strict(Schema):
    """A body: a value of the wrong type is refused, never bent into shape."""

    model_config = ConfigDict(strict=False, str_strip_whitespace=False)

    @model_validator(mode="before")
    @classmethod
    def is_an_object(cls, given: Any) -> Any:
        """A list or a text is no object, even where every field of it may be left out."""
        if not isinstance(getattr(given, "_obj", given), Mapping):
            raise ValueError("not a JSON object")  # noqa: TRY004 (what pydantic makes a refusal of)
        return given


def _storable(text: str) -> str:
    if UNTRANSMITTABLE.search(text):
        raise PydanticCustomError("string_unicode", "NUL or half a surrogate pair")
    return text


Words = Annotated[str, AfterValidator(_storable)]
"""Text that every database can hold."""


class NewMessage(Strict):
    """`id`, made by the client, makes a retry harmless."""

    id: UUID
    text: str


class NewConversation(Strict):
    """Everything is optional."""

    postal_code: str | None = None
    insee: str | None = None
    reporter: str | None = None
    age: str | None = None
    categories: list[str] | None = None
    language: str | None = None
    in_danger: bool = False
    key: UUID | None = None
    message: NewMessage | None = None


class MoreAnswers(Strict):
    """What the visitor answers later."""

    insee: str | None = None
    reporter: str | None = None
    categories: list[str] | None = None
    in_danger: bool | None = None


class Location(Strict):
    """Degrees (WGS 84), metres, and when the device measured it."""

    latitude: float
    longitude: float
    accuracy_m: float
    at: AwareDatetime


class Leaving(Strict):
    """How the visitor goes; the secret here where no header can be set."""

    how: Literal["quick_exit", "closed"]
    secret: str | None = None


class Code(Strict):
    """A return code; spaces do not matter."""

    return_code: str


class Credentials(Strict):
    """An officer signs in."""

    username: Words
    password: Words
    otp: Words | None = None


class PresenceChange(Strict):
    """`available`, `break` or `off`; how many conversations at once."""

    state: Words
    capacity: int | None = None


class ForceCorrection(Strict):
    """A reason is needed."""

    force: str
    insee: Words | None = None
    reason: Words = ""


class LevelCorrection(Strict):
    """A reason is needed."""

    level: str
    reason: Words = ""


class Marking(Strict):
    """A reason is needed."""

    kind: str
    reason: Words = ""


class ClosingProposal(Strict):
    """In how many minutes it closes unless its visitor writes; `by_itself`, or the officer decides then."""

    minutes: int
    by_itself: bool = False


class Ending(Strict):
    """A reason is needed when the conversation is dangerous."""

    reason: Words = ""


class ReadUpTo(Strict):
    """The last number read."""

    seq: int


class QueuePlace(Schema):
    """`position` 1 is next; the estimate is null where nothing honest can be said. Where nobody is there to answer,
    `planned_at` is when the roster has somebody, and there only if it knows."""

    position: int
    estimated_wait_s: int | None
    staffed: bool
    planned_at: str = ""


class ReadMarks(Schema):
    """Up to which number each side has read."""

    visitor: int
    officer: int


class OpenedConversation(Schema):
    """What a visitor receives once."""

    id: str
    secret: str
    return_code: str
    force: str | None
    state: str
    queue: QueuePlace | None


class ConversationState(Schema):
    """A visitor's conversation as it stands."""

    id: str
    state: str
    force: str | None
    queue: QueuePlace | None
    officer: dict[str, str] | None
    guests: list[dict[str, str]] = []
    """Who speaks beside the officer; only where somebody does."""
    last: int
    read: ReadMarks


class Stored(Schema):
    """Durable."""

    seq: int
    at: str


class Resumed(Schema):
    """A new secret; the old one no longer works."""

    id: str
    secret: str


class ReturnCode(Schema):
    """16 digits."""

    return_code: str


class Session(Schema):
    """A token and until when."""

    token: str
    expires_at: str
    role: str
    force: str | None
