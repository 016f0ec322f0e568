"""The scripted visitors, as data: who writes, what they say, what they answer. Pure; the words are in `data/`."""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import msgspec

from permanence.desk.vocabulary import Age, Category, Reporter

DATA = Path(__file__).with_name("data") / "dialogues.toml"


class Dialogue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One visitor: `answers` by theme (`themes.py`), `ends` how they go (`thanks`, `silence`, `quick_exit`)."""

    name: str
    reporter: Reporter
    first: str
    story: Sequence[str]
    answers: Mapping[str, str]
    ends: str
    age: Age | None = None
    categories: Sequence[Category] = ()
    in_danger: bool = False
    language: str = "fr"


@cache
def dialogues() -> tuple[Dialogue, ...]:
    """All of them, in the order of the file. Raises `msgspec.ValidationError` for one that is not well formed."""
    with DATA.open("rb") as file:
        return msgspec.convert(tomllib.load(file)["dialogue"], tuple[Dialogue, ...])
