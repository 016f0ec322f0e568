"""The conversation as a visitor reads it: what was said, by whom, when; dates where they change."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from permanence.live import journal
from permanence.live.models import Conversation, Sender
from permanence.portal import filed, words
from permanence.territory import queries as territory

PAGE = 500
LONGEST = 5_000
"""Messages that one page shows: a conversation of a night has some hundreds."""


@dataclass(frozen=True)
class Line:
    """One message, ready to be shown. `clock`: hour and minute; `day` where it is the first of its day; `mark` on the
    visitor's own; `file` where the message bears one."""

    sender: str
    name: str
    text: str
    at: datetime
    clock: str
    day: str
    mark: str
    event: str = ""
    file: filed.Filed | None = None


def lines(conversation: Conversation) -> list[Line]:
    """The whole thread, in order, in the local time of the visitor's department."""
    return list(_lines(_everything(conversation), conversation.read_officer, zone(conversation)))


def zone(conversation: Conversation) -> ZoneInfo:
    """The clock of the visitor's department."""
    return ZoneInfo(territory.time_zone(conversation.intake.department or None))


def _everything(conversation: Conversation) -> list[journal.Said]:
    said: list[journal.Said] = []
    while len(said) < LONGEST:
        more = journal.read(conversation, after=said[-1].seq if said else 0, limit=PAGE)
        said += more
        if len(more) < PAGE:
            break
    return said


def _lines(said: Iterable[journal.Said], read: int, zone: tzinfo) -> Iterable[Line]:
    day = ""
    for one in said:
        at = one.at.astimezone(zone)
        today = words.day(at)
        mine = one.sender == Sender.VISITOR
        mark = ("Lu" if one.seq <= read else "Envoyé") if mine else ""
        text = words.event(one.event, one.data, one.text) if one.event else one.text
        yield Line(
            one.sender,
            one.name,
            text,
            at,
            f"{at:%H:%M}",
            today if today != day else "",
            mark,
            one.event,
            filed.filed(one.data),
        )
        day = today
