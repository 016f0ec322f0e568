"""A document is PDF/A-3a and PDF/UA-1: the compiler refuses what is not, and what it wrote is looked at again."""

import hashlib
from typing import Any

import pytest
from pypdf import PdfReader

from permanence.casework.documents.typesetting import pdf
from tests.casework.documents.papers import elements, full, paper, read, tags, text, thread, untagged

pytestmark = pytest.mark.once


@pytest.fixture(scope="module")
def sheet() -> bytes:
    """A sheet of three pages."""
    return pdf(paper(is_demonstration=True))


@pytest.fixture(scope="module")
def reader(sheet: bytes) -> PdfReader:
    return read(sheet)


def test_it_says_what_it_is(reader: PdfReader) -> None:
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "fr-FR"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Fiche de transmission GN-2026-000123/1"
    assert root["/OutputIntents"][0].get_object()["/S"] == "/GTS_PDFA1"
    xmp = root["/Metadata"].get_object().get_data().decode()
    for said in ("<pdfaid:part>3<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<"):
        assert said in xmp


def test_every_font_is_within_and_says_what_its_glyphs_mean(reader: PdfReader) -> None:
    fonts: dict[str, Any] = {}
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            fonts[font.get_object()["/BaseFont"]] = font.get_object()
    assert fonts
    for font in fonts.values():
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert descriptor.keys() & {"/FontFile2", "/FontFile3"}
        assert "/ToUnicode" in font


def test_nothing_is_drawn_outside_of_the_structure(reader: PdfReader) -> None:
    assert untagged(reader) == []
    for page in reader.pages:
        assert page["/Tabs"] == "/S"
        assert "/StructParents" in page


def test_its_headings_lists_and_tables_are_told_as_such(reader: PdfReader) -> None:
    found = tags(reader)
    assert found.count("H1") == 5
    assert found.count("Table") == 2
    assert found.count("L") == 4
    heads = [one for one in elements(reader) if one["/S"] == "/TH"]
    assert len(heads) == 4
    assert all(one["/A"].get_object()[0]["/Scope"] == "/Column" for one in heads)  # type: ignore[index]
    assert found.count("TR") == 41 + 2


def test_what_matters_first_is_read_first(sheet: bytes) -> None:
    said = text(sheet)
    order = ["Qui ne doit rien savoir", "Danger :", "Quand et comment la joindre", "Les faits", "Grille", "Pièces"]
    places = [said.index(one) for one in order]
    assert places == sorted(places)


def test_every_page_says_what_it_belongs_to(reader: PdfReader) -> None:
    count = len(reader.pages)
    for number, page in enumerate(reader.pages, 1):
        said = page.extract_text()
        assert f"page {number} sur {count}" in said
        assert "Document GN-2026-000123/1" in said
        assert "mardi 10 mars 2026 à 3 h 30 (heure de Paris, UTC+1)" in said
        assert "DÉMONSTRATION" in said


def test_a_document_in_earnest_bears_no_banner() -> None:
    assert "DÉMONSTRATION" not in text(pdf(paper()))
    assert "EXERCICE" in text(pdf(paper(is_exercise=True)))


def test_the_states_marks_are_there_where_a_deployment_may_bear_them() -> None:
    assert "RÉPUBLIQUE FRANÇAISE" not in text(pdf(paper()))
    assert "RÉPUBLIQUE FRANÇAISE" in text(pdf(paper(), state_marks=True))


def test_the_record_is_attached_and_its_hash_is_the_one_printed(sheet: bytes, reader: PdfReader) -> None:
    (record,) = reader.attachments["enregistrement.json"]
    digest = hashlib.sha256(record).hexdigest()
    assert digest == paper(is_demonstration=True).digest
    assert digest in text(sheet).replace("\u200b", "").replace("\n", "")


def test_the_same_record_has_the_same_hash_and_another_one_another() -> None:
    assert paper().digest == paper(*full()).digest
    assert paper().digest != paper(number="GN-2026-000123/2").digest


def test_a_transcript_conforms_too() -> None:
    transcript = read(pdf(paper(thread("bonjour", "Êtes-vous en sécurité ?", "non"), kind="transcript")))
    assert untagged(transcript) == []
    assert tags(transcript).count("TH") == 4
