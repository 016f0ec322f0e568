"""How the rows of a table are made of two vectors: a count beside that of the year before, shares, delays. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import isinf

from permanence.statistics import comparing, durations, words
from permanence.statistics.counting import UNKNOWN
from permanence.statistics.exports.shape import Column, Unit, Value

Vector = Mapping[str, int]
Row = tuple[Value, ...]

NAMED = (Column("code", "Code", Unit.TEXT), Column("label", "Libellé", Unit.TEXT))
CHANGES = (
    Column("report_before", "Signalements, période comparée"),
    Column("difference", "Écart"),
    Column("change", "Évolution (%)", Unit.PERCENT),
)
COMPARED = (
    *NAMED,
    Column("count", "Nombre"),
    Column("count_before", "Période comparée"),
    Column("difference", "Écart"),
    Column("change", "Évolution (%)", Unit.PERCENT),
    Column("change_low", "Évolution, borne basse (%)", Unit.PERCENT),
    Column("change_high", "Évolution, borne haute (%)", Unit.PERCENT),
)
PARTED = (*COMPARED[:3], Column("percent", "Part (%)", Unit.PERCENT), *COMPARED[3:])
REACHED = {
    "answered": "wait",
    "report": "to_report",
    "referral": "to_referral",
    "accepted": "to_acceptance",
    "appointment": "to_appointment",
}
"""The duration, from the beginning of the conversation, that leads to a step of the funnel."""
ABOUT_INTERVALS = (
    "Les bornes de l’évolution sont celles d’un intervalle de confiance à 95 % : de part et d’autre de zéro, la hausse "
    "ou la baisse peut n’être due qu’au hasard. Sans borne haute, elle est sans limite."
)


def of_measures(measures: Iterable[str], *, ago: bool = False) -> Iterator[Column]:
    """A column a measure; `ago`: of the year before."""
    for one in measures:
        code, label = (
            (f"{one}_before", f"{words.MEASURES[one]}, période comparée") if ago else (one, words.MEASURES[one])
        )
        yield Column(code, label, definition=one)


def counts(measures: Iterable[str], *vectors: Vector, of: str = "") -> Row:
    """How many of each measure, in each vector; `of`: with this value of a dimension, `|hour|23`."""
    return tuple(vector.get(f"{one}{of}", 0) for vector in vectors for one in measures)


def compared(code: str, label: str, now: Vector, before: Vector, key: str) -> Row:
    """`COMPARED`: how many now, how many a year before, and what lies between."""
    return (code, label, *change(now.get(key, 0), before.get(key, 0)))


def parted(code: str, label: str, now: Vector, before: Vector, keys: tuple[str, str]) -> Row:
    """`PARTED`: the same with the share of the whole. `keys`: of the part and of the whole."""
    part, whole = keys
    first, *rest = change(now.get(part, 0), before.get(part, 0))
    return (code, label, first, percent(now, part, whole), *rest)


def codes(known: Iterable[str], prefix: str, *vectors: Vector) -> Iterator[str]:
    """The values of a dimension: those known in their order, any other that was counted, what was not said last."""
    found = {key.removeprefix(prefix) for vector in vectors for key in vector if key.startswith(prefix) and vector[key]}
    ordered = [code for code in known if code != UNKNOWN]
    yield from ordered
    yield from sorted(found - {*ordered, UNKNOWN})
    yield UNKNOWN


def percent(vector: Vector, part: str, whole: str) -> float | None:
    """Of a hundred, one decimal; None of nothing."""
    return share(vector.get(part, 0), vector.get(whole, 0))


def share(part: int, whole: int) -> float | None:
    """Of a hundred, one decimal; None of nothing."""
    return tenth(100 * part / whole) if whole else None


def tenth(value: float | None) -> float | None:
    """To one decimal, half away from zero; None where there is no number to say, an infinite one neither."""
    return None if value is None or isinf(value) else comparing.rounded(value, 1)


def delays(vectors: tuple[Vector, Vector], names: Sequence[str], labels: Mapping[str, str]) -> Iterator[Row]:
    """`code label count median p90 count_before median_before p90_before` of each duration, in seconds."""
    for name in names:
        yield (name, labels[name], *(value for vector in vectors for value in _delay(vector, name)))


def steps(now: Vector, before: Vector) -> Iterator[Row]:
    """The funnel: how many came to each step, their share of all and of the step before, how long it took."""
    previous = now.get("funnel|genuine", 0)
    for code, label in words.FUNNEL.items():
        key, duration = f"funnel|{code}", REACHED.get(code)
        count = now.get(key, 0)
        median, p90 = _delay(now, duration)[1:] if duration else (None, None)
        yield (
            *(code, label, count, percent(now, key, "funnel|genuine"), share(count, previous), median, p90),
            *(before.get(key, 0), percent(before, key, "funnel|genuine")),
        )
        previous = count


def change(now: int, before: int) -> Row:
    """`count count_before difference change change_low change_high`; of nothing there is no percent, and no bound."""
    found = comparing.compare(now, before)
    percents = (found.percent, found.low, found.high) if before else (None, None, None)
    return (now, before, found.difference, *map(tenth, percents))


def _delay(vector: Vector, name: str) -> Row:
    shares = (durations.quantile(vector, name, 0.5), durations.quantile(vector, name, 0.9))
    return (durations.total(vector, name), *shares)
