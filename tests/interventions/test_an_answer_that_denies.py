"""An answer of the sheet may be yes, no, a number or words; words that begin with "Non" deny as "no" does."""

import pytest

from permanence.interventions.connectors import rc_eda
from permanence.interventions.sheet import Answer, denies


@pytest.mark.parametrize("answer", [False, 0, "0", "Non", "non, elle chuchote", "Non : sa mère les a"])
def test_it_denies(answer: Answer) -> None:
    assert denies(answer)


@pytest.mark.parametrize("answer", [True, 2, "2", "10", "Oui, deux", "nonchalant", "un couteau", None, ""])
def test_it_does_not(answer: Answer | None) -> None:
    assert not denies(answer)


def test_children_who_are_not_there_make_nobody_vulnerable() -> None:
    assert rc_eda.risks({"children": "Non, chez leur grand-mère"}) == []
    assert rc_eda.risks({"children": "Oui, 4 ans"}) == [rc_eda.VULNERABLE]
