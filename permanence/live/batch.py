"""A batch of the journal, decided: which draft gets which number, which is refused. No database, no clock.

What is stored is handed in (`Standing`, `Known`), what is to be stored is handed out (`Decided`); `journal.py` and the
stores of the hot path do the reading and the writing, under the locks of the conversations. What is made for every
message is a msgspec structure: frozen as a frozen data class is, and made ten times faster.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec

from permanence.lib.errors import Invalid, NotFound, Refused
from permanence.live.models import Sender
from permanence.live.text import Ended, NotYours
from permanence.vault.sealing import seal_under


class Draft(msgspec.Struct, frozen=True, gc=False):
    """Something to be said: the text already checked (`text.checked`)."""

    conversation: UUID
    sender: Sender
    text: str
    id: UUID = msgspec.field(default_factory=uuid4)
    officer: int | None = None
    name: str = ""
    event: str = ""
    data: Mapping[str, Any] = {}


class Said(msgspec.Struct, frozen=True, gc=False):
    """A message as it was said."""

    conversation: UUID
    seq: int
    id: UUID
    sender: str
    at: datetime
    text: str
    name: str = ""
    event: str = ""
    data: Mapping[str, Any] = {}


class Written(msgspec.Struct, frozen=True, gc=False):
    """The answer to a draft: the message, and whether this call wrote it (False: a retry)."""

    said: Said
    fresh: bool


class Standing(msgspec.Struct, gc=False):
    """A conversation under lock: ended or not, its last number, its wrapped key, the officer who holds it, and those
    who speak beside them.

    Whatever changes state, holder or guests makes `revision` grow.
    """

    ended: bool
    last: int
    wrapped: bytes
    holder: int | None = None
    revision: int = 0
    guests: frozenset[int] = frozenset()


class Known(msgspec.Struct, frozen=True, gc=False):
    """A message already stored under a client's id."""

    seq: int
    at: datetime
    sender: str


class Row(msgspec.Struct, frozen=True, gc=False):
    """A message to be stored."""

    said: Said
    officer: int | None
    body: bytes


class Body(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """What is sealed of a message."""

    text: str
    name: str = ""
    data: Mapping[str, Any] = {}


_encoder = msgspec.json.Encoder()


@dataclass(frozen=True, slots=True)
class Decided:
    """An answer a draft, in order; the rows to store; the new last number of each conversation that changed."""

    results: list[Written | Refused]
    rows: list[Row]
    lasts: dict[UUID, int]


class Deciding:
    """A batch decided draft by draft; `standings` follow the numbers given."""

    def __init__(self, standings: dict[UUID, Standing], known: Mapping[tuple[UUID, UUID], Known], at: datetime) -> None:
        self.standings = standings
        self.decided = Decided([], [], {})
        self._seen: dict[tuple[UUID, UUID], Known | Said] = dict(known)
        self._at = at

    def take(self, draft: Draft) -> Written | Refused:
        """Numbers what can be taken; refuses the rest, each alone."""
        name = (draft.conversation, draft.id)
        standing = self.standings.get(draft.conversation)
        result = _answer(draft, standing, self._seen.get(name), self._at)
        decided = self.decided
        decided.results.append(result)
        if standing is not None and isinstance(result, Written) and result.fresh:
            said = self._seen[name] = result.said
            decided.lasts[said.conversation] = said.seq
            decided.rows.append(Row(said, draft.officer, _sealed(said, standing.wrapped)))
        return result


def decide(
    drafts: Sequence[Draft],
    standings: dict[UUID, Standing],
    known: Mapping[tuple[UUID, UUID], Known],
    at: datetime,
) -> Decided:
    """A whole batch; see `Deciding`."""
    deciding = Deciding(standings, known, at)
    for draft in drafts:
        deciding.take(draft)
    return deciding.decided


def audit_of(rows: Sequence[Row]) -> tuple[str, tuple[str, str], dict[str, Any]] | None:
    """The one audit entry of a batch for what officers wrote: actor, object, detail; None when they wrote nothing.

    The detail names every officer, conversation and number; the actor is `officers` when there are several.
    """
    written: dict[str, dict[str, list[int]]] = {}
    for row in rows:
        if row.officer is not None and row.said.sender == Sender.OFFICER:
            conversations = written.setdefault(f"officer:{row.officer}", {})
            conversations.setdefault(str(row.said.conversation), []).append(row.said.seq)
    if not written:
        return None
    names = {name for conversations in written.values() for name in conversations}
    actor = next(iter(written)) if len(written) == 1 else "officers"
    on = ("conversation", names.pop()) if len(names) == 1 else ("conversations", str(len(names)))
    return actor, on, written


def body_of(said: Said) -> bytes:
    """What is sealed of a message: JSON of its text, and name and data where there are any."""
    return _encoder.encode(Body(said.text, said.name, dict(said.data)))


def _answer(draft: Draft, standing: Standing | None, known: Known | Said | None, at: datetime) -> Written | Refused:
    if standing is None:
        return NotFound("Conversation inconnue.")
    if known is not None:
        return _retry(draft, known)
    if standing.ended and draft.sender != Sender.SYSTEM:
        return Ended("La conversation est terminée. Votre code de reprise permet de la rouvrir.")
    if draft.sender == Sender.OFFICER and standing.holder != draft.officer and draft.officer not in standing.guests:
        return NotYours("Cette conversation n’est pas la vôtre.")
    standing.last += 1
    return Written(_said(draft, standing.last, at), fresh=True)


def _retry(draft: Draft, known: Known | Said) -> Written | Refused:
    if known.sender != draft.sender:
        return Invalid("Cet identifiant de message est déjà pris.", errors={"id": "Identifiant déjà pris."})
    return Written(_said(draft, known.seq, known.at), fresh=False)


def _said(draft: Draft, seq: int, at: datetime) -> Said:
    return Said(
        draft.conversation, seq, draft.id, str(draft.sender), at, draft.text, draft.name, draft.event, draft.data
    )


def _sealed(said: Said, wrapped: bytes) -> bytes:
    return seal_under(wrapped, body_of(said), "message", said.conversation, said.seq)
