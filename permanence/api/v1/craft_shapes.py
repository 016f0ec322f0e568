"""Shapes of the craft, as the OpenAPI document shows them."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from permanence.api.v1.answers import Answer, Named, Word
from permanence.api.v1.shapes import Strict, Words


class NewOwnReply(Strict):
    """`shortcut` is typed after `/`."""

    shortcut: Words
    language: Words = "fr"
    text: Words


class NewNote(Strict):
    """`id`, made by the client, makes a retry harmless."""

    id: UUID
    text: Words


class NewFact(Strict):
    """`id`, made by the client, makes a retry harmless; `seq` the message it was taken from."""

    id: UUID
    text: Words
    seq: int | None = None


class NewReminder(Strict):
    """In how many minutes, and why in a few words or none."""

    id: UUID
    minutes: int
    text: Words = ""


class Tick(Strict):
    """Asked, or not yet."""

    asked: bool


class Search(Strict):
    """A word or a few."""

    text: Words


class TranslationWanted(Strict):
    """The language wanted."""

    to: Words = "fr"


class Kept(Answer):
    """What was kept."""

    id: str


class Reply(Answer):
    """A prepared reply; what stands in braces is filled by the console or completed by the officer."""

    id: str
    own: bool
    shortcut: str
    language: str
    theme: str
    step: str
    force: Literal["PN", "GN", ""]
    text: str
    version: int


class Replies(Answer):
    """All that an officer may begin from."""

    replies: list[Reply]
    themes: list[Word]
    steps: list[Word]


class Note(Answer):
    """`kind` is `whisper` where a supervisor speaks who does not hold the conversation; `text` null once destroyed."""

    seq: int
    id: str
    kind: Literal["note", "whisper"]
    text: str | None
    at: str
    by: Named


class Notes(Answer):
    """In order; `last` is the last number."""

    notes: list[Note]
    last: int


class Fact(Answer):
    """`text` is null where the words were destroyed."""

    id: str
    text: str | None
    seq: int | None
    at: str
    by: str


class Reminder(Answer):
    """`text` is null where the words were destroyed."""

    id: str
    conversation: str
    text: str | None
    due_at: str
    by: str


class Asked(Answer):
    """When, and by whom."""

    at: str
    by: str


class Question(Answer):
    """Something to ask."""

    code: str
    text: str
    asked: Asked | None


class Notebook(Answer):
    """What is kept beside a conversation."""

    facts: list[Fact]
    reminders: list[Reminder]
    questions: list[Question]


class Reminders(Answer):
    """Soonest first."""

    reminders: list[Reminder]


class Match(Answer):
    """In code points of the message's text."""

    seq: int
    start: int
    length: int


class Found(Answer):
    """The first 500, how many there are, and the last message that was searched."""

    matches: list[Match]
    count: int
    last: int


class Translation(Answer):
    """Never stored."""

    text: str
    source: str | None = Field(alias="from")
    to: str
    by: Literal["machine"]


class DebriefGiven(Strict):
    """What a grave conversation left its officer with: a note, a wish to talk, or both."""

    text: Words = ""
    talk: bool = False
