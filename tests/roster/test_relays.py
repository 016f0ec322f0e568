"""Coverage asked for in the middle of a half-hour sees the whole of its first and of its last one."""

from datetime import timedelta

from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.roster import queries
from permanence.roster.models import Shift, Team


def test_a_relay_just_before_or_just_after_the_moments_asked_is_no_hole(
    team: Team, officer: Officer, colleague: Officer
) -> None:
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    relay = hour + timedelta(minutes=5)
    for one, start, end in (
        (officer, relay - timedelta(hours=8), relay),
        (colleague, relay, relay + timedelta(hours=8)),
    ):
        Shift.objects.create(officer=one, team=team, starts_at=start, ends_at=end)
    after, before = hour + timedelta(minutes=10), hour + timedelta(minutes=2)
    assert [half.present for half in queries.coverage("PN", after, hour + timedelta(minutes=30))] == [1]
    assert [half.present for half in queries.coverage("PN", hour, before)] == [1]
