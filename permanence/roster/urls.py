"""Addresses of rosters: nothing in them is a secret, and nobody reaches one without a session."""

from datetime import date

from django.urls import path, register_converter

from permanence.roster.pages import absences, coverage, cycles, exchange, mine, needs, shifts, swaps, teams


class DayConverter:
    """A day of the calendar: `2026-12-01`."""

    regex = r"20\d\d-\d\d-\d\d"

    def to_python(self, value: str) -> date:
        """The day. Raises `ValueError` where there is none: the address leads nowhere."""
        return date.fromisoformat(value)

    def to_url(self, value: date | str) -> str:
        """As the address writes it."""
        return value if isinstance(value, str) else value.isoformat()


register_converter(DayConverter, "day")

app_name = "roster"
urlpatterns = [
    path("", coverage.four_weeks, name="coverage"),
    path("<slug:force>/jour/<day:day>", coverage.one_day, name="day"),
    path("<slug:force>/vacation", shifts.new, name="shift-new"),
    path("vacations/<int:pk>", shifts.one, name="shift"),
    path("vacations/<int:pk>/retirer", shifts.remove, name="shift-remove"),
    path("equipes/", teams.listing, name="teams"),
    path("equipes/nouvelle", teams.new, name="team-new"),
    path("cycles/", cycles.listing, name="cycles"),
    path("cycles/<int:pk>", cycles.one, name="cycle"),
    path("<slug:force>/cycle/<slug:rhythm>", cycles.new, name="cycle-new"),
    path("<slug:force>/vacations.<slug:form>", exchange.of_force, name="export"),
    path("<slug:force>/besoins", needs.week, name="needs"),
    path("<slug:force>/besoins/prevision", needs.take, name="needs-forecast"),
    path("<slug:force>/import", exchange.bring, name="import"),
    path("mes-vacations.ics", exchange.own, name="own-calendar"),
    path("mes-vacations", mine.calendar, name="mine"),
    path("mes-vacations/<int:pk>/echange", swaps.ask, name="swap-ask"),
    path("echanges/<int:pk>/<slug:verb>", swaps.answer, name="swap-answer"),
    path("echanges/<int:pk>/decision/<slug:verb>", swaps.settle, name="swap-settle"),
    path("absence", absences.new, name="absence"),
    path("absence/<int:pk>", absences.new, name="absence-of"),
    path("absences/<int:pk>/fin", absences.end, name="absence-end"),
]
