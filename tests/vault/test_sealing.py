"""What is sealed opens only where it was sealed, with its own key."""

import pytest

from permanence.vault.actions import create_key
from permanence.vault.models import DataKey
from permanence.vault.sealing import Unreadable, fingerprint, seal, unseal

WORDS = "Il m'a frappée ce soir."


@pytest.fixture
def key(db: None) -> DataKey:
    return create_key()


def test_what_was_sealed_opens_again(key: DataKey) -> None:
    assert unseal(key, seal(key, WORDS, "message", 1), "message", 1) == WORDS


def test_the_words_are_not_in_the_sealed_value(key: DataKey) -> None:
    sealed = seal(key, WORDS, "message", 1)
    assert b"frapp" not in sealed


def test_two_seals_of_the_same_words_differ(key: DataKey) -> None:
    assert seal(key, WORDS, "message", 1) != seal(key, WORDS, "message", 1)


def test_a_value_moved_to_another_row_does_not_open(key: DataKey) -> None:
    sealed = seal(key, WORDS, "message", 1)
    with pytest.raises(Unreadable):
        unseal(key, sealed, "message", 2)


def test_an_altered_value_does_not_open(key: DataKey) -> None:
    sealed = bytearray(seal(key, WORDS, "message", 1))
    sealed[-1] ^= 1
    with pytest.raises(Unreadable):
        unseal(key, bytes(sealed), "message", 1)


@pytest.mark.parametrize("junk", [b"", b"\x01", b"\x02" + bytes(40)])
def test_junk_does_not_open(key: DataKey, junk: bytes) -> None:
    with pytest.raises(Unreadable):
        unseal(key, junk, "message", 1)


def test_another_conversations_key_does_not_open_it(key: DataKey) -> None:
    sealed = seal(key, WORDS, "message", 1)
    with pytest.raises(Unreadable):
        unseal(create_key(), sealed, "message", 1)


def test_a_destroyed_key_opens_nothing(key: DataKey) -> None:
    sealed = seal(key, WORDS, "message", 1)
    key.wrapped = b""
    with pytest.raises(Unreadable):
        unseal(key, sealed, "message", 1)


def test_fingerprints_are_equal_for_equal_values_and_depend_on_their_purpose() -> None:
    assert fingerprint("return code", "1234") == fingerprint("return code", "1234")
    assert fingerprint("return code", "1234") != fingerprint("return code", "1235")
    assert fingerprint("return code", "1234") != fingerprint("telephone", "1234")
