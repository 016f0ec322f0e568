"""The whole journey with JavaScript switched off: arrive, say where, write, be answered, end, come back."""

import pytest
from playwright.sync_api import expect

from tests.browser.people import OfficerWindow, VisitorWindow
from tests.environment.browsers import DESKTOP, PHONE, Windows

pytestmark = [pytest.mark.browser, pytest.mark.server]


@pytest.mark.parametrize("device", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_from_the_arrival_to_the_end_and_back(windows: Windows, device: dict[str, object]) -> None:
    words = f"Je n'ai pas de JavaScript ({'phone' if device is PHONE else 'desktop'})."
    visitor = VisitorWindow(windows, script=False, device=device).begin("35000", words)
    code = visitor.code
    officer = OfficerWindow(windows)
    column = officer.take(words)
    column.say("Bonjour, je vous lis.")
    expect(visitor.said("Bonjour, je vous lis.")).to_be_visible()
    visitor.say("Merci.")
    expect(column.said("Merci.")).to_be_visible()
    assert visitor.texts("visitor") == [words, "Merci."]

    visitor.page.locator("#menu > summary").click()
    visitor.page.locator("#menu .menu__end summary").click()
    visitor.page.get_by_role("button", name="Oui, terminer").click()
    expect(visitor.page.get_by_role("heading", name="La conversation est terminée")).to_be_visible()
    expect(visitor.page.locator("main")).to_contain_text("Commissariat de police de Rennes")
    expect(column.root).to_have_attribute("data-state", "ended")

    elsewhere = VisitorWindow(windows, script=False, device=device).enter()
    elsewhere.page.locator("#code-field").fill(code)
    elsewhere.page.get_by_role("button", name="Reprendre la conversation").click()
    elsewhere.is_in_the_chat()
    expect(elsewhere.said("Bonjour, je vous lis.")).to_be_visible()


def test_what_is_being_typed_survives_the_refresh_of_the_thread(windows: Windows) -> None:
    visitor = VisitorWindow(windows, script=False).begin("35000", "Attendez")
    officer = OfficerWindow(windows)
    visitor.page.locator("#text").fill("Je suis en train d'écrire une longue")
    column = officer.take("Attendez")
    column.say("Prenez votre temps.")
    expect(visitor.said("Prenez votre temps.")).to_be_visible()
    expect(visitor.page.locator("#text")).to_have_value("Je suis en train d'écrire une longue")


def test_once_answered_no_part_of_the_page_says_that_one_waits(windows: Windows) -> None:
    visitor = VisitorWindow(windows, script=False).begin("35000", "Qui me répond")
    OfficerWindow(windows).take("Qui me répond").say("Moi.")
    expect(visitor.said("Moi.")).to_be_visible()
    expect(visitor.page.get_by_text("prochaine personne")).to_have_count(0)
    expect(visitor.page.get_by_text("En attente")).to_have_count(0)


def test_a_double_submission_is_one_conversation(windows: Windows) -> None:
    visitor = VisitorWindow(windows, script=False).enter()
    visitor.page.locator("#postal_code").fill("35000")
    visitor.page.locator("#message").fill("Une seule fois.")
    visitor.page.get_by_role("button", name="Commencer", exact=True).dblclick()
    visitor.is_in_the_chat()
    visitor.page.go_back()
    visitor.page.go_forward()
    visitor.is_in_the_chat()
    assert visitor.texts("visitor") == ["Une seule fois."]


def test_an_empty_message_and_one_too_long_keep_what_was_typed(windows: Windows) -> None:
    visitor = VisitorWindow(windows, script=False).begin("35000")
    windows.watch(visitor.page).forgive(r"Failed to load resource.*422")
    long = "a" * 4001
    visitor.page.locator("#text").fill(long)
    visitor.page.locator("#say").get_by_role("button", name="Envoyer").click()
    expect(visitor.page.locator("#error")).to_contain_text("4000")
    expect(visitor.page.locator("#text")).to_have_value(long)
