"""The systems outside, as the operator named them: where they are, what they share with us, whose centres they serve.

Pure: read from a text of the settings (`PERMANENCE_CONNECTORS`), checked once. Refuses an address without TLS on any
other machine, and a secret that could be guessed.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar
from urllib.parse import urlsplit

FORMATS = ("json", "rc-eda")
LOOPBACK = ("127.0.0.1", "localhost", "::1")
SHORTEST_SECRET = 32
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
CENTRES = re.compile(r"all|(PN|GN)|((PN|GN)-)?[0-9AB]{2,3}")
ADDRESS = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+){2,8}")
"""An address of an exchange network: `fr.police.example`."""
KEYS = {"name", "url", "secret", "format", "centres", "sender", "recipient", "pulse"}


class Malformed(ValueError):
    """What is wrong with the text, in one line that holds no secret."""


@dataclass(frozen=True)
class Connector:
    """One system. `centres`: `all`, a force (`GN`), a department (`35`), or one centre (`GN-35`)."""

    name: str
    url: str = field(repr=False)
    secret: str = field(repr=False)
    centres: tuple[str, ...]
    format: str = "json"
    sender: str = ""
    """With `rc-eda`: our address on the exchange network, and the peer's."""
    recipient: str = ""
    pulse: bool = True

    @property
    def is_asked(self) -> bool:
        """Whether it is asked for a sign of life while nothing is told (`pulse`)."""
        return self.pulse and self.format == "json"

    def serves(self, force: str, department: str) -> bool:
        """Whether the centre of a force in a department reads what is sent there."""
        return not {"all", force, department, f"{force}-{department}"}.isdisjoint(self.centres)

    @property
    def is_here(self) -> bool:
        """Whether it is on this machine: a trial."""
        return urlsplit(self.url).hostname in LOOPBACK


@dataclass(frozen=True)
class Peer:
    """A connector that acts for a centre: takes the place of an officer where an act comes from outside."""

    name: str
    centre: int
    role: ClassVar[str] = "centre"

    @property
    def actor(self) -> str:
        """Its plain id in the audit journal."""
        return f"connector:{self.name}"


def read(text: str) -> list[Connector]:
    """The connectors of a JSON list; none of an empty text. Raises `Malformed`."""
    if not text.strip():
        return []
    try:
        given = json.loads(text)
    except ValueError:
        raise Malformed("it is not JSON") from None
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        raise Malformed("it is not a list of objects")
    found = [_connector(one) for one in given]
    names = [one.name for one in found]
    if len(set(names)) != len(names):
        raise Malformed("two connectors have one name")
    return found


def _connector(given: Mapping[str, Any]) -> Connector:
    name = given.get("name")
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise Malformed('each has a "name" of small letters, digits and hyphens')
    if unknown := set(given) - KEYS:
        raise Malformed(f"{name}: {', '.join(sorted(unknown))} is not known")
    shape = given.get("format", "json")
    if shape not in FORMATS:
        raise Malformed(f'{name}: "format" is {" or ".join(FORMATS)}')
    ends = {end: given.get(end, "") for end in ("sender", "recipient")} if shape == "rc-eda" else {}
    for end, address in ends.items():
        if not isinstance(address, str) or not ADDRESS.fullmatch(address):
            raise Malformed(f'{name}: rc-eda needs "{end}", an address such as fr.police.example')
    if not isinstance(pulse := given.get("pulse", True), bool):
        raise Malformed(f'{name}: "pulse" is true or false')
    return Connector(name, _url(name, given), _secret(name, given), _centres(name, given), shape, pulse=pulse, **ends)


def _url(name: str, given: Mapping[str, Any]) -> str:
    url = given.get("url")
    parts = urlsplit(url if isinstance(url, str) else "")
    if not parts.hostname or parts.scheme not in ("http", "https"):
        raise Malformed(f'{name}: "url" is not an https:// address')
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise Malformed(f'{name}: "url" is not encrypted; give https://')
    return str(url)


def _secret(name: str, given: Mapping[str, Any]) -> str:
    secret = given.get("secret")
    if not isinstance(secret, str) or len(secret) < SHORTEST_SECRET:
        raise Malformed(f'{name}: "secret" is shorter than {SHORTEST_SECRET} characters')
    return secret


def _centres(name: str, given: Mapping[str, Any]) -> tuple[str, ...]:
    centres = given.get("centres")
    if not isinstance(centres, list) or not centres:
        raise Malformed(f'{name}: "centres" is a list: "all", "GN", "35" or "GN-35"')
    if not all(isinstance(one, str) and CENTRES.fullmatch(one) for one in centres):
        raise Malformed(f'{name}: "centres" holds "all", "GN", "35" or "GN-35"')
    return tuple(centres)
