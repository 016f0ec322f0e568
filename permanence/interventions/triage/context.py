"""What the words around a signal make of it: denied, supposed, told of, past, usual, a story, a way of speaking.

Each operator is found like a signal, by lines of `contexts.tsv`; here is only how far each one reaches. Every reach is
bounded, so that a long message costs in proportion to its length.
"""

from collections.abc import Iterable
from typing import NamedTuple

from permanence.interventions.triage.lexicon import Lexicon, Pattern
from permanence.interventions.triage.text import HARD, SOFT

DROPPED = ""
THREATS = frozenset({"death_threat", "suicide"})
"""What a condition ("si je pars") turns from now to a threat."""
SAID = frozenset({"death_threat"})
"""What is a threat when somebody says it ("il dit que"), and not what is going on."""
DONE = {
    "done": frozenset({"present_violence", "children_hit", "strangling", "pursuit", "sexual_violence", "witness_now"}),
    "owned": frozenset({"weapon"}),
    "knocked": frozenset({"at_the_door"}),
}
"""What is recent, not going on, when it is said in the past tense ("il a frappé ma mère")."""
_LINKS = 3
_GOVERNED = 3
_TIMES = ("remote", "recent", "habit")
_DATED = 6
_LOOKED_AT = 60


class Match(NamedTuple):
    """A signal's pattern found at letters `start` to `end` of the encoded message."""

    pattern: Pattern
    start: int
    end: int


class Operator(NamedTuple):
    """A context operator found at letters `start` to `end`."""

    name: str
    start: int
    end: int


class Context:
    """The operators of one encoded message, and what they make of each of its matches."""

    def __init__(self, lexicon: Lexicon, encoded: str, matches: Iterable[Match]) -> None:
        self._text = encoded
        self._matches = list(matches)
        self._found: dict[str, list[Operator]] = {}
        for pattern in lexicon.operators(encoded):
            for found in pattern.search.finditer(encoded):
                operator = Operator(pattern.line.name, found.start(), found.end())
                self._found.setdefault(operator.name, []).append(operator)
        self._subjects = lexicon.letters("subject")
        self._links = lexicon.letters("link")
        self._that = lexicon.letters("that")
        self._after = lexicon.letters("after")
        self._only_before = lexicon.letters("in_the")
        self._things = lexicon.letters("thing")
        self._spread = {name: [(one, self._reach(one)) for one in self._found.get(name, ())] for name in _TIMES}

    def strength(self, match: Match) -> str:
        """`immediate`, `high` or `low` once the words around are heard; `DROPPED` where they undo it."""
        strength = match.pattern.line.strength
        if not self._found:
            return strength
        if self._undone(match):
            return DROPPED
        return self._lowered(match, strength)

    def _undone(self, match: Match) -> bool:
        return (
            any(self._overlap(one, match) for one in self._found.get("figurative", ()))
            or any(self._tells(one, match) for one in self._found.get("fiction", ()))
            or any(self._supposes(one, match) for one in self._found.get("hypothesis", ()))
            or (not match.pattern.negates and self._denied(match))
            or (not self._says_who(match) and self._in_sentence("procedure", match))
        )

    def _lowered(self, match: Match, strength: str) -> str:
        name = match.pattern.line.name
        if (name in THREATS and self._in_sentence("condition", match)) or (name in SAID and self._reported(match)):
            strength = min(strength, "high", key=_rank)
        if name == "recent_violence" and any(self._beside(one, match) for one in self._found.get("just", ())):
            return "immediate"
        if self._is_now(match):
            return strength
        if strength == "immediate" and self._is_done(match):
            strength = "high"
        present = self._in_sentence("now", match)
        for time in _TIMES:
            if time == "habit" and present:
                continue
            if any(self._reaches(one, reach, match) for one, reach in self._spread[time]):
                if time == "remote":
                    return "low"
                lifted = name == "past_violence" and time == "recent"
                strength = "high" if strength == "immediate" or lifted else strength
        return strength

    # -- how far each reaches

    def _denied(self, match: Match) -> bool:
        for one in self._found.get("not", ()):
            at = one.end - 1
            if match.start <= at < match.end:
                if self._text[at] in self._only_before and match.pattern.line.language == "pt":
                    continue
                return True
            if at < match.start and self._governs_noun(at, match):
                return True
            if at >= match.end and self._text[at] in self._after and self._follows(at, match):
                return self._text[match.end - 1] not in self._things
        return any(match.start <= one.start <= match.end + 1 for one in self._found.get("is_not", ()))

    def _governs_noun(self, at: int, match: Match) -> bool:
        between = self._text[at + 1 : match.start]
        if len(between) > _LINKS or any(letter not in self._links for letter in between):
            return False
        return self._text[match.start] not in self._subjects or any(letter in self._that for letter in between)

    def _follows(self, at: int, match: Match) -> bool:
        between = self._text[match.end : at]
        return len(between) <= 1 and all(letter in self._links for letter in between)

    def _supposes(self, one: Operator, match: Match) -> bool:
        if self._within(one, match):
            return one.start <= match.start + 1
        if one.end > match.start or match.start - one.end > _GOVERNED:
            return one.start < match.start < one.end
        between = self._text[one.end : match.start]
        if HARD in between or SOFT in between or any(letter in self._subjects for letter in between):
            return False
        has_own = self._text[one.end - 1] in self._subjects
        return not (has_own and self._text[match.start] in self._subjects)

    def _tells(self, one: Operator, match: Match) -> bool:
        return one.start <= match.start or HARD not in self._text[match.start : one.start]

    def _reported(self, match: Match) -> bool:
        return any(
            one.start <= match.start <= one.end + _LINKS or self._within(one, match)
            for one in self._found.get("reported", ())
        )

    def _in_sentence(self, name: str, match: Match) -> bool:
        return any(self._same_sentence(one, match) for one in self._found.get(name, ()))

    def _same_sentence(self, one: Operator, match: Match) -> bool:
        first, last = min(one.start, match.start), max(one.end, match.end)
        return last - first <= _LOOKED_AT and HARD not in self._text[first:last]

    def _says_who(self, match: Match) -> bool:
        return self._text[match.start] in self._subjects

    def _is_now(self, match: Match) -> bool:
        return any(self._beside(one, match) for one in self._found.get("now", ()))

    def _beside(self, one: Operator, match: Match) -> bool:
        """In the same clause."""
        before = one.end <= match.start
        between = self._text[one.end : match.start] if before else self._text[match.end : one.start]
        return len(between) <= _LOOKED_AT and HARD not in between and SOFT not in between

    def _is_done(self, match: Match) -> bool:
        name = match.pattern.line.name
        return any(
            name in names and self._within(one, match)
            for operator, names in DONE.items()
            for one in self._found.get(operator, ())
        )

    def _reach(self, one: Operator) -> str:
        """`in`: a time said within what it dates; `back`: after it; `on`: before it; `all`: last, behind a comma."""
        if any(match.start < one.start < match.end for match in self._matches):
            return "in"
        for match in self._matches:
            between = self._text[match.end : one.start]
            if match.end <= one.start and len(between) <= _LINKS and SOFT not in between and HARD not in between:
                return "back"
        later = self._text.find(HARD, one.end)
        end = later if later >= 0 else len(self._text)
        return "on" if any(one.end <= match.start < end for match in self._matches) else "all"

    def _reaches(self, one: Operator, reach: str, match: Match) -> bool:
        if not self._same_sentence(one, match):
            return False
        if self._within(one, match) or reach == "in":
            return self._within(one, match)
        if reach == "on":
            return match.start >= one.start
        if match.start >= one.end:
            return False
        between = self._text[match.end : one.start]
        return reach == "all" or (len(between) <= _DATED and SOFT not in between)

    @staticmethod
    def _within(one: Operator, match: Match) -> bool:
        return match.start <= one.start < match.end

    @staticmethod
    def _overlap(one: Operator, match: Match) -> bool:
        return one.start < match.end and match.start < one.end


def _rank(strength: str) -> int:
    return ("low", "high", "immediate").index(strength)
