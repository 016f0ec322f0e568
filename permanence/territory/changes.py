"""What an edition did to the territory, told one by one and counted."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Verb(StrEnum):
    """What happened to one thing."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"
    KEPT = "kept"
    """The edition says otherwise; an operator wrote it by hand, so it stays."""
    SET_ASIDE = "set aside"
    """A line that was understood and adds nothing: a duplicate, the old code of a merged commune."""


WORDS: dict[Verb, str] = {
    Verb.ADDED: "ajouté",
    Verb.CHANGED: "modifié",
    Verb.REMOVED: "retiré",
    Verb.KEPT: "gardé (saisi à la main)",
    Verb.SET_ASIDE: "sans effet",
}


@dataclass(frozen=True)
class Change:
    """One thing: `what` is a noun ("commune", "unité"…), `which` names it, `before` and `after` say the difference."""

    verb: Verb
    what: str
    which: str
    before: str = ""
    after: str = ""

    def __str__(self) -> str:
        told = self._difference()
        return f"{WORDS[self.verb]}, {self.what} {self.which}" + (f" : {told}" if told else "")

    def _difference(self) -> str:
        if self.before and self.after:
            if self.verb is Verb.KEPT:
                return f"{self.before} (l'édition dit : {self.after})"
            return f"{self.before} → {self.after}"
        return self.before or self.after


@dataclass
class Summary:
    """All that one file changed."""

    label: str
    lines: int = 0
    changes: list[Change] = field(default_factory=list)
    already_loaded: bool = False

    def add(self, changes: Sequence[Change]) -> None:
        self.changes.extend(changes)

    def counts(self) -> dict[str, dict[str, int]]:
        """By what happened, then by noun: `{"added": {"commune": 2}}`."""
        counted: dict[str, dict[str, int]] = {}
        for (verb, what), number in sorted(Counter((c.verb.value, c.what) for c in self.changes).items()):
            counted.setdefault(verb, {})[what] = number
        return counted
