"""What an administrator types of a partner. The form takes what the action takes, and says no more than it checks."""

from django import forms

from permanence.desk.administration.forms import SourcedForm
from permanence.desk.vocabulary import Category

SOURCED = "Seulement si la source le donne ; sinon, rien."


class PartnerForm(SourcedForm):
    """An association or a service that receives people."""

    name = forms.CharField(label="Nom", max_length=200, error_messages={"required": "Donnez un nom."})
    purpose = forms.CharField(
        label="Pour quoi",
        max_length=300,
        help_text="Ce que la personne y trouvera, en une phrase qu’un policier ou un gendarme peut lui écrire.",
        error_messages={"required": "Dites ce que la personne y trouvera."},
    )
    categories = forms.MultipleChoiceField(
        label="Violences",
        required=False,
        choices=Category.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Rien de coché : toutes.",
    )
    takes_minors = forms.BooleanField(label="Reçoit les mineurs", required=False, initial=True)
    address = forms.CharField(label="Adresse", required=False, max_length=300, help_text=SOURCED)
    telephone = forms.CharField(label="Téléphone", required=False, max_length=40, help_text=SOURCED)
    mail = forms.EmailField(
        label="Courriel",
        required=False,
        max_length=200,
        help_text=SOURCED,
        error_messages={"invalid": "Donnez une adresse complète, par exemple accueil@exemple.fr."},
    )
    opening_hours = forms.CharField(label="Horaires", required=False, max_length=300, help_text=SOURCED)
