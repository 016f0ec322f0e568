"""Papers full of what real ones hold, and what is read back from the PDF."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ContentStream, DictionaryObject

from permanence.casework.documents.paper import Block, Callout, Paper, Rows, Said, Table, Thread

HASH = hashlib.sha256(b"une photo").hexdigest()
MADE_AT = datetime(2026, 3, 10, 2, 30, tzinfo=UTC)
ACCOUNT = (
    "Il m’a attrapée par les cheveux dans la cuisine vers 22 h, devant les enfants, puis il m’a serré le cou "
    "jusqu’à ce que je ne puisse plus respirer.\nCe n’est pas la première fois : cela a commencé en 2021. "
)


def paper(*blocks: Block, **fields: Any) -> Paper:
    """A sheet, or what `fields` make of it."""
    given: dict[str, Any] = {
        "kind": "transmission",
        "title": "Fiche de transmission",
        "subtitle": "À : Brigade de démonstration",
        "number": "GN-2026-000123/1",
        "reference": "GN-2026-000123",
        "made_at": MADE_AT,
        "zone": "Europe/Paris",
        "force": "Gendarmerie nationale",
        "desk": "Brigade numérique",
        "head": (("Destinataire", "Brigade de démonstration"), ("Signalement", "GN-2026-000123")),
        "key": HASH,
    }
    return Paper(blocks=blocks or full(), **{**given, **fields})


def full() -> tuple[Block, ...]:
    """Every kind of block, over three pages."""
    return (
        Callout(tone="danger", title="Qui ne doit rien savoir", lines=("L’auteur, le foyer.",)),
        Callout(tone="warning", title="Danger : le seuil est atteint", lines=("Oui : strangulation",)),
        Rows(heading="Quand et comment la joindre", rows=(("Créneau 1", "Le lundi de 9 h à 11 h 30, appel"),)),
        Rows(heading="Les faits", rows=(("Récit", ACCOUNT * 12), ("Un libellé bien plus long que sa colonne", "x"))),
        Table(
            heading="Grille",
            columns=("Question", "Réponse"),
            widths=("4", "1"),
            rows=tuple((f"Question n° {number} ?", "Oui") for number in range(40)),
        ),
        Table(heading="Pièces", columns=("N°", "SHA-256"), widths=("auto", "1"), rows=(("1", {"hash": HASH}),)),
    )


def thread(*texts: str) -> Thread:
    """Messages, one a text, hers and her officer's in turn."""
    rows = (
        Said(number, "23:12:04", "La personne" if number % 2 else "Adjudante Claire", text, theirs=bool(number % 2))
        for number, text in enumerate(texts, 1)
    )
    return Thread(heading="Lundi 9 mars 2026", rows=tuple(rows))


def read(pdf: bytes) -> PdfReader:
    """The document, to be asked."""
    return PdfReader(BytesIO(pdf), strict=True)


def text(pdf: bytes) -> str:
    """Everything that is printed, page after page."""
    return "\n".join(page.extract_text() for page in read(pdf).pages)


def elements(reader: PdfReader) -> Iterator[DictionaryObject]:
    """The structure tree, in reading order."""

    def walk(node: Any) -> Iterator[DictionaryObject]:
        node = node.get_object()
        if not isinstance(node, DictionaryObject):
            return
        if "/S" in node:
            yield node
        kids = node.get("/K", [])
        for kid in kids if isinstance(kids, list) else [kids]:
            if not isinstance(kid, int):
                yield from walk(kid)

    yield from walk(reader.trailer["/Root"]["/StructTreeRoot"])


def tags(reader: PdfReader) -> list[str]:
    """Their names: `H1`, `Table`, …"""
    return [str(one["/S"])[1:] for one in elements(reader)]


def untagged(reader: PdfReader) -> list[tuple[int, str]]:
    """What is drawn outside of the structure and is not said to be decoration: page, operator."""
    found = []
    for number, page in enumerate(reader.pages, 1):
        depth: list[bool] = []
        for operands, operator in ContentStream(page.get_contents(), reader).operations:
            if operator in (b"BDC", b"BMC"):
                tag = str(operands[0])
                depth.append(tag == "/Artifact" or (operator == b"BDC" and "/MCID" in operands[1]))
            elif operator == b"EMC":
                depth.pop()
            elif operator in (b"Tj", b"TJ", b"f", b"S", b"B", b"Do") and not any(depth):
                found.append((number, operator.decode()))
    return found
