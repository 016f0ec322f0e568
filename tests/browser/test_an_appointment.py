"""From a report to an appointment: the officer passes it on, the unit proposes an hour, she sees it after coming back
with her code, and answers."""

import os
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.people import OfficerWindow, VisitorWindow
from tests.environment.api import Api, Desk
from tests.environment.browsers import Windows
from tests.environment.server import Server
from tests.environment.servers import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.server]
WORDS = "Il me frappe depuis cet été"
CARD = "#suite .suite__card"
FIRST = {"reporter": "victim", "facts.ab12.category": "conjugal", "facts.ab12.kinds": ["physical"]}


def _look(page: Page, name: str, *, full: bool = False) -> None:
    if folder := os.environ.get("PERMANENCE_SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=full)


@pytest.fixture
def receiver(server: Server, api: Api, police: Desk) -> Desk:
    """Whoever receives people at the unit of Rennes."""
    units = police.get("desk/directory", q="rennes", force="PN").json()["units"]
    facts = ["--role", "unit", "--force", "PN", "--unit", str(units[0]["id"]), "--rank", "Brigadier"]
    server.run("officer", "accueil", "--password", PASSWORD, *facts, "--first-name", "Karim")
    return api.sign_in("accueil", PASSWORD)


def _filed(police: Desk, conversation: str, **more: object) -> None:
    answer = police.patch(f"desk/conversations/{conversation}/report", {"given": {**FIRST, **more}})
    assert answer.status_code == 200, answer.text
    assert police.post(f"desk/conversations/{conversation}/report/file").status_code == 200


def _panel(officer: OfficerWindow) -> Locator:
    officer.page.keyboard.press("F9")
    panel = officer.page.locator("#panel-referral")
    expect(panel).to_be_visible()
    return panel


def _send(officer: OfficerWindow, panel: Locator) -> None:
    panel.locator(".referral__choice", has_text="Commissariat").first.click()
    panel.locator(".referral__choice", has_text="La personne est d’accord").click()
    panel.get_by_text("La personne vient de dire qu’elle est d’accord").click()
    panel.get_by_label("Pour qui la reçoit").fill("Coups répétés, deux enfants à la maison.")
    _look(officer.page, "referral-form")
    panel.locator("[data-act=send-referral]").click()
    expect(officer.page.locator("#dialog-referral")).to_be_visible()
    _look(officer.page, "referral-dialog")
    officer.page.keyboard.press("Enter")
    expect(panel.locator(".referral .chip").first).to_have_text("Transmise")


def _propose(receiver: Desk, referral: str, days: float = 3) -> str:
    pk = str(uuid4())
    at = (datetime.now(UTC) + timedelta(days=days)).replace(hour=13, minute=30, second=0, microsecond=0)
    hour = {"starts_at": at.isoformat(), "contact": "le brigadier Karim, à l’accueil", "bring": "Rien d’obligatoire"}
    assert receiver.post(f"unit/referrals/{referral}/appointments", {"id": pk, **hour}).status_code == 201
    return pk


def test_from_a_report_to_an_appointment_that_she_confirms(windows: Windows, receiver: Desk, police: Desk) -> None:
    visitor = VisitorWindow(windows).begin(message=WORDS)
    officer = OfficerWindow(windows)
    column = officer.take(WORDS)
    panel = _panel(officer)
    expect(panel).to_contain_text("Aucun signalement n’est commencé")
    _filed(police, column.conversation)
    officer.page.reload()
    officer.is_connected()
    officer.column(column.conversation)
    panel = officer.page.locator("#panel-referral")
    _send(officer, panel)
    (found,) = police.get(f"desk/conversations/{column.conversation}/referrals").json()["referrals"]
    receiver.post(f"unit/referrals/{found['id']}/accept")
    expect(panel.locator(".referral .chip").first).to_have_text("Acceptée")
    pk = _propose(receiver, found["id"])
    card = visitor.page.locator(CARD)
    expect(card).to_contain_text("Un rendez-vous vous est proposé")
    expect(card).to_contain_text("le brigadier Karim")
    _look(visitor.page, "appointment-proposed", full=True)

    code, again = visitor.code, VisitorWindow(windows)
    again.page.goto("/espace")
    again.page.get_by_text("J’ai déjà un code", exact=False).first.click()
    again.page.locator("[name=code]").fill(code)
    again.page.locator("button[value=resume]").click()
    again.is_in_the_chat()
    card = again.page.locator(CARD)
    expect(card).to_contain_text("Un rendez-vous vous est proposé")
    again.page.locator("#text").fill("et mes enfants")
    _look(again.page, "appointment-resumed")
    card.get_by_role("button", name="Je confirme").click()
    expect(card).to_contain_text("Votre rendez-vous est confirmé")
    expect(again.page.locator("#text")).to_have_value("et mes enfants")
    expect(panel.locator(".referral .chip").first).to_have_text("Rendez-vous confirmé")
    panel.locator(".referral__history summary").click()
    _look(officer.page, "referral-confirmed")
    officer.page.set_viewport_size({"width": 1280, "height": 800})
    _look(officer.page, "referral-1280")
    receiver.post(f"unit/appointments/{pk}/cancel", {"reason": "motif"})
    expect(card).to_contain_text("Un rendez-vous va vous être proposé")


def test_what_she_was_writing_of_an_hour_outlives_the_hour(windows: Windows, receiver: Desk, police: Desk) -> None:
    visitor = VisitorWindow(windows).begin(message=WORDS)
    column = OfficerWindow(windows).take(WORDS)
    _filed(police, column.conversation, **{"consent.transmission": "given"})
    pk = _propose(receiver, _sent(police, receiver, column.conversation))
    card = visitor.page.locator(CARD)
    card.locator(".suite__other summary").click()
    card.locator("textarea").press_sequentially("le jeudi")
    visitor.page.keyboard.press("Home")
    hour = {"starts_at": (datetime.now(UTC) + timedelta(days=5)).isoformat(), "place": "Accueil déplacé"}
    assert receiver.post(f"unit/appointments/{pk}/move", {"hour": hour}).status_code == 200
    expect(card).to_contain_text("Accueil déplacé")
    expect(card.locator("textarea")).to_be_focused()
    visitor.page.keyboard.type("pas ")
    expect(card.locator("textarea")).to_have_value("pas le jeudi")
    receiver.post(f"unit/appointments/{pk}/cancel", {"reason": "motif"})
    expect(card).to_contain_text("Un rendez-vous va vous être proposé")
    expect(visitor.page.locator("#text")).to_have_value("pas le jeudi")


def test_moved_while_she_was_reading_she_answers_the_new_hour(windows: Windows, receiver: Desk, police: Desk) -> None:
    visitor = VisitorWindow(windows, script=False).begin(message=WORDS)
    officer = OfficerWindow(windows)
    column = officer.take(WORDS)
    _filed(police, column.conversation, **{"consent.transmission": "given"})
    sent = _sent(police, receiver, column.conversation)
    pk = _propose(receiver, sent)
    visitor.page.goto("/espace")
    _look(visitor.page, "appointment-without-script", full=True)
    hour = {"starts_at": (datetime.now(UTC) + timedelta(days=5)).isoformat()}
    assert receiver.post(f"unit/appointments/{pk}/move", {"hour": hour}).status_code == 200
    windows.watch(visitor.page).forgive("Failed to load resource.*409")
    visitor.page.locator("#text").fill("une phrase commencée")
    visitor.page.locator(CARD).get_by_role("button", name="Je confirme").click()
    expect(visitor.page.locator(".suite__error")).to_contain_text("a changé entre-temps")
    expect(visitor.page.locator("#text")).to_have_value("une phrase commencée")
    _look(visitor.page, "appointment-moved", full=True)
    visitor.page.locator(CARD).get_by_role("button", name="Je confirme").click()
    expect(visitor.page.locator(CARD)).to_contain_text("Votre rendez-vous est confirmé")


def _sent(police: Desk, receiver: Desk, conversation: str) -> str:
    units = police.get("desk/directory", q="rennes", force="PN").json()["units"]
    body = {"id": str(uuid4()), "unit": units[0]["id"], "ground": "agreement"}
    sent = police.post(f"desk/conversations/{conversation}/referrals", body)
    assert sent.status_code == 201, sent.text
    assert receiver.post(f"unit/referrals/{body['id']}/accept").status_code == 200
    return str(body["id"])
