"""Answers to a grid as they come in: checked against its questions. Pure.

An answer is tied to what supports it where something does: the number of a message, or of an internal note.
"""

from collections.abc import Mapping
from typing import Any, TypedDict

from permanence.casework.assessment.grid import Grid, Said
from permanence.lib.errors import Invalid


class Answer(TypedDict, total=False):
    """`answer` always; `seq` or `note` where something supports it."""

    answer: str
    seq: int
    note: int


Answers = dict[str, Answer]


def cleaned(given: Mapping[str, Any], grid: Grid, last: Mapping[str, int]) -> dict[str, Answer | None]:
    """What was given, by criterion; None takes an answer away. `last`: the highest number of `seq` and of `note`.

    Raises `Invalid` with each criterion that cannot be taken.
    """
    errors: dict[str, str] = {}
    found: dict[str, Answer | None] = {}
    for name, value in given.items():
        try:
            found[name] = _answer(name, value, grid, last)
        except ValueError as refusal:
            errors[name] = str(refusal)
    if errors:
        raise Invalid("La grille ne peut pas être enregistrée telle quelle.", errors=errors)
    return found


def changes(before: Answers, given: Mapping[str, Answer | None]) -> dict[str, list[Answer | None]]:
    """`{criterion: [before, after]}` of what differs."""
    return {name: [before.get(name), after] for name, after in given.items() if before.get(name) != after}


def _answer(name: str, value: Any, grid: Grid, last: Mapping[str, int]) -> Answer | None:
    if grid.criterion(name) is None:
        raise ValueError("Cette question n’est pas dans la grille.")
    if value is None:
        return None
    if not isinstance(value, Mapping) or value.get("answer") not in list(Said):
        raise ValueError("Répondez oui, non ou inconnu.")
    answer = Answer(answer=str(value["answer"]))
    if value.get("seq") is not None:
        answer["seq"] = _number(value["seq"], last["seq"], "Ce message n’existe pas.")
    if value.get("note") is not None:
        answer["note"] = _number(value["note"], last["note"], "Cette note n’existe pas.")
    return answer


def _number(number: Any, last: int, unknown: str) -> int:
    if not isinstance(number, int) or isinstance(number, bool) or not 0 < number <= last:
        raise ValueError(unknown)
    return number
