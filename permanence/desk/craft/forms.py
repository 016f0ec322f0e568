"""What is typed of a reply, by a supervisor for the house or by an officer for themselves."""

from django import forms

from permanence.accounts.forms import KindForm
from permanence.accounts.models import Force
from permanence.desk.craft.vocabulary import LONGEST_REPLY, LONGEST_SHORTCUT, Language, Step, Theme

PLACEHOLDERS = (
    "Le poste remplit {officer}, {unit}, {force}, {departement} et {commune}. Toute autre mention entre accolades, "
    "comme {heure}, reste à compléter avant l’envoi."
)


class OwnReplyForm(KindForm):
    """A reply of an officer's own."""

    shortcut = forms.CharField(
        label="Raccourci",
        max_length=LONGEST_SHORTCUT,
        help_text="Ce que l’on tape après /. Minuscules sans accent, chiffres et tirets.",
        error_messages={"required": "Donnez un raccourci."},
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
    )
    language = forms.ChoiceField(label="Langue", choices=Language.choices, initial=Language.FR)
    text = forms.CharField(
        label="Texte",
        max_length=LONGEST_REPLY,
        help_text=PLACEHOLDERS,
        error_messages={"required": "Écrivez le texte de la réponse."},
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class ReplyForm(OwnReplyForm):
    """A reply of the house."""

    theme = forms.ChoiceField(label="Thème", choices=Theme.choices)
    step = forms.ChoiceField(label="Étape", choices=Step.choices, initial=Step.DURING)
    force = forms.ChoiceField(label="Force", required=False, choices=[("", "Les deux forces"), *Force.choices])


class ReplyFilter(forms.Form):
    """One language at a time."""

    langue = forms.ChoiceField(label="Langue", choices=Language.choices)
