"""Two officers pass a conversation on; a supervisor takes one over; the visitor knows who answers."""

import os

import pytest
from playwright.sync_api import expect

from tests.browser.people import OfficerWindow, VisitorWindow
from tests.environment.browsers import Windows

pytestmark = [pytest.mark.browser, pytest.mark.server]
FIRST = "Bonjour, je préfère écrire."
SUMMARY = "Deux enfants. Elle attend sa sœur, ne pas appeler."


def _look(window: OfficerWindow, name: str) -> None:
    if folder := os.environ.get("PERMANENCE_SHOTS"):
        window.page.screenshot(path=f"{folder}/{name}.png")


def _propose(officer: OfficerWindow, to: str, summary: str) -> None:
    officer.page.locator("#file [data-act=transfer]").click()
    dialog = officer.page.locator("#dialog-transfer")
    option = dialog.locator("option", has_text=to)
    dialog.locator("select").select_option(str(option.get_attribute("value")))
    dialog.locator("textarea").fill(summary)
    _look(officer, "transfer-dialog")
    dialog.get_by_role("button", name="Proposer").click()


def test_a_colleague_accepts_and_the_visitor_is_told(windows: Windows) -> None:
    visitor = VisitorWindow(windows).begin("35000", FIRST)
    nadia, hugo = OfficerWindow(windows), OfficerWindow(windows, "policier")
    hugo.available()
    column = nadia.take(FIRST)
    column.say("Je suis là.")
    _propose(nadia, "Hugo", SUMMARY)
    expect(nadia.page.locator("#transfers")).to_contain_text("Proposée à Gardien de la paix Hugo")
    offer = hugo.page.locator("#transfers .offer")
    expect(offer).to_contain_text("Brigadière-cheffe Nadia vous propose")
    expect(offer).to_contain_text(SUMMARY)
    _look(hugo, "transfer-offer")
    offer.get_by_role("button", name="Accepter").click()
    theirs = hugo.page.locator("article.column[data-focus=true]")
    expect(theirs).to_contain_text("Je suis là.")
    expect(visitor.page.locator("#thread")).to_contain_text("Hugo")
    expect(visitor.page.locator("#status")).to_contain_text("Gardien de la paix Hugo")
    expect(nadia.page.locator("#transfers .offer")).to_have_count(0)
    expect(column.root).to_have_count(0)
    theirs.locator("textarea.composer__box").fill("Je prends la suite.")
    theirs.locator("textarea.composer__box").press("Enter")
    expect(visitor.said("Je prends la suite.")).to_be_visible()


def test_a_colleague_refuses_and_nothing_changes(windows: Windows) -> None:
    visitor = VisitorWindow(windows).begin("35000", "Encore moi.")
    nadia, hugo = OfficerWindow(windows), OfficerWindow(windows, "policier")
    hugo.available()
    column = nadia.take("Encore moi.")
    _propose(nadia, "Hugo", "")
    hugo.page.locator("#transfers .offer").get_by_role("button", name="Refuser").click()
    expect(nadia.page.locator("#transfers .offer")).to_have_count(0)
    column.say("Je reste avec vous.")
    expect(visitor.said("Je reste avec vous.")).to_be_visible()


def test_at_the_end_of_a_shift_everything_is_passed_on(windows: Windows) -> None:
    for words in ("Première personne.", "Deuxième personne."):
        VisitorWindow(windows).begin("35000", words)
    nadia, hugo = OfficerWindow(windows), OfficerWindow(windows, "policier")
    hugo.available()
    for words in ("Première personne.", "Deuxième personne."):
        nadia.take(words)
    nadia.page.locator("#me-name").click()
    nadia.page.locator("#hand-over").click()
    dialog = nadia.page.locator("#dialog-hand-over")
    option = dialog.locator("option", has_text="Hugo")
    dialog.locator("select").select_option(str(option.get_attribute("value")))
    _look(nadia, "hand-over")
    dialog.get_by_role("button", name="Proposer").click()
    offers = hugo.page.locator("#transfers .offer")
    held = nadia.page.locator("#load-held")
    expect(offers.first).to_be_visible()
    _look(hugo, "hand-over-offers")
    while offers.count():
        before = offers.count()
        offers.first.get_by_role("button", name="Accepter").click()
        expect(offers).to_have_count(before - 1)
    expect(held).to_contain_text("0 conversation")


def test_a_supervisor_takes_over(windows: Windows) -> None:
    visitor = VisitorWindow(windows).begin("35000", "C'est grave.")
    nadia, chief = OfficerWindow(windows), OfficerWindow(windows, "superviseuse")
    windows.watch(chief.page).forgive("422")
    column = nadia.take("C'est grave.")
    chief.page.locator(f'#force-list-rows [data-conversation="{column.conversation}"]').click()
    chief.page.locator("#file [data-act=take-over]").click()
    dialog = chief.page.locator("#dialog-take-over")
    dialog.get_by_role("button", name="Reprendre").click()
    expect(dialog).to_be_visible()
    dialog.locator("textarea").fill("Situation grave")
    dialog.get_by_role("button", name="Reprendre").click()
    expect(visitor.page.locator("#status")).to_contain_text("Capitaine Inès")
    expect(column.root).to_have_count(0)
