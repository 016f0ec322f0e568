"""An officer's whole shift without a mouse: every part is reached, nothing holds the keyboard, focus is always seen."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.environment.api import Visitor
from tests.environment.browsers import DESKTOP, Windows
from tests.environment.servers import PASSWORD, Arrive

pytestmark = [pytest.mark.browser, pytest.mark.server]
WRITING = "article.column[data-focus=true] textarea.composer__box"
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


def _sign_in(windows: Windows, username: str) -> Keyboard:
    keys = Keyboard(windows.open("/brigade/", device=DESKTOP))
    keys.reach("[name=username]")
    keys.type(username)
    keys.reach("[name=password]")
    keys.type(PASSWORD)
    keys.press("Enter")
    expect(keys.page.locator("#queue-rows")).to_have_attribute("aria-busy", "false")
    return keys


def test_a_whole_shift(windows: Windows, arrive: Arrive) -> None:
    visitors = [arrive("35000", **_words(f"Personne {number}, il crie")) for number in range(3)]
    keys = _sign_in(windows, "policiere")
    _begins(keys)
    for number in range(3):
        keys.press("Escape", "n")
        expect(keys.page.locator("#tabs .tab")).to_have_count(number + 1)
        expect(keys.page.locator(WRITING)).to_be_focused()
    first = _answers_with_a_prepared_reply(keys, visitors)
    _answers_the_others_from_inside_the_text(keys, visitors)
    keys.press("Escape", "1")
    expect(_tab(keys, first)).to_have_attribute("aria-current", "true")
    _searches_and_keeps_what_matters(keys)
    _corrects_the_level(keys)
    expect(_tab(keys, first)).to_have_attribute("data-level", "high")
    _ends_the_three(keys)
    windows.watch(keys.page).forgive(r"401|403|WebSocket")
    _goes_home(keys)


def _tab(keys: Keyboard, visitor: Visitor) -> Locator:
    return keys.page.locator(f'#tabs [data-conversation="{visitor.id}"]')


def _answers(visitor: Visitor) -> list[str]:
    return [said["text"] for said in visitor.thread() if said["from"] == "officer"]


def _begins(keys: Keyboard) -> None:
    keys.press("p")
    expect(keys.page.locator("#presence input:focus")).to_have_count(1)
    while not keys.page.locator("#presence input[value=available]").is_checked():
        keys.press("ArrowRight")


def _answers_with_a_prepared_reply(keys: Keyboard, visitors: list[Visitor]) -> Visitor:
    """Found, inserted, adapted, and only then sent."""
    keys.press("Escape", "1", "e")
    keys.type("/secur")
    expect(keys.page.get_by_role("option").first).to_contain_text("/securite")
    keys.press("Enter")
    keys.type(" Répondez par oui ou par non.")
    keys.press("Enter")
    expect(keys.page.locator(".entry--officer[data-status=sent]")).to_contain_text("Répondez par oui ou par non.")
    return next(one for one in visitors if _answers(one))


def _answers_the_others_from_inside_the_text(keys: Keyboard, visitors: list[Visitor]) -> None:
    for _ in range(2):
        keys.press("Alt+ArrowDown")
        expect(keys.page.locator(WRITING)).to_be_focused()
        keys.type("Je vous lis.")
        keys.press("Enter")
        expect(keys.page.locator("article.column[data-focus=true] .entry[data-status=sent]")).to_have_count(1)
    assert [len(_answers(visitor)) for visitor in visitors] == [1, 1, 1]


def _searches_and_keeps_what_matters(keys: Keyboard) -> None:
    keys.press("Control+f")
    keys.type("crie")
    expect(keys.page.locator("article.column[data-focus=true] .finder__said")).to_have_text("1 sur 1")
    keys.press("Escape", "Escape", "g")
    expect(keys.page.locator("#dialog-fact textarea")).to_be_focused()
    keys.type("Des cris derrière la porte")
    keys.reach("#dialog-fact [data-confirm]")
    keys.press("Enter")
    expect(keys.page.locator("#dialog-fact")).to_have_count(0)
    expect(keys.page.locator("#pinned .pinned__text")).to_have_text("Des cris derrière la porte")
    keys.press("Control+;")
    keys.type("Elle parle depuis la salle de bains")
    keys.press("Control+Enter")
    expect(keys.page.locator("#notebook .note__text")).to_have_text("Elle parle depuis la salle de bains")
    keys.press("Escape", "o", "Space")
    expect(keys.page.locator("#notebook li[data-asked=true]")).to_have_count(1)


def _corrects_the_level(keys: Keyboard) -> None:
    keys.press("l")
    keys.reach("#dialog-level select")
    keys.press("ArrowUp")
    keys.reach("#dialog-level [name=reason]")
    keys.type("Des cris.")
    keys.reach("#dialog-level [data-confirm]")
    keys.press("Enter")
    expect(keys.page.locator("#dialog-level")).to_have_count(0)


def _ends_the_three(keys: Keyboard) -> None:
    for left in (2, 1, 0):
        keys.press("1" if left == 2 else "j", "x")
        keys.reach("#dialog-end [name=reason]")
        keys.type("Orientée vers son commissariat.")
        keys.reach("#dialog-end [data-confirm]")
        keys.press("Enter")
        expect(keys.page.locator("#dialog-end")).to_have_count(0)
        expect(keys.page.locator("#load-held")).to_contain_text(re.compile(rf"^{left} conversation"))


def _goes_home(keys: Keyboard) -> None:
    """A break, the end of the shift, out."""
    keys.press("p", "ArrowRight")
    expect(keys.page.locator("#presence input[value=break]")).to_be_checked()
    keys.press("ArrowRight")
    expect(keys.page.locator("#presence input[value=off]")).to_be_checked()
    keys.reach("#me-menu > summary")
    keys.press("Enter")
    keys.reach("#sign-out button")
    keys.press("Enter")
    expect(keys.page).to_have_url(re.compile("/compte/connexion"))


def test_every_key_is_in_the_list_that_a_question_mark_opens(windows: Windows) -> None:
    keys = _sign_in(windows, "policier")
    keys.press("?")
    listed = keys.page.locator("#dialog-shortcuts")
    for command in ("/note", "/fin", "/niveau", "/transfert", "/rappel", "/chercher", "Ctrl + F", "Ctrl + ;"):
        expect(listed.get_by_text(command, exact=True)).to_be_visible()
    keys.press("Escape")
    expect(listed).to_have_count(0)


def test_tab_goes_through_the_console_and_out_again(windows: Windows, arrive: Arrive) -> None:
    arrive("35000", **_words("Le tour du poste"))
    keys = _sign_in(windows, "policier")
    keys.press("n")
    expect(keys.page.locator("#tabs .tab").first).to_be_visible()
    for selector in (".composer__send, .composer__box", "[data-act=end]", "#notebook [data-act=remind]"):
        keys.reach(selector)
    for selector in (".composer__box", ".thread", "#tabs .tab", "#take-next", "#presence input"):
        keys.reach(selector, "Shift+Tab")
