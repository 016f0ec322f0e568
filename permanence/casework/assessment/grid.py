"""The danger grid: its questions, its threshold, and what answers come to. Pure.

Answers for: what a grid is (read from versioned data and checked), the score of answers, the sentence of the threshold.
Refuses: to take unknown for no. A question that nobody asked, and one that she could not answer, might still be a yes:
what the score could become is said beside what it is.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
LONGEST = {"id": 11, "title": 120, "source": 300, "question": 200, "help": 400}
CRITERIA = 100
"""More questions than anybody can ask in one night."""
LARGEST = 200_000
"""Bytes of a grid's file."""


class Said(StrEnum):
    """What is answered to a question. Unknown: she was asked, or it was thought of, and nobody knows."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class BadGrid(ValueError):
    """A grid that cannot be used, in one line that says where and why."""


@dataclass(frozen=True)
class Heading:
    """A part of the grid: the victim, the author, the context."""

    id: str
    title: str


@dataclass(frozen=True)
class Criterion:
    """One question. `red`: two of these alone are danger."""

    id: str
    section: str
    question: str
    help: str
    red: bool


@dataclass(frozen=True)
class Score:
    """What answers come to. `unknown`: neither yes nor no, asked or not."""

    yes: int
    red: int
    no: int
    unknown: int
    unknown_red: int
    is_danger: bool
    may_become: bool
    """Not danger now, and it would be if what is unknown were yes."""

    @property
    def possible_yes(self) -> int:
        """How many yes there would be if everything unknown were one."""
        return self.yes + self.unknown

    @property
    def possible_red(self) -> int:
        """The same among the red rows."""
        return self.red + self.unknown_red


@dataclass(frozen=True)
class Grid:
    """A version of the grid, known by `key`: its id and a mark of its content, so that no two contents share one."""

    id: str
    key: str
    title: str
    source: str
    yes: int
    red: int
    headings: tuple[Heading, ...]
    criteria: tuple[Criterion, ...]
    data: Mapping[str, Any]
    """As it was read: what is kept for the assessments that were begun with it."""

    def criterion(self, name: str) -> Criterion | None:
        """The question of that id; None where the grid has none."""
        return next((one for one in self.criteria if one.id == name), None)

    def score(self, answers: Mapping[str, Any]) -> Score:
        """What `answers` (`{criterion: {"answer": …}}`) come to; answers to questions of other grids do not count."""
        given = {one.id: answers.get(one.id, {}).get("answer") for one in self.criteria}
        reds = {one.id for one in self.criteria if one.red}
        yes = {name for name, said in given.items() if said == Said.YES}
        no = {name for name, said in given.items() if said == Said.NO}
        unknown = set(given) - yes - no
        is_danger = self._reached(len(yes), len(yes & reds))
        return Score(
            yes=len(yes),
            red=len(yes & reds),
            no=len(no),
            unknown=len(unknown),
            unknown_red=len(unknown & reds),
            is_danger=is_danger,
            may_become=not is_danger and self._reached(len(yes | unknown), len((yes | unknown) & reds)),
        )

    @property
    def threshold(self) -> str:
        """When it is danger, in words."""
        reds = sum(one.red for one in self.criteria)
        return f"Danger dès {self.yes} oui sur {len(self.criteria)}, ou {self.red} oui sur {reds} en rouge."

    def _reached(self, yes: int, red: int) -> bool:
        return yes >= self.yes or red >= self.red


def load(path: Path) -> Grid:
    """The grid of a file. Raises `BadGrid` with one line, `OSError`."""
    if path.stat().st_size > LARGEST:
        raise BadGrid(f"more than {LARGEST} bytes")
    try:
        return read(json.loads(path.read_bytes()))
    except ValueError as fault:
        raise fault if isinstance(fault, BadGrid) else BadGrid(f"not JSON in UTF-8 ({fault})") from None


def read(data: Any) -> Grid:
    """The grid that JSON data describe. Raises `BadGrid`."""
    if not isinstance(data, dict):
        raise BadGrid("a JSON object is expected")
    headings = tuple(_heading(one) for one in _list(data, "sections"))
    criteria = tuple(_criterion(one, {heading.id for heading in headings}) for one in _list(data, "criteria"))
    _distinct("sections", [one.id for one in headings])
    _distinct("criteria", [one.id for one in criteria])
    name = _name(data, "id", "the grid")
    return Grid(
        id=name,
        key=f"{name}.{_mark(data)}",
        title=_text(data, "title", "the grid"),
        source=_text(data, "source", "the grid"),
        yes=_threshold(data, "yes", len(criteria)),
        red=_threshold(data, "red", sum(one.red for one in criteria)),
        headings=headings,
        criteria=criteria,
        data=data,
    )


def _mark(data: Mapping[str, Any]) -> str:
    written = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()[:8]


def _heading(given: Any) -> Heading:
    place = f"section {given.get('id')!r}" if isinstance(given, dict) else "a section"
    return Heading(_name(given, "id", place), _text(given, "title", place))


def _criterion(given: Any, headings: set[str]) -> Criterion:
    place = f"criterion {given.get('id')!r}" if isinstance(given, dict) else "a criterion"
    name, section = _name(given, "id", place, longest=40), given.get("section")
    if section not in headings:
        raise BadGrid(f"{place}: section {section!r} is not one of the grid's")
    if not isinstance(given.get("red"), bool):
        raise BadGrid(f"{place}: `red` is true or false")
    return Criterion(name, section, _text(given, "question", place), _text(given, "help", place), given["red"])


def _list(data: Mapping[str, Any], field: str) -> list[Any]:
    found = data.get(field)
    if not isinstance(found, list) or not 0 < len(found) <= CRITERIA:
        raise BadGrid(f"`{field}` is a list of 1 to {CRITERIA}")
    return found


def _distinct(field: str, names: list[str]) -> None:
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise BadGrid(f"`{field}` names {twice[0]!r} twice")


def _name(given: Any, field: str, place: str, longest: int = LONGEST["id"]) -> str:
    found = given.get(field) if isinstance(given, dict) else None
    if not isinstance(found, str) or not NAME.fullmatch(found) or len(found) > longest:
        raise BadGrid(f"{place}: `{field}` is 1 to {longest} small letters, digits, - or _")
    return found


def _text(given: Mapping[str, Any], field: str, place: str) -> str:
    found = given.get(field)
    if not isinstance(found, str) or not found.strip() or len(found) > LONGEST[field]:
        raise BadGrid(f"{place}: `{field}` is a text of 1 to {LONGEST[field]} characters")
    return found


def _threshold(data: Mapping[str, Any], field: str, most: int) -> int:
    given = data.get("threshold")
    found = given.get(field) if isinstance(given, dict) else None
    if not isinstance(found, int) or isinstance(found, bool) or not 0 < found <= most:
        raise BadGrid(f"threshold: `{field}` is a number from 1 to {most}, as many as the grid has")
    return found
