"""The grid as data, and what answers come to."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from config.grid import EMBEDDED, danger_grid
from config.stores import BadSetting
from permanence.casework.assessment.grid import BadGrid, Grid, load, read

GRID = load(EMBEDDED)
DATA: dict[str, Any] = json.loads(EMBEDDED.read_text(encoding="utf-8"))
REDS = [one.id for one in GRID.criteria if one.red]
OTHERS = [one.id for one in GRID.criteria if not one.red]


def said(answer: str, *names: str) -> dict[str, dict[str, str]]:
    return {name: {"answer": answer} for name in names}


def test_the_embedded_grid_is_the_desks() -> None:
    assert (len(GRID.criteria), GRID.yes, GRID.red) == (23, 12, 2)
    assert REDS == ["firearms", "separation", "more_frequent", "death_threats", "strangled_or_confined"]
    assert [one.id for one in GRID.headings] == ["victim", "author", "context"]
    assert GRID.threshold == "Danger dès 12 oui sur 23, ou 2 oui sur 5 en rouge."


def test_every_question_is_one() -> None:
    assert all(one.question.endswith(" ?") and one.help for one in GRID.criteria)


def test_twelve_yes_are_danger_and_eleven_are_not() -> None:
    assert not GRID.score(said("yes", *OTHERS[:11])).is_danger
    assert GRID.score(said("yes", *OTHERS[:12])).is_danger


def test_two_red_are_danger_and_one_is_not() -> None:
    assert not GRID.score(said("yes", *REDS[:1])).is_danger
    assert GRID.score(said("yes", *REDS[:2])).is_danger


def test_unknown_is_not_no_and_might_still_be_a_yes() -> None:
    nothing = GRID.score({})
    assert (nothing.yes, nothing.no, nothing.unknown, nothing.possible_yes) == (0, 0, 23, 23)
    assert (nothing.possible_red, nothing.may_become) == (5, True)
    asked = GRID.score(said("no", *OTHERS, *REDS[:3]) | said("unknown", *REDS[3:]))
    assert (asked.yes, asked.no, asked.unknown, asked.unknown_red) == (0, 21, 2, 2)
    assert asked.may_become, "two red rows that nobody knows"
    assert not GRID.score(said("no", *OTHERS, *REDS[:4])).may_become


def test_what_is_danger_already_does_not_become_it() -> None:
    assert not GRID.score(said("yes", *REDS)).may_become


def test_answers_to_questions_of_another_grid_do_not_count() -> None:
    assert GRID.score(said("yes", "of_another_grid")).yes == 0


def test_two_contents_never_share_a_key() -> None:
    changed = copy.deepcopy(DATA)
    changed["criteria"][0]["question"] = "Est-elle blessée ?"
    assert read(DATA).key == GRID.key
    assert read(changed).key != GRID.key
    assert len(GRID.key) <= 20


def _without(*path: Any) -> dict[str, Any]:
    data = copy.deepcopy(DATA)
    place: Any = data
    for step in path[:-1]:
        place = place[step]
    del place[path[-1]]
    return data


def _with(value: Any, *path: Any) -> dict[str, Any]:
    data = copy.deepcopy(DATA)
    place: Any = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return data


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ([], "a JSON object"),
        (_without("criteria"), "`criteria` is a list"),
        (_with([], "sections"), "`sections` is a list"),
        (_with("A B", "id"), "small letters"),
        (_with("x" * 12, "id"), "small letters"),
        (_without("criteria", 3, "help"), "'isolated': `help`"),
        (_with("", "criteria", 0, "question"), "'injured': `question`"),
        (_with("yes", "criteria", 0, "red"), "'injured': `red`"),
        (_with("nowhere", "criteria", 0, "section"), "'injured': section 'nowhere'"),
        (_with("afraid", "criteria", 0, "id"), "names 'afraid' twice"),
        (_with(24, "threshold", "yes"), "threshold: `yes`"),
        (_with(0, "threshold", "red"), "threshold: `red`"),
        (_with(True, "threshold", "red"), "threshold: `red`"),
        (_without("threshold"), "threshold: `yes`"),
    ],
)
def test_a_grid_that_cannot_be_used_says_where_and_why(data: Any, words: str) -> None:
    with pytest.raises(BadGrid, match=words) as refusal:
        read(data)
    assert "\n" not in str(refusal.value)


def test_an_operator_may_replace_it_by_a_file(tmp_path: Path) -> None:
    file = tmp_path / "grille.json"
    file.write_text(json.dumps(_with("2026-b", "id")), encoding="utf-8")
    mine = danger_grid(str(file))
    assert isinstance(mine, Grid)
    assert mine.key.startswith("2026-b.")


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[]", b"{" + b" " * 300_000 + b"}"])
def test_a_bad_file_stops_the_start_with_one_line(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "grille.json"
    file.write_bytes(content)
    with pytest.raises(BadSetting, match="PERMANENCE_DANGER_GRID is not a grid") as refusal:
        danger_grid(str(file))
    assert "\n" not in str(refusal.value)


def test_a_file_that_is_not_there_is_said() -> None:
    with pytest.raises(BadSetting, match="No such file"):
        danger_grid("/nulle/part.json")
