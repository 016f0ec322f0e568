"""The demonstration's roster: in each force one officer by day and one by night, and one hole to be seen, on the
police's desk, next Tuesday from 3 a.m. to half past. Laid once, where no team exists yet."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.roster import actions, hours
from permanence.roster.models import Shift, Team
from permanence.roster.pattern import Turn

PEOPLE = {"PN": ("demo.pn1", "demo.pn2"), "GN": ("demo.gn1", "demo.gn2")}
"""By force: who is there by day, who by night."""
CHIEF = "demo.superviseur"
DAY, NIGHT = Turn(0, time(7), time(19)), Turn(0, time(19), time(7))
HOLE = (time(3), time(3, 30))
TUESDAY = 1
ENOUGH_AHEAD = timedelta(hours=12)
"""The night of the hole must not have begun."""


def lay() -> None:
    """Teams, cycles, the shifts that run now, and the hole."""
    if Team.objects.exists():
        return
    chief = Officer.objects.get(username=CHIEF)
    for force, names in PEOPLE.items():
        team = actions.create_team(by=chief, force=force, name="Équipe de démonstration")
        for username, turn, name in zip(names, (DAY, NIGHT), ("Jours", "Nuits"), strict=True):
            _cycle(chief, team, Officer.objects.get(username=username), turn, name)
    _leave_a_hole(chief)


def _cycle(chief: Officer, team: Team, officer: Officer, turn: Turn, name: str) -> None:
    today = timezone.now().astimezone(ZoneInfo(team.time_zone)).date()
    for day in (today - hours.DAY, today):  # what a cycle does not lay: the turn that has begun
        start, end = turn.span(day, team.time_zone)
        if start <= timezone.now() < end:
            Shift.objects.create(officer=officer, team=team, starts_at=start, ends_at=end)
    actions.start_cycle(
        by=chief, team=team.pk, name=name, days=1, anchor_on=today, turns=[turn], members={officer: 0}, first_on=today
    )


def _leave_a_hole(chief: Officer) -> None:
    """The night shift of that Tuesday becomes two, half an hour apart."""
    begins, ends = (_moment(next_tuesday(timezone.now()), at) for at in HOLE)
    night = Shift.objects.get(team__force="PN", starts_at__lt=begins, ends_at__gt=ends)
    officer, team, start, end = night.officer, night.team_id, night.starts_at, night.ends_at
    actions.remove_shift(by=chief, shift=night.pk)
    actions.enter_shift(by=chief, team=team, officer=officer, starts_at=start, ends_at=begins)
    actions.enter_shift(by=chief, team=team, officer=officer, starts_at=ends, ends_at=end)


def next_tuesday(now: datetime) -> date:
    """The first Tuesday whose hole is at least `ENOUGH_AHEAD` away."""
    day = now.date()
    while day.weekday() != TUESDAY or _moment(day, HOLE[0]) - now < ENOUGH_AHEAD:
        day += hours.DAY
    return day


def _moment(day: date, at: time) -> datetime:
    return hours.laid(day, at, hours.PARIS)
