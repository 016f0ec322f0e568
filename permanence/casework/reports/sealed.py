"""What is sealed of a report, opened and closed: the account, the witness apart from it, each version, each reason."""

from collections.abc import Mapping
from typing import Any

from permanence.casework.reports.models import Link, Report, Version
from permanence.interventions.sealed import close, open_words
from permanence.live.models import Conversation

Words = dict[str, Any]


def close_content(conversation: Conversation, content: Mapping[str, Any]) -> bytes:
    """The account without the witness."""
    return close(conversation.key, content, "report", conversation.pk)


def close_witness(conversation: Conversation, witness: Mapping[str, Any]) -> bytes:
    """Who the witness is; nothing where nothing is known."""
    return close(conversation.key, witness, "report witness", conversation.pk) if witness else b""


def content(report: Report) -> Words:
    """The account without the witness."""
    return open_words(report.conversation.key, report.body, "report", report.pk)


def witness(report: Report) -> Words:
    """Who the witness is."""
    return open_words(report.conversation.key, report.witness, "report witness", report.pk)


def close_changes(report: Report, number: int, changes: Mapping[str, Any], *, of: str = "report") -> bytes:
    """What one version changed."""
    return close(report.conversation.key, changes, f"{of} version", report.pk, number) if changes else b""


def changes(report: Report, version: Version) -> Words:
    """What one version changed, the witness's paths too."""
    key = report.conversation.key
    told = open_words(key, version.body, "report version", report.pk, version.number)
    return told | open_words(key, version.witness, "witness version", report.pk, version.number)


def close_reason(report: Report, earlier: Report, reason: str) -> bytes:
    """Why two reports are tied."""
    return close(report.conversation.key, {"reason": reason}, "report link", report.pk, earlier.pk)


def reason(report: Report, link: Link) -> str:
    """Why two reports are tied."""
    return str(
        open_words(report.conversation.key, link.body, "report link", report.pk, link.earlier_id).get("reason", "")
    )
