"""A line that cannot be taken is named, and then nothing of its file is taken."""

import pytest

from permanence.audit.models import Entry
from permanence.territory import actions, queries
from permanence.territory.models import Commune, Edition, Jurisdiction, Unit
from permanence.territory.official.tables import LONGEST_CELL, FileRefused
from tests.territory.files import HEADER, jurisdictions, row, unit, units

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few")]

GOOD = row("35051", "Cesson-Sévigné", "GN", "Gendarmerie - Brigade de Cesson-Sévigné", "1008574", "35510")


def refusal(data: bytes) -> FileRefused:
    with pytest.raises(FileRefused) as refused:
        actions.import_file(data=data, label="fichier.csv", by="operator")
    return refused.value


def everything() -> list[object]:
    tables = (Commune, Jurisdiction, Unit, Edition)
    return [list(model.objects.order_by("pk").values()) for model in tables]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('"35238";"Rennes";"PN"', "7 colonnes attendues, 3 trouvées"),
        (row("3523", "Rennes", "PN"), "code de commune « 3523 » mal formé"),
        (row("99001", "Ailleurs", "GN"), "département inconnu"),
        (row("35998", "", "GN"), "sans nom"),
        (row("35238", "Rennes", "CRS"), "PN, GN ou rien attendu"),
        (row("35238", "Rennes", "GN", "Brigade", "12A"), "n'est pas un nombre"),
        (row("35238", "Rennes", "PN", "Commissariat", codes="35000-3520"), "code postal « 3520 » mal formé"),
        (row("35238", "Rennes", "PN", "C" * 201), "nom trop long"),
        (row("35238", "Rennes", "PN", "C" * (LONGEST_CELL + 1)), "cellule de plus de"),
        (row("35238", "Rennes", "PN", "C" * 200_000), "cellule trop longue"),
        ('"35238";"Rennes;"PN";"";"";"35000";"35000"', "guillemet"),
        ('"35238";"Ren"nes";"PN";"";"";"35000";"35"000"', "guillemets mal placés"),
        ('"35238";"Ren\x00nes";"PN";"";"";"35000";"35000"', "caractère nul"),
    ],
)
def test_a_broken_line_is_named_and_nothing_changes(line: str, why: str) -> None:
    before = everything()
    refused = refusal(jurisdictions(GOOD, line, GOOD))
    assert [told.line for told in refused.refusals] == [3]
    assert why in refused.refusals[0].why
    assert "rien n'a été changé" in refused.detail
    assert everything() == before


def test_every_broken_line_is_named_at_once() -> None:
    refused = refusal(jurisdictions(row("1", "A"), GOOD, '"unclosed;"PN";;;;;', row("35238", "Rennes", "ZZ")))
    assert [told.line for told in refused.refusals] == [2, 4, 5]


def test_a_latin_1_file_names_the_lines_that_are_not_utf_8() -> None:
    refused = refusal(jurisdictions(row("35238", "Rennes", "PN", "Commissariat"), GOOD).decode().encode("latin-1"))
    assert [str(told) for told in refused.refusals] == [
        "ligne 3 : l'octet 0xe9 n'est pas de l'UTF-8 : enregistrez le fichier en UTF-8"
    ]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "vide"),
        (b"\xef\xbb\xbf\r\n\r\n", "vide"),
        ("code;nom\n35000;Rennes\n".encode("utf-16"), "UTF-16"),
        (b"<!doctype html>\n<html>", "Première ligne non reconnue"),
        (b"code_commune,libelle_commune\n35238,Rennes\n", "Première ligne non reconnue"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "première ligne ne peut pas être lue"),
        (HEADER.encode(), "n'a que sa première ligne"),
    ],
    ids=["empty", "blank", "UTF-16", "a web page", "commas", "a picture", "no row"],
)
def test_a_file_that_is_not_an_official_one_is_refused_in_words(data: bytes, why: str) -> None:
    before = everything()
    assert why in refusal(data).detail
    assert everything() == before


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (unit("1008574", ""), "unité sans nom"),
        (unit("A1", "Gendarmerie - Brigade"), "ce n'est pas un nombre"),
        (unit("1", "Gendarmerie - Brigade", insee="XX"), "mal formé"),
        (unit("1", "Gendarmerie - Brigade", department="ZZ", insee=""), "inconnu"),
    ],
)
def test_a_broken_line_of_the_units_is_named_too(line: str, why: str) -> None:
    before = everything()
    refused = refusal(units(unit("2", "Gendarmerie - Brigade de Bruz"), line))
    assert [told.line for told in refused.refusals] == [3]
    assert why in refused.refusals[0].why
    assert everything() == before


def test_a_unit_of_neither_force_is_refused() -> None:
    lines = (unit("", "Commissariat de police"), unit("", "Brigade de Bruz"), unit("", "Accueil du centre"))
    assert "police ou gendarmerie ?" in refusal(units(*lines)).refusals[0].why


def test_a_refused_file_leaves_a_trace() -> None:
    refusal(b"")
    entry = Entry.objects.get()
    assert (entry.actor, entry.act, entry.outcome, entry.object_id) == (
        "operator",
        "load territory",
        "refused",
        "fichier.csv",
    )


def test_a_refused_file_leaves_the_answers_as_they_were() -> None:
    refusal(jurisdictions(GOOD, row("1", "A")))
    assert queries.place(insee="35051").unit_name == "Gendarmerie nationale – Ille-et-Vilaine"
