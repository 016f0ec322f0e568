"""Small screens, large letters, night, keyboard only: nothing sideways, nothing out of reach, nothing pale."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import OfficerWindow, VisitorWindow
from tests.environment.browsers import DESKTOP, PHONE, Windows
from tests.environment.servers import Arrive

pytestmark = [pytest.mark.browser, pytest.mark.server]
PAGES = ["/", "/espace", "/traces", "/confidentialite", "/numeros", "/compte/connexion", "/nulle-part"]
SIZES: dict[str, dict[str, Any]] = {
    "phone": PHONE,
    "phone at 200 %": {**PHONE, "viewport": {"width": 180, "height": 370}},
    "small": {**PHONE, "viewport": {"width": 320, "height": 568}},
    "desktop": DESKTOP,
    "desktop at 200 %": {"viewport": {"width": 720, "height": 450}},
}
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
CONTRAST = """() => {
  const channel = (v) => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const parse = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
  const under = (node) => {
    for (; node; node = node.parentElement) {
      const [r, g, b, a = 1] = parse(getComputedStyle(node).backgroundColor);
      if (a > 0.99 && r !== undefined) return [r, g, b];
    }
    return matchMedia('(prefers-color-scheme: dark)').matches ? [18, 18, 18] : [255, 255, 255];
  };
  const pale = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    const seen = node.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    if (!walker.currentNode.data.trim() || !seen) continue;
    const style = getComputedStyle(node);
    const [r, g, b, a = 1] = parse(style.color);
    if (a < 1 || node.closest('[disabled], noscript, option')) continue;
    const [one, two] = [light([r, g, b]), light(under(node))].sort((x, y) => y - x);
    const size = parseFloat(style.fontSize), bold = Number(style.fontWeight) >= 700;
    const needed = size >= 24 || (bold && size >= 18.66) ? 3 : 4.5;
    const ratio = (one + 0.05) / (two + 0.05);
    if (ratio < needed - 0.01) pale.push(`${ratio.toFixed(2)}: ${walker.currentNode.data.trim().slice(0, 40)}`);
  }
  return pale;
}"""


def _fits(page: Page) -> None:
    assert page.evaluate(SIDEWAYS) <= 0, "there is something to scroll sideways to"


@pytest.mark.parametrize("size", SIZES)
def test_nothing_scrolls_sideways(windows: Windows, size: str) -> None:
    for path in PAGES:
        page = windows.open("", device=SIZES[size])
        windows.watch(page).forgive(r"Failed to load resource.*404")
        page.goto(path)
        _fits(page)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
def test_the_chat_can_be_read_and_written_in_at_any_size(windows: Windows, size: str, script: bool) -> None:
    visitor = VisitorWindow(windows, device=SIZES[size], script=script).begin("35000", "Un mot " + "trèslong" * 20)
    _fits_without_script(visitor) if not script else _fits(visitor.page)
    for name in ("#text", "#quitter"):
        visitor.page.locator(name).scroll_into_view_if_needed()
        expect(visitor.page.locator(name)).to_be_in_viewport()
    visitor.say("Je peux écrire.")


def _fits_without_script(visitor: VisitorWindow) -> None:
    body, window = visitor.page.locator("body").bounding_box(), visitor.page.viewport_size
    assert body is not None
    assert window is not None
    assert body["width"] <= window["width"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_of_a_visitor_stands_out(windows: Windows, scheme: str) -> None:
    for path in PAGES:
        page = windows.open("", color_scheme=scheme)
        windows.watch(page).forgive(r"Failed to load resource.*404")
        page.goto(path)
        assert page.evaluate(CONTRAST) == [], f"{path}, {scheme}"
    visitor = VisitorWindow(windows, color_scheme=scheme).begin("35000", "Bonsoir")
    assert visitor.page.evaluate(CONTRAST) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_of_the_console_stands_out(windows: Windows, arrive: Arrive, scheme: str) -> None:
    for danger in (True, False):
        arrive("35000", in_danger=danger, message={"id": f"0f4a4b62-7a67-4a0e-9d2a-{danger:012d}", "text": "Bonsoir"})
    officer = OfficerWindow(windows, color_scheme=scheme)
    expect(officer.page.locator("#queue-rows button.row").first).to_be_visible()
    officer.page.keyboard.press("n")
    expect(officer.page.locator("article.column").first).to_be_visible()
    assert officer.page.evaluate(CONTRAST) == []


def test_a_visitor_with_a_keyboard_alone(windows: Windows) -> None:
    visitor = VisitorWindow(windows, device=DESKTOP)
    keys = visitor.page.keyboard
    keys.press("Tab")
    expect(visitor.page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    keys.press("Tab")
    expect(visitor.page.get_by_role("link", name="Quitter rapidement (")).to_be_focused()
    visitor.page.get_by_role("link", name="Écrire à un policier").focus()
    keys.press("Enter")
    visitor.page.locator("#postal_code").focus()
    keys.type("35000")
    keys.press("Enter")
    visitor.is_in_the_chat()
    visitor.page.locator("#text").focus()
    keys.type("Au clavier")
    keys.press("Control+Enter")
    expect(visitor.said("Au clavier")).to_be_visible()
    expect(visitor.page.locator("#text")).to_be_focused()


def test_an_officer_with_a_keyboard_alone(windows: Windows, arrive: Arrive) -> None:
    arrive("35000", message={"id": "0f4a4b62-7a67-4a0e-9d2a-6f6ad27fd0a9", "text": "Sans souris"})
    officer = OfficerWindow(windows)
    expect(officer.row("Sans souris")).to_be_visible()
    keys = officer.page.keyboard
    keys.press("n")
    expect(officer.page.locator("article.column textarea:focus")).to_have_count(1)
    keys.type("Je vous réponds au clavier.")
    keys.press("Enter")
    said = officer.page.locator("article.column").get_by_text("Je vous réponds au clavier.", exact=True)
    expect(said).to_be_visible()
    keys.press("Escape")
    keys.press("?")
    expect(officer.page.locator("#dialog-shortcuts")).to_be_visible()
    keys.press("Escape")
    expect(officer.page.locator("#dialog-shortcuts")).to_have_count(0)
