"""The figures through the API: for whom, of which force, the same as the file."""

import json
from datetime import date

import pytest
import time_machine

from permanence.accounts.models import Officer, Role
from permanence.audit.models import Entry
from permanence.statistics.exports import as_json, making
from permanence.statistics.models import Cell
from permanence.statistics.queries import Question
from tests.api import callers
from tests.api.callers import anybody, is_problem
from tests.conftest import MakeOfficer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few", "clock")]


def test_the_analyst_gets_what_the_file_says(clock: time_machine.Traveller, analyst: Officer) -> None:
    Cell.objects.create(grain="month", start=date(2026, 2, 1), force="GN", scope="minors", counts='{"report": 7}')
    answer = callers.of(analyst)("GET", "/statistics?from=2026-02-01&to=2026-02-28&force=GN&scope=minors")
    assert answer.status_code == 200
    asked = Question(date(2026, 2, 1), date(2026, 2, 28), "GN", "", "minors")
    assert answer.json() == json.loads(as_json.write(making.book(asked)))
    assert answer.json()["tables"][0]["rows"][4]["count"] == 7
    entry = Entry.objects.get(act="export statistics")
    assert (entry.actor, entry.object_id, entry.detail["format"]) == (analyst.actor, "GN", "api")


def test_without_days_it_is_the_year_so_far(analyst: Officer) -> None:
    told = callers.of(analyst)("GET", "/statistics").json()
    assert told["question"] == {
        "from": "2026-01-01",
        "to": "2026-03-10",
        "force": None,
        "department": None,
        "scope": "all",
    }


def test_a_supervisor_gets_their_force_and_no_other(supervisor: Officer) -> None:
    caller = callers.of(supervisor)
    assert caller("GET", "/statistics").json()["question"]["force"] == "PN"
    assert is_problem(caller("GET", "/statistics?force=GN"), 403)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.UNIT, Role.CENTRE, Role.ADMINISTRATOR])
def test_no_other_role_gets_any(role: Role, make_officer: MakeOfficer) -> None:
    other = make_officer("autre", role, "PN", unit=1, centre=1)
    assert is_problem(callers.of(other)("GET", "/statistics"), 403)
    assert Entry.objects.get(outcome="refused").act == "see statistics"


def test_without_a_token_it_is_401() -> None:
    assert is_problem(anybody()("GET", "/statistics"), 401)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ("from=hier", "from"),
        ("from=2026-03-02&to=2026-03-01", "from"),
        ("to=2099-01-01", "to"),
        ("force=CRS", "force"),
        ("department=999", "department"),
        ("scope=x", "scope"),
    ],
)
def test_what_cannot_be_asked_is_told_by_field(asked: str, field: str, analyst: Officer) -> None:
    answer = callers.of(analyst)("GET", f"/statistics?{asked}")
    assert is_problem(answer, 422)
    assert list(answer.json()["errors"]) == [field]


def test_it_is_in_the_document(analyst: Officer) -> None:
    document = anybody()("GET", "/openapi.json").json()
    operation = document["paths"]["/api/v1/statistics"]["get"]
    assert [one["name"] for one in operation["parameters"]] == ["from", "to", "force", "department", "scope"]
    assert set(document["components"]["schemas"]["Table"]["properties"]) >= {"code", "columns", "rows", "definition"}
