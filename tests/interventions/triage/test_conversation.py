"""What is said over several messages is heard; what one message denies does not reach the others."""

import pytest

from permanence.interventions import triage
from permanence.interventions.triage import Signal

pytestmark = pytest.mark.once


def test_a_signal_over_two_messages_is_seen_in_both() -> None:
    found = triage.score(["il a", "un couteau"])
    assert found.level == "immediate"
    assert Signal("weapon", 0, 0, 4) in found.signals
    assert [signal.message for signal in found.signals if signal.name == "weapon"] == [0, 1]


def test_a_signal_over_three_messages_is_seen() -> None:
    assert triage.score(["il est", "derriere", "la porte"]).level == "immediate"


def test_a_signal_does_not_reach_over_a_whole_conversation() -> None:
    assert triage.score(["il a", "oui", "non", "ok", "merci", "un avocat"]).level == "standard"


def test_what_one_message_denies_is_denied_over_two() -> None:
    assert triage.score(["il n'a pas", "de couteau"]).level == "standard"


@pytest.mark.parametrize("calm", ["il n'a pas de couteau", "dans le film il l'étrangle", "il y a dix ans", "si jamais"])
def test_a_calm_message_does_not_undo_the_next_one(calm: str) -> None:
    assert triage.score([calm, "il me frappe"]).level == "immediate"


def test_a_danger_said_once_stays() -> None:
    assert triage.score(["il me frappe", "ok", "je suis là"]).level == "immediate"


def test_nothing_said_is_standard() -> None:
    assert triage.score([]) == triage.NOTHING
