"""How many officers are needed, as a supervisor types it."""

from django import forms

from permanence.accounts.forms import KindForm
from permanence.roster import needs, words
from permanence.roster.forms.fields import HourField


class NeedForm(KindForm):
    """On these days, from an hour to another, so many."""

    weekdays = forms.TypedMultipleChoiceField(
        label="Jours",
        choices=list(enumerate(words.DAYS)),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez au moins un jour."},
    )
    begins = HourField("De")
    ends = HourField("À", help_text="Égale au début ou avant lui : c’est le lendemain.")
    officers = forms.IntegerField(
        label="Agents nécessaires",
        min_value=1,
        max_value=needs.MOST,
        error_messages={"invalid": "Donnez un nombre.", "required": "Donnez un nombre."},
    )
