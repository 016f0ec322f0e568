"""Each figure has a page that says what it counts, what it is not, and the question to the database."""

from collections.abc import Callable
from html import escape

import pytest
from django.test import Client

from permanence.accounts.models import Officer
from permanence.statistics.definitions import DEFINITIONS
from permanence.statistics.exports import tables
from permanence.statistics.exports.material import Material
from permanence.statistics.scopes import SCOPES

pytestmark = pytest.mark.django_db
Browser = Callable[[Officer], Client]


def test_all_of_them_are_listed_with_the_scopes_and_the_way_to_compare(analyst: Officer, browser_of: Browser) -> None:
    page = browser_of(analyst).get("/brigade/chiffres/definitions/").content.decode()
    for one in DEFINITIONS.values():
        assert f"/brigade/chiffres/definitions/{one.code}/" in page
        assert escape(one.meaning, quote=False) in page
    for name, _ in SCOPES.values():
        assert name in page
    assert 'id="comparer"' in page


@pytest.mark.parametrize("code", DEFINITIONS)
def test_one_has_its_page_with_its_question(code: str, analyst: Officer, browser_of: Browser) -> None:
    page = browser_of(analyst).get(f"/brigade/chiffres/definitions/{code}/").content.decode()
    assert f"<h1>{escape(DEFINITIONS[code].name, quote=False)}</h1>" in page
    assert "SELECT" in page


def test_an_unknown_one_is_not_found(analyst: Officer, browser_of: Browser) -> None:
    assert browser_of(analyst).get("/brigade/chiffres/definitions/bonheur/").status_code == 404


def test_every_definition_that_a_table_names_exists() -> None:
    made = tables.of(Material({}, {}))
    named = {table.definition for table in made} | {column.definition for table in made for column in table.columns}
    named |= {str(row["definition"]) for table in made for row in table.records() if "definition" in row}
    assert named - {""} <= set(DEFINITIONS)
