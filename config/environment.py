"""What the outside tells the program: environment variables, read once and checked.

Answers for: every `PERMANENCE_*` variable, `DATABASE_URL`, `REDIS_URL` and `PORT`; their defaults; one clear line for
each that is missing or bad. Refuses to invent a secret: outside a demonstration, keys come from the environment or
the program does not start.
"""

import base64
import binascii
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from config import evidence, paging, referrals
from config.connectors import connectors
from config.grid import danger_grid
from config.stores import BadSetting, database, redis
from permanence.casework.assessment.grid import Grid
from permanence.casework.evidence import clamd
from permanence.casework.evidence.quota import Quota
from permanence.interventions.connectors.peers import Connector

BASE_DIR = Path(__file__).resolve().parent.parent
DEMONSTRATION_KEYS = "demonstration-keys.json"
OVERFLOW = "PERMANENCE_OVERFLOW_AFTER"
STAND_INS = {
    "PERMANENCE_SECRET_KEY": "a stand-in, with which nothing is served",
    "PERMANENCE_MASTER_KEY": base64.b64encode(bytes(32)).decode(),
}


@dataclass(frozen=True)
class Environment:
    """The settings of one process, as the operator gave them."""

    data_dir: Path
    database: dict[str, Any]
    redis_url: str
    secret_key: str
    master_key: bytes
    hosts: list[str]
    otp_required: bool
    limits: float | None
    """A factor on every rate limit; None: no limit at all (load tests)."""
    port: int
    demonstration: bool
    state_marks: bool
    metrics_token: str
    """Who bears it may read `/metrics` from anywhere; empty: this machine alone may."""
    translator_url: str
    """Where messages are translated on an officer's request (LibreTranslate's interface); empty: nowhere."""
    translator_key: str
    page_webhook: str
    """Where pages are sent as JSON; its address may hold a secret. Empty: nowhere."""
    page_mail: list[str]
    page_every_min: int
    mail: dict[str, Any]
    """Django's settings of mail, where a server is named."""
    typing_preview: bool
    """Whether officers see what a visitor is typing, who is then told so on the page."""
    push: bool
    """Whether the desk offers conversations to officers; else they ask for the next themselves."""
    overflow_after: timedelta | None
    """How long a person waits for a force of which nobody is free before the other may take them; None: never."""
    centre_louder_s: int
    """Until an intervention that no centre acknowledges rings louder."""
    centre_escalates_s: int
    """Until a supervisor and a second centre are told of it."""
    watchdog_silent_s: int
    """How long a person in danger may leave a question unanswered; without a connection; after a quick exit."""
    watchdog_dropped_s: int
    watchdog_quick_exit_s: int
    watchdog_grace_s: int
    """After a start, before any of these sounds: people and officers come back first."""
    ring_supervisors_s: int
    """Until somebody in immediate danger whom nobody takes rings at the supervisors, and at the other force."""
    ring_other_force_s: int
    referral_rules: referrals.Delays
    """After how many hours a referral is late, and who is told (docs/referrals.md)."""
    connectors: list[Connector]
    """Systems of operations centres that are told of interventions (docs/connectors.md)."""
    danger_grid: Grid
    """What a danger is assessed with (docs/casework.md)."""
    evidence: Quota
    clamd: clamd.Address | None
    """Who looks for malware in evidence; None: nobody."""


def read(variables: Mapping[str, str] = os.environ) -> Environment:
    """Reads and checks the settings. Raises `BadSetting` with one line that names the variable and the cure."""
    data_dir = Path(variables.get("PERMANENCE_DATA_DIR") or BASE_DIR / "var").resolve()
    demonstration_keys = _demonstration_keys(data_dir)
    own_keys = bool(demonstration_keys) and not _secret(variables, "PERMANENCE_MASTER_KEY")
    keys = demonstration_keys if own_keys else {}
    demonstration = own_keys or variables.get("PERMANENCE_DEMONSTRATION") == "1"
    return Environment(
        data_dir=data_dir,
        database=database(variables.get("DATABASE_URL", ""), data_dir),
        redis_url=redis(variables.get("REDIS_URL", "")),
        secret_key=_secret_key(keys.get("secret_key") or _secret(variables, "PERMANENCE_SECRET_KEY")),
        master_key=_master_key(keys.get("master_key") or _secret(variables, "PERMANENCE_MASTER_KEY")),
        hosts=_hosts(variables.get("PERMANENCE_HOSTS", "")),
        otp_required=_choice(variables, "PERMANENCE_OTP", {"required": True, "optional": False}, not demonstration),
        limits=_limits(variables.get("PERMANENCE_LIMITS", "1")),
        port=port(variables),
        demonstration=demonstration,
        state_marks=_choice(variables, "PERMANENCE_STATE_MARKS", {"on": True, "off": False}, False),
        metrics_token=_metrics_token(_secret(variables, "PERMANENCE_METRICS_TOKEN")),
        translator_url=_translator(variables.get("PERMANENCE_TRANSLATOR_URL", "")),
        translator_key=_secret(variables, "PERMANENCE_TRANSLATOR_KEY"),
        page_webhook=paging.webhook(_secret(variables, "PERMANENCE_PAGE_WEBHOOK")),
        page_mail=paging.mailboxes(variables),
        page_every_min=paging.minutes(variables.get("PERMANENCE_PAGE_EVERY", "15")),
        mail=paging.mail(_secret(variables, "PERMANENCE_SMTP_URL"), variables.get("PERMANENCE_MAIL_FROM", "")),
        typing_preview=_choice(variables, "PERMANENCE_TYPING_PREVIEW", {"on": True, "off": False}, False),
        push=_choice(variables, "PERMANENCE_ASSIGNMENT", {"push": True, "pull": False}, False),
        overflow_after=_overflow(variables.get(OVERFLOW, "")),
        centre_louder_s=_seconds(variables, "PERMANENCE_CENTRE_LOUDER", 30),
        centre_escalates_s=_seconds(variables, "PERMANENCE_CENTRE_ESCALATES", 60),
        watchdog_silent_s=_seconds(variables, "PERMANENCE_WATCHDOG_SILENT", 300),
        watchdog_dropped_s=_seconds(variables, "PERMANENCE_WATCHDOG_DROPPED", 120),
        watchdog_quick_exit_s=_seconds(variables, "PERMANENCE_WATCHDOG_QUICK_EXIT", 90),
        watchdog_grace_s=_seconds(variables, "PERMANENCE_WATCHDOG_GRACE", 45),
        ring_supervisors_s=_seconds(variables, "PERMANENCE_RING_SUPERVISORS", 20),
        ring_other_force_s=_seconds(variables, "PERMANENCE_RING_OTHER_FORCE", 60),
        referral_rules=referrals.delays(variables.get(referrals.VARIABLE, "")),
        connectors=connectors(_secret(variables, "PERMANENCE_CONNECTORS"), demonstration=demonstration),
        danger_grid=danger_grid(variables.get("PERMANENCE_DANGER_GRID", "")),
        evidence=evidence.quota(variables),
        clamd=evidence.scanner(variables),
    )


def examine(variables: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Everything that `read` would stop at, by variable; and the settings with stand-ins in those places.

    A stand-in opens nothing: it lets what does not depend on it be looked at (`permanence check`).
    """
    usable, found = dict(variables), dict[str, str]()
    while True:
        try:
            read(usable)
        except BadSetting as bad:
            name = bad.variable
            if not name or name in found:
                return found | {name: str(bad)}, usable
            found[name] = str(bad)
            for written in (name, f"{name}_FILE"):
                usable.pop(written, None)
            usable |= {name: STAND_INS[name]} if name in STAND_INS else {}
        else:
            return found, usable


def new_master_key(variables: Mapping[str, str] = os.environ) -> bytes:
    """The key that `keys rotate` goes to: `PERMANENCE_NEW_MASTER_KEY`, or `_FILE`. Raises `BadSetting`."""
    return _master_key(_secret(variables, "PERMANENCE_NEW_MASTER_KEY"), "PERMANENCE_NEW_MASTER_KEY")


def port(variables: Mapping[str, str] = os.environ) -> int:
    """The port to listen on: `PORT`, 8000 unless set."""
    text = variables.get("PORT") or "8000"
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise BadSetting(f"PORT is {text!r}: give a number from 1 to 65535")
    return int(text)


def _secret(variables: Mapping[str, str], name: str) -> str:
    path = variables.get(f"{name}_FILE", "")
    if not path:
        return variables.get(name, "")
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadSetting(f"{name}_FILE cannot be read: {error}") from None


def _secret_key(text: str) -> str:
    if not text:
        raise BadSetting(
            "PERMANENCE_SECRET_KEY is not set: give at least 32 random characters (or PERMANENCE_SECRET_KEY_FILE)"
        )
    if len(text) < 32:
        raise BadSetting("PERMANENCE_SECRET_KEY is too short: give at least 32 random characters")
    return text


def _master_key(text: str, name: str = "PERMANENCE_MASTER_KEY") -> bytes:
    if not text:
        raise BadSetting(f"{name} is not set: give 32 random bytes in base64 (or {name}_FILE)")
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise BadSetting(f"{name} is not base64: give 32 random bytes in base64") from None
    if len(key) != 32:
        raise BadSetting(f"{name} holds {len(key)} bytes: give 32 random bytes in base64")
    return key


def _metrics_token(text: str) -> str:
    if text and len(text) < 32:
        raise BadSetting("PERMANENCE_METRICS_TOKEN is too short: give at least 32 random characters, or leave it unset")
    return text


def _translator(url: str) -> str:
    parts = urlsplit(url)
    if url and (parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment):
        raise BadSetting(
            "PERMANENCE_TRANSLATOR_URL is not understood: give the address of a LibreTranslate, or leave it unset"
        )
    return url.rstrip("/")


def _overflow(text: str) -> timedelta | None:
    return timedelta(seconds=_seconds({OVERFLOW: text}, OVERFLOW, 0)) if text else None


def _seconds(variables: Mapping[str, str], name: str, default: int) -> int:
    text = variables.get(name, "") or str(default)
    if not text.isascii() or not text.isdigit() or not 0 < int(text) <= 86_400:
        raise BadSetting(f"{name} is {text!r}: give seconds, from 1 to 86400, or leave it unset")
    return int(text)


def _demonstration_keys(data_dir: Path) -> dict[str, str]:
    try:
        keys: dict[str, str] = json.loads((data_dir / DEMONSTRATION_KEYS).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise BadSetting(f"the demonstration's keys in {data_dir} cannot be read: {error}") from None
    return keys


def _hosts(text: str) -> list[str]:
    return [host.strip() for host in text.split(",") if host.strip()] or ["127.0.0.1", "localhost", "[::1]"]


def _limits(text: str) -> float | None:
    if text == "off":
        return None
    try:
        factor = float(text)
    except ValueError:
        factor = 0
    if not 0 < factor < 1e6:
        raise BadSetting(f"PERMANENCE_LIMITS is {text!r}: give a factor greater than 0 (1 unless set), or off")
    return factor


def _choice(variables: Mapping[str, str], name: str, choices: Mapping[str, bool], default: bool) -> bool:
    text = variables.get(name, "")
    if not text:
        return default
    if text not in choices:
        raise BadSetting(f"{name} is {text!r}: give {' or '.join(choices)}")
    return choices[text]
