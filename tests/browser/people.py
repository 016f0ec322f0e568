"""The two people of a conversation before their screens: what they do, in their words, and what they see."""

import re
from typing import Any

from playwright.sync_api import FrameLocator, Locator, Page, expect

from tests.environment.api import Desk
from tests.environment.browsers import DESKTOP, PHONE, Windows
from tests.environment.server import Server
from tests.environment.servers import PASSWORD

WRITE = "Écrire à un policier ou un gendarme"


class VisitorWindow:
    """A visitor's browser. `script=False`: JavaScript is off, everything goes through forms and a frame."""

    def __init__(self, windows: Windows, *, script: bool = True, device: dict[str, Any] = PHONE, **more: Any) -> None:
        self.script = script
        self.page: Page = windows.open("/", script=script, device=device, **more)

    def enter(self) -> "VisitorWindow":
        """From the arrival to the entry."""
        self.page.get_by_role("link", name=WRITE).click()
        expect(self.page).to_have_url(re.compile(r"/espace$"))
        return self

    def begin(self, postal_code: str = "35000", message: str = "") -> "VisitorWindow":
        """Fills the entry and starts."""
        self.enter()
        self.page.locator("#postal_code").fill(postal_code)
        if message:
            self.page.locator("#message").fill(message)
        self.start()
        self.is_in_the_chat()
        return self

    def start(self) -> None:
        """Presses *Commencer*."""
        self.page.get_by_role("button", name="Commencer", exact=True).click()

    def is_in_the_chat(self) -> None:
        """The chat page is there, and live where it can be."""
        expect(self.page.locator("#text")).to_be_visible()
        if self.script:
            expect(self.page.locator("#thread:not([hidden])")).to_have_count(1)

    def say(self, text: str) -> None:
        """Writes and sends."""
        self.page.locator("#text").fill(text)
        self.page.locator("#say").get_by_role("button", name="Envoyer").click()
        expect(self.said(text)).to_be_visible()

    @property
    def thread(self) -> Locator | FrameLocator:
        """Where messages are shown."""
        return self.page.locator("#thread") if self.script else self.page.frame_locator("#frame")

    def said(self, text: str) -> Locator:
        """A message that bears exactly this text."""
        return self.thread.locator(".said__text").get_by_text(text, exact=True)

    def texts(self, sender: str) -> list[str]:
        """What one side said, in the order shown."""
        return self.thread.locator(f".said--{sender} .said__text").all_inner_texts()

    @property
    def code(self) -> str:
        """The return code, as shown."""
        return (self.page.locator(".code").first.text_content() or "").strip()

    def quit(self) -> None:
        """Leaves at once."""
        self.page.get_by_role("link", name="Quitter rapidement").last.click()


class OfficerWindow:
    """An officer's browser at the console."""

    def __init__(
        self, windows: Windows, username: str = "policiere", *, device: dict[str, Any] = DESKTOP, **more: Any
    ) -> None:
        self.page: Page = windows.open("", device=device, **more)
        windows.remember_me(self.page, username)
        self.page.goto("/brigade/")
        if self.page.locator("#sign-in").count():
            self.sign_in(username)
            windows.remember(self.page, username)
        self.is_connected()

    def sign_in(self, username: str, password: str = PASSWORD) -> None:
        """Fills the sign-in page; the console follows."""
        self.page.locator("[name=username]").fill(username)
        self.page.locator("[name=password]").fill(password)
        self.page.locator("#sign-in button[type=submit]").click()
        self.is_connected()

    def is_connected(self) -> None:
        """The console is there and live."""
        expect(self.page.locator("#queue-rows")).to_have_attribute("aria-busy", "false")

    def available(self) -> None:
        """Says so."""
        self.page.locator('#presence .segment[data-state="available"]').click()
        expect(self.page.locator('#presence input[value="available"]')).to_be_checked()

    def row(self, words: str) -> Locator:
        """A visitor in the queue, by their first words."""
        return self.page.locator("#queue-rows button.row", has_text=words)

    def take(self, words: str) -> "Column":
        """Takes the visitor whose first words these are."""
        row = self.row(words)
        expect(row).to_be_visible()
        conversation = row.get_attribute("data-conversation") or ""
        row.click()
        return self.column(conversation)

    def column(self, conversation: str) -> "Column":
        """A conversation in sight."""
        column = Column(self.page.locator(f'article.column[data-conversation="{conversation}"]'), conversation)
        expect(column.root).to_be_visible()
        return column


class Column:
    """One conversation at the console."""

    def __init__(self, root: Locator, conversation: str) -> None:
        self.root = root
        self.conversation = conversation

    def say(self, text: str) -> None:
        """Writes and sends, once no dialog holds the page: what is typed behind one goes nowhere."""
        expect(self.root.page.locator("dialog:modal")).to_have_count(0)
        self.root.locator("textarea").fill(text)
        self.root.get_by_role("button", name="Envoyer").click()
        expect(self.said(text)).to_be_visible()

    def said(self, text: str) -> Locator:
        """A message that bears exactly this text."""
        return self.root.locator(".entry__text").get_by_text(text, exact=True)

    def texts(self, sender: str) -> list[str]:
        """What one side said, in the order shown."""
        return self.root.locator(f".entry--{sender} .entry__text").all_inner_texts()

    @property
    def presence(self) -> Locator:
        """How the visitor is there."""
        return self.root.locator(".column__presence")


def attended(server: Server, desk: Desk) -> str:
    """Operators at both centres of the department of Rennes, `cic` and `corg`; the name of the police's."""
    if server.has_operators:
        return "cic"
    centres = {
        one["force"]: one["id"] for one in desk.get("desk/centres").json()["centres"] if one["department"] == "35"
    }
    for username, force, first_name in (("corg", "GN", "Yann"), ("cic", "PN", "Luc")):
        facts = ["--role", "centre", "--force", force, "--centre", str(centres[force]), "--rank", "Major"]
        server.run("officer", username, *facts, "--first-name", first_name, "--password", PASSWORD)
    server.has_operators = True
    return "cic"


class CentreWindow:
    """An operator's browser at the console of an operations centre."""

    def __init__(
        self, windows: Windows, username: str = "cic", *, device: dict[str, Any] = DESKTOP, **more: Any
    ) -> None:
        self.page: Page = windows.open("", device=device, **more)
        windows.remember_me(self.page, username)
        self.page.goto("/centre/")
        if self.page.locator("#sign-in").count():
            self.page.locator("[name=username]").fill(username)
            self.page.locator("[name=password]").fill(PASSWORD)
            self.page.locator("#sign-in button[type=submit]").click()
            expect(self.page.locator("#clock")).not_to_be_empty()
            windows.remember(self.page, username)
        expect(self.page.locator("#clock")).not_to_be_empty()

    def is_live(self) -> None:
        """The live channel is open."""
        expect(self.page.locator("#link")).to_have_attribute("data-link", "open")

    def hears(self) -> None:
        """Turns the sound on; the hand goes back to the page."""
        self.page.get_by_role("button", name="Activer le son").click()
        expect(self.page.locator("#silent")).to_be_hidden()

    def press(self, key: str) -> None:
        """A key, outside of every control."""
        self.page.evaluate("document.activeElement.blur()")
        self.page.keyboard.press(key)

    @property
    def state(self) -> Locator:
        """How the intervention in sight stands."""
        return self.page.locator("#sheet .head__state")

    def card(self, words: str) -> Locator:
        """An intervention under way, by its place."""
        return self.page.locator("#open button.card", has_text=words)


class UnitWindow:
    """The browser of a unit's front desk. `script=False`: JavaScript is off."""

    def __init__(
        self, windows: Windows, username: str = "accueil", *, device: dict[str, Any] = DESKTOP, **more: Any
    ) -> None:
        self.page: Page = windows.open("/unite/", device=device, **more)
        self.page.locator("[name=username]").fill(username)
        self.page.locator("[name=password]").fill(PASSWORD)
        self.page.locator("#sign-in button[type=submit]").click()
        expect(self.page.get_by_role("heading", name="À traiter", level=1)).to_be_visible()

    def line(self, reference: str) -> Locator:
        """A case in the inbox."""
        return self.page.locator(".line", has_text=reference)

    def open(self, reference: str) -> None:
        """The case's page, from the inbox."""
        self.line(reference).get_by_role("link").click()
        expect(self.page.get_by_role("heading", name=reference, level=1)).to_be_visible()
