"""What an officer fills in to find a case. Checked further by `criteria.read`."""

from typing import Any

from django import forms

from permanence.accounts.forms import KindForm
from permanence.accounts.models import Officer, Role
from permanence.casework.referrals.models import Referral
from permanence.casework.referrals.steps import State
from permanence.casework.reports.vocabulary import Category
from permanence.casework.search.criteria import DRAFT, FILED

STATES = [
    ("", "Tous"),
    ("Signalement", [(DRAFT, "En cours de rédaction"), (FILED, "Déposé")]),
    ("Orientation", [(f"referral:{code}", label) for code, label in State.choices]),
    ("Suite", [(f"outcome:{code}", f"{label[:1].upper()}{label[1:]}") for code, label in Referral.Outcome.choices]),
]
QUIET = {"autocomplete": "off", "spellcheck": "false"}
DAY = "Donnez une date, par exemple 31/12/2026."


def _day(label: str) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    formats = ["%Y-%m-%d", "%d/%m/%Y"]
    return forms.DateField(
        label=label, required=False, input_formats=formats, widget=widget, error_messages={"invalid": DAY}
    )


def _line(label: str, *, hint: str = "", longest: int = 200, **attributes: str) -> forms.CharField:
    widget = forms.TextInput(attrs=QUIET | attributes)
    return forms.CharField(label=label, required=False, max_length=longest, help_text=hint, widget=widget)


class SearchForm(KindForm):
    """Everything is optional; what is filled in must all be true of a case."""

    reference = _line("Référence", longest=40, autocapitalize="characters", placeholder="GN-2026-000123")
    name = _line("Nom et prénom", hint="Tels qu’ils ont été donnés, dans n’importe quel ordre.")
    telephone = _line("Téléphone", inputmode="tel", longest=40)
    mail = _line("Courriel", inputmode="email")
    state = forms.ChoiceField(label="État", required=False, choices=STATES)
    category = forms.ChoiceField(label="Violences", required=False, choices=[("", "Toutes"), *Category.choices])
    unit = _line("Unité", hint="Une partie de son nom suffit.")
    opened_from = _day("Ouvert du")
    opened_until = _day("au")
    danger = forms.BooleanField(label="Seuil de danger atteint", required=False)
    mine = forms.BooleanField(label="Les miens seulement", required=False)

    def __init__(self, officer: Officer, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        if officer.role != Role.SUPERVISOR:
            del self.fields["mine"]  # all that they may see is theirs
