"""What supervisors type of a cycle: days of the week, every so many days, or a rotation of days, nights and rests."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any, ClassVar

from django import forms

from permanence.accounts.forms import KindForm
from permanence.accounts.models import Officer
from permanence.lib.errors import Refused
from permanence.roster import pattern, queries, words
from permanence.roster.forms.fields import DayField, HourField
from permanence.roster.models import Kind, Team
from permanence.roster.pattern import Turn

LETTERS = {"J": "jour", "N": "nuit"}
REST = "R"
MEMBER = "member-"


@dataclass(frozen=True)
class Asked:
    """What a valid form asks for, as the action takes it."""

    days: int
    anchor_on: date
    turns: tuple[Turn, ...]


class CycleForm(KindForm):
    """What every cycle has: team, name, dates, officers."""

    rhythm: ClassVar[str] = ""
    own: ClassVar[tuple[str, ...]] = ()
    """The fields that describe the turns."""
    asks_for_a_day: ClassVar[bool] = True
    """Whether each officer begins at a day of the cycle of their own."""

    team = forms.ModelChoiceField(
        label="Équipe", queryset=Team.objects.none(), error_messages={"required": "Choisissez une équipe."}
    )
    name = forms.CharField(label="Nom du cycle", max_length=80, error_messages={"required": "Donnez un nom au cycle."})
    first_on = DayField("Du")
    last_on = DayField("Au", required=False, help_text="Vide : sans fin, jusqu’à ce qu’on l’arrête.")
    kind = forms.ChoiceField(label="Nature", choices=Kind.choices, help_text="Une astreinte ne couvre aucune heure.")

    def __init__(self, *args: Any, force: str, **options: Any) -> None:
        super().__init__(*args, **options)
        team = self.fields["team"]
        assert isinstance(team, forms.ModelChoiceField)
        team.queryset = Team.objects.filter(force=force).order_by("name")
        self.officers = {officer.pk: officer for officer in queries.may_stand(force)}
        for officer in self.officers.values():
            self.fields[f"{MEMBER}{officer.pk}"] = self._member(officer)

    def described(self) -> Iterator[forms.BoundField]:
        """The fields of the turns."""
        return (self[name] for name in self.own)

    def members_fields(self) -> list[forms.BoundField]:
        """One an officer of the force."""
        return [self[name] for name in self.fields if name.startswith(MEMBER)]

    def members(self) -> dict[Officer, int]:
        """Who is in, and how many days ahead."""
        given = {pk: self.cleaned_data.get(f"{MEMBER}{pk}") for pk in self.officers}
        return {self.officers[pk]: int(day) - 1 for pk, day in given.items() if day}

    def asked(self) -> Asked:
        """The pattern; only of a form that holds."""
        raise NotImplementedError

    def add_refusal(self, refusal: Refused, default: str | None = None) -> None:
        """What the action says of turns belongs to the field that describes them; of officers, on top."""
        names = {"turns": self.own[0], "days": self.own[0]}
        refusal.errors = {names.get(name, name): text for name, text in refusal.errors.items()}
        super().add_refusal(refusal, default)

    def _member(self, officer: Officer) -> forms.Field:
        label = f"{officer.display_name} ({officer.username})" if officer.display_name else officer.username
        if not self.asks_for_a_day:
            return forms.BooleanField(label=label, required=False)
        attributes = {"inputmode": "numeric", "placeholder": "jour"}
        return forms.IntegerField(
            label=label,
            required=False,
            min_value=1,
            max_value=pattern.LONGEST,
            error_messages={"invalid": "Donnez un jour du cycle : 1 pour le premier."},
            widget=forms.TextInput(attrs=attributes),
        )


class WeekForm(CycleForm):
    """The same days every week, at the same hours."""

    rhythm = "semaine"
    own = ("weekdays", "begins", "ends")
    asks_for_a_day = False

    weekdays = forms.TypedMultipleChoiceField(
        label="Jours du début",
        choices=list(enumerate(words.DAYS)),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez au moins un jour."},
    )
    begins = HourField("Début")
    ends = HourField("Fin", help_text="Égale au début ou avant lui : c’est le lendemain.")

    def asked(self) -> Asked:
        """A week, counted from its Monday."""
        typed = self.cleaned_data
        first: date = typed["first_on"]
        turns = tuple(Turn(day, typed["begins"], typed["ends"]) for day in typed["weekdays"])
        return Asked(7, first - timedelta(days=first.weekday()), turns)


class IntervalForm(CycleForm):
    """One turn every so many days."""

    rhythm = "intervalle"
    own = ("every", "begins", "ends")

    every = forms.IntegerField(
        label="Tous les combien de jours",
        min_value=1,
        max_value=pattern.LONGEST,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "placeholder": "4"}),
        error_messages={"required": "Donnez un nombre de jours.", "invalid": "Donnez un nombre de jours."},
    )
    begins = HourField("Début")
    ends = HourField("Fin", help_text="Égale au début ou avant lui : c’est le lendemain.")

    def asked(self) -> Asked:
        """The turn is on the first day."""
        typed = self.cleaned_data
        return Asked(typed["every"], typed["first_on"], (Turn(0, typed["begins"], typed["ends"]),))


class RotationForm(CycleForm):
    """Days, nights and rests in a row, written as letters."""

    rhythm = "rotation"
    own = ("sequence", "day_begins", "day_ends", "night_begins", "night_ends")

    sequence = forms.CharField(
        label="Suite des jours",
        max_length=2 * pattern.LONGEST,
        help_text="J : jour, N : nuit, R : repos. Par exemple J J N N R R R R.",
        error_messages={"required": "Écrivez la suite, par exemple J J N N R R R R."},
    )
    day_begins = HourField("Jour : début", initial=time(7))
    day_ends = HourField("Jour : fin", initial=time(19))
    night_begins = HourField("Nuit : début", initial=time(19))
    night_ends = HourField("Nuit : fin", initial=time(7))

    def clean_sequence(self) -> str:
        """Letters alone."""
        letters = re.sub(r"[\s,;/-]", "", self.cleaned_data["sequence"]).upper()
        unknown = sorted(set(letters) - {*LETTERS, REST})
        if unknown:
            raise forms.ValidationError(f"Seules les lettres J, N et R se comprennent ici, pas {', '.join(unknown)}.")
        if not set(letters) & set(LETTERS):
            raise forms.ValidationError("Cette suite ne contient ni jour ni nuit.")
        if len(letters) > pattern.LONGEST:
            raise forms.ValidationError(f"Un cycle dure {pattern.LONGEST} jours au plus.")
        return letters

    def asked(self) -> Asked:
        """A turn for each letter that is no rest."""
        typed = self.cleaned_data
        spans = {
            "J": (typed["day_begins"], typed["day_ends"]),
            "N": (typed["night_begins"], typed["night_ends"]),
        }
        letters = typed["sequence"]
        turns = tuple(Turn(day, *spans[letter]) for day, letter in enumerate(letters) if letter in spans)
        return Asked(len(letters), typed["first_on"], turns)


FORMS: dict[str, type[CycleForm]] = {form.rhythm: form for form in (WeekForm, IntervalForm, RotationForm)}
NAMES = {
    "semaine": "Jours de la semaine",
    "intervalle": "Tous les N jours",
    "rotation": "Rotation de jours, de nuits et de repos",
}


class StopForm(KindForm):
    """From which day a cycle lays nothing more."""

    on = DayField("À partir du")
