"""By push: the desk offers, the officer answers by a key; unanswered, she is asked whether she is there."""

import os
from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.browser.people import OfficerWindow
from tests.environment.browsers import Windows
from tests.environment.server import Server
from tests.environment.servers import Arrive, Prepared, copy_of, gone_afterwards

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(240)]
FIRST = "Il est devant la porte."


@pytest.fixture(scope="module")
def _server(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    by_push = copy_of(prepared, tmp_path_factory.mktemp("server"), PERMANENCE_ASSIGNMENT="push")
    with gone_afterwards(by_push) as server:
        yield server


def _look(window: OfficerWindow, name: str) -> None:
    if folder := os.environ.get("PERMANENCE_SHOTS"):
        window.page.screenshot(path=f"{folder}/{name}.png")


def test_who_is_offered_is_accepted_or_refused_by_a_key(windows: Windows, arrive: Arrive) -> None:
    nadia = OfficerWindow(windows)
    nadia.available()
    arrive("35000", in_danger=True, categories=["conjugal"], message={"id": str(uuid4()), "text": FIRST})
    offer = nadia.page.locator("#offers .offer")
    expect(offer).to_contain_text("Une personne vous est proposée")
    expect(offer).to_contain_text(FIRST)
    expect(nadia.row(FIRST)).to_be_visible()
    _look(nadia, "offer")
    nadia.page.keyboard.press("a")
    expect(nadia.page.locator("article.column[data-focus=true]")).to_contain_text(FIRST)
    expect(nadia.page.locator("#offers")).to_be_hidden()
    nadia.page.keyboard.press("Escape")
    arrive("35000", message={"id": str(uuid4()), "text": "Bonsoir."})
    expect(offer).to_contain_text("Bonsoir.")
    nadia.page.keyboard.press("d")
    expect(nadia.page.locator("#offers")).to_be_hidden()
    expect(nadia.row("Bonsoir.")).to_be_visible()


def test_coming_back_from_a_break_shows_at_once_whom_the_desk_offers(windows: Windows, arrive: Arrive) -> None:
    hugo = OfficerWindow(windows, "policier")
    hugo.available()
    hugo.page.locator('#presence .segment[data-state="break"]').click()
    arrive("35000", message={"id": str(uuid4()), "text": "Je suis seule."})
    expect(hugo.row("Je suis seule.")).to_be_visible()
    expect(hugo.page.locator("#offers")).to_be_hidden()
    hugo.available()
    expect(hugo.page.locator("#offers .offer")).to_contain_text("Je suis seule.")
