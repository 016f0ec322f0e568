"""A handful of communes, and visitors who arrive."""

from collections.abc import Callable

import pytest

from permanence.desk import opening
from permanence.desk.arrival import Arrival
from permanence.live.models import Conversation
from tests.territory.conftest import _look_again, few

__all__ = ["_look_again", "few"]

Arrive = Callable[..., Conversation]


@pytest.fixture
def arrive(few: None) -> Arrive:
    """`arrive("35000", in_danger=True)` opens a conversation."""

    def arriving(postal_code: str | None = "35000", **fields: object) -> Conversation:
        return opening.open_conversation(Arrival(postal_code=postal_code, **fields)).conversation  # type: ignore[arg-type]

    return arriving
