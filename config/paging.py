"""`PERMANENCE_PAGE_*` and `PERMANENCE_SMTP_URL`: whom the desk calls when nobody answers, and by which server."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from config.stores import BadSetting


def webhook(url: str) -> str:
    """Where pages are sent as JSON; empty: nowhere. Raises `BadSetting`."""
    if url and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname):
        raise BadSetting("PERMANENCE_PAGE_WEBHOOK is not understood: give an https:// address, or leave it unset")
    return url


def mailboxes(variables: Mapping[str, str]) -> list[str]:
    """Whom pages are mailed to. Raises `BadSetting`."""
    found = [one.strip() for one in variables.get("PERMANENCE_PAGE_MAIL", "").split(",") if one.strip()]
    if any(one.count("@") != 1 or set(one) & set(" \r\n") for one in found):
        raise BadSetting("PERMANENCE_PAGE_MAIL is not understood: give addresses separated by commas")
    if found and not (variables.get("PERMANENCE_SMTP_URL") or variables.get("PERMANENCE_SMTP_URL_FILE")):
        raise BadSetting("PERMANENCE_PAGE_MAIL needs PERMANENCE_SMTP_URL: name the server that sends the mail")
    return found


def minutes(text: str) -> int:
    """How often a page is repeated. Raises `BadSetting`."""
    if not text.isascii() or not text.isdigit() or not 0 < int(text) <= 1440:
        raise BadSetting(f"PERMANENCE_PAGE_EVERY is {text!r}: give minutes, from 1 to 1440")
    return int(text)


def mail(url: str, sender: str) -> dict[str, Any]:
    """`smtp://` (with `?starttls=1` where the server offers it) or `smtps://`, with user and password; empty: no mail.
    Raises `BadSetting`."""
    if not url:
        return {}
    try:
        parts = urlsplit(url)
        number = parts.port or {"smtp": 25, "smtps": 465}[parts.scheme]
    except (KeyError, ValueError):
        parts, number = urlsplit(""), 0
    if not parts.hostname:
        raise BadSetting("PERMANENCE_SMTP_URL is not understood: give smtp://user:password@host:587/?starttls=1")
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": number,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp" and dict(parse_qsl(parts.query)).get("starttls") == "1",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "DEFAULT_FROM_EMAIL": sender or f"permanence@{parts.hostname}",
    }
