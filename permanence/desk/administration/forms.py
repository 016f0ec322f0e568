"""What administrators type. Each form takes what its action takes, and says no more than the action checks."""

from typing import Any

from django import forms

from permanence.accounts.forms import KindForm
from permanence.accounts.models import Force, Officer, Role, Skill
from permanence.territory import queries
from permanence.territory.models import Commune, HelpLine, Unit

REASON = "Sera inscrite au journal d’audit."


class OfficerForm(KindForm):
    """An account: who, in which role, of which force."""

    username = forms.CharField(
        label="Identifiant",
        max_length=60,
        help_text="Minuscules sans accent, chiffres, point, tiret. Il ne changera plus.",
        error_messages={"required": "Donnez un identifiant."},
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
    )
    role = forms.ChoiceField(label="Rôle", choices=Role.choices)
    force = forms.ChoiceField(
        label="Force",
        required=False,
        choices=[("", "Aucune en particulier"), *Force.choices],
        help_text="Nécessaire pour un policier ou un gendarme. Un superviseur sans force voit les deux.",
    )
    rank = forms.CharField(
        label="Grade", required=False, max_length=60, help_text="Les visiteurs lisent le grade et le prénom."
    )
    first_name = forms.CharField(label="Prénom", required=False, max_length=60)
    languages = forms.CharField(
        label="Langues",
        required=False,
        max_length=80,
        help_text="Codes séparés par des virgules : fr, en, tr. Vide : français.",
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}),
    )
    skills = forms.MultipleChoiceField(
        label="Compétences",
        required=False,
        choices=Skill.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="La personne qui en a besoin lui est proposée d’abord.",
    )
    in_training = forms.BooleanField(
        label="En formation",
        required=False,
        help_text="Ne reçoit que des visiteurs fictifs (permanence simulate) et ne compte pas comme présent.",
    )
    unit = forms.IntegerField(
        label="Numéro de l’unité",
        required=False,
        min_value=1,
        help_text="Pour le rôle « unité territoriale » : le numéro est dans la liste des unités.",
    )
    centre = forms.IntegerField(
        label="Numéro du centre",
        required=False,
        min_value=1,
        help_text="Pour le rôle « centre opérationnel » : le numéro est dans la liste des centres.",
    )

    def for_account(self, officer: Officer) -> "OfficerForm":
        """The same form for an account that exists: its name is fixed."""
        self.fields["username"].disabled = True
        self.initial.update(
            {
                name: getattr(officer, name)
                for name in ("username", "role", "force", "rank", "first_name", "in_training")
            },
            unit=officer.unit,
            languages=", ".join(officer.languages),
            skills=officer.skills,
            centre=officer.centre,
        )
        return self

    def clean_languages(self) -> list[str]:
        """The codes, as a list."""
        text: str = self.cleaned_data["languages"]
        return [code for code in text.replace(";", ",").split(",") if code.strip()]


class SettleForm(KindForm):
    """Which force answers for a commune."""

    force = forms.ChoiceField(
        label="Force qui répond",
        widget=forms.RadioSelect,
        choices=[*Force.choices, ("-", "Laisser les données officielles décider")],
        error_messages={"required": "Choisissez qui répond."},
    )
    unit = forms.ChoiceField(label="Unité", required=False)
    reason = forms.CharField(
        label="Raison",
        max_length=300,
        help_text=REASON,
        error_messages={"required": "Donnez la raison : convention, accord des deux forces…"},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def of(self, commune: Commune) -> "SettleForm":
        """Shows the units of the commune's department, by force."""
        rows = Unit.objects.filter(department=commune.department).order_by("force", "name")
        by_force: dict[str, list[tuple[str, str]]] = {}
        for unit in rows:
            by_force.setdefault(unit.get_force_display(), []).append((str(unit.pk), unit.name))
        choices: list[Any] = [("", "Celle que les données officielles désignent"), *by_force.items()]
        self.fields["unit"].choices = choices  # type: ignore[attr-defined]
        self.initial.update(force=commune.settled_force or "", unit=str(commune.settled_unit_id or ""))
        return self


class UnitForm(KindForm):
    """What is known of a unit."""

    name = forms.CharField(label="Nom", max_length=200, error_messages={"required": "Donnez un nom."})
    address = forms.CharField(label="Adresse", required=False, max_length=300)
    telephone = forms.CharField(label="Téléphone", required=False, max_length=40)
    opening_hours = forms.CharField(
        label="Horaires d’accueil",
        required=False,
        max_length=5000,
        help_text="Les visiteurs les lisent tels quels : ne donnez que ce que l’unité a confirmé.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    url = forms.URLField(label="Page officielle", required=False, max_length=300, assume_scheme="https")


class CentreForm(KindForm):
    """What is known of an operations centre."""

    name = forms.CharField(label="Nom", max_length=200, error_messages={"required": "Donnez un nom."})
    telephone = forms.CharField(
        label="Téléphone",
        required=False,
        max_length=40,
        help_text="Pour les policiers et les gendarmes ; les visiteurs ne le voient jamais.",
    )


class SourcedForm(KindForm):
    """What is known of somebody whom people are sent to: from which source, of which day, for which departments."""

    source = forms.CharField(
        label="Source",
        max_length=200,
        help_text="La page publique où ces informations ont été lues.",
        error_messages={"required": "Donnez la source."},
    )
    dated_on = forms.DateField(
        label="Date de la source",
        required=False,
        error_messages={"invalid": "Donnez une date, par exemple 31/12/2026."},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
    )
    departments = forms.CharField(
        label="Départements",
        required=False,
        max_length=600,
        help_text="Leurs codes séparés par des espaces, par exemple 35 22 2A. Vide : partout.",
    )

    def clean_departments(self) -> list[str]:
        """The codes, once each."""
        return list(dict.fromkeys(self.cleaned_data["departments"].upper().replace(",", " ").split()))


class LineForm(SourcedForm):
    """A number to call or to text."""

    number = forms.CharField(label="Numéro", max_length=20, error_messages={"required": "Donnez le numéro."})
    medium = forms.ChoiceField(label="Moyen", choices=HelpLine.Medium.choices)
    label = forms.CharField(label="Nom", max_length=80, error_messages={"required": "Donnez un nom."})
    purpose = forms.CharField(
        label="Pour quoi", max_length=200, error_messages={"required": "Dites à qui ce numéro sert."}
    )
    in_emergency = forms.BooleanField(label="Numéro d’urgence", required=False)
    always_open = forms.BooleanField(label="Ouvert jour et nuit, tous les jours", required=False)
    hours = forms.CharField(
        label="Horaires", required=False, max_length=120, help_text="Seulement si la source les donne ; sinon, rien."
    )
    position = forms.IntegerField(
        label="Ordre",
        min_value=0,
        max_value=9999,
        initial=200,
        help_text="Les plus petits d’abord.",
        error_messages={"required": "Donnez un ordre."},
    )


class JournalForm(forms.Form):
    """The filters of the audit journal: what cannot be understood filters nothing out and is told."""

    acteur = forms.CharField(label="Qui", required=False, max_length=80)
    objet = forms.CharField(label="Objet", required=False, max_length=40)
    cle = forms.CharField(label="Numéro de l’objet", required=False, max_length=80)
    issue = forms.ChoiceField(label="Issue", required=False)
    du = forms.DateField(label="Du", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    au = forms.DateField(label="Au", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


def department_choices() -> list[tuple[str, str]]:
    """For a filter: "35 Ille-et-Vilaine"."""
    return [("", "Tous"), *((row["code"], f"{row['code']} {row['name']}") for row in queries.departments())]
