"""What anybody may read of the open data: a page, a catalogue and files; nothing is kept of who reads."""

import hashlib
from datetime import date

import pytest
from django.test import Client

from permanence.accounts.models import Officer
from permanence.lib.errors import Conflict
from permanence.statistics.open_data import files, making
from permanence.statistics.open_data.tables import TABLES
from permanence.statistics.publications import actions, signed
from permanence.statistics.publications.actions import Made, Told
from permanence.statistics.publications.figures import Place
from permanence.statistics.publications.models import Publication

pytestmark = pytest.mark.django_db
HOME = "/donnees-ouvertes/"


@pytest.fixture
def published() -> Publication:
    """An edition whose files say little: what makes them is attacked elsewhere."""
    given = []
    for table in TABLES:
        head = ",".join(column.name for column in table.all_columns())
        given += [
            Made(f"{table.code}.csv", files.CSV, f"{head}\r\n".encode()),
            Made(f"{table.code}.json", files.JSON, b"{}"),
            Made(f"{table.code}.csv-metadata.json", files.CSVW, files.as_csvw(table, year=2025, demonstration=False)),
        ]
    told = Told("Données ouvertes 2025", date(2025, 1, 1), date(2025, 12, 31))
    return actions.publish("open_data", told, figures=(), files=given, definitions="1")


def test_nothing_is_published_by_itself(nobody: Client) -> None:
    assert "Aucune année n’est publiée" in nobody.get(HOME).content.decode()
    assert nobody.get(f"{HOME}catalogue.jsonld").status_code == 404
    assert nobody.get(f"{HOME}2025/signalements.csv").status_code == 404


def test_the_page_offers_every_table_and_leaves_no_cookie(nobody: Client, published: Publication) -> None:
    answer = nobody.get(HOME)
    text = answer.content.decode()
    assert all(f"/donnees-ouvertes/2025/{table.code}.csv" in text for table in TABLES)
    assert "Licence Ouverte" in text
    assert "Quitter rapidement" in text
    assert not answer.cookies


def test_a_file_leaves_as_it_was_published(nobody: Client, published: Publication) -> None:
    answer = nobody.get(f"{HOME}2025/signalements.csv")
    kept = published.files.get(name="signalements.csv")
    assert hashlib.sha256(answer.content).hexdigest() == kept.sha256
    assert answer["Content-Disposition"] == 'attachment; filename="permanence-2025-signalements.csv"'
    assert "immutable" in answer["Cache-Control"]
    assert answer["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("asked", "status"),
    [("{}", 304), ("W/{}", 304), ('"another", {}', 304), ("*", 200), ('"another"', 200), ("nonsense", 200)],
)
def test_a_file_that_is_known_is_not_sent_again(
    nobody: Client, published: Publication, asked: str, status: int
) -> None:
    tag = nobody.get(f"{HOME}2025/signalements.csv")["ETag"]
    again = nobody.get(f"{HOME}2025/signalements.csv", headers={"If-None-Match": asked.format(tag)})
    assert again.status_code == status


def test_the_page_says_that_a_year_was_corrected_since_and_not_which_figure(
    nobody: Client, published: Publication, analyst: Officer
) -> None:
    told = Told("Année 2025", date(2025, 1, 1), date(2025, 12, 31))
    counts = {"force": "", "department": "", "scope": "all", "counts": {"report": 212}}
    year = actions.publish("year", told, figures=[counts], files=(), definitions="1")
    assert "ont été corrigés depuis" not in nobody.get(HOME).content.decode()
    change = actions.Change(Place("", "", "all"), "report", 209)
    actions.correct(by=analyst, publication=year, changes=[change], reason="trois doublons")
    text = nobody.get(HOME).content.decode()
    assert "Des chiffres de 2025 ont été corrigés depuis" in text
    assert "209" not in text
    assert "doublons" not in text.split("Des chiffres de 2025")[1].split("</p>")[0]


@pytest.mark.parametrize("address", ["2025/autre.csv", "2024/signalements.csv", "2025/..%2Fsettings.py"])
def test_what_was_not_published_is_not_there(nobody: Client, published: Publication, address: str) -> None:
    assert nobody.get(HOME + address).status_code == 404


@pytest.mark.parametrize("year", ["0", "10000", "99999999999999999999"])
def test_a_year_that_no_calendar_has_is_not_found(nobody: Client, year: str) -> None:
    assert nobody.get(f"{HOME}{year}/signalements.csv").status_code == 404


def test_a_file_of_another_kind_is_not_given_to_the_public(nobody: Client) -> None:
    told = Told("Novembre", date(2025, 11, 1), date(2025, 11, 30))
    actions.publish("monthly", told, figures=(), files=[Made("note.pdf", "application/pdf", b"%PDF")], definitions="1")
    assert nobody.get(f"{HOME}2025/note.pdf").status_code == 404


def test_the_catalogue_says_what_when_under_which_licence(nobody: Client, published: Publication) -> None:
    told = nobody.get(f"{HOME}catalogue.jsonld").json()
    dataset = told["dcat:dataset"][0]
    assert told["@type"] == "dcat:Catalog"
    assert len(told["dcat:dataset"]) == len(TABLES)
    assert dataset["dct:temporal"]["dcat:startDate"]["@value"] == "2025-01-01"
    assert dataset["dct:license"]["@id"].startswith("https://www.etalab.gouv.fr/")
    first = dataset["dcat:distribution"][0]
    assert first["spdx:checksum"]["spdx:checksumValue"]["@value"] == published.files.get(name="signalements.csv").sha256
    assert nobody.get(first["dct:conformsTo"]["@id"]).json()["url"] == "signalements.csv"


def test_open_data_come_from_a_closed_year_alone() -> None:
    with pytest.raises(Conflict, match="n’est pas arrêtée"):
        making.publish(2025)


def test_the_signed_document_covers_every_file(published: Publication) -> None:
    record = signed.verify(bytes(published.document)).record
    assert len(record["files"]) == 3 * len(TABLES)
