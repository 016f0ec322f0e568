"""A desk where nobody sits says so, with what to do, and stops saying so when somebody comes."""

import pytest
from playwright.sync_api import expect

from tests.browser.people import OfficerWindow, VisitorWindow
from tests.environment.browsers import Windows

pytestmark = [pytest.mark.browser, pytest.mark.server]


def test_nobody_on_duty_is_said_and_a_desk_that_opens_changes_it(windows: Windows) -> None:
    visitor = VisitorWindow(windows).begin("35000", "Il est trois heures du matin.")
    expect(visitor.page.locator("#waiting")).to_contain_text("Personne n’est disponible pour le moment")
    expect(visitor.page.locator("#waiting")).to_contain_text("17")
    plain = VisitorWindow(windows, script=False).begin("35000", "Toujours personne.")
    expect(plain.page.locator("main")).not_to_contain_text("prochaine personne")
    expect(plain.page.frame_locator("#frame").locator("body")).to_contain_text("Personne n’est disponible")
    officer = OfficerWindow(windows)
    officer.page.locator("#presence label", has_text="Disponible").click()
    expect(visitor.page.locator("#waiting")).not_to_contain_text("Personne n’est disponible", timeout=15_000)
    expect(visitor.page.locator("#waiting")).to_contain_text("Vous êtes la prochaine personne")
