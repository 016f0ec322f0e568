"""Signals in a visitor's words, and the level they give: explainable, and a suggestion to a human, never a decision.

What holds:
- The level is that of the strongest signal that its context leaves standing. Nothing is learnt, nothing is added up
  across signals but the score inside its level: whoever reads the words underlined knows why.
- A message that is added never lowers the level: contexts ("hier", "dans le film") reach no further than their own
  message, or the messages that one signal spans ("il a", "un couteau").
- Any text is judged: nothing typed makes it fail, and the cost grows with the length only.

It keeps no message and writes nothing; a process remembers single words it has met, to recognise their spelling.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Literal, NamedTuple

from permanence.interventions.triage.context import DROPPED, Context, Match
from permanence.interventions.triage.lexicon import Lexicon, lexicon
from permanence.interventions.triage.text import words

Level = Literal["immediate", "high", "standard"]
REPEATED = 40
"""The same thing said more often than that in one message is not looked at again: it is pasted, or meant to cost."""
SPANS_MESSAGES = 3
"""A signal may begin in one message and end in the next but one."""
_FLOOR = {"immediate": (0.8, 0.2), "high": (0.5, 0.3), "standard": (0.0, 0.4)}
_LEVELS: dict[str, Level] = {"immediate": "immediate", "high": "high", "low": "standard"}
_RANK = {"immediate": 2, "high": 1, "low": 0}


class Signal(NamedTuple):
    """What was seen: `start` and `end` in code points of `messages[message]` as it was typed."""

    name: str
    message: int
    start: int
    end: int


class Assessment(NamedTuple):
    """`score` goes from 0 to 1 and grows with `level`: standard under 0.5, high under 0.8, immediate from there."""

    level: Level
    score: float
    signals: tuple[Signal, ...]


class _Seen(NamedTuple):
    signal: Signal
    strength: str


class _Part(NamedTuple):
    """A message, or several as one: its letters, and the message and place of each."""

    encoded: str
    places: list[tuple[int, int]]


NOTHING = Assessment("standard", 0.0, ())


def score(messages: Sequence[str]) -> Assessment:
    """What the visitor's `messages`, oldest first, say of the danger; the last dozen of a conversation is enough."""
    known = lexicon()
    parts = [_Part(*known.vocabulary.encode(words(message))) for message in messages]
    seen = [one for number, part in enumerate(parts) for one in _seen_in(known, number, part)]
    if len(parts) > 1:
        seen += _seen_across(known, parts)
    return _assess(seen) if seen else NOTHING


def _seen_in(known: Lexicon, number: int, part: _Part) -> Iterator[_Seen]:
    matches = list(_matches(known, part.encoded))
    if not matches:
        return
    context = Context(known, part.encoded, matches)
    for match in matches:
        strength = context.strength(match)
        if strength != DROPPED:
            yield _Seen(_signal(match, number, part.places), strength)


def _matches(known: Lexicon, encoded: str) -> Iterator[Match]:
    for pattern in known.signals(encoded):
        for found in islice(pattern.search.finditer(encoded), REPEATED):
            yield Match(pattern, found.start(), found.end())


def _seen_across(known: Lexicon, parts: list[_Part]) -> Iterator[_Seen]:
    """Signals that begin in one message and end in another, shown where they begin."""
    starts: list[int] = []
    joined = ""
    for part in parts:
        starts.append(len(joined))
        joined += part.encoded
    owner = [number for number, part in enumerate(parts) for _ in part.encoded]
    for match in _matches(known, joined):
        first, last = owner[match.start], owner[match.end - 1]
        if first == last or last - first >= SPANS_MESSAGES:
            continue
        base = starts[first]
        encoded = joined[base : starts[last] + len(parts[last].encoded)]
        here = Match(match.pattern, match.start - base, match.end - base)
        strength = Context(known, encoded, [here]).strength(here)
        if strength != DROPPED:
            for number in range(first, last + 1):
                yield from _share(here, number, parts[number], starts[number] - base, strength)


def _share(match: Match, number: int, part: _Part, base: int, strength: str) -> Iterator[_Seen]:
    """What of `match` stands in one of the messages it spans."""
    start, end = max(match.start - base, 0), min(match.end - base, len(part.encoded))
    if start < end:
        yield _Seen(_signal(Match(match.pattern, start, end), number, part.places), strength)


def _signal(match: Match, number: int, places: list[tuple[int, int]]) -> Signal:
    return Signal(match.pattern.line.name, number, places[match.start][0], places[match.end - 1][1])


def _assess(seen: list[_Seen]) -> Assessment:
    top = max((one.strength for one in seen), key=_RANK.__getitem__)
    level = _LEVELS[top]
    floor, width = _FLOOR[level]
    names = {one.signal.name for one in seen if one.strength == top}
    value = floor + width * (1 - 0.5 ** len(names))
    return Assessment(level, round(value, 3), tuple(_merged(seen)))


def _merged(seen: list[_Seen]) -> Iterator[Signal]:
    """One signal where several of a name overlap: from the first one's start to the last one's end."""
    last: Signal | None = None
    for signal in sorted({one.signal for one in seen}, key=lambda one: (one.name, one.message, one.start, one.end)):
        if last and (last.name, last.message) == (signal.name, signal.message) and signal.start < last.end:
            last = last._replace(end=max(last.end, signal.end))
            continue
        if last:
            yield last
        last = signal
    if last:
        yield last
