"""What the tables are made of is read in a few statements, and is the cells."""

import json
from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from permanence.statistics.exports import tables
from permanence.statistics.exports.material import gather, populations
from permanence.statistics.models import Cell
from permanence.statistics.queries import Question
from permanence.territory import queries as territory
from permanence.territory.models import Commune, Department

pytestmark = pytest.mark.django_db


def cell(start: date, force: str, scope: str, **counts: int) -> None:
    Cell.objects.create(grain="month", start=start, force=force, scope=scope, counts=json.dumps(counts))


def test_the_forces_and_what_no_force_has_yet_add_up_to_the_whole() -> None:
    for force, count in (("PN", 5), ("GN", 7), ("", 2)):
        cell(date(2026, 3, 1), force, "all", genuine=count)
    found = gather(Question(date(2026, 3, 1), date(2026, 3, 31)))
    assert found.now["genuine"] == 14
    assert {force: now["genuine"] for force, (now, _) in found.forces.items()} == {"PN": 5, "GN": 7, "": 2}


def test_a_month_stands_beside_the_month_of_the_year_before() -> None:
    for start, count in ((date(2026, 2, 1), 6), (date(2025, 2, 1), 4), (date(2025, 3, 1), 3)):
        cell(start, "GN", "all", report=count)
    months = next(one for one in tables.sheets(Question(date(2026, 2, 1), date(2026, 3, 31))) if one.code == "months")
    assert [(row["report"], row["report_before"]) for row in months.records()] == [(6, 4), (0, 3)]


def test_each_scope_is_asked_by_itself() -> None:
    cell(date(2026, 3, 1), "GN", "all", report=9)
    cell(date(2026, 3, 1), "GN", "couple_women", report=4)
    found = gather(Question(date(2026, 3, 1), date(2026, 3, 31)))
    assert found.scopes["couple_women"][0]["report"] == 4
    assert not gather(Question(date(2026, 3, 1), date(2026, 3, 31), scope="couple_women")).scopes


def test_six_years_are_a_handful_of_statements(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    territory.departments()  # remembered, once it was asked for
    with django_assert_max_num_queries(7):
        tables.sheets(Question(date(2022, 1, 1), date(2027, 11, 17)))


def test_an_arrondissement_lives_in_its_commune_once_and_an_unknown_number_is_no_zero() -> None:
    paris = Department.objects.create(code="75", name="Paris", zone="metro", time_zone="Europe/Paris")
    far = Department.objects.create(code="984", name="Terres australes", zone="com", time_zone="Indian/Reunion")
    Commune.objects.create(insee="75056", name="Paris", sort_name="paris", department=paris, population=2000)
    Commune.objects.create(
        insee="75101", name="Paris 1er", sort_name="paris 1er", department=paris, population=900, parent="75056"
    )
    Commune.objects.create(insee="98411", name="Île Saint-Paul", sort_name="ile saint paul", department=far)
    assert populations() == {"75": 2000}
