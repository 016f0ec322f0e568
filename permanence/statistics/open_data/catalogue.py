"""The catalogue of the open data for machines: DCAT-AP, in JSON-LD. Pure.

A dataset is one table of one year; its distributions are the CSV and the JSON, each with its size and its SHA-256; the
CSV conforms to the description of its columns that stands beside it.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from permanence.statistics.open_data.files import CSV, JSON, LICENCE, LICENCE_AT, NOBODY
from permanence.statistics.open_data.tables import TABLES, Table

TITLE = "Permanence numérique : données ouvertes"
ABOUT = (
    "Chiffres annuels des conversations, des signalements et de leurs suites. Aucun nombre de moins de 11 n’est "
    "diffusé, ni aucun nombre qui permettrait d’en retrouver un."
)
_AUTHORITY = "http://publications.europa.eu/resource/authority"
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_MEDIA = {CSV: ("csv", f"{_AUTHORITY}/file-type/CSV"), JSON: ("json", f"{_AUTHORITY}/file-type/JSON")}


@dataclass(frozen=True)
class Kept:
    """A file of an edition."""

    name: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Edition:
    """What the catalogue tells of one."""

    year: int
    number: int
    made_at: datetime
    is_demonstration: bool
    files: Mapping[str, Kept]
    corrected_at: datetime | None = None
    """When figures of its year were last corrected, after it came out. Which ones is not told: they may be small."""


Address = Callable[[int, str], str]
"""Where a file of a year is, as an absolute address."""


def catalogue(editions: Iterable[Edition], *, home: str, address: Address) -> dict[str, Any]:
    """The document. `home`: the address of the page."""
    datasets = [_dataset(one, table, home, address) for one in editions for table in TABLES]
    return {
        "@context": _CONTEXT,
        "@id": home,
        "@type": "dcat:Catalog",
        "dct:title": _french(TITLE),
        "dct:description": _french(ABOUT),
        "dct:language": {"@id": f"{_AUTHORITY}/language/FRA"},
        "dct:license": _licence(),
        "dct:publisher": _publisher(),
        "foaf:homepage": {"@id": home},
        "dcat:dataset": datasets,
    }


def _dataset(edition: Edition, table: Table, home: str, address: Address) -> dict[str, Any]:
    title, about = f"{table.title}, {edition.year}", table.about
    if edition.is_demonstration:
        title, about = f"Démonstration : {title}", f"{NOBODY} {about}"
    return {
        "@id": f"{home}#{table.code}-{edition.year}",
        "@type": "dcat:Dataset",
        "dct:identifier": f"{table.code}-{edition.year}",
        "dct:title": _french(title),
        "dct:description": _french(about),
        "dct:issued": _typed(edition.made_at.date().isoformat(), "date"),
        "dct:accrualPeriodicity": {"@id": f"{_AUTHORITY}/frequency/ANNUAL"},
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _typed(date(edition.year, 1, 1).isoformat(), "date"),
            "dcat:endDate": _typed(date(edition.year, 12, 31).isoformat(), "date"),
        },
        "dct:spatial": {"@id": f"{_AUTHORITY}/country/FRA"},
        "dct:language": {"@id": f"{_AUTHORITY}/language/FRA"},
        "dct:license": _licence(),
        "dct:publisher": _publisher(),
        "dcat:theme": {"@id": f"{_AUTHORITY}/data-theme/JUST"},
        "dcat:landingPage": {"@id": home},
        "dcat:distribution": [_distribution(edition, table, media, address) for media in (CSV, JSON)],
    }


def _distribution(edition: Edition, table: Table, media: str, address: Address) -> dict[str, Any]:
    ending, type_ = _MEDIA[media]
    kept = edition.files[f"{table.code}.{ending}"]
    at = address(edition.year, kept.name)
    told = {
        "@id": at,
        "@type": "dcat:Distribution",
        "dct:title": _french(f"{table.title}, {edition.year} ({ending.upper()})"),
        "dct:format": {"@id": type_},
        "dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{media}"},
        "dcat:accessURL": {"@id": at},
        "dcat:downloadURL": {"@id": at},
        "dcat:byteSize": _typed(str(kept.size), "nonNegativeInteger"),
        "dct:license": _licence(),
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"},
            "spdx:checksumValue": _typed(kept.sha256, "hexBinary"),
        },
    }
    if media == CSV:
        told["dct:conformsTo"] = {"@id": address(edition.year, f"{table.code}.csv-metadata.json")}
    return told


def _licence() -> dict[str, Any]:
    return {"@id": LICENCE_AT, "@type": "dct:LicenseDocument", "dct:title": _french(LICENCE)}


def _publisher() -> dict[str, Any]:
    return {"@type": "foaf:Agent", "foaf:name": _french("Permanence numérique")}


def _french(text: str) -> dict[str, str]:
    return {"@value": text, "@language": "fr"}


def _typed(text: str, type_: str) -> dict[str, str]:
    return {"@value": text, "@type": f"xsd:{type_}"}
