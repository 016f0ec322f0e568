"""How often the pages of the door are reached: a name and a language, told upwards; nothing is kept or written here.

Refuses to say anything of whoever came: no address, no cookie, no time finer than the hour that the counter gives it.
A page that is fetched ahead of time, and a robot that says what it is, reach nothing.
"""

import re
from collections.abc import Callable

from django.http import HttpRequest

from permanence.desk.opening import Opened

AHEAD = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
"""Where browsers say that nobody looks yet."""
LOOKS_AHEAD = re.compile(r"prefetch|prerender|preview", re.IGNORECASE)
ROBOT = re.compile(
    r"(?<!cu)bot\b|crawl|spider|slurp|preview|monitor|uptime|health|probe|curl/|wget/|python|go-http-client|headless",
    re.IGNORECASE,
)
"""Who says so; a Cubot is a telephone."""
LANGUAGE = re.compile(r"\s*([A-Za-z]{2,3})\b")


def _nothing(_name: str, _language: str) -> None:
    return


_count: Callable[[str, str], None] = _nothing


def connect(count: Callable[[str, str], None]) -> None:
    """Called once, by the wiring: what counts a name (`arrived`, …) and a language code, empty where none was told.
    It returns at once and never fails."""
    global _count  # noqa: PLW0603
    _count = count


def reached(request: HttpRequest, name: str) -> None:
    """Somebody reached this page, or this step; whoever only looks whether it is there (HEAD) did not."""
    if request.method != "HEAD" and not _is_nobody(request):
        _count(name, _language(request))


def opened(request: HttpRequest, begun: Opened, *, is_located: bool, wrote: bool) -> None:
    """A conversation was opened from these pages; a retry of the same opens none."""
    for name, is_so in (("began", True), ("located", is_located), ("wrote", wrote)):
        if begun.created and is_so:
            reached(request, name)


def _is_nobody(request: HttpRequest) -> bool:
    ahead = any(LOOKS_AHEAD.search(request.headers.get(name, "")) for name in AHEAD)
    return ahead or bool(ROBOT.search(request.headers.get("User-Agent", "")))


def _language(request: HttpRequest) -> str:
    """The browser's first, without its country."""
    found = LANGUAGE.match(request.headers.get("Accept-Language", ""))
    return found[1].lower() if found else ""
