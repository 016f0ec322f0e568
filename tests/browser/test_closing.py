"""A silent conversation is about to be closed; a word of the visitor keeps it open."""

import pytest
from playwright.sync_api import expect

from tests.browser.people import OfficerWindow, VisitorWindow
from tests.environment.browsers import Windows

pytestmark = [pytest.mark.browser, pytest.mark.server]


def test_the_visitor_is_told_and_a_word_keeps_it_open(windows: Windows) -> None:
    visitor = VisitorWindow(windows).begin(message="Je ne sais pas par où commencer.")
    officer = OfficerWindow(windows)
    column = officer.take("Je ne sais pas")
    officer.page.get_by_role("button", name="Proposer de fermer").click()
    dialog = officer.page.locator("#dialog-closing")
    dialog.get_by_label("Lui laisser").select_option("15")
    dialog.get_by_label("Ensuite").select_option(label="Fermer la conversation")
    dialog.get_by_role("button", name="Prévenir la personne").click()
    expect(column.root.locator(".column__silence")).to_have_text("se ferme seule dans 14 min")
    told = visitor.page.locator("#thread").get_by_text("Êtes-vous toujours là ?")
    expect(told).to_be_visible()
    visitor.say("Oui, pardon, je suis là.")
    expect(column.root.locator(".column__silence")).to_be_hidden()
    expect(officer.page.get_by_role("button", name="Proposer de fermer")).to_be_visible()
