"""The facts the product carries, once loaded."""

from zoneinfo import ZoneInfo

import pytest
from pytest_django import DjangoAssertNumQueries

from permanence.audit.models import Entry
from permanence.territory import actions, queries
from permanence.territory.models import Edition, Unit

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("france")]


def test_what_is_loaded_is_not_loaded_again(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    editions, entries = Edition.objects.count(), Entry.objects.count()
    with django_assert_max_num_queries(10):
        assert actions.load_embedded(by="operator").already_loaded
    assert (Edition.objects.count(), Entry.objects.count()) == (editions, entries)


def test_every_carried_unit_is_neutral_or_a_police_service_and_has_no_details() -> None:
    assert not Unit.objects.filter(is_neutral=False, force="GN").exists()
    assert not Unit.objects.exclude(address="", telephone="", opening_hours="", url="").exists()
    assert Unit.objects.filter(is_neutral=False).count() == 402


def test_every_department_has_a_time_zone_that_exists() -> None:
    zones = {row["code"]: ZoneInfo(queries.time_zone(row["code"])) for row in queries.departments()}
    assert len(zones) == 109
    assert zones["974"].key == "Indian/Reunion"


def test_two_stations_an_ocean_apart_are_not_taken_for_one() -> None:
    here, there = queries.place("93200"), queries.place("97400")
    assert here.unit_name == "Commissariat de police de Saint-Denis"
    assert there.unit_name == "Commissariat de police de Saint Denis"
    assert here.unit_id != there.unit_id
    assert {unit.department_id for unit in queries.units_of("97411")} == {"974"}


def test_a_station_that_answers_beyond_its_department_is_one() -> None:
    assert Unit.objects.filter(name="Commissariat de police d'Avignon").count() == 1
