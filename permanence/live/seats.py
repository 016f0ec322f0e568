"""A seat: where one connection stands in one conversation. Pure."""

from dataclasses import dataclass, field
from uuid import UUID

from permanence.live.reader import Opened


@dataclass
class Seat:
    """`cursor` is the last number sent; `target` the highest known; `own` those acknowledged ahead of the cursor."""

    conversation: UUID
    cursor: int
    target: int
    revision: int
    waiting: bool
    behind: bool = False
    own: set[int] = field(default_factory=set)

    @classmethod
    def at(cls, opened: Opened, after: int) -> "Seat":
        """A seat that stands at `after`, or at the end if that lies beyond."""
        cursor = max(0, min(after, opened.last))
        return cls(
            opened.conversation, cursor, opened.last, opened.revision, opened.waiting, behind=cursor < opened.last
        )

    def heard(self, seq: int, *, own: bool, full: bool) -> bool:
        """Takes note of number `seq`; True when it is to be sent now (the next one, not one's own)."""
        self.target = max(self.target, seq)
        if seq <= self.cursor:
            return False
        if own:
            self.own.add(seq)
        if self.behind or seq != self.cursor + 1 or (full and not own):
            self.behind = True
            return False
        self.cursor = seq
        self.own.discard(seq)
        return not own

    def behind_after(self, last: int) -> bool:
        """Whether the store has more than was sent."""
        self.target = max(self.target, last)
        self.behind = self.behind or self.cursor < self.target
        return self.behind

    def replayed(self, seq: int) -> bool:
        """Moves the cursor to `seq`; True when it is to be sent (not already acknowledged here, not already sent)."""
        if seq <= self.cursor:
            return False
        self.cursor = seq
        if seq in self.own:
            self.own.discard(seq)
            return False
        return True

    def caught_up(self, known: int, *, empty: bool) -> None:
        """After a page: still behind if more is known to exist, unless the journal had nothing of what was `known`."""
        self.behind = self.cursor < self.target and not (empty and self.target == known)
