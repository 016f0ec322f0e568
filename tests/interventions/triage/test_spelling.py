"""However it is typed: telephone spelling, haste, capitals, letters spaced out, signs, two languages at once."""

import pytest

from permanence.interventions import triage

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    "typed",
    [
        "il mfrappe",
        "il me frape",
        "il me frpape",
        "IL ME FRAPPE",
        "il me\u200b fra\u200bppe",
        "i l m e f r a p p e",
        "aidezzzz moiiii",
        "a.i.d.e.z m.o.i",
        "aidezmoi",
        "ausecours",
        "il a un kouto",
        "il a un couteua",
        "il metrangle",
        "jsuis enfermé ds la sal 2 bain",
        "jsaigne",
        "chui caché",
        "o skour",
        "🆘",
        "il a un 🔪",
        "ｉｌ　ｍｅ　ｆｒａｐｐｅ",
        "help il me frappe",
        "النَّجْدَة",
        "3awnouni",
        "mene bye",
    ],
)
def test_is_read(typed: str) -> None:
    assert triage.score([typed]).level == "immediate"


@pytest.mark.parametrize(
    "typed",
    ["", " ", "\u200b", "il a une larme à l'œil", "je ferme la porte", "un beau château", "une forte pluie", "..."],
)
def test_a_word_that_only_resembles_another_is_not_taken_for_it(typed: str) -> None:
    assert triage.score([typed]).level == "standard"


def test_a_signal_stands_where_it_was_typed() -> None:
    text = "Bonjour 😢 il a un cou\u200bteau !"
    (signal,) = triage.score([text]).signals
    assert signal.name == "weapon"
    assert text[signal.start : signal.end] == "il a un cou\u200bteau"
