"""Fields of rosters: days, hours of the clock, officers; and how a form says what an action refused."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms

from permanence.accounts.models import Officer
from permanence.roster import hours

if TYPE_CHECKING:
    _Choice = forms.ModelChoiceField[Officer]
else:
    _Choice = forms.ModelChoiceField

NO_DAY = "Donnez une date, par exemple 01/12/2026."
FIRST_YEAR, LAST_YEAR = 2000, 2100
HOUR_TYPED = {"inputmode": "numeric", "placeholder": "19:30", "autocomplete": "off", "maxlength": 8}
"""Not the browser's own: in English it would ask for AM or PM."""
NO_HOUR = "Donnez une heure, par exemple 19:30."


class DayField(forms.DateField):
    """A day, as the browser's own calendar gives it or as it is written in French."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(
            label=label,
            input_formats=["%Y-%m-%d", "%d/%m/%Y"],
            error_messages={"required": NO_DAY, "invalid": NO_DAY},
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            **options,
        )

    def to_python(self, value: Any) -> date | None:
        """Refuses a year that no roster has: a slip of the keyboard."""
        day = super().to_python(value)
        if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(NO_DAY)
        return day


class OfficerField(_Choice):
    """One officer of a list, told apart by their account's name."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(label=label, queryset=Officer.objects.none(), empty_label="Choisir…", **options)

    def label_from_instance(self, obj: Officer) -> str:
        """`Adjudante Dominique (dupont.d)`."""
        return f"{obj.display_name} ({obj.username})" if obj.display_name else obj.username


class HourField(forms.TimeField):
    """An hour of the clock: `19:30`, `19h30`, `19h`."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(
            label=label,
            input_formats=["%H:%M", "%Hh%M", "%Hh", "%H:%M:%S"],
            error_messages={"required": NO_HOUR, "invalid": NO_HOUR},
            widget=forms.TimeInput(format="%H:%M", attrs=HOUR_TYPED),
            **options,
        )


def next_day(day: date) -> date:
    """The day after."""
    return day + hours.DAY
