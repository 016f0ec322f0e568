"""The postal code: one force, several, unknown, malformed, kept quiet; never a dead end, nothing typed is lost."""

import pytest
from playwright.sync_api import expect

from tests.browser.people import OfficerWindow, VisitorWindow
from tests.environment.browsers import Windows

pytestmark = [pytest.mark.browser, pytest.mark.server]
ASKED_AGAIN = r"Failed to load resource.*(404|422)"
"""A form that is shown again answers 422, which Chromium logs."""
both = pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])


@both
def test_a_mixed_code_asks_the_commune_and_keeps_the_rest(windows: Windows, script: bool) -> None:
    words = f"Je suis dans un village ({script})."
    visitor = VisitorWindow(windows, script=script).enter()
    page = visitor.page
    page.locator("#postal_code").fill("54800")
    page.locator("#message").fill(words)
    page.locator("label[for=reporter-witness]").click()
    if not script:
        windows.watch(page).forgive(ASKED_AGAIN)
        visitor.start()
    expect(page.locator("#communes fieldset")).to_be_visible()
    page.locator("select[name=insee]").select_option(label="Jarny")
    expect(page.locator("#message")).to_have_value(words)
    expect(page.locator("#reporter-witness")).to_be_checked()
    visitor.start()
    visitor.is_in_the_chat()
    gendarme, police = OfficerWindow(windows, "gendarme"), OfficerWindow(windows)
    rows = [desk.row(words).count() for desk in (police, gendarme)]
    assert sorted(rows) == [0, 1], "one desk, and one only, answers for a commune"


@both
@pytest.mark.parametrize(("code", "word"), [("00000", "00000"), ("ABC", ""), ("3500", "")])
def test_a_code_that_leads_nowhere_is_said_beside_the_field_and_can_be_passed(
    windows: Windows, script: bool, code: str, word: str
) -> None:
    words = f"Nulle part {code} {script}"
    visitor = VisitorWindow(windows, script=script).enter()
    page = visitor.page
    page.locator("#postal_code").fill(code)
    page.locator("#message").fill(words)
    windows.watch(page).forgive(ASKED_AGAIN)
    visitor.start()
    expect(page.locator("#postal_code-said")).not_to_be_empty()
    expect(page.locator("#postal_code-said")).to_contain_text(word)
    expect(page.locator("#postal_code")).to_have_value(code)
    expect(page.locator("#message")).to_have_value(words)
    page.get_by_role("button", name="Continuer sans préciser l’endroit").click()
    visitor.is_in_the_chat()
    expect(visitor.said(words)).to_be_visible()


@both
def test_saying_nothing_at_all_is_allowed_and_both_desks_see_it(windows: Windows, script: bool) -> None:
    words = f"Je préfère ne rien dire {script}"
    visitor = VisitorWindow(windows, script=script).begin("", words)
    police, gendarme = OfficerWindow(windows), OfficerWindow(windows, "gendarme")
    for desk in (police, gendarme):
        expect(desk.row(words)).to_be_visible()
    police.take(words)
    expect(gendarme.row(words)).to_have_count(0)
    if script:
        expect(visitor.page.locator("#status")).to_contain_text("Nadia")


def test_a_minor_is_told_of_119_in_their_words(windows: Windows) -> None:
    visitor = VisitorWindow(windows).enter()
    visitor.page.locator("label[for=age-minor]").click()
    visitor.start()
    visitor.is_in_the_chat()
    expect(visitor.page.get_by_role("link", name="119")).to_be_visible()


@both
def test_danger_skips_every_question_and_comes_first_in_the_queue(windows: Windows, script: bool) -> None:
    calm = f"Rien ne presse {script}"
    VisitorWindow(windows, script=script).begin("35000", calm)
    visitor = VisitorWindow(windows, script=script)
    visitor.page.get_by_role("button", name="Je suis en danger maintenant").click()
    visitor.is_in_the_chat()
    expect(visitor.page.locator("#now")).to_contain_text("Appelez le 17")
    visitor.say("Il est derrière la porte.")
    officer = OfficerWindow(windows)
    first = officer.page.locator("#queue-rows button.row").first
    expect(first).to_have_attribute("data-level", "immediate")
    expect(officer.row(calm)).to_be_visible()


@both
def test_danger_in_the_chat_takes_one_confirmation(windows: Windows, script: bool) -> None:
    words = f"Ça va pour l'instant {script}"
    visitor = VisitorWindow(windows, script=script).begin("35000", words)
    column = OfficerWindow(windows).take(words)
    visitor.page.locator("#danger-menu > summary").click()
    visitor.page.get_by_role("button", name="Oui, je suis en danger").click()
    expect(visitor.page.locator("#now")).to_be_visible()
    expect(column.root).to_have_attribute("data-level", "immediate")
