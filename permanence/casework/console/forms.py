"""What a unit types. Each form takes what its action takes; every day and hour is on the clock of the unit."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone

from permanence.accounts.forms import KindForm
from permanence.casework.referrals.models import Attempt, Referral
from permanence.lib.errors import Refused
from permanence.territory.models import Unit

LONGEST = 2000
REASON = "Indiquez un motif, même bref."
DURATIONS = [(30, "30 min"), (45, "45 min"), (60, "1 h"), (90, "1 h 30"), (120, "2 h"), (180, "3 h")]
OUTCOMES = [choice for choice in Referral.Outcome.choices if choice[0] != Referral.Outcome.RECEIVED]


def words(label: str, hint: str = "", *, rows: int = 3, required: str = "", longest: int = LONGEST) -> forms.CharField:
    """A few lines; `required`: what is said where they are missing."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=bool(required),
        max_length=longest,
        error_messages={"required": required, "max_length": f"Au plus {longest} caractères."},
        widget=forms.Textarea(attrs={"rows": rows, "autocomplete": "off"}),
    )


def short(label: str, longest: int, hint: str = "") -> forms.CharField:
    """One line."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        max_length=longest,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class NothingForm(KindForm):
    """A button alone."""


class ReasonForm(KindForm):
    """Why."""

    reason = words("Motif", "Reste avec l’orientation.", required=REASON)


class RefuseForm(KindForm):
    """It goes back to the digital desk."""

    reason = words(
        "Motif du refus",
        "La brigade numérique le lit, et trouve une autre unité. La personne ne le lit pas.",
        required="Indiquez pourquoi, même brièvement : la brigade numérique doit trouver une autre unité.",
    )


class ForwardForm(KindForm):
    """To another unit, which is looked for in the directory."""

    search = short("Commune ou nom de l’unité", 80)
    unit = forms.ModelChoiceField(
        label="Unité",
        queryset=Unit.objects.all(),
        widget=forms.RadioSelect,
        error_messages={
            "required": "Cherchez puis choisissez l’unité qui la recevra.",
            "invalid_choice": "Choisissez une unité de l’annuaire.",
        },
    )
    reason = words("Motif", "La brigade numérique et l’autre unité le lisent.", required=REASON)


class AppointmentForm(KindForm):
    """When and where she is received; the hour is on the clock of the page, the unit's."""

    pk = forms.UUIDField(widget=forms.HiddenInput)
    day = forms.DateField(
        label="Jour",
        error_messages={"required": "Choisissez un jour.", "invalid": "Donnez une date, par exemple 31/12/2026."},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
    )
    hour = forms.TimeField(
        label="Heure",
        error_messages={"required": "Choisissez une heure.", "invalid": "Donnez une heure, par exemple 14:30."},
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    minutes = forms.TypedChoiceField(label="Durée", coerce=int, choices=DURATIONS, initial=60)
    place = short("Lieu", 300, "Adresse et accueil, tels qu’elle les lira.")
    contact = short("Demander", 200, "Qui la personne demande en arrivant.")
    bring = words("À apporter", "Ce qu’elle a, sans l’obliger : papiers, certificat médical…", rows=2, longest=600)
    note = words("Autre chose que la personne doit savoir", rows=2, longest=600)

    def clean(self) -> dict[str, Any]:
        """The moment, where it exists on the clock of the department."""
        given = super().clean() or {}
        if given.get("day") and given.get("hour"):
            starts_at = datetime.combine(given["day"], given["hour"], timezone.get_current_timezone())
            if not _exists(starts_at):
                self.add_error("hour", "Cette heure n’existe pas ce jour-là, où les horloges avancent : une autre.")
            given["starts_at"] = starts_at
        return given

    def add_refusal(self, refusal: Refused, default: str | None = None) -> None:
        """What is wrong with the moment stands beside the day."""
        if "starts_at" in refusal.errors:
            refusal.errors["day"] = refusal.errors.pop("starts_at")
        super().add_refusal(refusal, default)


class CancelForm(KindForm):
    """It will not be."""

    appointment = forms.UUIDField(widget=forms.HiddenInput)
    reason = words("Motif", "La personne lit que le rendez-vous est annulé, sans le motif.", required=REASON)


class AnswerForm(KindForm):
    """What she said of the appointment that was read to her."""

    appointment = forms.UUIDField(widget=forms.HiddenInput)
    revision = forms.IntegerField(widget=forms.HiddenInput)


class DeclineForm(AnswerForm):
    """That moment does not suit her."""

    reason = words("Ce qui lui conviendrait", rows=2)


class NoteForm(KindForm):
    """To the digital desk, and from it."""

    text = words("Note", "La brigade numérique la lit. La personne ne la lit jamais.", required="Écrivez votre note.")


class AttemptForm(KindForm):
    """Somebody tried to reach her."""

    pk = forms.UUIDField(widget=forms.HiddenInput)
    result = forms.ChoiceField(
        label="Résultat",
        choices=Attempt.Result.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites ce que l’appel a donné."},
    )
    note = words("Précision", "Par exemple qui a répondu, et ce qui a été dit.", rows=2)


class OutcomeForm(KindForm):
    """What came of it."""

    outcome = forms.ChoiceField(
        label="Suite",
        choices=OUTCOMES,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez ce qu’il en est."},
    )
    note = words("Précision", "Par exemple un numéro de procédure, ou pourquoi la personne renonce.", rows=2)


def new_key() -> str:
    """The id that a form carries, so that sent twice it is done once."""
    return str(uuid4())


def _exists(moment: datetime) -> bool:
    """False within the hour that clocks skip in spring."""
    back = moment.astimezone(ZoneInfo("UTC")).astimezone(moment.tzinfo)
    return back.replace(tzinfo=None) - moment.replace(tzinfo=None) == timedelta(0)
