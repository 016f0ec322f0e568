"""The console at 200 %: one column that scrolls, one conversation at a time, everything within reach."""

from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.browser.people import OfficerWindow
from tests.browser.test_how_it_looks_to_everybody import SIDEWAYS
from tests.environment.browsers import Windows
from tests.environment.servers import Arrive

pytestmark = [pytest.mark.browser, pytest.mark.server]
SIZES: dict[str, dict[str, Any]] = {
    "1440 × 900 at 200 %": {"viewport": {"width": 720, "height": 450}},
    "1280 × 720 at 200 %": {"viewport": {"width": 640, "height": 360}},
}


@pytest.mark.parametrize("size", SIZES)
def test_an_officer_reads_answers_and_asks_for_a_patrol_enlarged(windows: Windows, arrive: Arrive, size: str) -> None:
    words = [f"Il est là {number} {uuid4().hex[:6]}" for number in range(2)]
    for one in words:
        arrive("35000", in_danger=True, message={"id": str(uuid4()), "text": one})
    officer = OfficerWindow(windows, device=SIZES[size])
    for one in words:
        officer.take(one).say("Je suis là.")
        expect(officer.page.locator("article.column")).to_have_count(1)
    assert officer.page.evaluate(SIDEWAYS) <= 0, "there is something to scroll sideways to"
    column = officer.page.locator("article.column")
    for reached in (column.locator("textarea"), column.locator(".composer__send"), column.locator(".column__watch")):
        reached.scroll_into_view_if_needed()
        expect(reached).to_be_in_viewport()
    column.locator("[data-act=intervention]").click()
    expect(officer.page.locator("#sheet-address")).to_be_in_viewport(ratio=1)
    assert officer.page.evaluate(SIDEWAYS) <= 0
