"""An officer's whole shift without a mouse: every part is reached, nothing holds the keyboard, focus is always seen."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.environment.browsers import DESKTOP, Windows
from tests.environment.servers import PASSWORD, Arrive

pytestmark = [pytest.mark.browser, pytest.mark.server]
HAS_FOCUS = "selector => document.activeElement !== document.body && document.activeElement.matches(selector)"
IS_SEEN = """() => {
  const node = document.activeElement;
  const ringed = getComputedStyle(node).outlineStyle !== "none";
  const label = node.closest("label");
  return ringed || (label !== null && getComputedStyle(label).outlineStyle !== "none");
}"""


class Keyboard:
    """Hands that never leave it."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def reach(self, selector: str, key: str = "Tab", within: int = 80) -> None:
        """Tab after Tab, until there; each step of the way shows where it is."""
        for _ in range(within):
            if self.page.evaluate(HAS_FOCUS, selector):
                assert self.page.evaluate(IS_SEEN), f"the focus on {selector} is not seen"
                return
            self.page.keyboard.press(key)
        pytest.fail(f"{selector} is out of the keyboard's reach")


def _words(text: str) -> dict[str, dict[str, str]]:
    return {"message": {"id": str(uuid4()), "text": text}}


def test_a_whole_shift(windows: Windows, arrive: Arrive) -> None:
    visitors = [arrive("35000", **_words(f"Personne {number}, il crie")) for number in range(3)]
    page = windows.open("/brigade/", device=DESKTOP)
    keys = Keyboard(page)

    # Signs in.
    keys.reach("[name=username]")
    keys.type("policiere")
    keys.reach("[name=password]")
    keys.type(PASSWORD)
    keys.press("Enter")
    expect(page.locator("#queue-rows")).to_have_attribute("aria-busy", "false")

    # Becomes available, takes the next three.
    keys.press("p")
    expect(page.locator("#presence input:focus")).to_have_count(1)
    while not page.locator("#presence input[value=available]").is_checked():
        keys.press("ArrowRight")
    for number in range(3):
        keys.press("Escape", "n")
        expect(page.locator("#tabs .tab")).to_have_count(number + 1)
        expect(page.locator("article.column[data-focus=true] textarea.composer__box")).to_be_focused()

    # Answers with a prepared reply, adapted before it leaves.
    keys.press("Escape", "1", "e")
    keys.type("/secur")
    expect(page.get_by_role("option").first).to_contain_text("/securite")
    keys.press("Enter")
    keys.type(" Répondez par oui ou par non.")
    keys.press("Enter")
    expect(page.locator("#columns")).to_contain_text("Répondez par oui ou par non.")
    first = next(one for one in visitors if [said for said in one.thread() if said["from"] == "officer"])

    # Switches to the others and back, from inside the text.
    for _ in range(2):
        keys.press("Alt+ArrowDown")
        expect(page.locator("article.column[data-focus=true] textarea.composer__box")).to_be_focused()
        keys.type("Je vous lis.")
        keys.press("Enter")
    for visitor in visitors:
        assert len([said for said in visitor.thread() if said["from"] == "officer"]) == 1
    keys.press("Escape", "1")
    expect(page.locator(f'#tabs [data-conversation="{first.id}"]')).to_have_attribute("aria-current", "true")

    # Searches, pins a fact, ticks a question, corrects the level.
    keys.press("Control+f")
    keys.type("crie")
    expect(page.locator("article.column[data-focus=true] .finder__said")).to_have_text("1 sur 1")
    keys.press("Escape", "Escape", "g")
    expect(page.locator("#dialog-fact textarea")).to_be_focused()
    keys.type("Des cris derrière la porte")
    keys.reach("#dialog-fact [data-confirm]")
    keys.press("Enter")
    expect(page.locator("#pinned .pinned__text")).to_have_text("Des cris derrière la porte")
    keys.press("Escape", "o", "Space")
    expect(page.locator("#notebook li[data-asked=true]")).to_have_count(1)
    keys.press("l")
    keys.reach("#dialog-level select")
    keys.press("ArrowUp")
    keys.reach("#dialog-level [name=reason]")
    keys.type("Des cris.")
    keys.reach("#dialog-level [data-confirm]")
    keys.press("Enter")
    expect(page.locator(f'#tabs [data-conversation="{first.id}"]')).to_have_attribute("data-level", "high")

    # Ends the three, each with a reason.
    for left in (2, 1, 0):
        keys.press("1" if left == 2 else "j", "x")
        keys.reach("#dialog-end [name=reason]")
        keys.type("Orientée vers son commissariat.")
        keys.reach("#dialog-end [data-confirm]")
        keys.press("Enter")
        expect(page.locator("#load-held")).to_contain_text(re.compile(rf"^{left} conversation"))

    # Takes a break, ends the shift, signs out.
    keys.press("p", "ArrowRight")
    expect(page.locator("#presence input[value=break]")).to_be_checked()
    keys.press("ArrowRight")
    expect(page.locator("#presence input[value=off]")).to_be_checked()
    windows.watch(page).forgive(r"401|403|WebSocket")
    keys.reach("#me-menu > summary")
    keys.press("Enter")
    keys.reach("#sign-out button")
    keys.press("Enter")
    expect(page).to_have_url(re.compile("/compte/connexion"))


def test_every_key_is_in_the_list_that_a_question_mark_opens(windows: Windows) -> None:
    page = windows.open("/brigade/", device=DESKTOP)
    keys = Keyboard(page)
    keys.reach("[name=username]")
    keys.type("policier")
    keys.reach("[name=password]")
    keys.type(PASSWORD)
    keys.press("Enter")
    expect(page.locator("#queue-rows")).to_have_attribute("aria-busy", "false")
    keys.press("?")
    listed = page.locator("#dialog-shortcuts")
    for command in ("/note", "/fin", "/niveau", "/transfert", "/rappel", "/chercher", "Ctrl + F", "Ctrl + ;"):
        expect(listed.get_by_text(command, exact=True)).to_be_visible()
    keys.press("Escape")
    expect(listed).to_have_count(0)


def test_tab_goes_through_the_console_and_out_again(windows: Windows, arrive: Arrive) -> None:
    arrive("35000", **_words("Le tour du poste"))
    page = windows.open("/brigade/", device=DESKTOP)
    keys = Keyboard(page)
    keys.reach("[name=username]")
    keys.type("policier")
    keys.reach("[name=password]")
    keys.type(PASSWORD)
    keys.press("Enter")
    expect(page.locator("#queue-rows")).to_have_attribute("aria-busy", "false")
    keys.press("n")
    expect(page.locator("#tabs .tab").first).to_be_visible()
    for selector in (".composer__send, .composer__box", "[data-act=end]", "#notebook [data-act=remind]"):
        keys.reach(selector)
    for selector in (".composer__box", ".thread", "#tabs .tab", "#take-next", "#presence input"):
        keys.reach(selector, "Shift+Tab")
