"""A case that is opened leaves one row in the audit journal, however often its page is shown meanwhile."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone

from permanence.accounts.policy import Act
from permanence.accounts.web import officer_of
from permanence.audit import journal as audit
from permanence.casework.referrals.models import Referral

ONE_OPENING = timedelta(minutes=30)
"""A page that is shown again within this time, after an act for example, is the same opening."""
OPENED = "cases opened"
KEPT = 50


def record(request: HttpRequest, referral: Referral) -> None:
    """Once an opening."""
    now = timezone.now()
    opened: dict[str, float] = request.session.get(OPENED, {})
    last = opened.pop(str(referral.pk), None)
    if last is None or now.timestamp() - last > ONE_OPENING.total_seconds():
        _write(request, referral.pk, referral.report_id)
        last = now.timestamp()
    request.session[OPENED] = dict([*opened.items(), (str(referral.pk), last)][-KEPT:])


def _write(request: HttpRequest, referral: UUID, conversation: UUID) -> None:
    by = officer_of(request).actor
    audit.record_reading(by=by, act=Act.SEE_REFERRAL, on=("referral", referral), conversation=str(conversation))
