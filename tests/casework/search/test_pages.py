"""The search and the case, as pages: without a script, what is typed in no address and no log, each look kept."""

import logging
import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.casework.assessment import actions as danger
from permanence.casework.referrals.models import Referral
from permanence.casework.search.remembered import KEPT
from permanence.desk import actions as desk
from tests.casework.search.conftest import HERS, Case

pytestmark = pytest.mark.django_db
LIST = "/brigade/dossiers/"
BrowserOf = Callable[[Officer], Client]


def looked(officer: Officer) -> list[dict[str, object]]:
    """What the journal says of the searches of an officer."""
    return list(
        Entry.objects.filter(actor=officer.actor, act="search cases").order_by("pk").values_list("detail", flat=True)
    )


def test_the_page_shows_what_was_last_changed(case: Case, officer: Officer, browser_of: BrowserOf) -> None:
    one = case(**HERS)
    page = browser_of(officer).get(LIST)
    text = page.content.decode()
    assert page.status_code == 200
    assert one.reference in text
    assert "1 dossier" in text
    assert "Jeanne" not in text
    assert looked(officer) == [{"criteria": [], "found": 1, "further": False}]


def test_what_is_typed_is_in_no_address_no_log_and_not_in_the_clear_in_the_session(
    case: Case, officer: Officer, browser_of: BrowserOf, caplog: pytest.LogCaptureFixture
) -> None:
    one, _ = case(**HERS), case()
    browser = browser_of(officer)
    with caplog.at_level(logging.DEBUG):
        answer = browser.post(LIST, {"name": "Jeanne Essai", "telephone": "0600000001"})
        assert answer.status_code == 302
        page = browser.get(answer.headers["Location"])
    assert "Jeanne" not in answer.headers["Location"]
    assert "Jeanne" not in caplog.text
    assert "Jeanne" not in str(dict(browser.session))
    text = page.content.decode()
    assert one.reference in text
    assert 'value="Jeanne Essai"' in text, "what was typed stays in the form"
    assert "1 dossier avec ces critères" in text
    assert looked(officer) == [{"criteria": ["name", "telephone"], "found": 1, "further": False}]
    assert browser.get(answer.headers["Location"]).content.decode().count(one.reference) == 1, (
        "reloaded, it is the same"
    )


def test_a_search_is_the_officers_own_and_is_forgotten_after_others(
    case: Case, officer: Officer, colleague: Officer, browser_of: BrowserOf
) -> None:
    browser = browser_of(officer)
    first = browser.post(LIST, {"name": "Jeanne Essai"}).headers["Location"]
    assert browser_of(colleague).get(first).status_code == 404
    for _ in range(KEPT):
        browser.post(LIST, {"state": "draft"})
    page = browser.get(first)
    assert page.status_code == 404
    assert "n’est plus gardée" in page.content.decode()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"reference": "Jeanne"}, "Écrivez-la comme GN-2026-000123"),
        ({"category": "sexual"}, "ne suffisent pas"),
        ({"unit": "nulle part"}, "Aucune unité"),
        ({"opened_from": "hier"}, "Donnez une date"),
        ({"opened_from": "2026-03-02", "opened_until": "2026-03-01"}, "La fin est avant le début"),
        ({"state": "nowhere"}, "nowhere"),
    ],
)
def test_what_cannot_be_looked_for_is_said_and_kept(
    given: dict[str, str], words: str, officer: Officer, browser_of: BrowserOf
) -> None:
    page = browser_of(officer).post(LIST, {**given, "name": "Jeanne Essai"} if "category" not in given else given)
    text = page.content.decode()
    assert page.status_code == 422
    assert words in text
    assert 'aria-invalid="true"' in text
    assert "category" in given or 'value="Jeanne Essai"' in text
    assert looked(officer) == []


def test_nothing_found_is_said(case: Case, officer: Officer, browser_of: BrowserOf) -> None:
    browser = browser_of(officer)
    assert "Aucun dossier pour l’instant" in browser.get(LIST).content.decode()
    case()
    address = browser.post(LIST, {"name": "Jeanne Essai"}).headers["Location"]
    assert "Aucun dossier ne répond à ces critères" in browser.get(address).content.decode()


def test_a_case_is_read_whole_and_it_is_written_down(
    case: Case, officer: Officer, browser_of: BrowserOf, refer: Callable[..., Referral]
) -> None:
    one = case(filed=True, **HERS)
    yes = {"answer": "yes"}
    danger.answer(by=officer, conversation=one.pk, given={"firearms": yes, "separation": yes})
    refer(one, state="accepted")
    desk.end(by=officer, conversation=one.pk)
    page = browser_of(officer).get(f"{LIST}{one.pk}/")
    text = page.content.decode()
    assert page.status_code == 200
    for words in (
        one.reference,
        "Jeanne Essai",
        "des faits",
        "Danger : 2 oui sur 23",
        "Commissariat de police de Rennes",
    ):
        assert words in text, words
    assert f"{LIST}{one.pk}/transmission.pdf" in text
    entry = Entry.objects.get(act="see case")
    assert (entry.outcome, entry.object_id) == (Entry.Outcome.READ, str(one.pk))


def test_a_conversation_without_a_report_is_a_case_that_says_so(
    held: object, officer: Officer, browser_of: BrowserOf
) -> None:
    page = browser_of(officer).get(f"{LIST}{held.pk}/")  # type: ignore[attr-defined]
    text = page.content.decode()
    assert page.status_code == 200
    assert "Aucun signalement n’a été commencé." in text
    assert "La grille de danger n’a pas été remplie." in text


def test_what_does_not_exist_and_what_may_not_be_seen_are_the_same(
    case: Case, colleague: Officer, browser_of: BrowserOf
) -> None:
    browser = browser_of(colleague)
    pages = [browser.get(f"{LIST}{pk}/") for pk in (case().pk, uuid4())]
    assert [page.status_code for page in pages] == [404, 404]
    texts = [re.sub(r'value="\w{64}"', "", page.content.decode()) for page in pages]
    assert texts[0] == texts[1]


def test_the_console_and_the_supervisors_board_lead_there(
    officer: Officer, supervisor: Officer, commander: Officer, browser_of: BrowserOf
) -> None:
    assert f'href="{LIST}"' in browser_of(officer).get("/brigade/").content.decode()
    assert f'href="{LIST}"' in browser_of(supervisor).get("/brigade/mur/").content.decode()
    assert f'href="{LIST}"' not in browser_of(commander).get("/brigade/mur/").content.decode()
