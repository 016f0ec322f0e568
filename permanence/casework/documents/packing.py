"""The archive of a case: its two documents, every piece bit for bit, the manifest that is signed over them.

Everything but the pieces is made before the first byte leaves; each piece is read, unsealed and hashed as it leaves.
That a piece was exported is in its custody, and the manifest tells that custody, whoever acted by their rank alone.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from permanence.accounts.models import Officer, Role
from permanence.casework.documents import actions, archive, keys, layout, manifest, readme, showing, signing
from permanence.casework.documents.archive import Content
from permanence.casework.documents.case import Case
from permanence.casework.documents.models import Issued
from permanence.casework.documents.paper import moment
from permanence.casework.documents.pieces import safe_name
from permanence.casework.evidence import custody, reading
from permanence.casework.evidence.models import Attachment, Custody
from permanence.lib.errors import Conflict

SHEET = "fiche-de-transmission.pdf"
TOO_LARGE = (
    "Les pièces pèsent ensemble plus de deux gigaoctets : elles ne tiennent pas dans une archive. Téléchargez-les une "
    "à une depuis l’onglet Pièces."
)
MACHINE, VISITOR = "le service", "la personne"
BY_MACHINE = ("scanned", "withheld")
Facts = dict[str, Any]


@dataclass(frozen=True)
class Packed:
    """An archive, ready to leave."""

    issued: Issued
    size: int
    chunks: Iterator[bytes]


def pack(*, by: Officer, case: Case) -> Packed:
    """Makes the documents, writes the export down, signs. Raises `Conflict`, `Unavailable`."""
    actions.check_witness(case)
    if sum(one["size"] for one in case.pieces) > layout.LARGEST_ARCHIVE:
        raise Conflict(TOO_LARGE)
    documents = _documents(case, by)
    issued = actions.number(case, Issued.Kind.ARCHIVE, by)
    with transaction.atomic():
        given = [one for one in case.pieces if not one.get("withheld")]
        rows = {row.pk: row for row in Attachment.objects.filter(pk__in=[UUID(one["id"]) for one in given])}
        for row in rows.values():
            custody.record(row, Custody.Act.EXPORTED, by)
        contents, signed = _contents(case, issued, by, documents, given)
        actions.finish(issued, by, record=signed)
    for row in rows.values():
        row.conversation = case.report.conversation
    pieces = [_piece(number, one, rows[UUID(one["id"])]) for number, one in _numbered(case) if one in given]
    whole = [*contents, *pieces]
    return Packed(issued, length(whole), archive.stream(whole, issued.at))


def length(contents: list[Content]) -> int:
    """Bytes of the archive that holds them."""
    names = sum(len(one.name) for one in contents)
    sizes = sum(one.size for one in contents)
    heads = (layout.LOCAL_BYTES + layout.DESCRIPTOR_BYTES + layout.CENTRAL_BYTES) * len(contents)
    return heads + 2 * names + sizes + layout.END_BYTES


def _documents(case: Case, by: Officer) -> list[tuple[str, actions.Document]]:
    made = [(SHEET, actions.issue_transmission(by=by, case=case))]
    found = actions.messages(case)
    for part in range(1, len(found) + 1):
        name = "echange-integral.pdf" if len(found) == 1 else f"echange-integral-{part:02}.pdf"
        made.append((name, actions.issue_part(by=by, case=case, found=found, part=part)))
    return made


def _contents(
    case: Case, issued: Issued, by: Officer, documents: list[tuple[str, actions.Document]], given: list[Facts]
) -> tuple[list[Content], str]:
    """What stands before the pieces, the manifest and its signature first; and the hash of the manifest."""
    public = signing.public_key()
    files = [(name, document.data, _of_document(document)) for name, document in documents]
    told = [_of_piece(number, one) for number, one in _numbered(case) if one in given]
    names = [name for name, _data, _facts in files]
    sums = [(name, hashlib.sha256(data).hexdigest()) for name, data, _facts in files]
    sums += [(one["file"], one["sha256"]) for one in told]
    files += [
        (readme.README, _readme(case, issued, names), {"kind": "readme"}),
        (readme.KEY, keys.pem(public), {"kind": "key"}),
        (readme.SUMS, readme.sums(sums), {"kind": "sums"}),
    ]
    entries = [{"file": name, **_hashed(data), **facts} for name, data, facts in files]
    written = manifest.write(_facts(case, issued, by), [*entries, *told], public)
    if len(written) > layout.LONGEST_MANIFEST or len(entries) + len(told) > layout.MOST_FILES:
        raise Conflict(TOO_LARGE)
    first = [(layout.MANIFEST, written), (layout.SIGNATURE, signing.sign(written))]
    whole = [*first, *((name, data) for name, data, _facts in files)]
    contents = [Content(name, chunks=[data], **_hashed(data)) for name, data in whole]
    return contents, hashlib.sha256(written).hexdigest()


def _facts(case: Case, issued: Issued, by: Officer) -> Facts:
    withheld = [one for one in case.pieces if one.get("withheld")]
    return {
        "reference": case.report.reference,
        "number": actions.printed(issued),
        "made_at": issued.at.astimezone(UTC).isoformat(timespec="seconds"),
        "made_by": _rank(by),
        "force": case.force,
        "receiver": str(case.referral.unit or case.referral.partner) if case.referral else None,
        "until": case.until.astimezone(UTC).isoformat(timespec="seconds") if case.until else None,
        "demonstration": case.is_demonstration,
        "exercise": case.is_exercise,
        "withheld": [{"name": one["name"], "sha256": one["sha256"], "size": one["size"]} for one in withheld],
    }


def _of_document(document: actions.Document) -> Facts:
    return {"kind": document.issued.kind, "number": document.number, "record_sha256": document.issued.record}


def _of_piece(number: int, one: Facts) -> Facts:
    kept = Custody.objects.filter(attachment=UUID(one["id"])).select_related("officer")
    told = ("size", "sha256", "kind", "type", "name", "seq", "scan", "from")
    return {
        "file": safe_name(number, one),
        **{name: one[name] for name in told},
        "received_at": one["at"],
        "custody": [{"number": row.number, "at": _iso(row.at), "act": row.act, "by": _acted(row)} for row in kept],
    }


def _acted(row: Custody) -> str:
    if row.officer is not None:
        return _rank(row.officer)
    return MACHINE if row.act in BY_MACHINE else VISITOR


def _rank(officer: Officer) -> str:
    """Who acted, without a name."""
    return officer.rank or str(Role(officer.role).label)


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")


def _readme(case: Case, issued: Issued, names: list[str]) -> bytes:
    banner = showing.DEMONSTRATION if case.is_demonstration else showing.EXERCISE if case.is_exercise else ""
    made = f"le {moment(issued.at, case.zone)}"
    reference, force = case.report.reference, case.force
    return readme.words(reference=reference, made=made, force=force, documents=names, key=case.key, banner=banner)


def _numbered(case: Case) -> Iterator[tuple[int, Facts]]:
    return enumerate(case.pieces, 1)


def _piece(number: int, one: Facts, row: Attachment) -> Content:
    return Content(safe_name(number, one), one["size"], one["sha256"], reading.chunks(row))


def _hashed(data: bytes) -> Facts:
    return {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
