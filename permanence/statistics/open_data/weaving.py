"""The web of one year: every statistic that is published, every difference that can be had from them, every sum. Pure.

What somebody who knows the definitions may use against the figures is written here as a tie, or it is not defended:
sums over months, forces, places and values; that every category is part of all reports; that violence against women
within couples is part of conjugal violence, and of that against women; that every report has a category at least, so
that the mentions of categories are as many as reports or more; that a conversation was answered or not.
"""

from collections.abc import Iterable

from permanence.statistics import words
from permanence.statistics.open_data import places
from permanence.statistics.open_data.web import Web
from permanence.statistics.open_data.year import Statistic, Year
from permanence.statistics.scopes import ALL, CATEGORIES

COUPLE, CONJUGAL = "couple_women", "conjugal"
LISTED = (ALL, *CATEGORIES, COUPLE)
FORCES = ("PN", "GN")
MONTHS = range(1, 13)
REPORT = Statistic("report")
AMONG = ("genuine", "answered", "emergency")
"""What some of the conversations that were begun are."""
CROSSED = ("reporter", "sex", "age_band")
"""Dimensions of a report that are told in every scope."""


def weave(year: Year) -> Web:
    """Raises `web.Untrue` where the figures contradict themselves."""
    loom = _Loom(year)
    loom.periods()
    loom.country()
    for dimension in CROSSED:
        loom.profile(dimension)
    loom.values(REPORT, "relation", [ALL])
    loom.conversations()
    loom.follow_up()
    return loom.web


class _Loom:
    """A web in the making."""

    def __init__(self, year: Year) -> None:
        self._year = year
        self.web = Web()

    def periods(self) -> None:
        """Reports by month and force, in every scope."""
        for month in (0, *MONTHS):
            for force in ("", *FORCES):
                self._scopes(REPORT._replace(month=month, force=force))
        for scope in LISTED:
            of = REPORT._replace(scope=scope)
            for month in (0, *MONTHS):
                at = of._replace(month=month)
                self._sum(at, [at._replace(force=force) for force in FORCES])
            for force in ("", *FORCES):
                at = of._replace(force=force)
                self._sum(at, [at._replace(month=month) for month in MONTHS])

    def country(self) -> None:
        """Reports by region and department, in every scope."""
        regions = {code: of for code, (_, of) in places.REGIONS.items() if len(of) > 1}
        alone = [of[0] for _, of in places.REGIONS.values() if len(of) == 1]
        for place in (*places.DEPARTMENTS, places.UNKNOWN, *(f"region:{code}" for code in regions)):
            self._scopes(REPORT._replace(place=place))
        for scope in LISTED:
            at = REPORT._replace(scope=scope)
            whole = [*(f"region:{code}" for code in regions), *alone, places.UNKNOWN]
            self._sum(at, [at._replace(place=place) for place in whole])
            for code, departments in regions.items():
                self._sum(at._replace(place=f"region:{code}"), [at._replace(place=one) for one in departments])

    def profile(self, dimension: str) -> None:
        """Reports by one thing that is written down of the victim or of who writes, in every scope that says it."""
        scopes = [scope for scope in LISTED if not (scope == COUPLE and dimension == "sex")]
        for value in words.values(dimension):
            self._scopes(REPORT._replace(dimension=dimension, value=value), scopes)
        self.values(REPORT, dimension, scopes)
        if dimension == "sex":
            women = REPORT._replace(scope=CONJUGAL, dimension="sex", value="female")
            self._part(women, REPORT._replace(scope=COUPLE))

    def conversations(self) -> None:
        """Conversations by month; by hour and weekday those that are genuine."""
        for month in (0, *MONTHS):
            begun = Statistic("conversation", month=month)
            for measure in AMONG:
                self._part(begun, begun._replace(measure=measure))
        for measure in ("conversation", *AMONG, "intervention"):
            at = Statistic(measure)
            self._sum(at, [at._replace(month=month) for month in MONTHS])
        self.values(Statistic("genuine"), "hour", [ALL])
        self.values(Statistic("genuine"), "weekday", [ALL])

    def follow_up(self) -> None:
        """Referrals and what came of them, by force."""
        for measure, dimension in (("referral", "ground"), ("referral", "to"), ("outcome", "outcome")):
            at = Statistic(measure)
            self._sum(at, [at._replace(force=force) for force in FORCES])
            for force in ("", *FORCES):
                self.values(at._replace(force=force), dimension, [ALL])
            for value in words.values(dimension):
                of = at._replace(dimension=dimension, value=value)
                self._sum(of, [of._replace(force=force) for force in FORCES])

    def values(self, of: Statistic, dimension: str, scopes: Iterable[str]) -> None:
        """A statistic is the sum of the values of a dimension that has one for each."""
        for scope in scopes:
            at = of._replace(scope=scope)
            self._sum(at, [at._replace(dimension=dimension, value=value) for value in words.values(dimension)])

    def _scopes(self, at: Statistic, scopes: Iterable[str] = LISTED) -> None:
        """The scopes of one month, place or value, and what they say of each other."""
        given = list(scopes)
        for scope in CATEGORIES:
            self._part(at, at._replace(scope=scope))
        if COUPLE in given:
            self._part(at._replace(scope=CONJUGAL), at._replace(scope=COUPLE))
        whole, parts = self._cell(at), [self._cell(at._replace(scope=scope)) for scope in CATEGORIES]
        beyond = sum(self.web.values[part] for part in parts) - self.web.values[whole]
        if beyond >= 0:
            more = self.web.imply(("beyond the first category", at), beyond)
            self.web.ties.append(((whole, 1), (more, 1), *((part, -1) for part in parts)))

    def _part(self, whole: Statistic, part: Statistic) -> None:
        """One statistic counts some of those that another counts: the rest can be had."""
        first, second = self._cell(whole), self._cell(part)
        rest = self.web.values[first] - self.web.values[second]
        self.web.tie(first, [second, self.web.imply(("without", whole, part), rest)])

    def _sum(self, whole: Statistic, parts: Iterable[Statistic]) -> None:
        self.web.tie(self._cell(whole), [self._cell(part) for part in parts])

    def _cell(self, at: Statistic) -> int:
        return self.web.publish(at, self._year.count(at), worth=_worth(at))


def _worth(at: Statistic) -> float:
    """The country's year is what is asked most, then its forces, then everything else."""
    if at.month or at.place or at.dimension:
        return 1.0
    return 20.0 if at.force else 400.0
