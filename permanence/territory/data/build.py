"""Makes the compact facts from the sources: `python -m permanence.territory.data.build SOURCES [COMMUNES_JSON]`.

SOURCES is a folder with `communes.csv`, `departments.csv` and `jurisdictions.csv` (columns in README.md);
COMMUNES_JSON is `data/communes.json` of the npm package `@etalab/decoupage-administratif`, which knows the codes
that communes bore before a merger (left out: the file of former codes stays as it is).
The output is the same byte for byte whenever the sources are: rows sorted, no date in the archive.
"""

import csv
import gzip
import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

HERE = Path(__file__).resolve().parent

# IANA zones of the departments that do not live by Paris. Polynesia is given Tahiti's: the Marquesas and the Gambier
# islands stand apart by half an hour and an hour. Clipperton has no zone of its own: UTC-8.
TIME_ZONES: Mapping[str, str] = {
    "971": "America/Guadeloupe",
    "972": "America/Martinique",
    "973": "America/Cayenne",
    "974": "Indian/Reunion",
    "975": "America/Miquelon",
    "976": "Indian/Mayotte",
    "977": "America/St_Barthelemy",
    "978": "America/Marigot",
    "984": "Indian/Kerguelen",
    "986": "Pacific/Wallis",
    "987": "Pacific/Tahiti",
    "988": "Pacific/Noumea",
    "989": "Etc/GMT+8",
}


def build(sources: Path, target: Path = HERE) -> None:
    """Writes the four files of facts into `target`."""
    jurisdictions = list(_rows(sources / "jurisdictions.csv"))
    services = sorted({row["service"] for row in jurisdictions if row["service"]})
    (target / "police-services.txt").write_text("".join(f"{name}\n" for name in services), encoding="utf-8")
    _write_departments(_rows(sources / "departments.csv"), target)
    _write_communes(_rows(sources / "communes.csv"), _standings(jurisdictions, services), target)


def build_former_codes(communes_json: Path, target: Path = HERE) -> None:
    """Writes the codes that communes bore before a merger; a code split between several communes is left out."""
    successors: dict[str, set[str]] = defaultdict(set)
    for commune in json.loads(communes_json.read_text(encoding="utf-8")):
        if commune["type"] == "commune-actuelle":
            for code in commune.get("anciensCodes", ()):
                successors[code].add(commune["code"])
        elif "chefLieu" in commune and commune["code"] != commune["chefLieu"]:
            successors[commune["code"]].add(commune["chefLieu"])
    lines = [f"{code}\t{now.pop()}\n" for code, now in sorted(successors.items()) if len(now) == 1]
    (target / "former-communes.tsv").write_text("former\tcommune\n" + "".join(lines), encoding="utf-8")


def _rows(path: Path) -> Iterable[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter=";")


def _standings(jurisdictions: Iterable[Mapping[str, str]], services: list[str]) -> dict[str, str]:
    """By commune: `G`, `P12` (the 13th police service), both with a space, or `?` where the source is blank."""
    numbers = {name: number for number, name in enumerate(services)}
    found: dict[str, list[str]] = defaultdict(list)
    for row in jurisdictions:
        standing = {"GN": "G", "PN": f"P{numbers.get(row['service'], '')}", "": "?"}[row["institution"]]
        found[row["code_commune"]].append(standing)
    return {insee: " ".join(sorted(standings)) for insee, standings in found.items()}


def _write_departments(rows: Iterable[Mapping[str, str]], target: Path) -> None:
    lines = [
        f"{row['code']}\t{row['nom']}\t{row['zone']}\t{TIME_ZONES.get(row['code'], 'Europe/Paris')}\n" for row in rows
    ]
    (target / "departments.tsv").write_text("code\tname\tzone\ttime_zone\n" + "".join(lines), encoding="utf-8")


def _write_communes(rows: Iterable[Mapping[str, str]], standings: Mapping[str, str], target: Path) -> None:
    lines = ["insee\tname\tdepartment\tpostal_codes\tpopulation\tparent\tstanding\n"]
    for row in sorted(rows, key=lambda row: row["code_commune"]):
        columns = [row["code_commune"], row["libelle_commune"], row["departement"], row["codes_postaux"]]
        columns += [row["population"], row["commune_parente"], standings.get(row["code_commune"], "")]
        lines.append("\t".join(columns) + "\n")
    packed = gzip.compress("".join(lines).encode("utf-8"), compresslevel=9, mtime=0)
    (target / "communes.tsv.gz").write_bytes(packed)


if __name__ == "__main__":
    build(Path(sys.argv[1]))
    if len(sys.argv) > 2:
        build_former_codes(Path(sys.argv[2]))
