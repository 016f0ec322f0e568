"""Headless Chromium for tests of what only a browser shows.

A page that asks another host for anything, logs an error or breaks its own content policy fails its test. The one
foreign address a visitor is sent to, the plain page of quick exit, is answered here by a stand-in.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Route,
    expect,
    sync_playwright,
)

from tests.environment import chromium
from tests.environment.patience import PATIENCE_S
from tests.environment.server import Server

PHONE: dict[str, Any] = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
}
DESKTOP: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
PATIENCE_MS = 1000 * PATIENCE_S
"""How long a busy machine may take for what a person would see at once."""
STAND_IN = "<!doctype html><html lang='fr'><title>Météo</title><h1>Le temps qu'il fait</h1></html>"


@dataclass
class Watch:
    """What a browser did that it should not, and what a test expects of it."""

    home: str
    complaints: list[str] = field(default_factory=list)
    forgiven: list[re.Pattern[str]] = field(default_factory=list)
    exits: list[str] = field(default_factory=list)
    """Foreign addresses to which the person was sent (quick exit)."""

    def forgive(self, pattern: str) -> None:
        """Console errors that this test provokes itself (a server that is down, a refusal)."""
        self.forgiven.append(re.compile(pattern))

    def route(self, route: Route, request: Request) -> None:
        """Nothing leaves the machine: a navigation gets the stand-in, anything else is a complaint."""
        if request.is_navigation_request() and request.frame.parent_frame is None:
            self.exits.append(request.url)
            route.fulfill(status=200, content_type="text/html; charset=utf-8", body=STAND_IN)
            return
        self.complaints.append(f"a third party was asked: {request.url}")
        route.abort()

    def failed(self, request: Request) -> None:
        """A redirection cannot be answered on its way: whoever it sends to another host goes there once more."""
        if request.redirected_from and request.is_navigation_request() and not request.url.startswith(self.home):
            request.frame.page.goto(request.url)

    def console(self, message: ConsoleMessage) -> None:
        """A script or the browser complains."""
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    def verdict(self) -> list[str]:
        """The complaints that nobody forgave."""
        return [line for line in self.complaints if not any(pattern.search(line) for pattern in self.forgiven)]


class Windows:
    """Opens browser windows, each with its own cookies; remembers them so that they are judged and closed."""

    def __init__(self, browser: Browser, server: Server) -> None:
        self.browser = browser
        self.server = server
        self.opened: list[tuple[BrowserContext, Watch]] = []
        self.watches: dict[Page, Watch] = {}

    def open(self, path: str = "/", *, device: dict[str, Any] = PHONE, script: bool = True, **more: Any) -> Page:
        """A new window at `path`: `device` is `PHONE` or `DESKTOP`, `script=False` switches JavaScript off."""
        context = self.browser.new_context(
            base_url=self.server.url,
            locale="fr-FR",
            timezone_id="Europe/Paris",
            java_script_enabled=script,
            **{**device, **more},
        )
        context.set_default_timeout(PATIENCE_MS)
        watch = Watch(self.server.url)
        context.route(lambda url: not url.startswith((self.server.url, "data:", "about:")), watch.route)
        context.on("requestfailed", watch.failed)
        context.on("console", watch.console)
        context.on("weberror", lambda error: watch.complaints.append(f"uncaught: {error.error}"))
        self.opened.append((context, watch))
        page = context.new_page()
        self.watches[page] = watch
        if path:
            page.goto(path)
        return page

    def remember(self, page: Page, username: str) -> None:
        """Who has signed in here need not do it again in the next window of this file: a password is slow to check."""
        self.server.signed_in[username] = page.context.cookies()

    def remember_me(self, page: Page, username: str) -> None:
        """Brings the cookies of the last time, which the server may refuse by now."""
        page.context.add_cookies(self.server.signed_in.get(username, []))

    def tab(self, beside: Page, path: str) -> Page:
        """Another tab of the same browser."""
        page = beside.context.new_page()
        self.watches[page] = self.watches[beside]
        page.goto(path)
        return page

    def watch(self, page: Page) -> Watch:
        """What the window of `page` did."""
        return self.watches[page]

    def close(self) -> list[str]:
        """Closes all and answers every complaint."""
        for context, _ in self.opened:
            context.close()
        return [line for _, watch in self.opened for line in watch.verdict()]


@pytest.fixture(scope="module")
def chromium_browser() -> Iterator[Browser]:
    """The browser of one file of tests. Module scope: its event loop must not linger in other files' threads."""
    program = chromium.find()
    if program is None:
        pytest.fail(chromium.CURE)
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(chromium.OPTIONS))
        yield browser
        browser.close()


@pytest.fixture
def windows(chromium_browser: Browser, server: Server) -> Iterator[Windows]:
    """Opens windows on the server of this file; afterwards, no complaint may be left."""
    opener = Windows(chromium_browser, server)
    yield opener
    complaints = opener.close()
    assert not complaints, "\n".join(complaints)
