"""The officer's search among cases: without a script, by the keyboard, to the case and back."""

import os
import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import OfficerWindow
from tests.browser.test_how_it_looks_to_everybody import CONTRAST
from tests.environment.api import Desk
from tests.environment.browsers import DESKTOP, PHONE, Windows
from tests.environment.servers import PASSWORD, Arrive

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(240)]
LIST = "/brigade/dossiers/"
HERS = {"summary": "Il la menace depuis deux ans.", "victim.name": "Jeanne Essai", "facts.aa11.category": "conjugal"}


def _look(page: Page, name: str) -> None:
    if folder := os.environ.get("PERMANENCE_SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def _case(arrive: Arrive, police: Desk, fields: dict[str, str]) -> str:
    """Somebody whose report is begun; its reference."""
    visitor = arrive("35000", message={"id": str(uuid4()), "text": "bonjour"})
    police.take(visitor.id)
    kept = police.patch(f"desk/conversations/{visitor.id}/report", {"given": fields})
    assert kept.status_code == 200, kept.text
    return str(kept.json()["reference"])


def _sign_in(page: Page) -> None:
    page.goto(LIST)
    page.locator("[name=username]").fill("policiere")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("#sign-in button[type=submit]").click()
    expect(page).to_have_url(re.compile(f"{LIST}$"))


def test_found_by_her_name_without_a_script_read_whole_and_gone_back_to(
    windows: Windows, arrive: Arrive, police: Desk
) -> None:
    hers = _case(arrive, police, HERS)
    other = _case(arrive, police, {"summary": "Autre chose."})
    page = windows.open("", device=DESKTOP, script=False)
    windows.watch(page).forgive("Failed to load resource.*422")
    _sign_in(page)
    expect(page.locator(".cases__list")).to_contain_text(other)
    page.get_by_label("Nom et prénom").fill("essai jeanne")
    page.get_by_label("Nom et prénom").press("Enter")
    expect(page.locator(".cases__list tbody tr")).to_have_count(1)
    expect(page.locator("#compte")).to_have_text("1 dossier avec ces critères")
    assert "eanne" not in page.url
    page.get_by_role("link", name=hers).click()
    expect(page.locator("h1")).to_contain_text(hers)
    expect(page.locator("#signalement")).to_contain_text("Jeanne Essai")
    page.go_back()
    expect(page.get_by_label("Nom et prénom")).to_have_value("essai jeanne")
    expect(page.locator(".cases__list tbody tr")).to_have_count(1)
    page.get_by_label("Référence").fill("rien de tel")
    page.get_by_role("button", name="Chercher").click()
    expect(page.locator(".field__error")).to_contain_text("Écrivez-la comme GN-2026-000123")
    expect(page.get_by_label("Nom et prénom")).to_have_value("essai jeanne")


def test_from_the_console_and_readable_by_day_by_night_and_on_a_telephone(
    windows: Windows, arrive: Arrive, police: Desk
) -> None:
    hers = _case(arrive, police, {**HERS, "victim.name": "Anne Essai"})
    officer = OfficerWindow(windows)
    page = officer.page
    page.locator("#me-name").click()
    page.locator("#me-menu").get_by_role("link", name="Dossiers").click()
    expect(page.locator(".cases__list")).to_contain_text(hers)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate(CONTRAST) == []
        _look(page, f"cases-{scheme}")
    page.get_by_role("link", name=hers).click()
    expect(page.locator("h1")).to_contain_text(hers)
    assert page.evaluate(CONTRAST) == []
    page.set_viewport_size(PHONE["viewport"])
    for address in (page.url, LIST):
        page.goto(address)
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, "there is something to scroll sideways to"
        _look(page, f"cases-phone-{len(address)}")
