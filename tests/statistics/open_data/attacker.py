"""Somebody who wants to find people again in the open data. Knows the files, what the page says of them, and how to
solve linear programmes; shares nothing with what protects them: no web, no ties, no statistic."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping
from fractions import Fraction

import highspy
import numpy as np

Cell = tuple[str, ...]
CATEGORIES = ("conjugal", "intrafamily", "sexual", "sexist", "discrimination", "cyber_harassment")
TOTAL = "total"
SUMMED = {"signalements": (("mois",), ("force",)), "conversations": (), "orientations": (("force",),)}
REGIONS = {
    "11": "75 77 78 91 92 93 94 95",
    "24": "18 28 36 37 41 45",
    "27": "21 25 39 58 70 71 89 90",
    "28": "14 27 50 61 76",
    "32": "02 59 60 62 80",
    "44": "08 10 51 52 54 55 57 67 68 88",
    "52": "44 49 53 72 85",
    "53": "22 29 35 56",
    "75": "16 17 19 23 24 33 40 47 64 79 86 87",
    "76": "09 11 12 30 31 32 34 46 48 65 66 81 82",
    "84": "01 03 07 15 26 38 42 43 63 69 73 74",
    "93": "04 05 06 13 83 84",
    "94": "2A 2B",
    "COM": "975 977 978 986 987 988",
}
ALONE = {"01": "971", "02": "972", "03": "973", "04": "974", "06": "976"}


class Attacker:
    """Reads files, writes down every equation and inequality that must hold, and bounds what is withheld."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.known: dict[Cell, int] = {}
        self.hidden: set[Cell] = set()
        self.equal: list[dict[Cell, int]] = []
        self.at_most: list[dict[Cell, int]] = []
        for name, content in files.items():
            if name.endswith(".csv"):
                self._read(name.removesuffix(".csv"), content)
        self._think()

    def bounds(self, target: Mapping[Cell, int]) -> tuple[float, float]:
        """The least and the most that a combination of cells can be, by linear programming."""
        return self._solved(target, 1), self._solved(target, -1)

    def determined(self) -> list[Cell]:
        """Withheld cells that the equations alone give exactly, by elimination in fractions."""
        order = {cell: number for number, cell in enumerate(sorted(self.hidden))}
        pivots: dict[int, dict[int, Fraction]] = {}
        for equation in self.equal:
            row = {order[c]: Fraction(k) for c, k in equation.items() if c in order}
            _reduce(row, pivots)
        for lead in sorted(pivots, reverse=True):
            for other in pivots.values():
                if other is not pivots[lead] and lead in other:
                    _subtract(other, pivots[lead], lead)
        cells = sorted(self.hidden)
        return [cells[lead] for lead, row in pivots.items() if len(row) == 1]

    def _read(self, table: str, content: bytes) -> None:
        for row in csv.DictReader(io.StringIO(content.decode(), newline="")):
            named = {k: v for k, v in row.items() if k not in ("nombre", "secret") and not k.endswith("libelle")}
            cell = self._cell(table, named)
            if row["secret"] == "true":
                self.hidden.add(cell)
            else:
                self.known[cell] = int(row["nombre"])

    @staticmethod
    def _cell(table: str, row: Mapping[str, str]) -> Cell:
        """The same count in two tables is the same cell."""
        year = row["annee"]
        if table == "signalements":
            return ("report", year, row["champ"], row["mois"], row["force"], TOTAL, TOTAL)
        if table == "signalements-territoires":
            code = row["code"] if row["niveau"] != "region" else ALONE.get(row["code"], f"region {row['code']}")
            place = TOTAL if row["niveau"] == "pays" else code
            return ("report", year, row["champ"], TOTAL, TOTAL, place, TOTAL)
        if table == "signalements-profils":
            return ("report", year, row["champ"], TOTAL, TOTAL, TOTAL, f"{row['variable']} {row['valeur']}")
        if table == "conversations":
            month = row["valeur"] if row["ventilation"] == "mois" else TOTAL
            part = f"{row['ventilation']} {row['valeur']}" if row["ventilation"] in ("heure", "jour") else TOTAL
            return (row["mesure"], year, TOTAL, month, TOTAL, TOTAL, part)
        part = TOTAL if row["variable"] == TOTAL else f"{row['variable']} {row['valeur']}"
        return (row["mesure"], year, TOTAL, TOTAL, row["force"], TOTAL, part)

    def _think(self) -> None:
        everything = {*self.known, *self.hidden}
        for place, parts in self._partitions(everything).items():
            whole = place if place in everything else None
            if whole:
                self.equal.append({whole: -1, **dict.fromkeys(parts, 1)})
        for cell in everything:
            self._scopes(cell, everything)

    def _partitions(self, everything: Iterable[Cell]) -> dict[Cell | tuple[object, ...], list[Cell]]:
        """Whatever differs in one column alone adds up to the cell where that column says everything."""
        found: dict[Cell | tuple[object, ...], list[Cell]] = {}
        groups: dict[tuple[Cell, str], list[Cell]] = defaultdict(list)
        for cell in everything:
            measure, year, scope, month, force, place, part = cell
            if month != TOTAL:
                groups[(measure, year, scope, TOTAL, force, place, part), "month"].append(cell)
            if force != TOTAL:
                groups[(measure, year, scope, month, TOTAL, place, part), "force"].append(cell)
            if part != TOTAL:
                groups[(measure, year, scope, month, force, place, TOTAL), part.split()[0]].append(cell)
            if place != TOTAL:
                region = next((f"region {r}" for r, d in REGIONS.items() if place in d.split()), TOTAL)
                groups[(measure, year, scope, month, force, region, part), "place"].append(cell)
        for (whole, how), parts in groups.items():
            if whole in found:
                self.equal.append({whole: -1, **dict.fromkeys(parts, 1)})
            else:
                found[whole] = parts
            del how
        return found

    def _scopes(self, cell: Cell, everything: set[Cell]) -> None:
        measure, year, scope, *rest = cell
        if measure in ("genuine", "answered", "emergency") and rest[3] == TOTAL:
            self.at_most.append({cell: 1, ("conversation", *cell[1:]): -1})
        if measure != "report":
            return
        if scope == TOTAL:
            parts = [(measure, year, one, *rest) for one in CATEGORIES]
            if all(part in everything for part in parts):
                self.at_most += [{part: 1, cell: -1} for part in parts]
                self.at_most.append({cell: 1, **dict.fromkeys(parts, -1)})
        elif scope == "couple_women":
            self.at_most.append({cell: 1, (measure, year, "conjugal", *rest): -1})
            if rest == [TOTAL] * 4:
                women = (measure, year, "conjugal", TOTAL, TOTAL, TOTAL, "sex female")
                self.at_most.append({cell: 1, women: -1})

    def _solved(self, target: Mapping[Cell, int], sign: int) -> float:
        model, order = self._model()
        for cell, times in target.items():
            if cell in order:
                model.changeColCost(order[cell], float(sign * times))
        model.run()
        status = model.getModelStatus()
        constant = sum(times * self.known.get(cell, 0) for cell, times in target.items())
        if status in (highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible):
            return -sign * float("inf")
        assert status == highspy.HighsModelStatus.kOptimal, status
        found = sign * float(model.getInfo().objective_function_value) + constant
        for cell in target:
            if cell in order:
                model.changeColCost(order[cell], 0.0)
        return found

    def _model(self) -> tuple[highspy.Highs, dict[Cell, int]]:
        if hasattr(self, "_kept"):
            return self._kept
        model = highspy.Highs()
        model.silent()
        order = {cell: number for number, cell in enumerate(sorted(self.hidden))}
        for _ in order:
            model.addVar(0.0, highspy.kHighsInf)
        for rows, least in ((self.equal, 0.0), (self.at_most, -highspy.kHighsInf)):
            for row in rows:
                known = sum(times * self.known[cell] for cell, times in row.items() if cell in self.known)
                free = {order[cell]: times for cell, times in row.items() if cell in order}
                if free:
                    index, value = np.array(list(free)), np.array(list(free.values()), dtype=float)
                    model.addRow(-known if least == 0.0 else least, -known, len(free), index, value)
                else:
                    assert known == 0 if least == 0.0 else known <= 0, row
        self._kept = model, order
        return self._kept


def _reduce(row: dict[int, Fraction], pivots: dict[int, dict[int, Fraction]]) -> None:
    while row:
        lead = min(row)
        if lead not in pivots:
            scale = row[lead]
            pivots[lead] = {column: value / scale for column, value in row.items()}
            return
        _subtract(row, pivots[lead], lead)


def _subtract(row: dict[int, Fraction], pivot: Mapping[int, Fraction], lead: int) -> None:
    times = row[lead]
    for column, value in pivot.items():
        left = row.get(column, Fraction(0)) - times * value
        if left:
            row[column] = left
        else:
            row.pop(column, None)
