"""The ways outside: an address that takes JSON, and mail. What leaves is the sentence of an alarm and its figures.

Refuses: to follow a webhook elsewhere, to wait longer than `PATIENCE_S`; a failure says a status or the name of an
error, never the address, which may hold a secret.
"""

import urllib.error
from collections.abc import Callable, Mapping
from http.client import HTTPException
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage

from permanence.desk.paging.models import Channel, Page
from permanence.desk.paging.words import sentence
from permanence.lib.outward import post_json
from permanence.live.protocol import moment

PATIENCE_S = 5.0
LONGEST_ANSWER = 64 * 1024
Told = dict[str, Any]


class NotSent(Exception):
    """The channel failed; the message is a status or the name of an error."""


def configured() -> list[Channel]:
    """The channels that the operator named."""
    given = settings.PERMANENCE
    named = {Channel.WEBHOOK: bool(given.page_webhook), Channel.MAIL: bool(given.page_mail)}
    return [channel for channel, is_named in named.items() if is_named]


def send(page: Page) -> None:
    """One page, now. Raises `NotSent`."""
    _send(Channel(page.channel), what_is_told(page))


def try_out(channel: Channel) -> None:
    """A page that says it is a trial (`permanence check --page`). Raises `NotSent`."""
    told = {"service": "permanence", "id": None, "event": "test", "kind": "test", "force": None, "people": 0}
    text = "Essai : ce message montre que la permanence peut vous joindre."
    _send(channel, told | {"text": text, "url": _wallboard()})


def what_is_told(page: Page) -> Told:
    """The body of a webhook, and what a mail is made of: the contract is in docs/operations.md."""
    alarm = page.alarm
    said = sentence(alarm)
    return {
        "service": "permanence",
        "id": str(alarm.pk),
        "event": "resolved" if page.is_end else "alarm",
        "kind": alarm.kind,
        "force": alarm.force or None,
        "since": moment(alarm.since),
        "people": alarm.people,
        "times": page.times + 1,
        "text": f"Résolu. {said}" if page.is_end else said,
        "url": _wallboard(),
    }


def _send(channel: Channel, told: Told) -> None:
    try:
        _SEND[channel](told)
    except urllib.error.HTTPError as error:
        error.close()
        raise NotSent(f"HTTP {error.code}") from None
    except (OSError, HTTPException, SMTPException, ValueError) as error:
        raise NotSent(type(error).__name__) from None


def _wallboard() -> str:
    host = settings.PERMANENCE.hosts[0]
    return f"https://{host}/brigade/mur/"


def _by_webhook(told: Mapping[str, Any]) -> None:
    post_json(settings.PERMANENCE.page_webhook, told, patience_s=PATIENCE_S, longest=LONGEST_ANSWER)


def _by_mail(told: Mapping[str, Any]) -> None:
    lines = [
        told["text"],
        "",
        f"Tableau mural : {told['url']}",
        "",
        "Message automatique : personne ne lit les réponses.",
    ]
    EmailMessage(
        subject=f"[Permanence] {told['text']}",
        body="\n".join(lines),
        to=settings.PERMANENCE.page_mail,
        headers={"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"},
    ).send()


_SEND: dict[Channel, Callable[[Mapping[str, Any]], None]] = {Channel.WEBHOOK: _by_webhook, Channel.MAIL: _by_mail}
