"""The answers agree with the facts for every postal code of France, recomputed here from the compact files alone."""

import gzip
from collections import Counter, defaultdict

import pytest

from permanence.territory import queries
from permanence.territory.data import build

pytestmark = [pytest.mark.once, pytest.mark.django_db, pytest.mark.usefixtures("france")]

WHOLE_CITIES = {"75056", "69123", "13055"}


def _facts() -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """By postal code its communes, by commune its forces."""
    rows = gzip.decompress((build.HERE / "communes.tsv.gz").read_bytes()).decode().splitlines()
    under: dict[str, set[str]] = defaultdict(set)
    forces: dict[str, set[str]] = {}
    for row in rows[1:]:
        insee, _name, _department, codes, _population, _parent, standing = row.split("\t")
        forces[insee] = {{"G": "GN", "P": "PN"}[mark[0]] for mark in standing.split() if mark != "?"}
        for code in filter(None, codes.split("-")):
            if insee not in WHOLE_CITIES:
                under[code].add(insee)
    return under, forces


def test_every_postal_code_agrees_with_the_facts() -> None:
    under, forces = _facts()
    assert len(under) == 6310, "6,309 in the jurisdictions, and Clipperton's"
    for code, communes in under.items():
        answer = queries.lookup(code)
        assert {commune["insee"] for commune in answer["communes"]} == communes, code
        for commune in answer["communes"]:
            known = forces[commune["insee"]]
            assert commune["force"] == (next(iter(known)) if len(known) == 1 else None), commune
        each = {commune["force"] for commune in answer["communes"]}
        assert answer["force"] == (each.pop() if len(each) == 1 else None), code
        expected = "commune" if len({c["force"] for c in answer["communes"]}) > 1 else None
        assert answer["ask"] == (expected or (None if answer["force"] else "officer")), code


def test_every_commune_of_the_police_has_the_unit_that_the_facts_name() -> None:
    services = (build.HERE / "police-services.txt").read_text(encoding="utf-8").splitlines()
    rows = gzip.decompress((build.HERE / "communes.tsv.gz").read_bytes()).decode().splitlines()[1:]
    checked = 0
    for row in rows:
        insee, _name, department, *_rest, standing = row.split("\t")
        if standing.startswith("P"):
            unit = queries.commune(insee).unit
            assert unit
            assert unit.name == services[int(standing[1:])], insee
            checked += 1
        elif standing == "G":
            unit = queries.commune(insee).unit
            assert unit
            assert unit.name == f"Gendarmerie nationale – {queries.department_name(department)}", insee
    assert checked == 1723, "1,729 communes of the police, six of them shared"


def test_the_counts_are_those_of_the_source() -> None:
    under, _forces = _facts()
    answering = Counter(
        frozenset(unit.force for entry in queries.communes_of(code) for unit in entry.units) for code in under
    )
    assert answering == {
        frozenset({"PN"}): 940,
        frozenset({"GN"}): 4949,  # two of them hold a commune the source says nothing of
        frozenset({"PN", "GN"}): 414,
        frozenset(): 7,  # Saint-Quentin-en-Yvelines, Clipperton
    }


@pytest.mark.parametrize("insee", ["11262", "13004", "70285", "74010", "79329", "97107"])
def test_a_commune_shared_by_both_forces_is_left_to_an_officer(insee: str) -> None:
    place = queries.place(insee=insee)
    assert (place.force, place.ask) == (None, "officer")
    assert {unit.force for unit in queries.units_of(insee)} == {"PN", "GN"}


@pytest.mark.parametrize("insee", ["78168", "78688", "44156", "98901"])
def test_a_commune_the_source_says_nothing_of_is_left_to_an_officer(insee: str) -> None:
    place = queries.place(insee=insee)
    assert (place.force, place.ask, place.unit_id) == (None, "officer", None)
    assert queries.centres_of(insee) or place.department == "989"


@pytest.mark.parametrize(("code", "insee"), [("75016", "75116"), ("69001", "69381"), ("13016", "13216")])
def test_paris_lyon_and_marseille_stand_by_arrondissement(code: str, insee: str) -> None:
    (arrondissement,) = queries.lookup(code)["communes"]
    assert arrondissement["insee"] == insee
    assert arrondissement["unit"]["name"].startswith("Commissariat de police de ")


@pytest.mark.parametrize("city", sorted(WHOLE_CITIES))
def test_a_city_named_without_its_arrondissement_has_its_force(city: str) -> None:
    place = queries.place(insee=city)
    assert (place.force, place.insee, place.unit_id) == ("PN", city, None)
