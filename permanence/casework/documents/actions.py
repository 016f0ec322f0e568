"""Issuing documents: each has its number, its hashes and its row in the audit journal.

A number is taken first, in a transaction of its own, so that setting a long document holds no row; the hashes are
written once it is made. What could not be made keeps its number and says so.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act
from permanence.audit import journal as audit
from permanence.casework.documents import transcript, transmission, typesetting
from permanence.casework.documents.case import WITNESS_UNNAMED, Case
from permanence.casework.documents.models import Issued
from permanence.casework.documents.paper import Paper
from permanence.casework.reports.models import Report
from permanence.lib.errors import Conflict, NotFound
from permanence.vault.sealing import Unreadable

DESTROYED = "Les mots de ce dossier ont été effacés au terme de leur durée de conservation."
NO_PART = "L’échange n’a pas cette partie."


@dataclass(frozen=True)
class Document:
    """A document that was issued."""

    issued: Issued
    number: str
    """As it is printed."""
    data: bytes


def issue_transmission(*, by: Officer, case: Case) -> Document:
    """The transmission sheet. Raises `Unavailable` where it cannot be set, `Conflict` where its words are no more."""
    issued = number(case, Issued.Kind.TRANSMISSION, by)
    paper = transmission.made(case, by=by, number=printed(issued), at=issued.at)
    return _issued(issued, paper, by)


def issue_transcript(*, by: Officer, case: Case, part: int = 1) -> Document:
    """The full transcript, or its part `part` where it is very long. Raises `NotFound` for a part there is not."""
    check_witness(case)
    found = messages(case)
    if not 1 <= part <= len(found):
        raise NotFound(NO_PART)
    return issue_part(by=by, case=case, found=found, part=part)


def issue_part(*, by: Officer, case: Case, found: list[Any], part: int) -> Document:
    """One part of a transcript whose messages were read."""
    issued = number(case, Issued.Kind.TRANSCRIPT, by)
    said = found[part - 1]
    paper = transcript.made(case, said, part=part, of=len(found), by=by, number=printed(issued), at=issued.at)
    return _issued(issued, paper, by)


def messages(case: Case) -> list[Any]:
    """The messages of a transcript, a list a part. Raises `Conflict` where they do not open any more."""
    try:
        return transcript.parts(case)
    except Unreadable:
        raise Conflict(DESTROYED) from None


def check_witness(case: Case) -> None:
    """What a witness wrote leaves the desk only where the witness agreed to be named. Raises `Conflict`."""
    if case.is_of_unit and case.is_unnamed_witness:
        raise Conflict(WITNESS_UNNAMED)


def number(case: Case, kind: Issued.Kind, by: Officer) -> Issued:
    """Takes the next number of the report."""
    if not case.content:
        raise Conflict(DESTROYED)
    with transaction.atomic():
        report = Report.objects.select_for_update().get(pk=case.report.pk)
        last = report.documents.aggregate(last=Max("number"))["last"] or 0
        issued = Issued.objects.create(
            report=report, number=last + 1, kind=kind, referral=case.referral, at=timezone.now(), by=by
        )
        _record(issued, by, "number document")
    return issued


def printed(issued: Issued) -> str:
    """`GN-2026-000123/2`."""
    return f"{issued.report.reference}/{issued.number}"


def finish(issued: Issued, by: Officer, *, record: str, sha256: str = "", size: int = 0) -> None:
    """Writes down what was made; in a transaction of the caller's where there is one."""
    with transaction.atomic():
        issued.record, issued.sha256, issued.size = record, sha256, size
        issued.save(update_fields=["record", "sha256", "size"])
        _record(issued, by, Act.ISSUE_DOCUMENT, record=record, sha256=sha256)


def _issued(issued: Issued, paper: Paper, by: Officer) -> Document:
    environment = settings.PERMANENCE
    data = typesetting.pdf(paper, state_marks=environment.state_marks, fonts=environment.data_dir / "fonts")
    finish(issued, by, record=paper.digest, sha256=hashlib.sha256(data).hexdigest(), size=len(data))
    return Document(issued, paper.number, data)


def _record(issued: Issued, by: Officer, act: str, **detail: Any) -> None:
    detail |= {"kind": issued.kind, "number": issued.number}
    if issued.referral_id:
        detail["referral"] = str(issued.referral_id)
    audit.record(by=by.actor, act=act, on=("conversation", issued.report_id), reason="", **detail)
