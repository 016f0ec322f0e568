"""From a paper to a PDF: PDF/A-3a and PDF/UA-1, set by `typst` in a process of its own.

Answers for: a process that is bounded (`press`: memory, processor time, no file), at most `AT_ONCE` of them a server,
killed after `LONGEST_S`; nothing is written anywhere, the words go in by a pipe and the PDF comes out by another.
Refuses a document that does not conform: the compiler checks both standards and makes none.
"""

import json
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from permanence.casework.documents import press
from permanence.casework.documents.paper import Paper
from permanence.casework.documents.showing import ADDED, shown
from permanence.lib.errors import Unavailable

DOCUMENT = Path(__file__).parent / "template" / "document.typ"
LONGEST_S = 120
AT_ONCE = 2
WAITS_S = 30
FAILED = "Le document n’a pas pu être mis en page. Réessayez ; si cela recommence, prévenez l’administrateur."
BUSY = "Trop de documents sont en préparation. Réessayez dans une minute."

_presses = threading.BoundedSemaphore(AT_ONCE)


def pdf(paper: Paper, *, state_marks: bool = False, fonts: Path | None = None) -> bytes:
    """The document. `fonts`: a directory of fonts besides those of the package. Raises `Unavailable`."""
    added = fonts if fonts is not None and fonts.is_dir() else None
    ready = shown(paper, state_marks=state_marks, extra_fonts=ADDED if added else ())
    return sheet(DOCUMENT, record=paper.record, ready=ready, fonts=added)


def sheet(template: Path, *, record: bytes, ready: Mapping[str, Any], fonts: Path | None = None) -> bytes:
    """A document set by `template`, a file of ours: `record` is attached as it is, `ready` is what the template reads,
    every text in it printable (`glyphs.printable`). Raises `Unavailable`."""
    said = {"record": record.decode(), "shown": json.dumps(ready, ensure_ascii=False)}
    job = json.dumps({"template": str(template), **said}).encode()
    if not _presses.acquire(timeout=WAITS_S):
        raise Unavailable(BUSY)
    try:
        return _press(job, [str(fonts)] if fonts else [])
    finally:
        _presses.release()


def _press(job: bytes, folders: list[str]) -> bytes:
    command = [sys.executable, "-I", press.__file__, *folders]
    try:
        done = subprocess.run(command, input=job, capture_output=True, timeout=LONGEST_S, check=False, env={})  # noqa: S603
    except subprocess.TimeoutExpired:
        raise Unavailable(FAILED) from None
    if done.returncode or not done.stdout.startswith(b"%PDF-"):
        raise Unavailable(FAILED)
    return done.stdout
