"""What a document says, before it is set: its head, its blocks, and the record that its hash is taken over. Pure.

The record is canonical JSON (UTF-8, keys sorted, no white space) of everything that the document says, in the order in
which it says it; its hash is printed, and it is attached to the PDF: whoever has the file can take the hash again.
"""

import hashlib
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from permanence.casework.documents.canonical import canonical
from permanence.roster import words

FORMAT = "permanence/document/1"
Cell = str | dict[str, str]
"""Words as they were typed, or `{"hash": sha256}`, or `{"strong": words}`."""
Line = tuple[str, Cell]
"""A label and what stands under it."""


@dataclass(frozen=True)
class Block:
    """A part of a document; `heading` is empty where it goes on under the one before."""

    kind: str
    heading: str = ""
    level: int = 1


@dataclass(frozen=True)
class Callout(Block):
    """What must be seen first. `tone`: `danger`, `warning`, `plain`."""

    kind: str = "callout"
    tone: str = "plain"
    title: str = ""
    lines: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class Rows(Block):
    """Labels and values."""

    kind: str = "rows"
    rows: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Table(Block):
    """A table with the names of its columns; `widths` are shares of the page, or `auto`."""

    kind: str = "table"
    columns: tuple[str, ...] = ()
    widths: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()


@dataclass(frozen=True)
class Text(Block):
    """Paragraphs."""

    kind: str = "text"
    lines: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class Said:
    """One message of a thread: its number, its hour, who, what."""

    seq: int
    time: str
    who: str
    text: str
    told: bool = False
    """Said by the service itself."""
    theirs: bool = False
    """Said by the person who wrote to the desk."""
    files: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class Thread(Block):
    """The messages of one day."""

    kind: str = "thread"
    rows: tuple[Said, ...] = ()


@dataclass(frozen=True)
class Paper:
    """One document, whole."""

    kind: str
    """`transmission` or `transcript`."""
    title: str
    subtitle: str
    number: str
    """`GN-2026-000123/2`."""
    reference: str
    made_at: datetime
    zone: str
    """The department's own, by which every hour of the document runs."""
    force: str
    desk: str
    head: tuple[Line, ...]
    blocks: tuple[Block, ...]
    key: str = ""
    """The fingerprint of the key that signs the archives of this deployment."""
    language: str = "fr"
    """In which the person writes."""
    is_demonstration: bool = False
    is_exercise: bool = False
    record: bytes = field(init=False)
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        said = {name: value for name, value in vars(self).items() if name != "blocks"}
        said |= {"format": FORMAT, "made_at": self.made_at.astimezone(UTC).isoformat(timespec="seconds")}
        record = canonical(said | {"blocks": [asdict(block) for block in self.blocks]})
        object.__setattr__(self, "record", record)
        object.__setattr__(self, "digest", hashlib.sha256(record).hexdigest())

    @property
    def made_words(self) -> str:
        """`mardi 10 mars 2026 à 3 h 30 (heure de Paris, UTC+1)`."""
        return moment(self.made_at, self.zone)


def moment(at: datetime, zone: str) -> str:
    """A moment in the words of the place, with its distance to universal time."""
    local = at.astimezone(ZoneInfo(zone))
    hours, rest = divmod(int((local.utcoffset() or local - local).total_seconds()) // 60, 60)
    offset = f"UTC{hours:+d}" + (f" h {rest:02}" if rest else "")
    return f"{words.day(local.date())} {local.year} à {words.hour(local)} ({words.place(zone)}, {offset})"


def brief(at: datetime, zone: str) -> str:
    """`10 mars 2026 à 3 h 30`, by the clock that the head of the document names."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{words.day(local.date()).partition(' ')[2]} {local.year} à {words.hour(local)}"
