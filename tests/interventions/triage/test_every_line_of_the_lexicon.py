"""Each line of the reviewed data sees its example, and leaves its counter-example alone."""

import pytest

from permanence.interventions import triage
from permanence.interventions.triage.lexicon import Pattern, lexicon
from permanence.interventions.triage.text import words

pytestmark = pytest.mark.once
KNOWN = lexicon()
SIGNALS = [pattern for pattern in KNOWN.patterns if pattern.line.strength]
OPERATORS = [pattern for pattern in KNOWN.patterns if not pattern.line.strength]
RANK = {"low": 0, "standard": 0, "high": 1, "immediate": 2}


def _name(pattern: Pattern) -> str:
    return f"{pattern.line.name}-{pattern.line.number}"


@pytest.mark.parametrize("pattern", KNOWN.patterns, ids=_name)
def test_a_line_matches_its_own_example(pattern: Pattern) -> None:
    encoded, _ = KNOWN.vocabulary.encode(words(pattern.line.example))
    assert pattern.line.example
    assert pattern.search.search(encoded), pattern.line


@pytest.mark.parametrize("pattern", SIGNALS, ids=_name)
def test_the_example_of_a_signal_is_read_as_at_least_its_strength(pattern: Pattern) -> None:
    found = triage.score([pattern.line.example])
    assert pattern.line.name in {signal.name for signal in found.signals}
    assert RANK[found.level] >= RANK[pattern.line.strength]


@pytest.mark.parametrize("pattern", [one for one in SIGNALS if one.line.counter], ids=_name)
def test_what_only_resembles_it_stays_standard(pattern: Pattern) -> None:
    assert triage.score([pattern.line.counter]).level == "standard"


@pytest.mark.parametrize("name", sorted({pattern.line.name for pattern in SIGNALS}))
def test_a_signal_has_words_for_the_screen(name: str) -> None:
    assert triage.in_french(name)
