"""A visitor's words put her first: the officer sees which, in her queue, in the thread and in the file."""

import os

import pytest
from playwright.sync_api import expect

from tests.browser.people import OfficerWindow, VisitorWindow
from tests.environment.browsers import Windows

pytestmark = [pytest.mark.browser, pytest.mark.server]


def test_she_comes_first_and_the_words_that_did_it_are_marked(windows: Windows) -> None:
    nadia = OfficerWindow(windows)
    nadia.available()
    visitor = VisitorWindow(windows).begin(message="Bonsoir, je voudrais un renseignement.")
    row = nadia.row("un renseignement")
    expect(row).to_have_attribute("data-level", "standard")
    visitor.say("jai peur il est derriere la porte 🔪 avec un couteau")
    expect(row).to_have_attribute("data-level", "immediate")
    column = nadia.take("un renseignement")
    expect(column.root.locator("mark.signal").first).to_be_visible()
    assert "couteau" in " ".join(column.root.locator("mark.signal").all_inner_texts())
    expect(nadia.page.locator("#file")).to_contain_text("d’après ses mots")
    expect(nadia.page.locator(".file__signals")).to_contain_text("Dans ses mots :")
    if folder := os.environ.get("PERMANENCE_SHOTS"):
        nadia.page.screenshot(path=f"{folder}/signals.png")
