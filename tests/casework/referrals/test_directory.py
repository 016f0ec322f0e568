"""Who can receive her: competent first, then whoever is looked for; nothing made up."""

from datetime import timedelta

import pytest
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.casework.referrals import directory
from permanence.casework.referrals.directory import Search
from permanence.casework.referrals.models import Partner
from permanence.casework.reports import sealed
from permanence.casework.reports.models import Report
from permanence.desk.models import Intake
from permanence.interventions.actions import share_position
from permanence.territory.models import Unit

RENNES = (48.117, -1.678)


def test_the_place_of_the_facts_comes_before_her_home(report: Report) -> None:
    report.body = sealed.close_content(report.conversation, {"victim.insee": "35238", "facts.a.insee": "11262"})
    report.save()
    Intake.objects.filter(pk=report.pk).update(insee="35051")
    shown = directory.for_report(report)["places"]
    assert [(one["name"], one["why"]) for one in shown] == [
        ("Narbonne", "lieu des faits"),
        ("Rennes", "domicile de la personne"),
        ("Cesson-Sévigné", "commune donnée à l’entrée"),
    ]
    assert [one["shared"] for one in shown] == [True, False, False]
    assert {unit["force"] for unit in shown[0]["units"]} == {"PN", "GN"}


def test_where_nothing_is_known_the_directory_remains(report: Report) -> None:
    Intake.objects.filter(pk=report.pk).update(insee="")
    assert directory.for_report(report)["places"] == []


def test_a_unit_is_found_by_its_name_or_by_a_commune(rennes: Unit, cesson: Unit) -> None:
    assert [one["id"] for one in directory.search(Search("commissariat rennes"))] == [rennes.pk]
    assert cesson.pk in [one["id"] for one in directory.search(Search("cesson sevigne"))]
    assert rennes.pk in [one["id"] for one in directory.search(Search("35000"))]
    assert directory.search(Search("35000", department="11")) == []
    assert directory.search(Search("rennes", force="GN")) == []
    assert directory.search(Search("rennes", department="11")) == []
    assert directory.search(Search("zzz")) == []
    assert all(one["department"]["code"] == "35" for one in directory.search(Search(department="35")))


def test_a_shortened_saint_is_found(rennes: Unit) -> None:
    rennes.name = "Commissariat de police de Saint-Malo"
    rennes.save()
    assert rennes.pk in [one["id"] for one in directory.search(Search("st malo"))]


def test_a_neutral_name_is_said_to_be_one(cesson: Unit, rennes: Unit) -> None:
    assert directory.unit(cesson)["neutral_words"] == directory.NEUTRAL
    assert directory.unit(rennes)["neutral_words"] == ""
    assert (directory.unit(rennes)["address"], directory.unit(rennes)["telephone"]) == ("", "")


def test_a_distance_stands_between_two_known_places_alone(rennes: Unit, report: Report) -> None:
    assert directory.unit(rennes, RENNES)["distance_km"] is None
    rennes.latitude, rennes.longitude = 48.2, -1.678
    assert directory.unit(rennes, None)["distance_km"] is None
    assert directory.unit(rennes, RENNES)["distance_km"] == pytest.approx(9.2, abs=0.1)
    assert directory.position(report.conversation) is None
    at = timezone.now() - timedelta(seconds=2)
    share_position(report.conversation, latitude=RENNES[0], longitude=RENNES[1], accuracy_m=10, at=at)
    assert directory.position(report.conversation) == RENNES


def test_partners_are_those_of_her_department_for_what_it_is_about(report: Report, partner: Partner) -> None:
    Partner.objects.create(name="Ailleurs", departments=["11"])
    Partner.objects.create(name="Pour autre chose", categories=["discrimination"])
    Partner.objects.create(name="Retirée", withdrawn_at=timezone.now())
    Partner.objects.create(name="Partout, pour elle", categories=["conjugal"])
    report.facts.create(category="conjugal", kind="physical")
    names = [one["name"] for one in directory.partners(report, minor=False)]
    assert names == [partner.name, "Partout, pour elle"]


def test_a_minor_has_their_own_route(report: Report, partner: Partner, officer: Officer) -> None:
    Partner.objects.create(name="Adultes seulement", takes_minors=False)
    assert directory.for_report(report)["minor"] is False
    Report.objects.update(victim_age="under_15")
    report.refresh_from_db()
    shown = directory.for_report(report)
    assert shown["minor"] is True
    assert shown["steps"][0].startswith("119")
    assert "ni appel" in shown["steps"][-1]
    assert [one["name"] for one in shown["partners"]] == [partner.name]


def test_a_witness_who_is_a_child_makes_no_minor_of_the_victim(report: Report) -> None:
    Intake.objects.filter(pk=report.pk).update(age="minor", reporter="witness")
    assert directory.for_report(report)["minor"] is False
    Intake.objects.filter(pk=report.pk).update(reporter="victim")
    assert directory.for_report(report)["minor"] is True
