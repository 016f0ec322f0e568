"""Whatever is typed, wherever it stands: it opens there and nowhere else."""

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import assume, given
from hypothesis import strategies as st

from permanence.vault import boxes
from permanence.vault.boxes import Unreadable

CIPHER = AESGCM(b"k" * 32)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
PARTS = st.one_of(st.text().filter(lambda text: boxes.SEPARATOR not in text), st.integers(), st.uuids())
CONTEXTS = st.lists(PARTS, min_size=1, max_size=4).map(tuple)


@given(text=TEXTS, context=CONTEXTS)
def test_any_text_opens_again_where_it_was_sealed(text: str, context: boxes.Context) -> None:
    sealed = boxes.close(CIPHER, text.encode(), context)
    assert boxes.open_box(CIPHER, sealed, context).decode() == text


@given(text=TEXTS, context=CONTEXTS, other=CONTEXTS)
def test_no_text_opens_under_another_context(text: str, context: boxes.Context, other: boxes.Context) -> None:
    assume(tuple(map(str, context)) != tuple(map(str, other)))
    sealed = boxes.close(CIPHER, text.encode(), context)
    with pytest.raises(Unreadable):
        boxes.open_box(CIPHER, sealed, other)


@given(text=TEXTS, where=st.integers(min_value=0), bit=st.integers(0, 7))
def test_no_altered_value_opens(text: str, where: int, bit: int) -> None:
    sealed = bytearray(boxes.close(CIPHER, text.encode(), ("message", 1)))
    sealed[where % len(sealed)] ^= 1 << bit
    with pytest.raises(Unreadable):
        boxes.open_box(CIPHER, bytes(sealed), ("message", 1))


@given(text=TEXTS)
def test_no_text_opens_under_another_key(text: str) -> None:
    sealed = boxes.close(CIPHER, text.encode(), ("message", 1))
    with pytest.raises(Unreadable):
        boxes.open_box(AESGCM(b"o" * 32), sealed, ("message", 1))


@pytest.mark.parametrize("context", [(), (f"a{boxes.SEPARATOR}b",)])
def test_a_context_that_could_be_read_as_another_is_refused(context: boxes.Context) -> None:
    with pytest.raises(ValueError, match="context"):
        boxes.close(CIPHER, b"", context)
