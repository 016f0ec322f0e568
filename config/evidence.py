"""`PERMANENCE_EVIDENCE_*` and `PERMANENCE_CLAMD`: how much may be handed over, and who looks for malware in it."""

from collections.abc import Mapping

from config.stores import BadSetting
from permanence.casework.evidence.clamd import Address, Malformed, address
from permanence.casework.evidence.quota import MB, Quota


def quota(variables: Mapping[str, str]) -> Quota:
    """Raises `BadSetting`."""
    known = Quota()
    found = Quota(
        file=_count(variables, "PERMANENCE_EVIDENCE_FILE_MB", known.file // MB) * MB,
        conversation=_count(variables, "PERMANENCE_EVIDENCE_CONVERSATION_MB", known.conversation // MB) * MB,
        files=_count(variables, "PERMANENCE_EVIDENCE_FILES", known.files),
    )
    if found.file > found.conversation:
        raise BadSetting("PERMANENCE_EVIDENCE_FILE_MB is more than PERMANENCE_EVIDENCE_CONVERSATION_MB: give it less")
    return found


def scanner(variables: Mapping[str, str]) -> Address | None:
    """Where clamd listens; None: nobody scans. Raises `BadSetting`."""
    text = variables.get("PERMANENCE_CLAMD", "")
    try:
        return address(text) if text else None
    except Malformed:
        raise BadSetting(
            "PERMANENCE_CLAMD is not understood: give unix:/path or tcp:host:port, or leave it unset"
        ) from None


def _count(variables: Mapping[str, str], name: str, default: int) -> int:
    text = variables.get(name, "") or str(default)
    if not text.isascii() or not text.isdigit() or not 0 < int(text) <= 100_000:
        raise BadSetting(f"{name} is {text!r}: give a number from 1 to 100000, or leave it unset")
    return int(text)
