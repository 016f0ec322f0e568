"""Quick exit: by the button, by Shift three times, without JavaScript; nothing is left for Back or the next visitor."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import OfficerWindow, VisitorWindow
from tests.environment.browsers import DESKTOP, Windows

pytestmark = [pytest.mark.browser, pytest.mark.server]
SECRET = "Il a mis un verrou sur la porte."
PAGES = ["/", "/espace", "/traces", "/confidentialite", "/numeros"]


def _is_gone(page: Page) -> None:
    expect(page).to_have_title("Météo")
    assert "127.0.0.1" not in page.url


def _shows_nothing(page: Page) -> None:
    expect(page.get_by_text(SECRET)).to_have_count(0)
    expect(page.locator("#seat")).to_have_count(0)
    for frame in page.frames:
        assert SECRET not in frame.content()


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_the_button_leaves_at_once_and_back_shows_nothing(windows: Windows, script: bool) -> None:
    visitor = VisitorWindow(windows, script=script).begin("35000", SECRET)
    visitor.quit()
    _is_gone(visitor.page)
    visitor.page.go_back()
    _shows_nothing(visitor.page)
    visitor.page.goto("/espace")
    _shows_nothing(visitor.page)
    expect(visitor.page.get_by_role("button", name="Commencer", exact=True)).to_be_visible()


@pytest.mark.parametrize("path", PAGES)
def test_it_is_on_every_page(windows: Windows, path: str) -> None:
    page = windows.open(path)
    button = page.get_by_role("link", name="Quitter rapidement").last
    expect(button).to_be_in_viewport()
    box = button.bounding_box()
    assert box is not None
    assert box["height"] >= 44, "reachable by a thumb"
    assert box["y"] + box["height"] > 600, "at the bottom edge"
    button.click()
    _is_gone(page)


def test_shift_three_times_leaves(windows: Windows) -> None:
    visitor = VisitorWindow(windows, device=DESKTOP).begin("35000", SECRET)
    for _ in range(2):
        visitor.page.keyboard.press("Shift")
    expect(visitor.page.locator("#quit-said")).to_contain_text("Appuyez encore une fois")
    visitor.page.keyboard.press("Shift")
    _is_gone(visitor.page)


def test_another_key_in_between_does_not_leave(windows: Windows) -> None:
    visitor = VisitorWindow(windows, device=DESKTOP).begin("35000", SECRET)
    visitor.page.locator("#text").focus()
    visitor.page.keyboard.type("JE SUIS LÀ, Il Crie, Il Frappe")
    for key in ("Shift", "a", "Shift", "Shift", "b"):
        visitor.page.keyboard.press(key)
    visitor.page.wait_for_timeout(300)
    expect(visitor.page).to_have_url(re.compile(r"/espace$"))


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_the_officer_sees_a_quick_exit_and_the_conversation_stays_open(windows: Windows, script: bool) -> None:
    words = f"{SECRET} {'avec' if script else 'sans'}"
    visitor = VisitorWindow(windows, script=script).begin("35000", words)
    column = OfficerWindow(windows).take(words)
    visitor.quit()
    _is_gone(visitor.page)
    expect(column.presence).to_contain_text("sortie rapide")
    expect(column.root).to_have_attribute("data-state", "active")
    column.say("Je reste là si vous revenez.")


def test_the_next_person_on_the_same_device_sees_nothing(windows: Windows) -> None:
    visitor = VisitorWindow(windows).begin("35000", SECRET)
    visitor.page.locator("#text").fill("un brouillon")
    visitor.quit()
    _is_gone(visitor.page)
    for path in PAGES:
        tab = windows.tab(visitor.page, path)
        _shows_nothing(tab)
        assert "brouillon" not in tab.content()
        assert tab.evaluate("Object.keys(sessionStorage).length + Object.keys(localStorage).length") == 0
    cookies = {cookie["name"] for cookie in visitor.page.context.cookies()}
    assert "__Host-espace" not in cookies


def test_leaving_works_when_the_server_does_not_answer(windows: Windows) -> None:
    visitor = VisitorWindow(windows).begin("35000", SECRET)
    watch = windows.watch(visitor.page)
    watch.forgive(r"WebSocket|ERR_INTERNET_DISCONNECTED|Failed to load resource|ERR_FAILED")
    visitor.page.context.route("**/sortie", lambda route: route.abort())
    visitor.page.context.route("**/leave", lambda route: route.abort())
    visitor.quit()
    _is_gone(visitor.page)
    visitor.page.goto("/espace")
    _shows_nothing(visitor.page)


@pytest.mark.parametrize("path", ["/espace", "/traces"])
def test_every_tab_leaves_with_the_one_that_is_left(windows: Windows, path: str) -> None:
    visitor = VisitorWindow(windows).begin("35000", SECRET)
    other = visitor.page.context.new_page()
    other.goto(f"{visitor.page.url.removesuffix('/espace')}{path}")
    other.get_by_role("link", name="Quitter rapidement").last.click()
    _is_gone(other)
    _is_gone(visitor.page)
