"""The pieces of a conversation, as screens and documents list them."""

from typing import Any
from uuid import UUID

from permanence.casework.evidence import keeping
from permanence.casework.evidence.models import Attachment
from permanence.casework.evidence.quota import weight
from permanence.casework.evidence.types import Kind, kind_of
from permanence.casework.sections import Section
from permanence.live.protocol import moment

KINDS = {Kind.PHOTO: "Photo", Kind.AUDIO: "Son", Kind.VIDEO: "Vidéo", Kind.DOCUMENT: "Document"}


def listed(conversation: UUID) -> list[dict[str, Any]]:
    """Each piece in the order of the thread; besides what the interface names: `withheld`, `pages` of the copy,
    `view_type`, and `why` there is no copy."""
    kept = Attachment.objects.filter(conversation=conversation, state=Attachment.State.KEPT)
    return [shown(one) for one in kept.select_related("conversation__key").order_by("seq")]


def shown(attachment: Attachment) -> dict[str, Any]:
    """One piece."""
    known = keeping.facts(attachment)
    parts = known.get("parts")
    return {
        "id": str(attachment.pk),
        "seq": attachment.seq,
        "name": known.get("name", ""),
        "type": attachment.media_type,
        "kind": kind_of(attachment.media_type).value,
        "size": attachment.size,
        "sha256": attachment.sha256,
        "scan": attachment.scan,
        "view": attachment.view,
        "view_type": known.get("view_type"),
        "pages": len(parts) if isinstance(parts, list) else 0,
        "cut": bool(known.get("cut")),
        "why": known.get("why"),
        "withheld": attachment.scan == Attachment.Scan.INFECTED,
        "from": attachment.sender,
        "at": moment(attachment.kept_at) if attachment.kept_at else None,
    }


def sections(conversation: UUID) -> list[Section]:
    """The pieces in French: name, kind, size, hash, what the scanner said."""
    rows = [(one["name"] or "sans nom", _line(one)) for one in listed(conversation)]
    return [Section("Pièces jointes", tuple(rows))] if rows else []


def _line(one: dict[str, Any]) -> str:
    scan = Attachment.Scan(one["scan"]).label
    what = f"{KINDS[Kind(one['kind'])]} ({one['type']}), {weight(one['size'])}, message nº {one['seq']}, {scan}"
    return f"{what}, SHA-256 {one['sha256']}"
