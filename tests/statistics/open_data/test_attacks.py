"""Attacks on a whole edition by somebody who shares no code with what protects it: nothing small can be bounded."""

import random

import pytest
from pytest_django import DjangoDbBlocker

from permanence.statistics.open_data import files, making, weaving
from permanence.statistics.open_data.making import Edition
from permanence.statistics.open_data.tables import TABLES
from permanence.statistics.open_data.web import THRESHOLD
from permanence.statistics.open_data.year import Statistic
from tests.statistics.open_data import crowd
from tests.statistics.open_data.attacker import TOTAL, Attacker, Cell

pytestmark = [pytest.mark.once, pytest.mark.django_db]
PEOPLE = 12000


@pytest.fixture(scope="module")
def edition(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Edition:
    with django_db_blocker.unblock():
        return making.made(crowd.year(PEOPLE))


@pytest.fixture(scope="module")
def attacker(edition: Edition) -> Attacker:
    return Attacker({one.name: one.content for one in edition.files})


@pytest.fixture(scope="module")
def truth() -> dict[Cell, int]:
    """The count of every withheld cell, which no attacker has."""
    web = weaving.weave(crowd.year(PEOPLE))
    return {_cell(name): web.values[web.number(name)] for name in web.names if isinstance(name, Statistic)}


def test_no_number_under_eleven_is_told(attacker: Attacker) -> None:
    assert min(attacker.known.values()) >= THRESHOLD
    assert len(attacker.hidden) > 100


def test_no_withheld_number_follows_from_the_sums(attacker: Attacker) -> None:
    """Gaussian elimination in exact fractions over all tables together: totals, months, places, forces, values."""
    assert attacker.determined() == []


def test_the_attacker_is_one() -> None:
    """Where small numbers alone are withheld, and nothing to protect them, the same attacks find people."""
    web = weaving.weave(crowd.year(PEOPLE))
    counts = files.shown(web, web.hidden_at_least())
    bare = {f"{one.code}.csv": files.as_csv(one, files.lines(one, crowd.IN, counts)) for one in TABLES}
    assert len(Attacker(bare).determined()) > 5


def test_every_small_number_could_be_none_and_could_be_eleven(attacker: Attacker, truth: dict[Cell, int]) -> None:
    """Linear programming over all tables together; a sample, the same one every time."""
    small = sorted(cell for cell in attacker.hidden if truth[cell] < THRESHOLD)
    for cell in random.Random(7).sample(small, 60):
        least, most = attacker.bounds({cell: 1})
        assert least < 0.5, cell
        assert most > THRESHOLD - 0.5, cell


def test_what_remains_of_a_whole_is_not_bounded_either(attacker: Attacker, truth: dict[Cell, int]) -> None:
    """Reports of a department that are not conjugal, conjugal violence not against women: differences of cells."""
    wholes = [cell for cell in truth if cell[0] == "report" and cell[2] == TOTAL]
    pairs = [(cell, (*cell[:2], "conjugal", *cell[3:])) for cell in wholes]
    pairs += [((*cell[:2], "conjugal", *cell[3:]), (*cell[:2], "couple_women", *cell[3:])) for cell in wholes]
    close = [
        (one, two) for one, two in pairs if two in truth and one in truth and 0 <= truth[one] - truth[two] < THRESHOLD
    ]
    assert len(close) > 20
    for whole, part in random.Random(7).sample(close, 20):
        least, most = attacker.bounds({whole: 1, part: -1})
        assert least < 0.5, (whole, part)
        assert most > THRESHOLD - 0.5, (whole, part)


def test_most_of_what_is_told_of_the_country_is_told(attacker: Attacker) -> None:
    """Protection that withholds everything would be none of use."""
    country = [cell for cell in {*attacker.known, *attacker.hidden} if cell[3:] == (TOTAL,) * 4]
    told = [cell for cell in country if cell in attacker.known]
    assert len(told) / len(country) > 0.9


def _cell(at: Statistic) -> Cell:
    place = at.place.replace("region:", "region ") or TOTAL
    if at.measure == "genuine" and at.dimension:
        part = f"{ {'hour': 'heure', 'weekday': 'jour'}[at.dimension] } {at.value}"
    else:
        part = f"{at.dimension} {at.value}" if at.dimension else TOTAL
    scope = TOTAL if at.scope == "all" else at.scope
    month = f"{at.month:02d}" if at.month else TOTAL
    year = str(crowd.IN)
    return (at.measure, year, scope, month, at.force or TOTAL, place, part)
