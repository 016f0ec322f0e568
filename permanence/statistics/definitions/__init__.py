"""What each figure means, what it is not, on which day it counts, and the statement that gives it.

A definition is dated: a figure never changes its meaning in silence. Another meaning is another `since`, told on its
page and in what is published from then on.
"""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from permanence.statistics import durations, paris, reading
from permanence.statistics.definitions.statements import STATEMENTS
from permanence.statistics.definitions.texts import TEXTS
from permanence.statistics.queries import Question, Vector

__all__ = ["DEFINITIONS", "Definition", "answer"]

SINCE = date(2026, 11, 30)
CHANGED_SINCE: Mapping[str, date] = {}
"""By code, the day from which a definition means what it now says, where it was changed since `SINCE`. A test holds the
two together: none changes in silence."""
_PARAMETER = re.compile(r":([a-z_]+)")
_SECONDS = re.compile(r"SECONDS\(([\w.]+)\)")


@dataclass(frozen=True)
class Definition:
    """One figure, in French. `sql`: the statement whose answer is `figure` of the vector of the same question."""

    code: str
    name: str
    meaning: str
    """One sentence."""
    is_not: tuple[str, ...]
    """What it is mistaken for; a sentence each."""
    counts_on: str
    """The day it counts on."""
    place: str
    """By which force and which department."""
    sql: str
    figure: Callable[[Vector], int] | None
    """None: not a figure of vectors (connections)."""
    example: str = ""
    """What the statement counts, where that is one reading of the figure among others."""
    since: date = SINCE

    @property
    def fingerprint(self) -> str:
        """Of what it means and of its statement: another one is another definition."""
        said = (self.code, self.meaning, *self.is_not, self.counts_on, self.place, self.example, self.sql)
        return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]


_READINGS: Mapping[str, Callable[[Vector], int] | None] = {
    "connection": None,
    "couple_women": lambda vector: vector["report"],
    "wait": lambda vector: durations.below(vector, "wait", 60),
    "length": lambda vector: durations.below(vector, "length", 1800),
    "acknowledge": lambda vector: durations.below(vector, "acknowledge", 120),
    "dispatch": lambda vector: durations.below(vector, "dispatch", 600),
    "arrive": lambda vector: durations.below(vector, "arrive", 1800),
    "funnel": lambda vector: vector["funnel|report"],
}


def _defined(code: str) -> Definition:
    text = TEXTS[code]

    def measure(vector: Vector) -> int:
        return vector[code]

    figure = _READINGS.get(code, measure)
    since = CHANGED_SINCE.get(code, SINCE)
    said = (text.name, text.meaning, text.is_not, text.counts_on, text.place)
    return Definition(code, *said, STATEMENTS[code], figure, text.example, since)


DEFINITIONS: Mapping[str, Definition] = {code: _defined(code) for code in STATEMENTS}
"""By code, in the order in which they are shown."""


def answer(code: str, question: Question) -> int:
    """What the statement of a definition counts, run as it stands. Of `couple_women` the scope is in the statement; the
    others are asked of all scopes together."""
    begins, ends = paris.bounds(question.from_on, question.to_on)
    given: dict[str, Any] = {
        "from": connection.ops.adapt_datetimefield_value(begins),
        "to": connection.ops.adapt_datetimefield_value(ends),
        "from_on": question.from_on,
        "to_on": question.to_on,
        "force": question.force,
        "department": question.department,
    }
    sql = _SECONDS.sub(lambda found: reading.moment(found[1]), DEFINITIONS[code].sql)
    with connection.cursor() as cursor:
        cursor.execute(_PARAMETER.sub(r"%(\1)s", sql), given)
        return int(cursor.fetchone()[0])
