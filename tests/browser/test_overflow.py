"""Nobody of the police is there: a gendarme is shown who waits, as help, and answers."""

import os
from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.browser.people import OfficerWindow
from tests.environment.browsers import Windows
from tests.environment.server import Server
from tests.environment.servers import Arrive, Prepared, copy_of, gone_afterwards

pytestmark = [pytest.mark.browser, pytest.mark.server]


@pytest.fixture(scope="module")
def _server(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    helping = copy_of(prepared, tmp_path_factory.mktemp("server"), PERMANENCE_OVERFLOW_AFTER="2")
    with gone_afterwards(helping) as server:
        yield server


def test_help_is_marked_in_the_queue_and_in_the_file(windows: Windows, arrive: Arrive) -> None:
    arrive("35000", message={"id": str(uuid4()), "text": "Personne ne répond."})
    claire = OfficerWindow(windows, "gendarme")
    row = claire.row("Personne ne répond.")
    expect(row).to_contain_text("Renfort PN")
    if folder := os.environ.get("PERMANENCE_SHOTS"):
        claire.page.screenshot(path=f"{folder}/overflow-queue.png")
    column = claire.take("Personne ne répond.")
    column.say("Je vous lis.")
    expect(claire.page.locator("#file")).to_contain_text("Police nationale Renfort PN")
    if folder := os.environ.get("PERMANENCE_SHOTS"):
        claire.page.screenshot(path=f"{folder}/overflow.png")
