"""Over six invented years, every row of every table is what plain Python counts from the stories themselves."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from permanence.statistics.exports import tables
from permanence.statistics.exports.material import before, gather
from permanence.statistics.queries import Question
from permanence.statistics.scopes import ALL, SCOPES
from tests.statistics.stories import Story
from tests.statistics.truth import truth

pytestmark = pytest.mark.django_db
MONTHS = (
    (date(2024, 2, 10), date(2024, 2, 29)),
    (date(2024, 3, 1), date(2024, 3, 31)),
    (date(2024, 4, 1), date(2024, 4, 17)),
)


def counted(history: list[Story], asked: Question) -> Counter[str]:
    return truth(history, asked.from_on, asked.to_on, asked.force, asked.department, asked.scope)


def pair(history: list[Story], asked: Question) -> tuple[Counter[str], Counter[str]]:
    return counted(history, asked), counted(history, before(asked))


@pytest.mark.parametrize(
    "asked",
    [
        Question(MONTHS[0][0], MONTHS[-1][1]),
        Question(MONTHS[0][0], MONTHS[-1][1], "GN", "", "couple_women"),
        Question(MONTHS[0][0], MONTHS[-1][1], "", "35", "all"),
    ],
    ids=["everything", "the commander's", "a department"],
)
def test_the_tables_are_the_truth(asked: Question, history: list[Story]) -> None:
    now, ago = pair(history, asked)
    found = gather(asked)
    forces = {} if asked.force else {force: pair(history, replace(asked, force=force)) for force in ("PN", "GN")}
    if forces:
        forces[""] = (now - forces["PN"][0] - forces["GN"][0], ago - forces["PN"][1] - forces["GN"][1])
    scopes = [] if asked.scope != ALL else [scope for scope in SCOPES if scope != ALL]
    months = {first.replace(day=1): pair(history, replace(asked, from_on=first, to_on=last)) for first, last in MONTHS}
    by_scope = {scope: pair(history, replace(asked, scope=scope)) for scope in scopes}
    expected = replace(found, now=now, before=ago, months=months, forces=forces, scopes=by_scope)
    assert tables.sheets(asked) == tables.of(expected)
