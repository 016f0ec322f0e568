"""References: `GN-2026-000123`, without a gap by force and year.

The number is taken under the lock of its row, in the transaction that opens the report: one that fails gives its number
back, two at once wait for each other. The year is that of Paris, as in every figure.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import F

from permanence.casework.reports.models import Numbering

PARIS = ZoneInfo("Europe/Paris")


def take(force: str, at: datetime) -> str:
    """The next reference of a force. Call it inside the transaction that uses it."""
    year = at.astimezone(PARIS).year
    Numbering.objects.get_or_create(force=force, year=year)
    row = Numbering.objects.select_for_update().get(force=force, year=year)
    Numbering.objects.filter(pk=row.pk).update(last=F("last") + 1)
    return f"{force}-{year}-{row.last + 1:06d}"
