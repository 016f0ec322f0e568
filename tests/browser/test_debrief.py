"""After a grave conversation its officer may ask to talk; the supervisor's console says so at once."""

import pytest
from playwright.sync_api import expect

from tests.browser.people import OfficerWindow, VisitorWindow
from tests.environment.browsers import Windows

pytestmark = [pytest.mark.browser, pytest.mark.server]
FIRST = "Il a menacé de revenir ce soir."


def test_a_wish_to_talk_is_seen_by_the_supervisor(windows: Windows) -> None:
    VisitorWindow(windows).begin(message=FIRST)
    chief, nadia = OfficerWindow(windows, "superviseuse"), OfficerWindow(windows)
    column = nadia.take(FIRST)
    nadia.page.locator("#file [data-act=level]").click()
    nadia.page.locator("#dialog-level").get_by_label("Niveau").select_option("high")
    nadia.page.locator("#dialog-level").get_by_label("Motif").fill("menaces de mort")
    nadia.page.locator("#dialog-level [data-confirm]").click()
    nadia.page.locator("#file [data-act=end]").click()
    nadia.page.locator("#dialog-end [data-confirm]").click()
    column.root.locator("[data-act=debrief]").click()
    dialog = nadia.page.locator("#dialog-debrief")
    dialog.get_by_label("En parler").select_option("1")
    dialog.get_by_label("Quelques mots").fill("Elle a raccroché d’un coup.")
    dialog.locator("[data-confirm]").click()
    expect(column.root.locator("[data-act=debrief]")).to_have_count(0)
    link = chief.page.locator("#debriefs")
    expect(link).to_have_text("1 agent souhaite vous parler")
    link.click()
    expect(chief.page.locator("main")).to_contain_text("Elle a raccroché d’un coup.")
    chief.page.get_by_role("button", name="Nous en avons parlé").click()
    expect(chief.page.locator("#said")).to_contain_text("vous en avez parlé")
