"""What holds of any text whatever: it is judged, its signals are in it, its spelling does not count."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.triage import corpus, parts
from permanence.interventions import triage

pytestmark = pytest.mark.once
RANK = {"standard": 0, "high": 1, "immediate": 2}
SENTENCES = [one for part in parts() for one in corpus(part)]
ANYTHING = st.text(max_size=300)
KNOWN = st.sampled_from([" ".join(one.messages) for one in SENTENCES])
MIXED = st.lists(st.one_of(KNOWN, ANYTHING), min_size=1, max_size=4)


@given(MIXED)
def test_any_text_is_judged_and_its_signals_stand_in_it(messages: list[str]) -> None:
    found = triage.score(messages)
    assert found.level in RANK
    assert 0 <= found.score <= 1
    for signal in found.signals:
        assert 0 <= signal.message < len(messages)
        assert 0 <= signal.start < signal.end <= len(messages[signal.message])


@given(MIXED)
def test_the_score_stays_within_its_level(messages: list[str]) -> None:
    found = triage.score(messages)
    low, high = {"standard": (0, 0.5), "high": (0.5, 0.8), "immediate": (0.8, 1.01)}[found.level]
    assert low <= found.score < high


@given(MIXED, st.one_of(KNOWN, ANYTHING))
def test_a_message_more_never_lowers_the_level(messages: list[str], added: str) -> None:
    before = max(RANK[triage.score(messages).level], RANK[triage.score([added]).level])
    assert RANK[triage.score([*messages, added]).level] >= before


@given(MIXED)
def test_the_same_words_get_the_same_answer(messages: list[str]) -> None:
    assert triage.score(messages) == triage.score(list(messages))


@pytest.mark.parametrize("one", SENTENCES, ids=lambda one: one.messages[0][:40])
def test_case_accents_and_apostrophes_do_not_change_the_level(one: object) -> None:
    messages = one.messages  # type: ignore[attr-defined]
    level = triage.score(messages).level
    for change in (str.upper, str.lower, _bare, _curly, _spaced, unicodedata.normalize):
        said = [change(text) if change is not unicodedata.normalize else change("NFD", text) for text in messages]
        assert triage.score(said).level == level, said


def _bare(text: str) -> str:
    apart = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in apart if not "\u0300" <= letter <= "\u036f")


def _curly(text: str) -> str:
    return text.replace("'", "\u2019")


def _spaced(text: str) -> str:
    """As typed in haste: « j ai », « m a »; the Ukrainian apostrophe stands inside words."""
    return text.replace("'", " ") if text.isascii() else text
