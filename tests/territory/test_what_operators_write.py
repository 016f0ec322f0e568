"""What an operator settles and edits stands over the editions, and leaves a trace."""

import pytest

from permanence.audit.models import Entry
from permanence.lib.errors import Invalid, NotFound
from permanence.territory import actions, queries
from permanence.territory.changes import Verb
from permanence.territory.models import Commune, OperationsCentre, Unit
from tests.territory.files import jurisdictions, row, unit, units

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few")]

BRIGADE = "Gendarmerie - Brigade de Narbonne"


def load(data: bytes) -> list[str]:
    summary = actions.import_file(data=data, label="fichier.csv", by="operator")
    return [change.which for change in summary.changes if change.verb is Verb.KEPT]


def test_a_shared_commune_can_be_settled() -> None:
    actions.settle_commune(insee="11262", force="PN", by="officer:1", reason="convention locale")
    place = queries.place("11100")
    assert (place.force, place.ask, place.unit_name) == ("PN", None, "Commissariat de police de Narbonne")
    entry = Entry.objects.get(act="settle commune")
    assert (entry.actor, entry.object_id, entry.reason) == ("officer:1", "11262", "convention locale")


def test_an_unknown_commune_is_settled_with_a_neutral_unit_and_has_a_centre() -> None:
    actions.settle_commune(insee="78168", force="GN", by="officer:1")
    assert queries.place("78310").unit_name == "Gendarmerie nationale – Yvelines"
    assert [centre.force for centre in queries.centres_of("78168")] == ["GN"]


def test_a_settled_commune_can_be_given_back() -> None:
    actions.settle_commune(insee="11262", force="PN", by="officer:1")
    actions.settle_commune(insee="11262", force="", by="officer:1")
    assert queries.lookup("11100")["ask"] == "officer"
    assert Commune.objects.get(pk="11262").settled_by == ""


def test_a_settled_commune_outlives_an_edition_that_says_otherwise() -> None:
    actions.settle_commune(insee="11262", force="PN", by="officer:1")
    kept = load(jurisdictions(row("11262", "Narbonne", "GN", BRIGADE, "1234567", "11100")))
    assert kept == ["11262 Narbonne"]
    assert queries.lookup("11100")["force"] == "PN"


def test_the_unit_can_be_chosen_among_those_of_the_force() -> None:
    other = Unit.objects.get(name="Commissariat de police de Rennes")
    actions.settle_commune(insee="11262", force="PN", unit=other.pk, by="officer:1")
    assert queries.place("11100").unit_id == other.pk


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"insee": "99999", "force": "PN"}, NotFound),
        ({"insee": "11262", "force": "CRS"}, Invalid),
        ({"insee": "11262", "force": "GN", "unit": 999_999}, Invalid),
    ],
)
def test_what_cannot_be_settled_is_refused(wrong: dict[str, object], error: type[Exception]) -> None:
    with pytest.raises(error):
        actions.settle_commune(by="officer:1", **wrong)  # type: ignore[arg-type]
    assert queries.lookup("11100")["ask"] == "officer"
    assert not Entry.objects.exists()


def test_a_unit_of_the_other_force_is_refused() -> None:
    police = Unit.objects.get(name="Commissariat de police de Rennes")
    with pytest.raises(Invalid) as refusal:
        actions.settle_commune(insee="11262", force="GN", unit=police.pk, by="officer:1")
    assert "unit" in refusal.value.errors


def test_an_edited_unit_keeps_its_edited_fields_and_takes_the_others() -> None:
    station = Unit.objects.get(name="Commissariat de police de Rennes")
    actions.edit_unit(unit=station.pk, by="officer:1", telephone="02 00 00 00 00", name="Hôtel de police de Rennes")
    kept = load(
        units(unit("", "Commissariat de police de Rennes", telephone="02 99 99 99 99", address="2 place du Marché"))
    )
    station.refresh_from_db()
    assert kept == ["Hôtel de police de Rennes"]
    assert (station.name, station.telephone) == ("Hôtel de police de Rennes", "02 00 00 00 00")
    assert station.address == "2 place du Marché"


def test_an_edited_name_outlives_the_jurisdictions_and_makes_no_second_unit() -> None:
    station = Unit.objects.get(name="Commissariat de police de Rennes")
    actions.edit_unit(unit=station.pk, by="officer:1", name="Hôtel de police de Rennes")
    assert load(jurisdictions(row("35238", "Rennes", "PN", "Commissariat de police de Rennes", codes="35000"))) == []
    assert queries.place("35000").unit_name == "Hôtel de police de Rennes"
    assert Unit.objects.filter(force="PN", department="35").count() == 1


def test_an_edit_says_which_fields_changed_and_not_what_they_hold() -> None:
    station = Unit.objects.get(name="Commissariat de police de Rennes")
    actions.edit_unit(unit=station.pk, by="officer:1", telephone="02 00 00 00 00", url="")
    entry = Entry.objects.get(act="edit unit")
    assert entry.detail == {"fields": ["telephone"]}


def test_a_centre_can_be_named() -> None:
    centre = OperationsCentre.objects.get(force="PN", department="35")
    actions.edit_centre(centre=centre.pk, by="officer:1", name="CIC d'Ille-et-Vilaine")
    assert queries.centres_of("35238")[0].name == "CIC d'Ille-et-Vilaine"


@pytest.mark.parametrize("fields", [{"name": "  "}, {"name": "N" * 201}, {"telephone": "0" * 41}])
def test_a_unit_needs_a_name_that_fits(fields: dict[str, str]) -> None:
    station = Unit.objects.get(name="Commissariat de police de Rennes")
    with pytest.raises(Invalid) as refusal:
        actions.edit_unit(unit=station.pk, by="officer:1", **fields)
    assert set(refusal.value.errors) == set(fields)
    assert Unit.objects.get(pk=station.pk).name == "Commissariat de police de Rennes"


def test_what_does_not_exist_cannot_be_edited() -> None:
    with pytest.raises(NotFound):
        actions.edit_unit(unit=999_999, by="officer:1", name="Nom")
    with pytest.raises(NotFound):
        actions.edit_centre(centre=999_999, by="officer:1", name="Nom")
