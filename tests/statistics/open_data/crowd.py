"""People who do not exist, and the year that counting them makes: nobody's real figures are needed to attack ours."""

import random
from collections import Counter, defaultdict
from datetime import UTC, datetime
from itertools import product

from permanence.casework.referrals.models import Referral
from permanence.casework.reports.vocabulary import KINDS_OF, AgeBand, Category, Kind, Relation, Sex, Writer
from permanence.statistics import counting
from permanence.statistics.counting import Account, Asked, Case, Passed
from permanence.statistics.open_data import places
from permanence.statistics.open_data.year import Year

IN = 2026
HOW_OFTEN = {"conjugal": 55, "intrafamily": 20, "sexual": 18, "sexist": 5, "discrimination": 3, "cyber_harassment": 8}


def year(people: int, *, seed: int = 1, departments: tuple[str, ...] = places.DEPARTMENTS) -> Year:
    """A year in which so many wrote; the same seed, the same year."""
    chance = random.Random(seed)
    weights = [chance.lognormvariate(0, 1) for _ in departments]
    months: dict[tuple[int, str, str], Counter[str]] = defaultdict(Counter)
    for _ in range(people):
        case = _case(chance, chance.choices(departments, weights)[0])
        scopes = counting.scopes_of(case)
        for one in counting.contributions(case):
            if one.day.year == IN:
                for scope, force in product(scopes, {"", one.force}):
                    months[one.day.month, force, scope].update(counting.vector([one]))
    return Year(IN, months)


def _case(chance: random.Random, department: str) -> Case:
    start = int(datetime(IN, 1, 1, tzinfo=UTC).timestamp()) + 3600
    begun = start + chance.randrange(364 * 86400)
    force = chance.choice(("PN", "GN"))
    answered = begun + chance.randrange(20, 4000) if chance.random() < 0.9 else None
    level = chance.choices(("immediate", "high", "standard"), (6, 14, 80))[0]
    asked = (Asked(begun + 600, department, begun + 700, None, None),) if chance.random() < 0.04 else ()
    account = _account(chance, begun, force, department) if answered and chance.random() < 0.7 else None
    referrals = (_passed(chance, begun),) if account and chance.random() < 0.4 else ()
    return Case(
        begun,
        "ended",
        begun + 9000,
        False,
        force,
        department,
        chance.choice(Writer.values),
        "",
        (),
        "fr",
        level,
        "genuine",
        False,
        begun + 5 if chance.random() < 0.95 else None,
        answered,
        answered,
        account,
        asked,
        referrals,
    )


def _account(chance: random.Random, begun: int, force: str, department: str) -> Account:
    categories = [one for one in Category.values if chance.random() * 100 < HOW_OFTEN[one]] or [Category.CONJUGAL]
    facts = []
    for category in categories:
        kinds = KINDS_OF.get(category, ("",))
        kind = Kind.SEXUAL if category == Category.SEXUAL else chance.choice(kinds)
        facts.append((str(category), str(kind), ""))
    return Account(
        begun + 5000,
        force,
        department,
        chance.choices(Writer.values, (80, 14, 6))[0],
        chance.choices((*Sex.values, ""), (84, 12, 1, 3))[0],
        chance.choices((*AgeBand.values, ""), (3, 5, 17, 28, 27, 12, 5, 3))[0],
        chance.choice((*Relation.values, "")),
        "given",
        tuple(facts),
    )


def _passed(chance: random.Random, begun: int) -> Passed:
    ground = chance.choices(Referral.Ground.values, (85, 8, 4, 3))[0]
    outcome = chance.choice(Referral.Outcome.values)
    closed = begun + 90_000 if chance.random() < 0.8 else None
    return Passed(begun + 7000, ground, "unit", begun + 8000, closed, outcome if closed else "", (), False)
