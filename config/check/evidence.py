"""What evidence needs besides the database: somebody who looks for malware, and what makes the copies that are looked
at."""

from collections.abc import Iterator

from django.conf import settings

from config.check import Check, Finding, fault, note, ok
from permanence.casework.evidence import clamd, darkroom


def scanner() -> Iterator[Finding]:
    """A clamd that is named answers."""
    where = settings.PERMANENCE.clamd
    if where is None:
        yield note("PERMANENCE_CLAMD is not set: files are shown as not scanned")
        return
    try:
        clamd.ping(where)
    except clamd.Away as why:
        yield fault(f"clamd does not answer ({why}): files stay unscanned; start it, or see PERMANENCE_CLAMD")
    else:
        yield ok("clamd answers")


def walls() -> Iterator[Finding]:
    """The kernel shuts in the process that opens files."""
    if darkroom.landlock_version() < 1:
        yield note("this kernel has no Landlock: the process that opens files is shut in by its limits alone")
    else:
        yield ok("the process that opens files is shut in by the kernel")


CHECKS = [Check("malware scanner", scanner), Check("evidence copies", walls)]
