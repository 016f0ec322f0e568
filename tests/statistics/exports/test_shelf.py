"""The page of the monthly files: of one's own force, byte for byte, each taking written down."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from permanence.accounts.models import Officer, Role
from permanence.audit.models import Entry
from permanence.statistics.publications import actions
from permanence.statistics.publications.actions import Made, Told
from tests.conftest import MakeOfficer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few", "clock")]
BrowserOf = Callable[[Officer], Client]
SHELF = "/brigade/chiffres/fichiers/"


@pytest.fixture
def _editions(db: None) -> None:
    """February of this year and December of the last: both forces together, then each."""
    for first, last in ((date(2025, 12, 1), date(2025, 12, 31)), (date(2026, 2, 1), date(2026, 2, 28))):
        for force in ("", "PN", "GN"):
            name = f"chiffres-{first}-{force or 'ensemble'}.csv"
            files = [Made(name, "text/csv; charset=utf-8", f"{first};{force}".encode())]
            told = Told("Chiffres", first, last, force)
            actions.publish("monthly", told, figures=[], files=files, definitions="2026-01-01")


def test_before_the_first_month_the_page_says_when(browser_of: BrowserOf, analyst: Officer) -> None:
    page = browser_of(analyst).get(SHELF)
    assert page.status_code == 200
    assert "Aucun fichier pour l’instant" in page.content.decode()


@pytest.mark.usefixtures("_editions")
def test_the_analyst_finds_every_month_of_a_year(browser_of: BrowserOf, analyst: Officer) -> None:
    page = browser_of(analyst).get(SHELF).content.decode()
    assert "Février 2026" in page
    assert "Décembre 2025" not in page
    for said in (
        "Police nationale et Gendarmerie nationale",
        "chiffres-2026-02-01-PN.csv",
        "chiffres-2026-02-01-GN.csv",
    ):
        assert said in page
    assert "Décembre 2025" in browser_of(analyst).get(f"{SHELF}?annee=2025").content.decode()
    for odd in ("1800", "x", "99999999999999999999", "²"):
        assert "Février 2026" in browser_of(analyst).get(f"{SHELF}?annee={odd}").content.decode()


@pytest.mark.usefixtures("_editions")
def test_a_file_is_what_was_made_and_its_taking_is_written_down(browser_of: BrowserOf, analyst: Officer) -> None:
    answer = browser_of(analyst).get(f"{SHELF}6/chiffres-2026-02-01-GN.csv")
    assert answer.content == b"2026-02-01;GN"
    assert answer["Content-Disposition"] == 'attachment; filename="chiffres-2026-02-01-GN.csv"'
    assert answer["Cache-Control"] == "no-store"
    entry = Entry.objects.get(act="export statistics")
    assert (entry.outcome, entry.detail) == ("read", {"file": "chiffres-2026-02-01-GN.csv"})


@pytest.mark.usefixtures("_editions")
def test_who_serves_a_force_finds_that_forces_files_alone(
    browser_of: BrowserOf, supervisor: Officer, commander: Officer
) -> None:
    for account, own, others in ((supervisor, 5, (4, 6)), (commander, 6, (4, 5))):
        browser = browser_of(account)
        page = browser.get(SHELF).content.decode()
        assert page.count("chiffres-2026-02-01-") == page.count(f"chiffres-2026-02-01-{account.force}.csv")
        name = {4: "ensemble", 5: "PN", 6: "GN"}
        assert browser.get(f"{SHELF}{own}/chiffres-2026-02-01-{name[own]}.csv").status_code == 200
        for other in others:
            assert browser.get(f"{SHELF}{other}/chiffres-2026-02-01-{name[other]}.csv").status_code == 404
    assert Entry.objects.filter(act="export statistics", outcome="refused").count() == 4


@pytest.mark.parametrize("role", [Role.OFFICER, Role.UNIT, Role.CENTRE, Role.ADMINISTRATOR])
@pytest.mark.parametrize("address", [SHELF, f"{SHELF}4/chiffres-2026-02-01-ensemble.csv"])
def test_nobody_else_comes_here(address: str, role: Role, browser_of: BrowserOf, make_officer: MakeOfficer) -> None:
    other = make_officer("autre", role, "PN", unit=1, centre=1)
    assert browser_of(other).get(address).status_code == 403


def test_who_is_not_signed_in_is_asked_to_be(nobody: Client) -> None:
    assert nobody.get(SHELF)["Location"].startswith("/compte/")


@pytest.mark.usefixtures("_editions")
def test_what_is_not_there_is_not_found(browser_of: BrowserOf, analyst: Officer) -> None:
    assert browser_of(analyst).get(f"{SHELF}99/chiffres.csv").status_code == 404
    assert browser_of(analyst).get(f"{SHELF}4/autre.csv").status_code == 404


def test_the_page_of_the_figures_offers_the_files_of_its_question(browser_of: BrowserOf, analyst: Officer) -> None:
    page = browser_of(analyst).get("/brigade/chiffres/?from=2026-01-01&to=2026-02-28&period=dates").content.decode()
    assert "Emporter ces chiffres" in page
    assert "/brigade/chiffres/export/pdf/?from=" in page
