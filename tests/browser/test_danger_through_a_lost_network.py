"""Danger pressed where the network has just gone is not lost: it leaves by itself, once, as soon as it can."""

import re

import pytest
from playwright.sync_api import Route, expect

from tests.browser.people import VisitorWindow
from tests.browser.test_danger_after_the_end import press_danger
from tests.environment.api import Desk
from tests.environment.browsers import Windows

pytestmark = [pytest.mark.browser, pytest.mark.server]
PATCHED = re.compile(r"/api/v1/conversations/[^/]+$")


def _levels(police: Desk, words: str) -> list[str]:
    return [row["level"] for row in police.queue() if row["first_words"] == words]


def test_in_airplane_mode_it_waits_says_so_and_leaves_with_the_network(windows: Windows, police: Desk) -> None:
    words = "Je suis dans le train."
    visitor = VisitorWindow(windows).begin("35000", words)
    windows.watch(visitor.page).forgive("Failed to load resource|ERR_|WebSocket")
    visitor.page.context.set_offline(True)
    visitor.page.route(PATCHED, lambda route: route.abort())
    visitor.page.evaluate("WebSocket.prototype.send = () => {}")  # what a channel without a network takes goes nowhere
    press_danger(visitor)
    press_danger(visitor)
    expect(visitor.page.locator("#danger-said")).to_be_visible()
    expect(visitor.page.locator("#text")).to_be_visible()
    assert _levels(police, words) == ["standard"]
    visitor.page.unroute(PATCHED)
    visitor.page.context.set_offline(False)
    expect(visitor.page.locator("#danger-said")).to_be_hidden()
    assert _levels(police, words) == ["immediate"]


def test_pressed_twice_over_both_ways_it_is_said_once(windows: Windows, police: Desk) -> None:
    words = "Il est derrière la porte, vite."
    visitor = VisitorWindow(windows).begin("35000", words)
    asked: list[str] = []

    def note(route: Route) -> None:
        asked.append(route.request.method)
        route.continue_()

    visitor.page.route(PATCHED, note)
    press_danger(visitor)
    press_danger(visitor)
    expect(visitor.page.get_by_text("Vous avez dit que vous êtes en danger maintenant.")).to_have_count(1)
    visitor.say("Encore moi.")
    expect(visitor.page.get_by_text("Vous avez dit que vous êtes en danger maintenant.")).to_have_count(1)
    assert asked.count("PATCH") == 2
    assert _levels(police, words) == ["immediate"]
