"""A batch numbered and sealed from memory while it gathers, ready when the former one has committed. Pure.

What it stands on is what the process remembers, the former batch counted as if it had succeeded: `before` says it, for
the database to compare. A draft that memory cannot answer with a plain new message makes the whole guess `wrong`:
a refusal, a retry, a conversation not remembered are for the careful way.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from msgspec.structs import replace

from permanence.live.batch import Deciding, Draft, Standing, Written


class Guess:
    """`remembered`: conversations by id; `shared`: in which others write too, never guessed; `at`: of its messages."""

    def __init__(self, remembered: Mapping[UUID, Standing], shared: Collection[UUID], at: datetime) -> None:
        self._remembered, self._shared = remembered, shared
        self._deciding = Deciding({}, {}, at)
        self.drafts: list[Draft] = []
        self.before: dict[UUID, int] = {}
        """The last number of each conversation without this batch."""
        self.after: dict[UUID, Standing] = self._deciding.standings
        self.wrong = False
        self.decided = self._deciding.decided

    def take(self, draft: Draft) -> None:
        """One more of the batch."""
        self.drafts.append(draft)
        if not self.wrong:
            self.wrong = not self._foresees(draft)

    def is_of(self, drafts: Sequence[Draft]) -> bool:
        """Whether it was made of exactly these."""
        return list(drafts) == self.drafts

    def take_back(self) -> None:
        """It was not stored: what follows it is remembered no more."""
        for name, last in self.before.items():
            self.after[name].last = last

    def _foresees(self, draft: Draft) -> bool:
        name = draft.conversation
        if name not in self.after:
            standing = self._remembered.get(name)
            if standing is None or name in self._shared:
                return False
            self.after[name] = replace(standing)
            self.before[name] = standing.last
        try:
            result = self._deciding.take(draft)
        except Exception:  # a key that does not serve: the careful way says so
            return False
        return isinstance(result, Written) and result.fresh
