"""The pages of what was published: asked for, looked at, explained; each by whoever may."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.test import Client

from permanence.accounts.models import Officer, Role
from permanence.statistics.publications import access, actions, orders, watching
from permanence.statistics.publications.models import Correction, Order, Publication
from tests.conftest import MakeOfficer

pytestmark = pytest.mark.django_db
PAGES = "/brigade/chiffres/publications/"
Browser = Callable[[Officer], Client]


@pytest.fixture
def edition() -> Publication:
    row = {"force": "", "department": "", "scope": "all", "counts": {"report": 212}}
    told = actions.Told("Chiffres de novembre 2025", date(2025, 11, 1), date(2025, 11, 30))
    return actions.publish("monthly", told, figures=[row], definitions="1")


def test_an_analyst_sees_what_was_published_and_what_has_moved(
    browser_of: Browser, analyst: Officer, edition: Publication
) -> None:
    assert "Chiffres de novembre 2025" in browser_of(analyst).get(PAGES).content.decode()
    page = browser_of(analyst).get(f"{PAGES}{edition.pk}/").content.decode()
    assert "1 chiffre à expliquer" in page
    assert edition.sha256 in page


def test_one_sentence_explains_what_has_moved(browser_of: Browser, analyst: Officer, edition: Publication) -> None:
    answer = browser_of(analyst).post(f"{PAGES}{edition.pk}/corriger", {"reason": "Classés ensuite comme doublons."})
    assert answer.status_code == 302
    page = browser_of(analyst).get("/brigade/chiffres/corrections/").content.decode()
    assert "Classés ensuite comme doublons." in page
    assert "Rien à expliquer" in browser_of(analyst).get(f"{PAGES}{edition.pk}/").content.decode()


def test_of_one_moment_whole_figures_are_read_before_their_parts(analyst: Officer) -> None:
    parts = {f"report|hour|{hour}": 3 for hour in range(24)}
    rows = [
        {"force": force, "department": "", "scope": "all", "counts": {**parts, "report": 72}} for force in ("", "PN")
    ]
    told = actions.Told("Chiffres de novembre 2025", date(2025, 11, 1), date(2025, 11, 30))
    given = actions.publish("monthly", told, figures=rows, definitions="1")
    changes = [actions.Change(one.place, one.key, one.now) for one in watching.moved(given)]
    actions.correct(by=analyst, publication=given, changes=changes, reason="Classés ensuite comme doublons.")
    read = [(one.key, one.force) for one in access.corrections(analyst)]
    assert read[:2] == [("report", ""), ("report", "PN")]
    assert len(read) == 2 * 25


def test_without_a_reason_nothing_is_corrected(browser_of: Browser, analyst: Officer, edition: Publication) -> None:
    answer = browser_of(analyst).post(f"{PAGES}{edition.pk}/corriger", {"reason": " "})
    assert answer.status_code == 422
    assert "Dites pourquoi" in answer.content.decode()
    assert not Correction.objects.exists()


def test_whoever_serves_one_force_publishes_nothing(
    browser_of: Browser, make_officer: MakeOfficer, edition: Publication
) -> None:
    for role, force in ((Role.COMMANDER, "GN"), (Role.SUPERVISOR, "PN"), (Role.OFFICER, "PN")):
        someone = make_officer(f"{role}", role, force)
        assert browser_of(someone).get(PAGES).status_code == 403
        assert browser_of(someone).get(f"{PAGES}{edition.pk}/").status_code == 403
        assert browser_of(someone).post(f"{PAGES}demander", {"kind": "year", "year": "2025"}).status_code == 403


def test_whoever_serves_one_force_reads_its_corrections_alone(
    browser_of: Browser, supervisor: Officer, analyst: Officer, edition: Publication
) -> None:
    browser_of(analyst).post(f"{PAGES}{edition.pk}/corriger", {"reason": "Classés ensuite comme doublons."})
    assert "doublons" not in browser_of(supervisor).get("/brigade/chiffres/corrections/").content.decode()


@time_machine.travel(datetime(2026, 11, 30, 8, 0, tzinfo=UTC), tick=False)
def test_a_year_is_asked_for_and_the_answer_is_shown(browser_of: Browser, analyst: Officer) -> None:
    browser = browser_of(analyst)
    assert browser.post(f"{PAGES}demander", {"kind": "year", "year": "2025"}).status_code == 302
    assert "Commence dans un instant" in browser.get(PAGES).content.decode()
    assert browser.post(f"{PAGES}demander", {"kind": "year", "year": "2025"}).status_code == 409
    assert orders.do_next()
    assert not orders.do_next()
    assert "Rien n’a été compté en 2025" in browser.get(PAGES).content.decode()
    assert Order.objects.get().done_at is not None


@pytest.mark.parametrize(("kind", "year"), [("monthly", "2025"), ("year", "2199"), ("year", "deux"), ("", "")])
@time_machine.travel(datetime(2026, 11, 30, 8, 0, tzinfo=UTC), tick=False)
def test_only_what_is_listed_can_be_asked_for(browser_of: Browser, analyst: Officer, kind: str, year: str) -> None:
    answer = browser_of(analyst).post(f"{PAGES}demander", {"kind": kind, "year": year})
    assert answer.status_code == 422
    assert not Order.objects.exists()


def test_the_signed_document_is_a_download(browser_of: Browser, analyst: Officer, edition: Publication) -> None:
    answer = browser_of(analyst).get(f"{PAGES}{edition.pk}/document")
    assert answer.content == bytes(edition.document)
    assert browser_of(analyst).get(f"{PAGES}999999/document").status_code == 404
