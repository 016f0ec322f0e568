"""The notation of the lexicon's patterns, and what it becomes.

    il a|tient .. <weapon>      words; `a|b` one of them; `<name>` one of the words of that name
    je suis tres? cache         `?` what may be missing
    mettre+en+joue|viser       `+` for a choice of several words
    . and .. and ...            up to one, three, six words between, never past the end of a sentence
    sil !vous|te                `!` none of these stands here; it takes no word
    il est la /                 here a clause or the message ends; it may be a choice too: `dans|/`
    ^ help $                    the message begins, ends (breaks, greetings and politeness aside)

A message is a string with one letter a word, so a pattern is a regular expression over those letters: each element is
a class of letters, every repetition is bounded, and there is nothing in it that could go back and forth for ever.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from permanence.interventions.triage.text import HARD, SOFT, fold

GAPS = {".": 1, "..": 3, "...": 6}
EDGES = ("^", "$")
NOWHERE = {"/": rf"(?=[{HARD}{SOFT}]|\Z)", "^": r"\A"}
"""Choices that are a place, not a word."""


class BadPattern(Exception):
    """A pattern that does not follow the notation, or names words that do not exist."""


@dataclass(frozen=True, slots=True)
class Element:
    """What stands at one place: `choices` are words and `<names>`; `gap` words at most where it is a gap."""

    choices: tuple[str, ...] = ()
    optional: bool = False
    gap: int = 0
    edge: str = ""
    barred: bool = False

    @property
    def needed(self) -> bool:
        """One of its words is in whatever matches."""
        said = bool(self.choices) and not self.optional and not self.barred
        return said and not any(choice in NOWHERE for choice in self.choices)


def parse(pattern: str) -> tuple[Element, ...]:
    """The elements of `pattern`; raises `BadPattern`."""
    elements = tuple(map(_element, pattern.split()))
    if not any(element.needed for element in elements):
        raise BadPattern(f"nothing in « {pattern} » must be there")
    return elements


def literals(elements: tuple[Element, ...]) -> list[str]:
    """The words that stand in a pattern as themselves."""
    choices = [choice for element in elements for choice in element.choices]
    return [
        word for choice in choices if choice not in NOWHERE for word in choice.split("+") if not word.startswith("<")
    ]


def expression(
    elements: tuple[Element, ...],
    letters_of: Callable[[str], str],
    phrases: Mapping[str, tuple[tuple[Element, ...], ...]],
    polite: str,
) -> str:
    """The regular expression: `letters_of` gives a word's or name's letters, `phrases` a name's sequences of words."""
    parts = [_part(element, letters_of, phrases, polite) for element in elements]
    return "".join(parts)


def _element(written: str) -> Element:
    if written in GAPS:
        return Element(gap=GAPS[written])
    if written in EDGES:
        return Element(edge=written)
    optional, barred = written.endswith("?"), written.startswith("!")
    choices = tuple(map(_choice, written.strip("?!").split("|")))
    if not all(choices):
        raise BadPattern(f"an empty choice in « {written} »")
    return Element(choices=choices, optional=optional, barred=barred)


def _choice(written: str) -> str:
    if written in NOWHERE:
        return written
    words = written.replace("'", "").split("+")
    return "+".join(word if word.startswith("<") else fold(word) for word in words)


def _part(
    element: Element,
    letters_of: Callable[[str], str],
    phrases: Mapping[str, tuple[tuple[Element, ...], ...]],
    polite: str,
) -> str:
    if element.gap:
        return f"[^{HARD}]{{0,{element.gap}}}?"
    if element.edge:
        aside = f"[{re.escape(HARD + SOFT + polite)}]{{0,8}}"
        return rf"\A{aside}" if element.edge == "^" else rf"{aside}\Z"
    single = "".join(letters_of(choice) for choice in element.choices)
    longer = [
        expression(sequence, letters_of, phrases, polite)
        for choice in element.choices
        for sequence in (*phrases.get(choice, ()), *_sequence(choice))
    ]
    longer += [NOWHERE[choice] for choice in element.choices if choice in NOWHERE]
    ways = ([f"[{re.escape(single)}]"] if single else []) + longer
    if not ways:
        raise BadPattern(f"no words for {element.choices}")
    whole = ways[0] if len(ways) == 1 and single else f"(?:{'|'.join(ways)})"
    if element.barred:
        return f"(?!{whole})"
    return f"(?:{whole})?" if element.optional else whole


def _sequence(choice: str) -> tuple[tuple[Element, ...], ...]:
    """The words of a choice of several, one element each."""
    words = choice.split("+")
    return (tuple(Element(choices=(word,)) for word in words),) if len(words) > 1 else ()
