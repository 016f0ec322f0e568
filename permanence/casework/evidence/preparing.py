"""What the machine does with a file once it is kept: it asks the scanner, and has the copy made that is looked at.

The copy is made by `darkroom.py`, a process that is given the file and nothing else: no environment, no descriptor but
its pipes, bounds on memory, on time and on what it may answer. The file itself is never changed.
A row with a deadline (`due_at`) says what is to be done; whoever does it moves the deadline on first, so that what died
with its process is taken up by another. Three beginnings without an end, and there is no copy.
"""

import json
import logging
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import DatabaseError, connections, transaction
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from permanence.casework.evidence import keeping, pieces, reading, scanning, texts
from permanence.casework.evidence.models import Attachment, Piece

PROGRAM = (sys.executable, "-I", "-B", str(Path(__file__).with_name("darkroom.py")))
TAKEN_FOR = timedelta(minutes=10)
WITHIN_S = 400
MOST_TRIES = 3
LARGEST_COPY = 200_000_000
LONGEST_LINE = 65_536
DAMAGED = "Le fichier est abîmé ou incomplet : aucune copie à regarder n’a pu en être faite."
WHY = {
    "too_large": "L’image ou le document est trop grand pour être ouvert sans risque : aucune copie n’en est faite.",
    "locked": "Le document est protégé par un mot de passe : aucune copie à regarder ne peut en être faite.",
    "damaged": DAMAGED,
}

log = logging.getLogger(__name__)
_busy = threading.Lock()


def prepare_in_a_thread() -> None:
    """Begins with what is due, unless this process is at it already: making a copy holds up no other work."""
    scanning.take_up()
    if not _busy.locked() and _due().exists():
        threading.Thread(target=_prepare_and_close, name="evidence", daemon=True).start()


def prepare() -> int:
    """Everything that is due, one file after the other; how many."""
    done = 0
    with _busy:
        while attachment := _take():
            _look_at(attachment)
            done += 1
    return done


def _prepare_and_close() -> None:
    try:
        prepare()
    except DatabaseError as error:
        log.warning("evidence: the store does not answer (%s)", type(error).__name__)
    except Exception:
        log.exception("evidence: a file could not be looked at")
    finally:
        connections.close_all()


def _due() -> Any:
    return Attachment.objects.filter(due_at__lte=timezone.now(), state=Attachment.State.KEPT)


def _take() -> Attachment | None:
    """The next: whoever sent sixty files does not make somebody else's first one wait for them all."""
    before = Attachment.objects.filter(conversation=OuterRef("conversation"), kept_at__lt=OuterRef("kept_at"))
    rank = Subquery(before.order_by().values("conversation").annotate(files=Count("pk")).values("files"))
    waiting = _due().select_related("conversation__key").annotate(rank=Coalesce(rank, 0))
    attachment: Attachment | None = waiting.order_by("rank", "due_at").first()
    if attachment is None:
        return None
    until = timezone.now() + TAKEN_FOR
    mine = Attachment.objects.filter(pk=attachment.pk, due_at=attachment.due_at)
    return attachment if mine.update(due_at=until, tries=F("tries") + 1) else _take()


def _look_at(attachment: Attachment) -> None:
    again_at = scanning.scan(attachment)
    if attachment.view == Attachment.View.WAITING and attachment.scan != Attachment.Scan.INFECTED:
        told, copy = ({"why": "damaged"}, b"") if attachment.tries >= MOST_TRIES else develop(attachment)
        _store(attachment, told, copy)
    _settle(attachment, again_at)


def develop(attachment: Attachment) -> tuple[dict[str, Any], bytes]:
    """What the darkroom made of a file: what it tells, and the copy; `why` where there is none."""
    if attachment.media_type == "text/plain":
        return texts.copy(b"".join(reading.chunks(attachment)))
    with subprocess.Popen(  # noqa: S603 (our own program, and a type of our own list)
        [*PROGRAM, attachment.media_type],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
        start_new_session=True,
    ) as child:
        timer = threading.Timer(WITHIN_S, _end, (child,))
        timer.start()
        try:
            _feed(child, attachment)
            return _result(child)
        finally:
            timer.cancel()
            _end(child)


def _feed(child: "subprocess.Popen[bytes]", attachment: Attachment) -> None:
    """It reads the whole file before it writes a byte: no pipe can be full on both sides."""
    assert child.stdin is not None
    with suppress(BrokenPipeError):
        for chunk in reading.chunks(attachment):
            child.stdin.write(chunk)
        child.stdin.close()


def _result(child: "subprocess.Popen[bytes]") -> tuple[dict[str, Any], bytes]:
    assert child.stdout is not None
    line = child.stdout.readline(LONGEST_LINE)
    try:
        told = json.loads(line)
        length = sum(told["parts"])
    except (ValueError, KeyError, TypeError):
        return {"why": "damaged"}, b""
    if length > LARGEST_COPY:
        return {"why": "too_large"}, b""
    copy = child.stdout.read(length)
    is_whole = len(copy) == length and bool(length or "why" in told)
    return (told, copy) if is_whole else ({"why": "damaged"}, b"")


def _end(child: "subprocess.Popen[bytes]") -> None:
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)


def _store(attachment: Attachment, told: dict[str, Any], copy: bytes) -> None:
    pieces.forget(attachment, Piece.Of.VIEW)
    for start in range(0, len(copy), pieces.PIECE):
        pieces.append(attachment, Piece.Of.VIEW, start, copy[start : start + pieces.PIECE])
        pieces.let_others_write()
    known = keeping.facts(attachment)
    if not known:
        return  # its key was destroyed meanwhile
    why = told.pop("why", "")
    keeping.seal_facts(attachment, {**known, **told} | ({"why": WHY.get(why, DAMAGED)} if why else {}))
    attachment.view = Attachment.View.NONE if why else Attachment.View.READY
    attachment.save(update_fields=["view", "body"])


def _settle(attachment: Attachment, again_at: datetime | None) -> None:
    with transaction.atomic():
        Attachment.objects.filter(pk=attachment.pk).update(due_at=again_at, tries=0)
