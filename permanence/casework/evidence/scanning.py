"""Malware: what clamd says of a file, where one is configured. Where none is, or it is away, the file is not scanned
and says so; nobody waits for it.

What is found stays sealed as evidence, and is neither shown nor handed out by anybody from then on; the thread says
that a file was withheld.
"""

import logging
import time
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from permanence.casework.evidence import clamd, custody, pieces, reading
from permanence.casework.evidence.models import Attachment, Custody, Piece
from permanence.live import actions as live
from permanence.live import journal
from permanence.live.models import Sender

AGAIN_AFTER = timedelta(minutes=1)
NO_VERDICT_AGAIN_AFTER = timedelta(hours=1)
LEFT_ALONE = 10
"""Times as long as it took to say nothing: a scanner that hangs does not hold up the copies of every file."""
AT_ONCE = 50
WITHHELD = "Un fichier a été retenu : l’analyse y a trouvé un logiciel malveillant. Il n’est ni montré ni remis."

log = logging.getLogger(__name__)
_left_alone: dict[clamd.Address, datetime] = {}
"""Until when a scanner that did not answer is not asked, by this process."""


def configured() -> clamd.Address | None:
    """Where clamd listens; None: nobody scans."""
    found: clamd.Address | None = settings.PERMANENCE.clamd
    return found


def take_up() -> None:
    """What was kept while nobody scanned is due, once somebody does."""
    if configured() is None:
        return
    waiting = Attachment.objects.filter(state=Attachment.State.KEPT, scan="", due_at=None).order_by("kept_at")
    some = list(waiting.values_list("pk", flat=True)[:AT_ONCE])
    if some:
        Attachment.objects.filter(pk__in=some, due_at=None).update(due_at=timezone.now())


def scan(attachment: Attachment) -> datetime | None:
    """Asks clamd, unless it has answered before; when to ask again where it did not answer."""
    where = configured()
    if where is None or attachment.scan:
        return None
    began, until = time.monotonic(), _left_alone.get(where)
    if until is not None and timezone.now() < until:
        return until
    try:
        found = clamd.scan(where, reading.chunks(attachment))
    except clamd.NoVerdict:
        log.warning("evidence: clamd gives no verdict on a file of %s bytes", attachment.size)
        return timezone.now() + NO_VERDICT_AGAIN_AFTER
    except clamd.Away as fault:
        log.warning("evidence: clamd does not answer (%s): files stay unscanned", fault)
        _left_alone[where] = timezone.now() + max(
            AGAIN_AFTER, timedelta(seconds=LEFT_ALONE * (time.monotonic() - began))
        )
        return _left_alone[where]
    _note(attachment, Attachment.Scan.INFECTED if found else Attachment.Scan.CLEAN)
    return None


def _note(attachment: Attachment, verdict: Attachment.Scan) -> None:
    with transaction.atomic():
        live.lock(attachment.conversation_id)
        attachment.scan = verdict
        attachment.save(update_fields=["scan"])
        custody.record(attachment, Custody.Act.SCANNED)
        if verdict == Attachment.Scan.INFECTED:
            pieces.forget(attachment, Piece.Of.VIEW)
            custody.record(attachment, Custody.Act.WITHHELD)
            data = {"withheld": str(attachment.pk)}
            journal.append(
                journal.Draft(attachment.conversation_id, Sender.SYSTEM, WITHHELD, event="withheld", data=data)
            )
