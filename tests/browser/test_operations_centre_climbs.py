"""Nobody takes the alert: the console rings louder, then the second centre is told, before its own console."""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.people import CentreWindow
from tests.browser.test_operations_centre import HANDS_OFF_S, _operators, ask, held, look
from tests.environment.api import Desk, Visitor
from tests.environment.browsers import Windows
from tests.environment.server import Server
from tests.environment.servers import Prepared, copy_of, gone_afterwards

__all__ = ["_operators", "held"]
pytestmark = [pytest.mark.browser, pytest.mark.server]
SOON = {"PERMANENCE_CENTRE_LOUDER": "4", "PERMANENCE_CENTRE_ESCALATES": "14"}


@pytest.fixture(scope="module")
def _server(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with gone_afterwards(copy_of(prepared, tmp_path_factory.mktemp("server"), **SOON)) as server:
        yield server


def test_an_alert_that_nobody_takes_grows_louder_and_reaches_the_second_centre(
    windows: Windows, police: Desk, held: Visitor
) -> None:
    first, second = CentreWindow(windows), CentreWindow(windows, "corg", color_scheme="dark")
    first.hears()
    second.hears()
    ask(police, held.id)
    ringing = first.page.locator("body")
    expect(ringing).to_have_attribute("data-ringing", "alarm")
    expect(ringing).to_have_attribute("data-alarm", "louder")
    expect(ringing).to_have_attribute("data-ringing", "louder")
    expect(first.page.locator(".rung")).to_contain_text("l’alerte sonne plus fort")
    expect(second.page.locator("#sheet")).to_contain_text("Aucune alerte.")
    expect(second.page.locator("#sheet")).to_contain_text("Vous êtes le second centre")
    expect(second.page.locator("body")).to_have_attribute("data-ringing", "louder")
    expect(first.page.locator(".rung")).to_contain_text("un superviseur de la brigade numérique et un second centre")
    look(second.page, "centre-second")
    time.sleep(HANDS_OFF_S)
    second.press("a")
    expect(second.state).to_contain_text("Prise en compte")
    expect(first.page.locator("#sheet .notice")).to_contain_text("a pris cette intervention en charge")
    expect(ringing).to_have_attribute("data-ringing", "none")
    expect(first.page.locator("#sheet .act")).to_have_count(0)
    look(first.page, "centre-in-other-hands")
