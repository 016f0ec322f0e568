"""The figures for whoever may see them: the same JSON as `permanence statistics` and the pages' file."""

from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from permanence.api import doors
from permanence.api.v1 import answers
from permanence.statistics import access
from permanence.statistics.exports import as_json, making, web

router = Router(tags=["figures"], auth=doors.OfficerToken())


class Question(Schema):
    """Each left out where it is not asked for."""

    from_on: str = Field("", alias="from")
    to_on: str = Field("", alias="to")
    force: str = ""
    department: str = ""
    scope: str = ""


class Asked(answers.Answer):
    """What the figures are of: both days are in the period, in Paris; no force, no department: all."""

    from_on: str = Field(alias="from")
    to_on: str = Field(alias="to")
    force: str | None
    department: str | None
    scope: str


class Period(answers.Answer):
    """Two days, both within."""

    from_on: str = Field(alias="from")
    to_on: str = Field(alias="to")


class Definition(answers.Answer):
    """What a figure counts, what it does not, since when it means that."""

    code: str
    name: str
    meaning: str
    is_not: str
    since: str


class Definitions(answers.Answer):
    """`version`: the day on which one of them last changed."""

    version: str
    of: list[Definition]


class Column(answers.Answer):
    """`unit`: `text`, `count`, `percent`, `per_1000`, `seconds`."""

    code: str
    label: str
    unit: str


class Table(answers.Answer):
    """`rows`: each by the codes of the columns; null where a figure cannot be said. `definition`: of all its counts;
    null where each row or column is of its own."""

    code: str
    title: str
    definition: str | None
    note: str
    columns: list[Column]
    rows: list[dict[str, str | int | float | None]]


class Figures(answers.Answer):
    """`sentence`: the figure asked for most, as one says it; `compared_with`: the same period of the year before."""

    format: str
    demonstration: bool
    question: Asked
    compared_with: Period
    time_zone: str
    made_at: str
    sentence: str
    definitions: Definitions
    tables: list[Table]


@router.get("/statistics", response=Figures, by_alias=True)
def figures(request: HttpRequest, given: Query[Question]) -> dict[str, Any]:
    """The figures of a period, `from` and `to` both within (since the first of January, until today in Paris at the
    latest), each beside the same period of the year before; 403 for whoever may not see those of this force."""
    officer = doors.officer(request)
    asked = making.until_today(access.question(officer, given.model_dump(by_alias=True)))
    book = making.book(asked)
    web.record(officer.actor, asked, "api")
    return as_json.shape(book)
