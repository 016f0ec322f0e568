"""The officer has ended; the page does not ask to write where nothing can be written, and danger opens it again."""

import pytest
from playwright.sync_api import expect

from tests.browser.people import VisitorWindow
from tests.environment.api import Desk
from tests.environment.browsers import Windows

pytestmark = [pytest.mark.browser, pytest.mark.server]


def press_danger(visitor: VisitorWindow) -> None:
    visitor.page.locator("#danger-menu > summary").click()
    visitor.page.locator("#danger").click()


def test_danger_in_an_ended_conversation_is_heard_and_can_be_written_in(windows: Windows, police: Desk) -> None:
    visitor = VisitorWindow(windows).begin("35000", "Il est revenu.")
    press_danger(visitor)
    expect(visitor.page.locator("#now")).to_be_visible()
    (row,) = [row for row in police.queue() if row["first_words"] == "Il est revenu."]
    police.take(row["conversation"])
    police.post(f"desk/conversations/{row['conversation']}/end", {"reason": "à l'abri"})

    expect(visitor.page.locator("#ended")).to_be_in_viewport()
    expect(visitor.page.locator("#now")).to_be_hidden()
    expect(visitor.page.locator("#say")).to_be_hidden()

    press_danger(visitor)
    expect(visitor.page.locator("#now")).to_be_visible()
    visitor.say("Il frappe à la porte.")
    assert [row["level"] for row in police.queue() if row["first_words"] == "Il est revenu."] == ["immediate"]
