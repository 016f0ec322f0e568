"""What an officer types of themselves: when they are absent, to whom they would pass a shift."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from permanence.accounts.forms import KindForm
from permanence.accounts.models import Officer
from permanence.lib.errors import Refused
from permanence.roster import hours, queries, words
from permanence.roster.forms.fields import DayField, HourField, OfficerField
from permanence.roster.models import Shift


class AbsenceForm(KindForm):
    """From a moment to a moment, by the officer's own clock; whole days where no hour is given."""

    first = DayField("Du")
    first_at = HourField("À partir de", required=False, help_text="Vide : dès le matin.")
    last = DayField("Au")
    last_at = HourField("Jusqu’à", required=False, help_text="Vide : toute la journée.")

    def __init__(self, *args: Any, zone: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self._zone = zone

    def clean(self) -> dict[str, Any] | None:
        """Both ends as instants, `starts_at` and `ends_at`; what of today is over already is left out."""
        cleaned = super().clean() or {}
        if {"first", "last"} <= cleaned.keys():
            starts = self._instant("first_at", cleaned["first"], cleaned.get("first_at") or time(0))
            last_at: time | None = cleaned.get("last_at")
            until = cleaned["last"] if last_at else cleaned["last"] + hours.DAY
            cleaned["starts_at"] = max(starts, timezone.now()) if starts else None
            cleaned["ends_at"] = self._instant("last_at", until, last_at or time(0))
        return cleaned

    def add_refusal(self, refusal: Refused, default: str | None = None) -> None:
        """What the action says of instants belongs beside the days that were typed."""
        names = {"starts_at": "first", "ends_at": "last"}
        refusal.errors = {names.get(name, name): text for name, text in refusal.errors.items()}
        super().add_refusal(refusal, default)

    def _instant(self, field: str, day: date, at: time) -> datetime | None:
        try:
            return hours.moment(day, at, self._zone)
        except Refused as refusal:
            self.add_error(field, refusal.detail)
            return None


class SwapForm(KindForm):
    """A shift of one's own, offered to a colleague, for one of theirs or for nothing."""

    to = OfficerField("Collègue", error_messages={"required": "Choisissez un collègue."})
    in_return = forms.ChoiceField(label="En échange de", required=False)

    def __init__(self, *args: Any, shift: Shift, **options: Any) -> None:
        super().__init__(*args, **options)
        to, in_return = self.fields["to"], self.fields["in_return"]
        assert isinstance(to, forms.ModelChoiceField)
        assert isinstance(in_return, forms.ChoiceField)
        to.queryset = queries.may_stand(shift.team.force).exclude(pk=shift.officer_id).filter(in_training=False)
        theirs = queries.to_come(shift.team.force).exclude(officer=shift.officer_id)
        in_return.choices = [("", "Rien : je cède ma vacation"), *((str(one.pk), _named(one)) for one in theirs)]


def _named(shift: Shift) -> str:
    who: Officer = shift.officer
    return f"{who.display_name or who.username} : {words.span(shift.starts_at, shift.ends_at, shift.team.time_zone)}"
