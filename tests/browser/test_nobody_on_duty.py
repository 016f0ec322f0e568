"""A desk where nobody sits says so, with what to do, and stops saying so when somebody comes."""

import os

import pytest
from playwright.sync_api import expect

from tests.browser.people import OfficerWindow, VisitorWindow
from tests.environment.browsers import Windows

pytestmark = [pytest.mark.browser, pytest.mark.server]


def test_nobody_on_duty_is_said_and_a_desk_that_opens_changes_it(windows: Windows) -> None:
    visitor = VisitorWindow(windows).begin("35000", "Il est trois heures du matin.")
    expect(visitor.page.locator("#waiting")).to_contain_text("Personne n’est disponible pour le moment")
    expect(visitor.page.locator("#waiting")).to_contain_text("17")
    expect(visitor.page.locator("#calls").get_by_role("link", name="Appeler le 17")).to_be_visible()
    plain = VisitorWindow(windows, script=False).begin("35000", "Toujours personne.")
    expect(plain.page.locator("main")).not_to_contain_text("prochaine personne")
    expect(plain.page.frame_locator("#frame").locator("body")).to_contain_text("Personne n’est disponible")
    expect(plain.page.frame_locator("#frame").get_by_role("link", name="SMS au 114")).to_be_visible()
    if folder := os.environ.get("PERMANENCE_SHOTS"):
        visitor.page.screenshot(path=f"{folder}/nobody.png")
        plain.page.screenshot(path=f"{folder}/nobody-plain.png")
    officer = OfficerWindow(windows)
    officer.page.locator("#presence label", has_text="Disponible").click()
    expect(visitor.page.locator("#waiting")).not_to_contain_text("Personne n’est disponible")
    expect(visitor.page.locator("#waiting")).to_contain_text("Vous êtes la prochaine personne")
    expect(visitor.page.locator("#calls")).to_be_hidden()
