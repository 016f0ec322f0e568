"""That the figures say what the rows say, and that what was published is what was signed."""

from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from config.check import Check, Finding, fault, note, ok
from config.check.store import demand_schema

LATE_AFTER = timedelta(days=3)


def figures() -> Iterator[Finding]:
    """What the last daily check found."""
    demand_schema()
    from permanence.statistics.models import Cursor

    cursor = Cursor.objects.filter(pk=1).first()
    if cursor is None or cursor.checked_at is None:
        yield note("not compared with the rows yet: the periodic work does it once a day")
    elif cursor.differences:
        yield fault(
            f"{cursor.differences} counts differ from the rows: `permanence statistics check` names them, "
            "`permanence statistics rebuild` makes them anew"
        )
    elif timezone.now() - cursor.checked_at > LATE_AFTER:
        yield note(f"not compared with the rows since {cursor.checked_at:%Y-%m-%d}: see the log of `permanence jobs`")
    else:
        yield ok(f"they are what the rows say, as compared on {cursor.checked_at:%Y-%m-%d}")


def publications() -> Iterator[Finding]:
    """Whether each document and each file still is what was signed."""
    demand_schema()
    from permanence.statistics.publications import watching
    from permanence.statistics.publications.models import Publication

    altered = watching.altered()
    yield from (fault(f"{one}: restore it from a backup, it was signed otherwise") for one in altered)
    if not altered:
        yield ok(f"{Publication.objects.count()} kept as they were signed")


CHECKS = [Check("figures", figures), Check("publications", publications)]
