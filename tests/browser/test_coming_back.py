"""The return code: shown, noted, shown again, and good on another device; a wrong one is told kindly."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.people import OfficerWindow, VisitorWindow
from tests.environment.browsers import DESKTOP, Windows

pytestmark = [pytest.mark.browser, pytest.mark.server]


def test_the_code_is_shown_in_fours_noted_and_shown_again_from_the_top_line(windows: Windows) -> None:
    visitor = VisitorWindow(windows).begin("35000", "Je note.")
    code = visitor.code
    assert re.fullmatch(r"\d{4} \d{4} \d{4} \d{4}", code)
    visitor.page.get_by_role("button", name="J’ai noté mon code").click()
    expect(visitor.page.locator("#code-card")).to_have_count(0)
    visitor.page.reload()
    visitor.is_in_the_chat()
    expect(visitor.page.locator("#code-card")).to_have_count(0)
    visitor.page.locator("#menu > summary").click()
    expect(visitor.page.locator("#menu .code")).to_have_text(code)


def test_it_opens_the_same_thread_on_another_device_and_closes_the_first(windows: Windows) -> None:
    visitor = VisitorWindow(windows).begin("35000", "Je change de téléphone.")
    column = OfficerWindow(windows).take("Je change de téléphone.")
    column.say("Je vous suis.")
    expect(visitor.said("Je vous suis.")).to_be_visible()
    code = visitor.code

    other = VisitorWindow(windows, device=DESKTOP).enter()
    other.page.locator("#code-field").fill(code.replace(" ", "-"))
    other.page.get_by_role("button", name="Reprendre la conversation").click()
    other.is_in_the_chat()
    expect(other.said("Je vous suis.")).to_be_visible()
    other.say("Me revoilà.")
    expect(column.said("Me revoilà.")).to_be_visible()
    expect(visitor.page.locator("#seat")).to_have_count(0)
    expect(visitor.page.get_by_text("Je change de téléphone.")).to_have_count(0)


def test_a_wrong_code_is_told_kindly_and_leaves_the_way_open(windows: Windows) -> None:
    visitor = VisitorWindow(windows).enter()
    windows.watch(visitor.page).forgive(r"Failed to load resource.*401")
    visitor.page.locator("#code-field").fill("1234 5678 9012 3456")
    visitor.page.get_by_role("button", name="Reprendre la conversation").click()
    expect(visitor.page.locator("#code-said")).not_to_be_empty()
    expect(visitor.page.locator("#code-field")).to_have_value("1234 5678 9012 3456")
    visitor.page.get_by_role("button", name="Commencer une autre conversation").click()
    expect(visitor.page.get_by_role("button", name="Commencer", exact=True)).to_be_visible()


def test_an_officer_who_ends_it_leaves_the_visitor_with_what_comes_next(windows: Windows) -> None:
    visitor = VisitorWindow(windows).begin("35000", "On a fini.")
    officer = OfficerWindow(windows)
    column = officer.take("On a fini.")
    officer.page.locator("#file [data-act=end]").click()
    officer.page.locator("#dialog-end [data-confirm]").click()
    expect(column.root).to_have_attribute("data-state", "ended")
    expect(visitor.page.locator("#ended")).to_be_visible()
    visitor.page.reload()
    expect(visitor.page.get_by_role("heading", name="La conversation est terminée")).to_be_visible()
    visitor.page.get_by_role("button", name="Reprendre maintenant").click()
    visitor.is_in_the_chat()
    expect(officer.row("On a fini.")).to_be_visible()
