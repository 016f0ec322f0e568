"""The reviewed data of triage, read once and checked: words, patterns, contexts, names.

Everything that decides is a line of `permanence/interventions/data/triage/`; a line that does not follow the notation
stops the loading with its number. Nothing here judges: see `scoring` and `context`.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from permanence.interventions.triage import pattern as notation
from permanence.interventions.triage.pattern import BadPattern, Element
from permanence.interventions.triage.text import fold
from permanence.interventions.triage.vocabulary import UNKNOWN, Vocabulary

DATA = Path(__file__).parent.parent / "data" / "triage"
STRENGTHS = ("low", "high", "immediate")
OPERATORS = frozenset({
    "not", "is_not", "hypothesis", "condition", "reported", "done", "knocked", "owned", "just", "remote", "recent",
    "habit", "now", "fiction", "figurative", "procedure",
})  # fmt: skip
SPOKEN = ("fr", "*")
_KEY_NAMES = {
    "<key>", "<hit>", "<strangle>", "<kill>", "<weapon>", "<hidden>", "<locked>", "<lock>", "<attack_one>", "<follow>",
    "<hideout>",
}  # fmt: skip
"""The names whose words are looked for by sound and by a wrong letter."""
_LONG = 7
_FIRST_LETTER = 0xE000
_LETTERS = 6_400


@dataclass(frozen=True)
class Line:
    """One line of `patterns.tsv` or `contexts.tsv`; `strength` is empty for an operator, `number` is its line."""

    name: str
    strength: str
    language: str
    pattern: str
    example: str
    counter: str
    number: int


@dataclass
class Pattern:
    """A line that is ready to be searched for; its regular expression is made at the first need."""

    line: Line
    elements: tuple[Element, ...]
    lexicon: "Lexicon" = field(repr=False)

    @cached_property
    def search(self) -> re.Pattern[str]:
        """Over letters of the vocabulary."""
        return re.compile(self.lexicon.expression(self.elements))

    @cached_property
    def negates(self) -> bool:
        """It says "not" itself ("je ne peux pas sortir"), so that no other one undoes it."""
        return any(self.lexicon.denies(choice) for element in self.elements for choice in element.choices)


class _Listed(NamedTuple):
    """A pattern in the index; `beside` holds letters of which one must be there too, if any must."""

    pattern: Pattern
    beside: frozenset[str] | None


class Lexicon:
    """All that is known; `vocabulary` encodes a message, `signals` and `operators` are found in it by their letters."""

    def __init__(self, data: Path = DATA) -> None:
        self._phrases: dict[str, tuple[tuple[Element, ...], ...]] = {}
        self._symbols: dict[str, set[str]] = {}
        self._same: list[tuple[str, list[str]]] = []
        spoken: set[str] = set()
        self._read_words(data, spoken)
        self.lines = [*_lines(data / "patterns.tsv", with_strength=True), *_lines(data / "contexts.tsv")]
        self.patterns = [self._pattern(line) for line in self.lines]
        self._letters, self._letters_of = self._allot()
        others = (data / "other-words.txt").read_text(encoding="utf-8").splitlines()
        others = [fold(word) for line in others if not line.startswith("#") for word in line.split()]
        heads = [word for word, names in self._symbols.items() if "<head>" in names]
        self.vocabulary = Vocabulary(self._letters, others, self._keys(), spoken, heads)
        self.words = {row[1][0]: row[1][1] for row in _rows(data / "signals.tsv")}
        self._check()
        self._signals = self._by_letter(pattern for pattern in self.patterns if pattern.line.strength)
        self._operators = self._by_letter(pattern for pattern in self.patterns if not pattern.line.strength)

    def signals(self, encoded: str) -> list[Pattern]:
        """The patterns that may be in `encoded`."""
        return _candidates(self._signals, encoded)

    def operators(self, encoded: str) -> list[Pattern]:
        """The context operators that may be in `encoded`."""
        return _candidates(self._operators, encoded)

    @cache  # noqa: B019  # one lexicon a process
    def letters(self, name: str) -> frozenset[str]:
        """The letters of the words called `<name>`."""
        return frozenset(self._letters_of.get(f"<{name}>", ""))

    def denies(self, choice: str) -> bool:
        """Whether a choice of a pattern says "not"."""
        return any(word == "<not>" or "<not>" in self._symbols.get(word, ()) for word in choice.split("+"))

    def expression(self, elements: tuple[Element, ...]) -> str:
        """See `pattern.expression`."""
        return notation.expression(
            elements, lambda choice: self._letters_of.get(choice, ""), self._phrases, self._letters_of["<polite>"]
        )

    def _read_words(self, data: Path, spoken: set[str]) -> None:
        phrases: dict[str, list[tuple[Element, ...]]] = {}
        for number, (name, language, forms) in _rows(data / "words.tsv"):
            for form in forms.split(","):
                if name == "same":
                    self._same.append(_two(form, number))
                    continue
                elements = _parsed(form, "words.tsv", number)
                if len(elements) == 1 and not elements[0].choices[0].startswith("<"):
                    for word in notation.literals(elements):
                        self._symbols.setdefault(word, set()).add(f"<{name}>")
                else:
                    phrases.setdefault(f"<{name}>", []).append(elements)
                self._know(elements, language, spoken)
        self._phrases = {name: tuple(sequences) for name, sequences in phrases.items()}

    def _know(self, elements: tuple[Element, ...], language: str, spoken: set[str]) -> None:
        for word in notation.literals(elements):
            self._symbols.setdefault(word, set()).add(word)
            if language in SPOKEN:
                spoken.add(word)

    def _pattern(self, line: Line) -> Pattern:
        elements = _parsed(line.pattern, f"the line of {line.name}", line.number)
        self._know(elements, line.language, set())
        return Pattern(line, elements, self)

    def _allot(self) -> tuple[dict[str, str], dict[str, str]]:
        """One letter for each set of meanings; a word that no pattern names keeps its names only."""
        named = {word for pattern in self.patterns for word in notation.literals(pattern.elements)}
        named |= {word for group in self._phrases.values() for one in group for word in notation.literals(one)}
        letters: dict[frozenset[str], str] = {}
        for word, symbols in self._symbols.items():
            meanings = frozenset(symbols if word in named else symbols - {word})
            letters.setdefault(meanings, chr(_FIRST_LETTER + len(letters)))
            self._symbols[word] = set(meanings)
        if len(letters) > _LETTERS:
            raise BadPattern("more sets of meanings than letters to stand for them")
        of: dict[str, str] = {}
        for meanings, letter in letters.items():
            for symbol in meanings:
                of[symbol] = of.get(symbol, "") + letter
        known = {word: letters[frozenset(meanings)] for word, meanings in self._symbols.items()}
        for written, meant in self._same:
            known[written] = "".join(known.get(word, UNKNOWN) for word in meant)
        return known, of

    def _keys(self) -> set[str]:
        """The words that carry a signal by themselves, and the long ones of patterns outside French."""
        keys = {word for word, names in self._symbols.items() if names & _KEY_NAMES}
        for pattern in self.patterns:
            if pattern.line.strength and pattern.line.language not in SPOKEN:
                keys |= {word for word in notation.literals(pattern.elements) if len(word) >= _LONG}
        return keys

    def _check(self) -> None:
        for pattern in self.patterns:
            choices = [choice for element in pattern.elements for choice in element.choices]
            names = {name for choice in choices for name in choice.split("+") if name.startswith("<")}
            unknown = {name for name in names if name not in self._letters_of and name not in self._phrases}
            known = self.words if pattern.line.strength else OPERATORS
            if unknown or pattern.line.name not in known:
                raise BadPattern(f"line {pattern.line.number}: {unknown or pattern.line.name} is not known")

    def _by_letter(self, patterns: Iterable[Pattern]) -> dict[str, tuple[_Listed, ...]]:
        """Each pattern under the letters of its rarest element, with the letters of the next one."""
        listed = list(patterns)
        uses = Counter(choice for one in listed for element in one.elements for choice in element.choices)
        index: dict[str, list[_Listed]] = {}
        for one in listed:
            needed = [element for element in one.elements if element.needed]
            needed.sort(key=lambda element: sum(uses[choice] for choice in element.choices))
            beside = frozenset(self._firsts(needed[1])) if len(needed) > 1 else None
            for letter in self._firsts(needed[0]):
                index.setdefault(letter, []).append(_Listed(one, beside))
        return {letter: tuple(those) for letter, those in index.items()}

    def _firsts(self, element: Element) -> set[str]:
        letters = {letter for one in element.choices for letter in self._letters_of.get(one.partition("+")[0], "")}
        for choice in element.choices:
            for sequence in self._phrases.get(choice, ()):
                letters |= self._firsts(next(part for part in sequence if part.needed))
        return letters


@cache
def lexicon() -> Lexicon:
    """The one of this process, read at the first need (some hundredths of a second)."""
    return Lexicon()


def _candidates(index: dict[str, tuple[_Listed, ...]], encoded: str) -> list[Pattern]:
    """Those whose two rarest elements are in `encoded`, each once."""
    letters = set(encoded)
    found: dict[int, Pattern] = {}
    for letter in letters:
        for pattern, beside in index.get(letter, ()):
            if beside is None or not beside.isdisjoint(letters):
                found[id(pattern)] = pattern
    return list(found.values())


def _parsed(written: str, where: str, number: int) -> tuple[Element, ...]:
    try:
        return notation.parse(written)
    except BadPattern as error:
        raise BadPattern(f"{where}, line {number}: {error}") from None


def _two(form: str, number: int) -> tuple[str, list[str]]:
    """`ila = il a`: what is written, and the words it stands for."""
    written, _, meant = form.partition("=")
    if not meant.strip():
        raise BadPattern(f"words.tsv, line {number}: « {form} » stands for nothing")
    return fold(written.strip()), fold(meant).split()


def _lines(path: Path, *, with_strength: bool = False) -> Iterator[Line]:
    for number, row in _rows(path):
        name, *rest = row
        strength = rest.pop(0) if with_strength else ""
        if with_strength and strength not in STRENGTHS:
            raise BadPattern(f"{path.name}, line {number}: « {strength} » is no strength")
        language, pattern, example, counter = (*rest, "", "")[:4]
        yield Line(name, strength, language, pattern, example, counter, number)


def _rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            yield number, [cell.strip() for cell in line.split("\t")]
