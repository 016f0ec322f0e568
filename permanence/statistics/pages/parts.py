"""The parts of the dashboard, in the order in which they are read: which tables, drawn how, with what is to be said of
them. Pure: made of the tables that files and notes share, of nothing else.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from permanence.roster.words import MONTHS as MONTH_NAMES
from permanence.statistics import sentences
from permanence.statistics.counting import UNKNOWN
from permanence.statistics.exports.shape import Table, Value
from permanence.statistics.pages import charts, tiles
from permanence.statistics.pages.asking import Asking, Choice
from permanence.statistics.pages.showing import Shown, shown

COUNTS = ("count", "count_before")
REPORTS = ("report", "report_before")
RATE, COUNT = "rate", "count"
MAPS = {RATE: "Pour 1 000 habitants", COUNT: "En nombre"}
LEAST = 0.001
"""The least rate that is written as it is."""
DELAYS = ("median", "median_before", "p90", "p90_before", "count")
MONTHS = ("report", "report_before", "genuine", "emergency")
FORCES = ("report", "report_before", "genuine", "genuine_before", "emergency", "referral", "complaint")
PLACES = (*REPORTS, "difference", "change", "report_per_1000")
CLOCK = ("genuine", "genuine_before", "report", "emergency")
_SHORT = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
SHORT = dict(zip(MONTH_NAMES, _SHORT, strict=True))
STEPS = (*COUNTS, "percent", "percent_before", "percent_of_step", "median", "p90")
SHARES = (*COUNTS, "percent", "percent_before")
BARE = (
    "offences",
    "relations",
    "age_bands",
    "kinds",
    "couple_kinds",
    "categories",
    "sexes",
    "door_categories",
    "outcomes",
    "grounds",
    "visits",
)
"""Tables of many rows, of which those of nothing are named in one line."""
TOGETHER = "Une ligne en regard du nombre est celui de la période comparée."


@dataclass(frozen=True)
class Block:
    """Something of a part: what draws it, and what is drawn."""

    kind: str
    content: Any
    is_wide: bool = False

    @property
    def template(self) -> str:
        """What draws it."""
        return f"statistics/{self.kind}.html"


@dataclass(frozen=True)
class Part:
    """A part of the page, with an address of its own in it."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    lead: str = ""


@dataclass(frozen=True)
class Words:
    """Sentences, and where to read more."""

    texts: tuple[str, ...]
    links: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Chart:
    """The map of departments and what stands around it."""

    title: str
    said: str
    note: str
    map: tiles.TileMap
    choices: tuple[Choice, ...]


Tables = Mapping[str, Table]


def parts(tables: Tables, asking: Asking, *, by: str, meaning: Sequence[str]) -> list[Part]:
    """Every part that has something to say of this question. `by`: what the map shows; `meaning`: what the figure of
    the sentence counts, in sentences."""
    found = [
        Part("mois", "Mois par mois", tuple(_months(tables, meaning))),
        Part("essentiel", "L’essentiel", tuple(_tables(tables, "headlines", wide=True))),
        Part("violences", "Quelles violences", tuple(_tables(tables, *VIOLENCE))),
        Part("personnes", "Qui", tuple(_tables(tables, "reporters", "sexes", "age_bands", "relations", "languages"))),
        Part("ou", "Où", tuple(_places(tables, asking, by))),
        Part("quand", "Quand", tuple(_clock(tables, asking)), "Heure de Paris."),
        Part("reponse", "Attente et réponse", tuple(_answers(tables))),
        Part("urgences", "Urgences", tuple(_emergencies(tables))),
        Part("suites", "De la conversation à la plainte", tuple(_outcomes(tables))),
        Part("entree", "Ce qui est dit à l’entrée", tuple(_tables(tables, *DOOR)), AT_THE_DOOR),
        Part("ecartees", "Ce qui n’est pas compté", tuple(_tables(tables, "set_aside"))),
    ]
    return [part for part in found if part.blocks]


VIOLENCE = ("scopes", "couple_kinds", "categories", "kinds", "offences")
DOOR = ("door_reporters", "door_ages", "door_categories", "levels")
AT_THE_DOOR = "Tout y est facultatif : « non précisé » veut dire que la personne n’a rien dit, rien de plus."


def _tables(tables: Tables, *codes: str, wide: bool = False) -> Iterator[Block]:
    for code in codes:
        if table := tables.get(code):
            yield Block("table", compared(table), wide)


def compared(table: Table) -> Shown:
    """A table whose rows stand against the year before, with its bars."""
    if table.code in ("languages", "visit_languages"):
        most = sorted(table.rows, key=lambda row: (row[0] == UNKNOWN, -_count(row[2])))
        table = replace(table, rows=tuple(most))
    bars = COUNTS if {column.code for column in table.columns} >= set(COUNTS) else ("", "")
    return shown(table, bars=bars, drawn="nombre", bare=table.code in BARE)


def _months(tables: Tables, meaning: Sequence[str]) -> Iterator[Block]:
    table = tables["months"]
    points = [(str(row["label"]), _count(row["report"]), _count(row["report_before"])) for row in table.records()]
    if len(points) > 1:
        short = _short if len({label.partition(" ")[2] for label, _, _ in points}) == 1 else _short_with_year
        yield Block("columns", columns_of("signalements-par-mois", "Signalements par mois", points, short))
    yield Block("table", shown(table, only=MONTHS))
    if meaning:
        yield Block("words", Words(tuple(meaning)), is_wide=True)


def columns_of(code: str, title: str, points: Sequence[tuple[str, int, int]], short: Any) -> charts.Columns:
    """Columns of counts, with their numbers, and the chart said in a sentence."""
    written = {count: sentences.number(count) for _, now, before in points for count in (now, before)}
    highest = max(points, key=lambda point: point[1])
    said = f"{title}, de {points[0][0]} à {points[-1][0]}. Le plus : {highest[0]}, {written[highest[1]]}. {TOGETHER}"
    every = 1 if len(points) <= charts.FEW else 3 if len(points) <= 24 else 12
    drawn = [(short(label), now, before) for label, now, before in points]
    return charts.columns(code, title, drawn, written, said=said, every=every)


def _short(label: str) -> str:
    """« janv. » of « janvier 2026 »."""
    return SHORT[label.partition(" ")[0]]


def _short_with_year(label: str) -> str:
    """« janv. 26 » of « janvier 2026 »."""
    return f"{_short(label)} {label[-2:]}"


def _places(tables: Tables, asking: Asking, by: str) -> Iterator[Block]:
    if forces := tables.get("forces"):
        yield Block("table", shown(forces, only=FORCES, bars=REPORTS, drawn="signalements"), is_wide=True)
    if table := tables.get("departments"):
        yield Block("tiles", _map(table, asking, by))
        reports = [column.code for column in table.columns].index("report")
        most = sorted(table.rows, key=lambda row: (row[0] == UNKNOWN, -_count(row[reports])))
        yield Block("table", shown(replace(table, rows=tuple(most)), only=PLACES, tall=True))


def _map(table: Table, asking: Asking, by: str) -> Chart:
    rows = {str(row["code"]): row for row in table.records()}
    names = {code: str(row["label"]) for code, row in rows.items()}
    values: dict[str, float | None] = {code: _drawn(row, by) for code, row in rows.items()}
    words = {code: _written(value, by) for code, value in values.items() if value is not None}
    drawn = tiles.tile_map(values, names, words, asked=asking.typed["department"])
    choices = tuple(Choice(code, label, code == by, asking.with_(map=code)) for code, label in MAPS.items())
    outside = _count(rows.get(UNKNOWN, {}).get("report"))
    note = (
        f"Chaque carré est un département, tous de même taille ; l’outre-mer est en bas. {_some(outside)} sans "
        "département connu. Les nombres du carré et du tableau sont les mêmes."
    )
    return Chart("Signalements par département", _map_said(values, names, words), note, drawn, choices)


def _drawn(row: Mapping[str, Value], by: str) -> float | None:
    value = row["report_per_1000"] if by == RATE else row["report"]
    return value if isinstance(value, int | float) else None


def _written(value: float, by: str) -> str:
    if by == COUNT or not value:
        return sentences.number(int(value))
    return sentences.decimal(value, 3) if value >= LEAST else f"<{sentences.decimal(LEAST, 3)}"


def _some(count: int) -> str:
    return f"{sentences.noun('report', count).capitalize()} {'sont' if sentences.plural(count) else 'est'}"


def _map_said(values: Mapping[str, float | None], names: Mapping[str, str], words: Mapping[str, str]) -> str:
    most = sorted((code for code, value in values.items() if value and code in tiles.PLACES), key=lambda c: -values[c])  # type: ignore[operator]
    if not most:
        return "Aucun signalement dans aucun département."
    return (
        "Les plus nombreux : " + ", ".join(f"{names[code]} {words[code]}" for code in most[:5]) + ". Le tableau suit."
    )


def _clock(tables: Tables, asking: Asking) -> Iterator[Block]:
    hours = tables["hours"]
    points = [(str(row["label"]), _count(row["genuine"]), _count(row["genuine_before"])) for row in hours.records()]
    if any(now or before for _, now, before in points):
        title = "Conversations où la personne a écrit, par heure"
        yield Block("columns", columns_of("conversations-par-heure", title, points, _hour), is_wide=True)
    weekdays = tables["weekdays"]
    drawn = "conversations où la personne a écrit"
    yield Block("table", shown(weekdays, only=CLOCK, bars=("genuine", "genuine_before"), drawn=drawn))
    yield Block("table", shown(hours, only=CLOCK))
    link = Choice("week", "La semaine, heure par heure", chosen=False, address=f"semaine/{asking.with_()}")
    yield Block("words", Words((), (link,)))


def _hour(label: str) -> str:
    return label.partition(" à ")[0]


def _answers(tables: Tables) -> Iterator[Block]:
    yield from (
        Block("table", shown(tables[code], only=only, bars=COUNTS if bars else ("", ""), drawn="nombre"))
        for code, only, bars in (("waits", DELAYS, False), ("answers", SHARES, True), ("within", SHARES, True))
        if code in tables
    )
    yield from _tables(tables, "visits", "visit_languages")


def _emergencies(tables: Tables) -> Iterator[Block]:
    yield from _tables(tables, "emergencies")
    yield Block("table", shown(tables["emergency_times"], only=DELAYS))


def _outcomes(tables: Tables) -> Iterator[Block]:
    yield Block("table", shown(tables["funnel"], only=STEPS, bars=COUNTS, drawn="conversations"), is_wide=True)
    yield from _tables(tables, "grounds", "receivers", "outcomes")


def _count(value: Value) -> int:
    return int(value) if isinstance(value, int | float) else 0
