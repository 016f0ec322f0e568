"""Hints between processes: few payloads, small enough, in order; what is unknown or not soft goes nowhere."""

from uuid import UUID, uuid4

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.live import hub, relay_hints
from permanence.live.relay_hints import Changed, Gone, Here, Passed, Reached

PROCESS = "0123456789abcdef"
some_hints = st.one_of(
    st.builds(Reached, st.uuids(), st.integers(0, 2**31 - 1)),
    st.builds(Changed, st.integers(1, 10**9)),
    st.builds(Here, st.lists(st.uuids(), max_size=150), st.lists(st.integers(1, 10**9), max_size=20), st.just(30.0)),
)


@given(st.lists(some_hints, max_size=400))
def test_all_hints_arrive_in_order_and_no_payload_is_too_long(hints: list[relay_hints.Hint]) -> None:
    payloads = relay_hints.pack(PROCESS, hints)
    assert all(len(payload) <= relay_hints.LONGEST_PAYLOAD for payload in payloads)
    heard = [hint for payload in payloads for hint in relay_hints.unpack(payload)[1]]
    assert heard == hints


def test_a_thousand_conversations_are_few_payloads() -> None:
    assert len(relay_hints.pack(PROCESS, [Reached(uuid4(), 12) for _ in range(1_000)])) < 10


def test_two_thousand_people_are_told_in_pieces_that_fit() -> None:
    visitors = [uuid4() for _ in range(2_000)]
    hints = list(relay_hints.people(visitors, [1, 2, 3], 30))
    told = [one for hint in hints if isinstance(hint, Here) for one in hint.visitors]
    assert told == visitors
    assert all(len(payload) < 8_000 for payload in relay_hints.pack(PROCESS, hints))


def test_who_is_gone_is_told_as_gone() -> None:
    visitor = uuid4()
    assert list(relay_hints.people([visitor], [7], None)) == [Gone([visitor], [7])]


@pytest.mark.parametrize("topic", [hub.QUEUE, 42, UUID("6f1d1df4-93cf-4b0c-8a57-0a0c8f4b6b0e")])
def test_a_topic_of_the_hub_survives_the_way(topic: hub.Topic) -> None:
    ((_, (hint,)),) = [relay_hints.unpack(one) for one in relay_hints.pack(PROCESS, [relay_hints.topic_changed(topic)])]
    assert isinstance(hint, Changed)
    assert relay_hints.topic_of(hint) == topic


def test_a_topic_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="badly formed"):
        relay_hints.topic_of(Changed("anything"))


@pytest.mark.parametrize("kind", ["message", "ack", "opened", "state"])
def test_only_soft_frames_go_out(kind: str) -> None:
    assert relay_hints.passed(uuid4(), {"type": kind, "text": "Je vous lis."}) is None


def test_a_frame_that_fits_nowhere_is_left_out_alone() -> None:
    conversation = uuid4()
    long = Passed(conversation, {"type": "typing", "from": "v" * 9_000})
    payloads = relay_hints.pack(PROCESS, [long, Reached(conversation, 1)])
    assert [relay_hints.unpack(one)[1] for one in payloads] == [[Reached(conversation, 1)]]


@pytest.mark.parametrize("payload", [b"", b"[]", b'["a",[["x",1]]]', b'["a",[["r","nothing",1]]]', b"\xff"])
def test_what_cannot_be_read_is_refused(payload: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        relay_hints.unpack(payload)
