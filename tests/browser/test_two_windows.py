"""The show: a visitor from Rennes on a telephone and the police console, twenty messages each way, a page reloaded and
the server killed in between. Nothing lost, nothing doubled, order kept, on both sides."""

import pytest
from playwright.sync_api import expect

from tests.browser.people import Column, OfficerWindow, VisitorWindow
from tests.environment.browsers import Windows
from tests.environment.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.server]
FIRST = "Bonjour, je vous écris depuis la salle de bain."
SAYS = [FIRST, *(f"Message {number}" for number in range(2, 21))]
ANSWERS = [f"Réponse {number}" for number in range(1, 21)]
DOWN = r"WebSocket connection|Failed to load resource|ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET"


def _talk(visitor: VisitorWindow, column: Column, numbers: range) -> None:
    for number in numbers:
        if number:
            visitor.say(SAYS[number])
        expect(column.said(SAYS[number])).to_be_visible()
        column.say(ANSWERS[number])
        expect(visitor.said(ANSWERS[number])).to_be_visible()


def _whole(visitor: VisitorWindow, column: Column) -> None:
    for side in (visitor, column):
        assert side.texts("visitor") == SAYS
        assert side.texts("officer") == ANSWERS


def test_twenty_messages_each_way_through_a_reload_and_a_crash(windows: Windows, server: Server) -> None:
    visitor = VisitorWindow(windows).begin("35000", FIRST)
    officer = OfficerWindow(windows)
    for page in (visitor.page, officer.page):
        windows.watch(page).forgive(DOWN)
    column = officer.take(FIRST)
    expect(visitor.page.locator("#status")).to_contain_text("Brigadière-cheffe Nadia")
    _talk(visitor, column, range(7))

    visitor.page.reload()
    visitor.is_in_the_chat()
    officer.page.reload()
    officer.is_connected()
    column = officer.column(column.conversation)
    _talk(visitor, column, range(7, 14))

    server.kill()
    visitor.page.locator("#text").fill(SAYS[14])
    visitor.page.locator("#say").get_by_role("button", name="Envoyer").click()
    expect(visitor.said(SAYS[14])).to_be_visible()
    server.start()
    expect(column.said(SAYS[14])).to_be_visible()
    column.say(ANSWERS[14])
    expect(visitor.said(ANSWERS[14])).to_be_visible()
    _talk(visitor, column, range(15, 20))

    _whole(visitor, column)
    visitor.page.reload()
    officer.page.reload()
    visitor.is_in_the_chat()
    expect(visitor.said(ANSWERS[19])).to_be_visible()
    column = officer.column(column.conversation)
    expect(column.said(ANSWERS[19])).to_be_visible()
    _whole(visitor, column)
