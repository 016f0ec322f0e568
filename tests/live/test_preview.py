"""What a visitor is typing travels only where it was turned on, sealed, and is opened for its reader alone."""

import dataclasses
from uuid import uuid4

import pytest
from django.conf import LazySettings

from permanence.live import preview
from permanence.live.relay_hints import LONGEST_PAYLOAD, pack, passed

CONVERSATION = uuid4()
FRAME = {"type": "typing", "conversation": str(CONVERSATION), "from": "visitor"}


@pytest.fixture
def turned_on(settings: LazySettings) -> None:
    settings.PERMANENCE = dataclasses.replace(settings.PERMANENCE, typing_preview=True)


def test_it_is_off_unless_turned_on() -> None:
    assert preview.carried(FRAME, "Il est là") == FRAME
    assert preview.shown(FRAME) == FRAME


@pytest.mark.usefixtures("turned_on")
def test_it_travels_sealed_and_is_opened_for_its_reader() -> None:
    carried = preview.carried(FRAME, "Il est là")
    assert "Il est" not in str(carried)
    assert preview.shown(carried) == {**FRAME, "text": "Il est là"}


@pytest.mark.usefixtures("turned_on")
def test_what_was_moved_to_another_conversation_does_not_open() -> None:
    elsewhere = {**preview.carried(FRAME, "Il est là"), "conversation": str(uuid4())}
    assert "text" not in preview.shown(elsewhere)
    assert "sealed" not in preview.shown(elsewhere)


@pytest.mark.usefixtures("turned_on")
@pytest.mark.parametrize("text", ["🏠" * 4000, "a" * 4000, "\ud800", ""])
def test_whatever_is_typed_fits_a_hint_between_processes(text: str) -> None:
    hint = passed(CONVERSATION, preview.carried(FRAME, text))
    assert hint is not None
    (payload,) = pack("p", [hint])
    assert len(payload) < LONGEST_PAYLOAD
    assert len(preview.shown(hint.frame)["text"]) == min(len(text), preview.LONGEST)


def test_an_officer_s_name_travels_sealed_and_their_number_stays_inside() -> None:
    carried = preview.signed({**FRAME, "from": "officer"}, 12, "Gardien Hugo")
    assert "Hugo" not in str(carried)
    assert carried["by"] == 12
    assert preview.shown(carried) == {**FRAME, "from": "officer", "name": "Gardien Hugo"}
