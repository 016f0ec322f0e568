"""By push: the desk offers, the officer answers by a key; unanswered, she is asked whether she is there."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from playwright.sync_api import expect

from tests.browser.people import OfficerWindow
from tests.environment.browsers import Windows
from tests.environment.server import Server
from tests.environment.servers import Arrive, Prepared, copy_of, gone_afterwards

pytestmark = [pytest.mark.browser, pytest.mark.server]
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


def _let_two_pass(server: Server, username: str, conversation: str) -> None:
    """As if the desk had asked twice in vain: a minute and a half that no test should wait for."""
    with closing(sqlite3.connect(server.data_dir / "permanence.sqlite3", timeout=60)) as database, database:
        (officer,) = database.execute("SELECT id FROM accounts_officer WHERE username = ?", [username]).fetchone()
        now = str(datetime.now(UTC).replace(tzinfo=None) + timedelta(seconds=1))
        row = (UUID(conversation).hex, officer, now, now, now)
        database.executemany(
            "INSERT INTO desk_offer (id, conversation_id, offered_to_id, offered_at, expires_at, answered_at, state) "
            "VALUES (?, ?, ?, ?, ?, ?, 'timed_out')",
            [(uuid4().hex, *row) for _ in range(2)],
        )


def test_who_let_two_pass_is_asked_whether_she_is_there(windows: Windows, arrive: Arrive, server: Server) -> None:
    visitor = arrive("35510")  # nobody of the gendarmerie is there
    nadia = OfficerWindow(windows)
    nadia.available()
    _let_two_pass(server, "policiere", visitor.id)
    nadia.page.reload()
    nadia.is_connected()
    away = nadia.page.locator("#away")
    expect(away).to_contain_text("Êtes-vous à votre poste ?")
    nadia.page.emulate_media(color_scheme="dark")
    _look(nadia, "away")
    nadia.page.wait_for_timeout(1100)
    away.get_by_role("button", name="Je suis là").click()
    expect(away).to_be_hidden()
