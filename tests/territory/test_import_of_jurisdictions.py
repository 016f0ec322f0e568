"""The official file of jurisdictions, with its quirks, over what stands."""

import pytest

from permanence.territory import actions, queries
from permanence.territory.changes import Summary, Verb
from permanence.territory.models import Edition, Unit
from tests.territory.files import jurisdictions, row

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few")]

CESSON = row("35051", "Cesson-Sévigné", "GN", "Gendarmerie - Brigade de Cesson-Sévigné", "1008574", "35510")


def load(data: bytes, **options: bool) -> Summary:
    return actions.import_file(data=data, label="competences.csv", by="operator", **options)


def told(summary: Summary, verb: Verb, what: str) -> list[str]:
    return [change.which for change in summary.changes if (change.verb, change.what) == (verb, what)]


def unit_name(insee: str) -> str | None:
    return queries.place(insee=insee).unit_name


def test_a_real_unit_takes_the_place_of_the_neutral_one() -> None:
    summary = load(jurisdictions(CESSON))
    assert unit_name("35051") == "Gendarmerie - Brigade de Cesson-Sévigné"
    assert Unit.objects.get(official_id="1008574").force == "GN"
    assert told(summary, Verb.CHANGED, "compétence") == ["35051 Cesson-Sévigné"]
    assert unit_name("35001") == "Gendarmerie nationale – Ille-et-Vilaine", "what the file does not speak of stays"


def test_the_same_file_again_changes_nothing() -> None:
    load(jurisdictions(CESSON))
    assert load(jurisdictions(CESSON)).changes == []


@pytest.mark.parametrize(
    "disguise",
    [
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace('"', ""),
        lambda text: text.replace('";"', '  ";"'),
        lambda text: text.replace('";"', '" ; "').replace('"\n', '" \n'),
        lambda text: text.replace('"', "").replace(";", " ; ").replace("\n", " \n"),
        lambda text: text + "\n\n;;;;;;\n",
        lambda text: text.replace("de Cesson", "de  Cesson").replace("Sévigné", "Se\u0301vigne\u0301"),
        lambda text: text.upper(),
    ],
    ids=[
        "byte-order mark",
        "CRLF",
        "unquoted",
        "spaces within",
        "spaces around",
        "spaces, unquoted",
        "empty lines",
        "decomposed accents",
        "capitals",
    ],
)
def test_however_it_is_written_it_is_read(disguise: object) -> None:
    load(disguise(jurisdictions(CESSON).decode()).encode())  # type: ignore[operator]
    assert Unit.objects.filter(official_id="1008574").exists()


def test_typographic_apostrophes_make_no_second_unit() -> None:
    load(jurisdictions(row("35238", "Rennes", "PN", "Commissariat d'agglomération de Rennes", codes="35000")))
    summary = load(jurisdictions(row("35238", "Rennes", "PN", "Commissariat d’agglomération de Rennes", codes="35000")))
    assert summary.changes == []


def test_an_id_shared_by_several_units_is_no_key() -> None:
    load(
        jurisdictions(
            row("35051", "Cesson-Sévigné", "GN", "Gendarmerie - Brigade de Cesson", "0", "35510"),
            row("35001", "Acigné", "GN", "Gendarmerie - Brigade d'Acigné", "0", "35690"),
            row("35002", "Amanlis", "GN", "Gendarmerie - Brigade d'Amanlis", "7654321", "35150"),
            row("35003", "Andouillé-Neuville", "GN", "Gendarmerie - Brigade d'Andouillé", "7654321", "35150"),
        )
    )
    names = [unit_name(insee) for insee in ("35051", "35001", "35002", "35003")]
    assert names == [
        "Gendarmerie - Brigade de Cesson",
        "Gendarmerie - Brigade d'Acigné",
        "Gendarmerie - Brigade d'Amanlis",
        "Gendarmerie - Brigade d'Andouillé",
    ]
    assert not Unit.objects.filter(official_id__in=["0", "7654321"]).exists()


def test_two_rows_make_a_shared_commune_and_one_row_ends_it() -> None:
    police = row("35238", "Rennes", "PN", "Commissariat de police de Rennes", codes="35000")
    gendarmerie = row("35238", "Rennes", "GN", "Gendarmerie - Brigade de Rennes", "1234567", "35000")
    load(jurisdictions(police, gendarmerie))
    assert queries.lookup("35000")["ask"] == "officer"
    summary = load(jurisdictions(gendarmerie))
    assert queries.lookup("35000")["force"] == "GN"
    assert "Commissariat" in str(summary.changes[0])


def test_a_blank_row_makes_a_commune_unknown() -> None:
    summary = load(jurisdictions(row("35051", "Cesson-Sévigné", codes="35510")))
    assert queries.lookup("35510")["ask"] == "officer"
    assert told(summary, Verb.REMOVED, "compétence") == ["35051 Cesson-Sévigné"]


def test_the_old_code_of_a_merged_commune_says_what_its_own_row_does_not() -> None:
    load(jurisdictions(row("01015", "Arboys en Bugey", codes="01300")))
    load(jurisdictions(row("01340", "Saint-Bois", "GN", "Gendarmerie - Brigade de Belley", "1111111", "01300")))
    assert unit_name("01015") == "Gendarmerie - Brigade de Belley"
    own = row("01015", "Arboys en Bugey", "GN", "Gendarmerie - Brigade de Virieu", "2222222", "01300")
    old = row("01340", "Saint-Bois", "GN", "Gendarmerie - Brigade de Belley", "1111111", "01300")
    summary = load(jurisdictions(old, own))
    assert unit_name("01015") == "Gendarmerie - Brigade de Virieu"
    assert told(summary, Verb.SET_ASIDE, "ligne") == ["2, ancien code 01340 de 01015 Arboys en Bugey"]


def test_a_commune_we_did_not_know_is_added_with_its_codes() -> None:
    summary = load(
        jurisdictions(row("35999", "Neuve-Commune", "GN", "Gendarmerie - Brigade neuve", "3333333", "35999"))
    )
    assert told(summary, Verb.ADDED, "commune") == ["35999 Neuve-Commune"]
    assert queries.lookup("35999")["communes"][0]["department"] == "35"


def test_a_postal_code_of_another_department_is_taken() -> None:
    load(jurisdictions(row("35051", "Cesson-Sévigné", "GN", "Gendarmerie - Brigade", "1008574", "35510-22100")))
    assert queries.lookup("22100")["communes"][0]["insee"] == "35051"


def test_a_duplicate_row_is_set_aside_and_told() -> None:
    summary = load(jurisdictions(CESSON, CESSON))
    assert told(summary, Verb.SET_ASIDE, "ligne") == ["3, 35051 Cesson-Sévigné"]
    assert len(queries.units_of("35051")) == 1


def test_a_renamed_unit_keeps_its_id_and_shows_both_names() -> None:
    load(jurisdictions(CESSON))
    before = queries.place(insee="35051").unit_id
    renamed = CESSON.replace("Brigade de Cesson-Sévigné", "Brigade de proximité de Cesson")
    summary = load(jurisdictions(renamed))
    assert queries.place(insee="35051").unit_id == before
    assert [str(change) for change in summary.changes] == [
        "modifié, unité Gendarmerie - Brigade de Cesson-Sévigné : Gendarmerie - Brigade de Cesson-Sévigné → "
        "Gendarmerie - Brigade de proximité de Cesson"
    ]


def test_a_dry_run_tells_and_changes_nothing() -> None:
    summary = load(jurisdictions(CESSON), dry_run=True)
    assert told(summary, Verb.CHANGED, "compétence") == ["35051 Cesson-Sévigné"]
    assert unit_name("35051") == "Gendarmerie nationale – Ille-et-Vilaine"
    assert not Edition.objects.exists()


def test_an_edition_remembers_what_it_changed() -> None:
    load(jurisdictions(CESSON))
    edition = Edition.objects.get()
    assert (edition.kind, edition.label, edition.loaded_by) == ("jurisdictions", "competences.csv", "operator")
    assert edition.summary["changed"] == {"compétence": 1}
