"""A count against the count of the same period of the year before: difference, percent, and whether chance explains it.

Pure. Refuses to say a percent of nothing, and to call a rise what chance alone would give.

The interval is for the ratio of two counts that come independently (Poisson): given their sum, the share of the later
one is a binomial proportion, and the interval at 95 % is Wilson's score interval with continuity correction (Newcombe,
Statistics in Medicine 17, 1998, method 4), which errs on the cautious side where counts are small. It says how far
chance goes; it knows nothing of a new entry on a website, of a campaign, or of facts that come in series.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from math import floor, inf, isinf, sqrt

Z = 1.959963984540054
"""The quantile of the normal law for 95 %."""


@dataclass(frozen=True)
class Comparison:
    """`now` and `before`, two counts; percents are of `before`.

    `percent` is None where `before` is zero. `low` and `high` bound the percent at 95 % (`high` may be infinite);
    both are None where nothing was counted in either period.
    """

    now: int
    before: int
    low: float | None
    high: float | None

    @property
    def difference(self) -> int:
        """How many more (or fewer)."""
        return self.now - self.before

    @property
    def percent(self) -> float | None:
        """The difference, in percent of the year before."""
        return 100 * self.difference / self.before if self.before else None

    @property
    def is_clear(self) -> bool:
        """Whether chance alone would hardly give it: the interval leaves zero out."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


def compare(now: int, before: int) -> Comparison:
    """Two counts, neither negative: of periods alike, the later one first."""
    if now < 0 or before < 0:
        raise ValueError("a count is never negative")
    if not now + before:
        return Comparison(now, before, None, None)
    low, high = _share(now, now + before)
    return Comparison(now, before, _percent(low), _percent(high))


def _share(hits: int, total: int) -> tuple[float, float]:
    p, n, z = hits / total, total, Z * Z
    low = high = 0.0
    if hits:
        root = sqrt(max(0.0, z - 2 - 1 / n + 4 * p * (n * (1 - p) + 1)))
        low = max(0.0, (2 * n * p + z - 1 - Z * root) / (2 * (n + z)))
    if hits == total:
        return low, 1.0
    root = sqrt(max(0.0, z + 2 - 1 / n + 4 * p * (n * (1 - p) - 1)))
    high = min(1.0, (2 * n * p + z + 1 + Z * root) / (2 * (n + z)))
    return low, high


def _percent(share: float) -> float:
    return inf if share >= 1 else 100 * (share / (1 - share) - 1)


def years_back(from_on: date, to_on: date) -> int:
    """How many whole years before a period its elder twin lies: one, or as many as keep the two apart."""
    if to_on < from_on:
        raise ValueError("a period ends after it begins")
    years = 1
    while _shifted(to_on, years) >= from_on:
        years += 1
    return years


def year_before(from_on: date, to_on: date) -> tuple[date, date]:
    """The same period of the year before, both days included; of a period longer than a year, the one it follows.

    29 February is compared with 28 February; a period of whole months with the same whole months, so that a February
    of 28 days stands against one of 29 where that is what the calendar had.
    """
    years = years_back(from_on, to_on)
    start, end = _shifted(from_on, years), _shifted(to_on, years)
    if from_on.day == 1 and _ends_a_month(to_on):
        end = end.replace(day=monthrange(end.year, end.month)[1])
    return start, end


def _shifted(day: date, years: int) -> date:
    if (day.month, day.day) == (2, 29):
        day -= timedelta(days=1)
    return day.replace(year=day.year - years)


def _ends_a_month(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1


def per_thousand(count: int, population: int | None) -> float | None:
    """How many for a thousand inhabitants; None where nobody knows how many inhabitants there are."""
    return 1000 * count / population if population else None


def rounded(value: float, digits: int = 0) -> float:
    """Half away from zero, as one rounds by hand: 12,5 is 13 and -12,5 is -13."""
    if isinf(value):
        return value
    scale = 10.0**digits
    size = floor(abs(value) * scale + 0.5 + 1e-9) / scale
    return size if value >= 0 or not size else -size
