"""The dashboard: who opens it, what it says, what it refuses, and what it leaves in the journal."""

import random
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.test import Client
from django.utils.html import strip_tags

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.statistics import recount
from tests.statistics import history, stories
from tests.statistics.stories import Report

pytestmark = pytest.mark.django_db
Browser = Callable[[Officer], Client]
ADDRESS = "/brigade/chiffres/"
NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
LAST_YEAR = NOW - timedelta(days=365)


@pytest.fixture
def _counted(clock: object, few: None) -> None:
    """Seven reports this year and three at the same date the year before; one of them of the gendarmes."""
    chance, begun = random.Random(7), [NOW] * 7 + [LAST_YEAR] * 3
    told = []
    for number, day in enumerate(begun):
        force = "GN" if number == 0 else "PN"
        at = day - timedelta(days=number, hours=2)
        report = Report(at + timedelta(minutes=30), force, "35", facts=[("conjugal", "physical", "")])
        told.append(stories.one(chance, at, force=force, report=report))
    history.write(told)
    recount.rebuild()


def _text(page: bytes) -> str:
    return re.sub(r"\s+", " ", unescape(strip_tags(page.decode())).replace("\u202f", " "))


@pytest.mark.usefixtures("_counted")
def test_the_sentence_on_top_answers_the_question_asked_most(analyst: Officer, browser_of: Browser) -> None:
    page = browser_of(analyst).get(ADDRESS)
    assert page.status_code == 200
    assert "7 signalements depuis le 1er janvier, contre 3 à la même date l’an dernier : 4 de plus" in _text(
        page.content
    )
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert b"style=" not in page.content


@pytest.mark.usefixtures("_counted")
def test_a_commander_of_a_force_sees_that_force(commander: Officer, browser_of: Browser) -> None:
    told = _text(browser_of(commander).get(ADDRESS).content)
    assert "1 signalement à la gendarmerie nationale depuis le 1er janvier" in told
    refused = browser_of(commander).get(ADDRESS, {"force": "PN"})
    assert refused.status_code == 403
    assert "Vous ne voyez pas les chiffres de cette force." in _text(refused.content)
    assert "Votre compte voit les chiffres de la gendarmerie nationale." in _text(refused.content)


@pytest.mark.usefixtures("_counted")
def test_every_part_has_the_table_of_its_chart(analyst: Officer, browser_of: Browser) -> None:
    page = browser_of(analyst).get(ADDRESS).content.decode()
    for part in ("mois", "essentiel", "violences", "personnes", "ou", "quand", "reponse", "urgences", "suites"):
        assert f'<section class="part" id="{part}"' in page
    assert page.count('role="img"') == 3
    assert "Ille-et-Vilaine (35) : " in page
    assert "Physiques" in page
    assert "Violences dans le couple, par nature" in page


@pytest.mark.usefixtures("_counted")
def test_the_hours_of_a_day_are_all_in_sight(analyst: Officer, browser_of: Browser) -> None:
    page = browser_of(analyst).get(ADDRESS).content.decode()
    (title,) = re.findall(r'class="table__frame([^"]*)"[^>]*aria-label="Par heure de la journée"', page)
    assert title == ""


@pytest.mark.usefixtures("_counted")
def test_one_department_has_no_map_and_one_force_no_table_of_forces(analyst: Officer, browser_of: Browser) -> None:
    page = browser_of(analyst).get(ADDRESS, {"department": "35", "force": "PN", "period": "12-months"})
    assert page.status_code == 200
    told = _text(page.content)
    assert "à la police nationale (Ille-et-Vilaine)" in told
    assert "Par force" not in told
    assert b"tiles__drawn" not in page.content


def test_where_nothing_was_counted_it_is_said(clock: object, analyst: Officer, browser_of: Browser) -> None:
    page = browser_of(analyst).get(ADDRESS, {"scope": "sexist", "map": "count"})
    assert page.status_code == 200
    assert "Aucun signalement de violences ou d’outrages sexistes depuis le 1er janvier" in _text(page.content)


def test_a_refused_question_is_said_beside_its_field_with_what_was_typed(
    clock: object, analyst: Officer, browser_of: Browser
) -> None:
    page = browser_of(analyst).get(ADDRESS, {"from": "31/02/2026", "to": "<b>", "scope": "minors"})
    assert page.status_code == 422
    assert page.content.count(b"Donnez un jour, par exemple 31/01/2026.") == 2
    assert b'value="31/02/2026"' in page.content
    assert b'value="&lt;b&gt;"' in page.content
    assert b'<option value="minors" selected>' in page.content
    assert not Entry.objects.filter(act="see statistics").exists()


def test_an_opening_leaves_one_row_that_says_what_was_asked(
    clock: object, few: None, supervisor: Officer, browser_of: Browser
) -> None:
    browser_of(supervisor).get(ADDRESS, {"department": "35"})
    entry = Entry.objects.get(act="see statistics")
    assert entry.detail["department"] == "35"
    assert entry.detail["force"] == "PN"
    assert entry.detail["from"] == "2026-01-01"


@pytest.mark.parametrize("who", ["officer", "administrator", "unit"])
@pytest.mark.parametrize("address", [ADDRESS, f"{ADDRESS}definitions/", f"{ADDRESS}definitions/report/"])
def test_who_does_not_count_sees_no_figures(
    address: str, who: str, request: pytest.FixtureRequest, browser_of: Browser
) -> None:
    assert browser_of(request.getfixturevalue(who)).get(address).status_code == 403


def test_the_menu_leads_where_each_may_go(
    clock: object, analyst: Officer, supervisor: Officer, commander: Officer, browser_of: Browser
) -> None:
    menus = {
        who.role: re.findall(r"figures__menu.*?</nav>", browser_of(who).get(ADDRESS).content.decode(), re.DOTALL)[0]
        for who in (analyst, supervisor, commander)
    }
    assert "Définitions" in menus["analyst"]
    assert "Tableau mural" not in menus["analyst"]
    assert "Console" in menus["supervisor"]
    assert "Tableau mural" in menus["commander"]
    assert "Console" not in menus["commander"]


def test_a_period_of_years_says_how_many_years_before_it_is_compared(
    clock: object, analyst: Officer, browser_of: Browser
) -> None:
    told = _text(browser_of(analyst).get(ADDRESS, {"from": "2023-01-01", "to": "2024-12-31"}).content)
    assert "de 2023 à 2024, contre aucun de 2021 à 2022" in told
    assert "2 ans avant" in told
    assert "un an avant" not in told
