"""What may be said."""

import pytest

from permanence.lib.errors import Invalid
from permanence.live.text import LONGEST, Empty, TooLong, checked


@pytest.mark.parametrize("text", ["a", "x" * LONGEST, "  bonjour  ", "👍" * LONGEST])
def test_words_are_kept_as_they_are(text: str) -> None:
    assert checked(text) == text


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", Empty),
        (" \n\t\u00a0\u2003", Empty),
        ("x" * (LONGEST + 1), TooLong),
        ("a\x00b", Invalid),
        ("\ud800", Invalid),
        ("fin\udfff", Invalid),
    ],
)
def test_what_cannot_be_kept_is_refused_by_name(text: str, refusal: type[Invalid]) -> None:
    with pytest.raises(refusal):
        checked(text)
