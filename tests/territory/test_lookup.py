"""A postal code becomes a force, a question, or a refusal that says what to do."""

import pytest

from permanence.territory import queries
from permanence.territory.queries import MalformedPostalCode, Place, UnknownCommune, UnknownPostalCode

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few")]


def test_a_code_of_one_commune_gives_its_force_and_unit() -> None:
    answer = queries.lookup("35000")
    (rennes,) = answer.pop("communes")
    unit = rennes.pop("unit")
    assert answer == {"postal_code": "35000", "force": "PN", "ask": None}
    assert rennes == {"insee": "35238", "name": "Rennes", "department": "35", "force": "PN"}
    assert unit["name"] == "Commissariat de police de Rennes"


def test_a_mixed_code_asks_for_the_commune() -> None:
    answer = queries.lookup("35150")
    assert (answer["force"], answer["ask"]) == (None, "commune")
    assert [commune["name"] for commune in answer["communes"]] == ["Amanlis", "Andouillé-Neuville"]


@pytest.mark.parametrize("code", ["11100", "78310"])
def test_a_shared_or_unknown_commune_is_left_to_an_officer(code: str) -> None:
    answer = queries.lookup(code)
    assert (answer["force"], answer["ask"]) == (None, "officer")
    assert answer["communes"][0]["unit"] is None


def test_spaces_are_forgiven() -> None:
    assert queries.lookup(" 35 000\u00a0")["postal_code"] == "35000"


def test_a_code_that_no_commune_bears_says_what_to_do() -> None:
    with pytest.raises(UnknownPostalCode) as refusal:
        queries.lookup("00000")
    assert refusal.value.status == 404
    assert "continuer sans code postal" in refusal.value.detail


@pytest.mark.parametrize("code", ["ABC", "", "3500", "350000", "2A004", "٣٥٠٠٠", "35000\x00", "3" * 10_000])
def test_a_code_that_is_not_five_digits_says_what_to_do(code: str) -> None:
    with pytest.raises(MalformedPostalCode) as refusal:
        queries.lookup(code)
    assert refusal.value.status == 422
    assert "continuer sans code postal" in refusal.value.detail


def test_an_answer_belongs_to_whoever_asked() -> None:
    queries.lookup("35000")["communes"][0]["force"] = "GN"
    assert queries.lookup("35000")["communes"][0]["force"] == "PN"


def test_a_conversation_may_open_nowhere() -> None:
    assert queries.place() == Place() == queries.place("00000")
    assert Place().ask == "officer"


def test_the_commune_settles_a_mixed_code() -> None:
    place = queries.place("35150", "35002")
    assert (place.force, place.commune_name, place.ask) == ("GN", "Amanlis", None)
    assert place.unit_name == "Gendarmerie nationale – Ille-et-Vilaine"


def test_a_mixed_code_without_its_commune_still_has_its_department() -> None:
    place = queries.place("35150")
    assert (place.force, place.insee, place.department, place.ask) == (None, None, "35", "commune")


@pytest.mark.parametrize("insee", ["35238", "99999", "nonsense"])
def test_a_commune_that_the_code_does_not_cover_is_refused(insee: str) -> None:
    with pytest.raises(UnknownCommune) as refusal:
        queries.place("35150", insee)
    assert "insee" in refusal.value.errors


def test_a_malformed_code_does_not_open_a_conversation() -> None:
    with pytest.raises(MalformedPostalCode):
        queries.place("ABC")


@pytest.mark.parametrize(
    ("department", "zone"),
    [("35", "Europe/Paris"), ("974", "Indian/Reunion"), ("988", "Pacific/Noumea"), (None, "Europe/Paris")],
)
def test_a_department_has_its_time_zone(department: str | None, zone: str) -> None:
    assert queries.time_zone(department) == zone


def test_a_shared_commune_alerts_both_centres() -> None:
    assert [centre.force for centre in queries.centres_of("11262")] == ["GN", "PN"]
    assert [centre.name for centre in queries.centres_of("35238")] == [
        "Police nationale – Ille-et-Vilaine, centre opérationnel"
    ]
