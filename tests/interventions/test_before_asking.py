"""Before anything is sent the officer knows which centres would be told, and whether anybody is there to hear it."""

from typing import Any

import pytest

from permanence.accounts.models import Officer
from permanence.interventions import actions, ahead, queries
from permanence.interventions.models import Alert
from permanence.lib.errors import Invalid
from permanence.live import presence
from permanence.live.models import Conversation
from tests.interventions.conftest import CESSON, NARBONNE, RENNES, Centres

pytestmark = pytest.mark.django_db


def _would(held: Conversation, insee: str) -> list[tuple[str, str]]:
    return [(row["name"], str(row["why"])) for row in ahead.would_tell(held.intake, insee)]


def test_it_is_the_centres_that_a_request_then_tells(held: Conversation, officer: Officer) -> None:
    assert _would(held, CESSON) == [("CORG 35", "competent")]
    assert _would(held, NARBONNE) == [("CIC 11", "shared"), ("CORG 11", "shared")]
    assert _would(held, "") == [("CIC 35", "entry")]
    assert not Alert.objects.exists()
    with pytest.raises(Invalid):
        _would(held, "00000")


def test_whether_somebody_has_the_console_open_is_said(held: Conversation, operator: Officer, centres: Centres) -> None:
    def listening() -> dict[int, bool]:
        return {row["id"]: row["listening"] for row in ahead.every()}

    assert not any(listening().values())
    presence.officer_connected(operator.pk, operator)
    try:
        assert {pk for pk, here in listening().items() if here} == {centres.police.pk}
        assert not any(row["listening"] for row in ahead.every(exercise=True)), "an exercise rings nobody real"
    finally:
        presence.officer_disconnected(operator.pk, operator)


def _frames(held: Conversation, officer: Officer) -> list[Any]:
    return queries.frames(officer, held)


def test_the_sheet_is_told_to_whoever_reads_once_there_is_one(held: Conversation, officer: Officer) -> None:
    assert _frames(held, officer) == []
    actions.keep_sheet(by=officer, conversation=held.pk, fields={"insee": RENNES, "floor": "2"})
    (frame,) = _frames(held, officer)
    assert (frame["type"], frame["version"], frame["position"]) == ("sheet", 1, None)
    assert frame["sheet"] == {"insee": RENNES, "floor": "2"}
    assert frame["commune"]["name"] == "Rennes"
