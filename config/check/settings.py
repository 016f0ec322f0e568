"""The settings: whether they can be read, and whether they are those of a service that opens to the public."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings

from config.check import Check, Finding, Kind, NotLookedAt, fault, note, ok
from config.environment import Environment

LOOPBACK = {"127.0.0.1", "localhost", "[::1]", "::1"}
FEWEST_DIFFERENT = {"bytes": 16, "characters": 8}
"""Of 32 random bytes, of 32 random characters or more: fewer than these never happens by chance."""
bad: dict[str, str] = {}
"""By variable: the settings that could not be read, filled before Django loads (`commands.check.prepare`)."""


def look() -> Iterator[Finding]:
    """What is missing or malformed, then what is well-formed and not for a service that the public may use."""
    yield from (fault(line) for line in bad.values())
    found = list(_unfit(settings.PERMANENCE))
    yield from found
    if not bad and all(one.kind is not Kind.FAULT for one in found):
        yield ok("second factor required, limits as they are meant, no demonstration")


def _unfit(given: Environment) -> Iterator[Finding]:
    if given.demonstration:
        yield fault("this is a demonstration: nobody answers there; give keys and a data directory of their own")
    if given.limits != 1 and "PERMANENCE_LIMITS" not in bad:
        yield fault("PERMANENCE_LIMITS is not 1: leave it unset, anything else is for load tests")
    if not given.otp_required and not given.demonstration:
        yield fault("PERMANENCE_OTP is optional: leave it unset, so that every officer has a second factor")
    yield from _hosts(given.hosts)
    yield from _random(given)
    yield from _translator(given.translator_url)


def _hosts(hosts: list[str]) -> Iterator[Finding]:
    if "*" in hosts:
        yield fault("PERMANENCE_HOSTS holds *: name the hosts that visitors and officers come to")
    elif set(hosts) <= LOOPBACK:
        yield fault("PERMANENCE_HOSTS names this machine only: name the hosts that visitors and officers come to")


def _random(given: Environment) -> Iterator[Finding]:
    cure = "draw a random one before anybody writes (docs/operations.md)"
    if "PERMANENCE_MASTER_KEY" not in bad and len(set(given.master_key)) < FEWEST_DIFFERENT["bytes"]:
        yield fault(f"PERMANENCE_MASTER_KEY is not random: {cure}")
    if "PERMANENCE_SECRET_KEY" not in bad and len(set(given.secret_key)) < FEWEST_DIFFERENT["characters"]:
        yield fault(f"PERMANENCE_SECRET_KEY is not random: {cure}")


def _translator(url: str) -> Iterator[Finding]:
    parts = urlsplit(url)
    if parts.scheme == "http" and f"{parts.hostname}" not in LOOPBACK:
        yield fault(
            "PERMANENCE_TRANSLATOR_URL is not encrypted: words of visitors would travel in clear; give https://"
        )
    elif url:
        yield note(f"messages are translated on request by {parts.hostname}, which reads them in clear")


def grid() -> Iterator[Finding]:
    """The questions that a danger is assessed with; a file that is none is told with the settings."""
    if "PERMANENCE_DANGER_GRID" in bad:
        raise NotLookedAt("PERMANENCE_DANGER_GRID")
    found = settings.PERMANENCE.danger_grid
    reds = sum(one.red for one in found.criteria)
    threshold = f"danger at {found.yes} yes or {found.red} of the {reds} red"
    yield ok(f"{found.key} ({found.source}): {len(found.criteria)} questions, {threshold}")


CHECKS = [Check("settings", look), Check("danger grid", grid)]
