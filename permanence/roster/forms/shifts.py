"""What supervisors type of a shift and of a team. Hours are of the team's own clock; the form gives instants."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from permanence.accounts.forms import KindForm
from permanence.accounts.models import Force
from permanence.lib.errors import Refused
from permanence.roster import hours, queries, words
from permanence.roster.forms.fields import DayField, HourField, OfficerField, next_day
from permanence.roster.models import Kind, Shift, Team


class ShiftForm(KindForm):
    """A shift: whose, in which team, from when to when."""

    team = forms.ModelChoiceField(
        label="Équipe",
        queryset=Team.objects.none(),
        empty_label="Choisir…",
        error_messages={"required": "Choisissez une équipe."},
    )
    officer = OfficerField("Policier ou gendarme", error_messages={"required": "Choisissez qui tient cette vacation."})
    day = DayField("Jour du début")
    begins = HourField("Début")
    ends = HourField("Fin", help_text="Égale au début ou avant lui : c’est le lendemain.")
    kind = forms.ChoiceField(label="Nature", choices=Kind.choices, help_text="Une astreinte ne couvre aucune heure.")

    def __init__(self, *args: Any, force: str, **options: Any) -> None:
        super().__init__(*args, **options)
        team, officer = self.fields["team"], self.fields["officer"]
        assert isinstance(team, forms.ModelChoiceField)
        assert isinstance(officer, forms.ModelChoiceField)
        team.queryset = Team.objects.filter(force=force).order_by("name")
        officer.queryset = queries.may_stand(force)

    def of_shift(self, shift: Shift) -> "ShiftForm":
        """The same form for a shift that exists: its team stays."""
        tz = ZoneInfo(shift.team.time_zone)
        begins, ends = shift.starts_at.astimezone(tz), shift.ends_at.astimezone(tz)
        self.initial.update(team=shift.team_id, officer=shift.officer_id, kind=shift.kind)
        self.initial.update(day=begins.date(), begins=begins.time(), ends=ends.time())
        self.fields["team"].disabled = self.fields["kind"].disabled = True
        return self

    def clean(self) -> dict[str, Any] | None:
        """Both hours as instants, `starts_at` and `ends_at`, by the team's clock."""
        cleaned = super().clean() or {}
        if {"team", "day", "begins", "ends"} <= cleaned.keys():
            day, begins, ends = cleaned["day"], cleaned["begins"], cleaned["ends"]
            cleaned["starts_at"] = self._instant("begins", day, begins, cleaned["team"])
            cleaned["ends_at"] = self._instant("ends", next_day(day) if ends <= begins else day, ends, cleaned["team"])
        return cleaned

    def add_refusal(self, refusal: Refused, default: str | None = None) -> None:
        """What the action says of instants belongs beside the hours that were typed."""
        names = {"starts_at": "begins", "ends_at": "ends"}
        refusal.errors = {names.get(name, name): text for name, text in refusal.errors.items()}
        super().add_refusal(refusal, default)

    def doubts(self) -> list[str]:
        """What is decided for whoever typed: which of two hours of the same name."""
        found = []
        for name in ("starts_at", "ends_at"):
            zone, at = self.cleaned_data["team"].time_zone, self.cleaned_data[name]
            local = at.astimezone(ZoneInfo(zone))
            if hours.comes_twice(local.date(), local.time(), zone):
                found.append(f"{words.hour(local)} vient deux fois cette nuit-là : la première des deux est retenue.")
        return found

    def _instant(self, field: str, day: date, at: time, team: Team) -> datetime | None:
        try:
            return hours.moment(day, at, team.time_zone)
        except Refused as refusal:
            self.add_error(field, refusal.detail)
            return None


class TeamForm(KindForm):
    """A team: its force, its name, the clock it works by."""

    force = forms.ChoiceField(label="Force", choices=Force.choices)
    name = forms.CharField(
        label="Nom de l’équipe", max_length=80, error_messages={"required": "Donnez un nom à l’équipe."}
    )
    time_zone = forms.ChoiceField(
        label="Fuseau horaire",
        initial=hours.PARIS,
        choices=[(zone, f"{place[0].upper()}{place[1:]}") for zone, place in words.PLACES.items()],
        help_text="Les vacations de l’équipe se saisissent et se lisent à cette heure.",
    )

    def __init__(self, *args: Any, forces: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        force = self.fields["force"]
        assert isinstance(force, forms.ChoiceField)
        force.choices = [(value, label) for value, label in Force.choices if value in forces]
