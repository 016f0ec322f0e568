"""From a chat to a complaint, in three browsers: she writes, an officer fills the report and refers her, a unit
receives her; she sees the appointment when she comes back with her code; the officer sees what came of it."""

import os
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser import case
from tests.browser.people import UnitWindow
from tests.environment.api import Api
from tests.environment.browsers import PHONE, Windows
from tests.environment.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(300)]


def _look(page: Page, name: str) -> None:
    if folder := os.environ.get("PERMANENCE_SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def _in_three_days() -> str:
    return (datetime.now(UTC) + timedelta(days=3)).date().isoformat()


def test_from_a_chat_to_a_complaint(windows: Windows, server: Server, api: Api) -> None:
    account = case.received(server, api)
    visitor, officer, column = case.talk(windows)
    code = visitor.code
    reference = case.fill_report(officer)
    case.assess(officer)
    card = case.refer(officer)
    _look(officer.page, "journey-referred")

    unit = UnitWindow(windows, account)
    expect(unit.line(reference)).to_contain_text("Accepter ou refuser")
    expect(unit.line(reference)).to_contain_text("Danger")
    expect(unit.line(reference)).to_contain_text("Joignable maintenant")
    _look(unit.page, "journey-inbox")
    unit.open(reference)
    for words in ("menaces de mort", "Elle préfère être reçue le matin", "couloir.jpg"):
        expect(unit.page.locator("#contenu")).to_contain_text(words)
    expect(unit.page.locator(".look img")).to_be_hidden()
    case.propose(unit, _in_three_days())
    _look(unit.page, "journey-proposed")

    again = case.come_back(windows, code)
    suite = again.page.locator(".suite__card")
    expect(suite).to_contain_text("Un rendez-vous vous est proposé.")
    expect(suite).to_contain_text("à 10 h")
    expect(suite).to_contain_text("la gardienne de la paix Léa")
    _look(again.page, "journey-back")
    case.confirm(again)
    expect(card).to_contain_text("Rendez-vous confirmé")

    case.close(unit)
    expect(card).to_contain_text("Suite : plainte")
    _look(officer.page, "journey-outcome")
    assert column.conversation


def test_a_units_console_works_without_a_script_and_on_a_telephone(windows: Windows, server: Server, api: Api) -> None:
    account = case.received(server, api, "accueil.sans.script")
    visitor, officer, _ = case.talk(windows)
    reference = case.fill_report(officer)
    case.assess(officer)
    case.refer(officer)
    assert visitor.code
    unit = UnitWindow(windows, account, script=False, device=PHONE)
    windows.watch(unit.page).forgive("Failed to load resource.*422")
    unit.open(reference)
    assert unit.page.evaluate("document.documentElement.scrollWidth") <= 360
    case.propose(unit, _in_three_days())
    unit.page.get_by_text("Noter une tentative pour la joindre").click()
    unit.page.locator("#tentative").get_by_role("button", name="Noter la tentative").click()
    expect(unit.page.locator("#tentative")).to_contain_text("Dites ce que l’appel a donné.")
    unit.page.locator("#tentative").get_by_label("jointe").check()
    unit.page.locator("#tentative").get_by_role("button", name="Noter la tentative").click()
    expect(unit.page.locator(".attempts")).to_contain_text("jointe")
    unit.page.get_by_role("link", name="Agenda", exact=True).click()
    expect(unit.page.get_by_role("heading", name="Agenda")).to_be_visible()
    _look(unit.page, "journey-phone")
