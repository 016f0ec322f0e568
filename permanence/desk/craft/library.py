"""The reviewed set of the repository: replies by language, and questions to ask. Pure; `data/README.md` is its rule."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from permanence.desk.craft.vocabulary import Language, Step

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Prepared:
    """A reply of the set."""

    key: str
    """Its language and its name: `fr/bonjour`."""
    language: str
    shortcut: str
    theme: str
    step: str
    force: str
    text: str
    position: int


@dataclass(frozen=True)
class Question:
    """Something to ask; `if_` says where, and nothing there means everywhere."""

    code: str
    text: str
    if_: Mapping[str, list[str]] = field(default_factory=dict)

    def belongs_to(self, situation: Mapping[str, set[str]]) -> bool:
        """Whether one of its conditions holds: `categories`, `levels`, `ages`, `reporters` of the conversation."""
        return not self.if_ or any(situation[name] & set(values) for name, values in self.if_.items())


@cache
def replies() -> tuple[Prepared, ...]:
    """Every language, each in its order."""
    return tuple(prepared for language in Language.values for prepared in _of(language))


@cache
def questions() -> tuple[Question, ...]:
    """In the order in which they are asked."""
    return tuple(Question(one["code"], one["text"], one.get("if", {})) for one in _read("questions"))


def _of(language: str) -> list[Prepared]:
    return [
        Prepared(
            key=f"{language}/{one['key']}",
            language=language,
            shortcut=one["shortcut"],
            theme=one["theme"],
            step=one.get("step", Step.DURING.value),
            force=one.get("force", ""),
            text=one["text"],
            position=10 * number,
        )
        for number, one in enumerate(_read(language), 1)
    ]


def _read(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return found
