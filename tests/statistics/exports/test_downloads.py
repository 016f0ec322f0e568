"""The addresses of files: for whom, of which force, and written down."""

import io
import json
from collections.abc import Callable

import pytest
import time_machine
from django.test import Client
from pypdf import PdfReader

from permanence.accounts.models import Officer, Role
from permanence.audit.models import Entry
from permanence.statistics.exports import web
from permanence.statistics.exports.formats import FORMATS
from permanence.statistics.queries import Question
from tests.conftest import NOW, MakeOfficer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few", "clock")]
BrowserOf = Callable[[Officer], Client]
ENDINGS = (*FORMATS, web.NOTE)
OTHERS = (Role.OFFICER, Role.UNIT, Role.CENTRE, Role.ADMINISTRATOR)


@pytest.mark.parametrize("code", ENDINGS)
def test_the_analyst_takes_each_file_and_it_is_written_down(code: str, browser_of: BrowserOf, analyst: Officer) -> None:
    answer = browser_of(analyst).get(f"/brigade/chiffres/export/{code}/?scope=couple_women&from=2026-01-01")
    assert answer.status_code == 200
    kind = "note" if code == web.NOTE else "chiffres"
    name = f"{kind}-2026-01-01-2026-03-10-couple_women.{code}"
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    entry = Entry.objects.get(act="export statistics")
    assert (entry.actor, entry.object_id, entry.detail["format"]) == (analyst.actor, "all", code)


def test_a_supervisor_and_a_commander_get_their_force_and_no_other(
    browser_of: BrowserOf, supervisor: Officer, commander: Officer
) -> None:
    for account, force, other in ((supervisor, "PN", "GN"), (commander, "GN", "PN")):
        told = json.loads(browser_of(account).get("/brigade/chiffres/export/json/").content)
        assert told["question"]["force"] == force
        assert browser_of(account).get(f"/brigade/chiffres/export/json/?force={other}").status_code == 403
    assert Entry.objects.filter(outcome="refused").count() == 2


@pytest.mark.parametrize("role", OTHERS)
@pytest.mark.parametrize("code", ENDINGS)
def test_no_other_role_takes_any(code: str, role: Role, browser_of: BrowserOf, make_officer: MakeOfficer) -> None:
    other = make_officer("autre", role, "PN", unit=1, centre=1)
    assert browser_of(other).get(f"/brigade/chiffres/export/{code}/").status_code == 403
    assert Entry.objects.get(act="export statistics").outcome == "refused"


@pytest.mark.parametrize("code", ENDINGS)
def test_who_is_not_signed_in_is_asked_to_be(code: str, nobody: Client) -> None:
    answer = nobody.get(f"/brigade/chiffres/export/{code}/?force=GN")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/compte/")


def test_what_cannot_be_asked_is_refused_in_words(browser_of: BrowserOf, analyst: Officer) -> None:
    browser = browser_of(analyst)
    for asked, said in (
        ("from=hier", "Une date est attendue"),
        ("from=2026-03-02&to=2026-03-01", "Le début de la période doit précéder sa fin"),
        ("from=2026-03-11&to=2026-03-12", "Cette période n’a pas commencé"),
        ("force=CRS", "Choisissez la Police nationale ou la Gendarmerie nationale"),
        ("department=999", "Ce département n’existe pas"),
        ("scope=x", "Ce champ n’existe pas"),
    ):
        answer = browser.get(f"/brigade/chiffres/export/csv/?{asked}")
        assert answer.status_code == 422
        assert said in answer.content.decode()
        assert "Voir mes chiffres" in answer.content.decode(), "an officer’s page, not a visitor’s"
    assert not Entry.objects.filter(act="export statistics").exists()


def test_an_ending_that_is_none_is_not_found(browser_of: BrowserOf, analyst: Officer) -> None:
    answer = browser_of(analyst).get("/brigade/chiffres/export/exe/")
    assert answer.status_code == 404
    assert "Ce format de fichier n’existe pas" in answer.content.decode()


def test_nothing_is_made_by_a_post(browser_of: BrowserOf, analyst: Officer) -> None:
    assert browser_of(analyst).post("/brigade/chiffres/export/csv/").status_code == 405


def test_the_note_is_one_page(browser_of: BrowserOf, analyst: Officer) -> None:
    reader = PdfReader(io.BytesIO(browser_of(analyst).get("/brigade/chiffres/export/pdf/").content))
    assert len(reader.pages) == 1
    assert "Aucun signalement" in reader.pages[0].extract_text().replace("aucun", "Aucun")


def test_a_page_offers_the_files_of_its_question(clock: time_machine.Traveller) -> None:
    question = Question(NOW.date().replace(month=1, day=1), NOW.date(), "GN", "35", "minors")
    found = web.links(question)
    assert [one.ending for one in found] == ["PDF", "XLSX", "ODS", "CSV", "JSON"]
    address = "/brigade/chiffres/export/pdf/?from=2026-01-01&to=2026-03-10&force=GN&department=35&scope=minors"
    assert found[0].address == address
