"""The official file of units open to the public: addresses, telephones, hours."""

import pytest

from permanence.territory import actions, queries
from permanence.territory.changes import Summary, Verb
from permanence.territory.models import Unit
from permanence.territory.official.units import force_of_name, position
from tests.territory.files import jurisdictions, row, unit, units

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few")]

BRIGADE = "Gendarmerie - Brigade de Cesson-Sévigné"
CESSON = unit("1008574", BRIGADE, telephone="+33 2 00 00 00 00", address="1 rue du Lavoir 35510 Cesson-Sévigné")


def load(*lines: str, label: str = "unites.csv") -> Summary:
    return actions.import_file(data=units(*lines), label=label, by="operator")


def told(summary: Summary) -> list[tuple[Verb, str, str]]:
    return [(change.verb, change.what, change.which) for change in summary.changes]


@pytest.fixture(autouse=True)
def _named(few: None) -> None:
    """The jurisdictions' file has been imported: the brigade has its name and its id."""
    actions.import_file(
        data=jurisdictions(row("35051", "Cesson-Sévigné", "GN", BRIGADE, "1008574", "35510")), label="c", by="operator"
    )


def test_a_gendarmerie_unit_is_found_by_its_id() -> None:
    summary = load(CESSON.replace(BRIGADE, "Brigade de proximité de Cesson"))
    (brigade,) = queries.units_of("35051")
    assert (brigade.name, brigade.telephone) == ("Brigade de proximité de Cesson", "+33 2 00 00 00 00")
    assert told(summary) == [(Verb.CHANGED, "unité", "Brigade de proximité de Cesson")]


def test_a_police_station_is_found_by_its_name() -> None:
    load(unit("", "Commissariat de Police de RENNES", telephone="02 00 00 00 01", insee="35238"))
    (station,) = queries.units_of("35238")
    assert (station.telephone, station.name) == ("02 00 00 00 01", "Commissariat de police de Rennes")


def test_a_unit_nobody_knew_is_added() -> None:
    summary = load(unit("0", "Gendarmerie - Brigade de Bruz", department="35"))
    assert told(summary) == [(Verb.ADDED, "unité", "Gendarmerie - Brigade de Bruz")]
    assert Unit.objects.get(name="Gendarmerie - Brigade de Bruz").official_id == ""


def test_hours_over_several_lines_are_kept_as_they_are() -> None:
    load(unit("1008574", BRIGADE, hours="Lundi : 8h00-12h00\nMardi : 14h00-18h00"))
    assert queries.units_of("35051")[0].opening_hours == "Lundi : 8h00-12h00\nMardi : 14h00-18h00"


def test_an_address_is_made_of_its_parts_where_it_is_not_given_whole() -> None:
    cells = ["1008574", BRIGADE, "", "", "35", "35051", "1 rue du Lavoir", "35510", "Cesson-Sévigné", *[""] * 7]
    load(";".join(cells))
    assert queries.units_of("35051")[0].address == "1 rue du Lavoir, 35510 Cesson-Sévigné"


def test_the_same_file_again_changes_nothing() -> None:
    load(CESSON)
    assert load(CESSON).changes == []


def test_a_newer_edition_shows_what_changed() -> None:
    load(CESSON)
    summary = load(CESSON.replace("+33 2 00 00 00 00", "+33 2 00 00 00 09"))
    assert [str(change) for change in summary.changes] == [
        f"modifié, unité {BRIGADE} : téléphone +33 2 00 00 00 00 → téléphone +33 2 00 00 00 09"
    ]


def test_a_unit_that_a_newer_edition_no_longer_holds_loses_its_address() -> None:
    bruz, vern = unit("2", "Gendarmerie - Brigade de Bruz"), unit("3", "Gendarmerie - Brigade de Vern")
    load(CESSON, bruz, vern)
    summary = load(bruz, vern)
    assert told(summary) == [(Verb.REMOVED, "coordonnées de l'unité", BRIGADE)]
    assert queries.units_of("35051")[0].address == ""


def test_another_file_takes_nothing_away() -> None:
    load(CESSON)
    load(unit("", "Commissariat de police de Rennes", telephone="02 00 00 00 01"))
    assert queries.units_of("35051")[0].telephone == "+33 2 00 00 00 00"


def test_a_telephone_that_is_none_is_not_shown_and_told() -> None:
    summary = load(unit("1008574", BRIGADE, telephone="voir le site"))
    assert queries.units_of("35051")[0].telephone == ""
    assert summary.changes[0].after == "téléphone « voir le site » non repris"


@pytest.mark.parametrize(
    ("x", "y", "found"),
    [
        ("-1.6", "48.1", (48.1, -1.6)),
        ("48.1", "-1.6", (48.1, -1.6)),
        ("-1,6", "48,1", (48.1, -1.6)),
        ("55.4", "-20.9", (-20.9, 55.4)),
        ("166.4", "-22.2", (-22.2, 166.4)),
        ("-52.3", "4.9", (4.9, -52.3)),
        ("0", "0", (None, None)),
        ("", "", (None, None)),
        ("nan", "inf", (None, None)),
        ("350000", "6789000", (None, None)),
    ],
)
def test_a_position_is_in_france_or_it_is_none(x: str, y: str, found: tuple[float | None, float | None]) -> None:
    assert position(x, y) == found


@pytest.mark.parametrize(
    ("name", "force"),
    [
        ("Gendarmerie - Brigade de Bruz", "GN"),
        ("Brigade de proximité de Bruz", "GN"),
        ("Commissariat d’agglomération de Lens", "PN"),
        ("Bureau de police du Blosne", "PN"),
        ("Accueil du public", ""),
    ],
)
def test_a_name_may_say_the_force(name: str, force: str) -> None:
    assert force_of_name(name) == force
