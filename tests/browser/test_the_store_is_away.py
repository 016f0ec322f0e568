"""The server answers, its database does not: whoever opens the channel in that moment comes back by themselves."""

import json
import re

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser.people import OfficerWindow, VisitorWindow
from tests.environment.browsers import Windows

pytestmark = [pytest.mark.browser, pytest.mark.server]
AWAY = {"type": "error", "code": "unavailable", "detail": "Le service ne répond pas : réessayez."}
CROWDED = {
    "type": "error",
    "code": "too_fast",
    "detail": "Trop de connexions depuis votre réseau.",
    "retry_after_s": 30,
}


def away_for(page: Page, openings: int, refusal: dict[str, object] = AWAY) -> list[str]:
    """The next `openings` connections are refused as while the database is away; answers what they asked."""
    refused: list[str] = []

    def connected(socket: WebSocketRoute) -> None:
        if len(refused) >= openings:
            socket.connect_to_server()
            return

        def refuse(frame: str | bytes) -> None:
            refused.append(str(frame))
            socket.send(json.dumps(refusal))

        socket.on_message(refuse)

    page.route_web_socket(re.compile("/live$"), connected)
    return refused


def test_a_visitor_whose_opening_was_refused_is_live_again(windows: Windows) -> None:
    visitor = VisitorWindow(windows)
    refused = away_for(visitor.page, 2)
    visitor.begin("35000", "Je suis là.")
    assert [json.loads(frame)["type"] for frame in refused] == ["open", "open"]
    visitor.say("Et toujours là.")
    expect(visitor.page.locator("#connection")).not_to_have_attribute("data-lost", "")


def test_a_visitor_whose_network_holds_too_many_channels_is_answered_without_one(windows: Windows) -> None:
    visitor = VisitorWindow(windows)
    refused = away_for(visitor.page, 1_000, CROWDED)
    visitor.enter()
    visitor.page.locator("#postal_code").fill("35000")
    visitor.start()
    expect(visitor.page.locator("#thread:not([hidden])")).to_have_count(1)
    visitor.say("On me répond quand même.")
    assert len(refused) == 3


def test_an_officer_whose_opening_was_refused_is_live_again(windows: Windows) -> None:
    officer = OfficerWindow(windows)
    refused = away_for(officer.page, 2)
    officer.page.reload()
    officer.is_connected()
    assert [json.loads(frame)["type"] for frame in refused] == ["open", "open"]
