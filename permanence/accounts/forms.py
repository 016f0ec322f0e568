"""What officers type to be let in: name and password, one-time code, a new password."""

from typing import Any

from django import forms

from permanence.lib.errors import Refused


class KindForm(forms.Form):
    """A form whose refusals stand beside the field and are announced with it."""

    status: int = 422
    """What a page answers with where the form is not taken: the refusal's own, once there is one."""

    def add_refusal(self, refusal: Refused, default: str | None = None) -> None:
        """Puts a refusal's sentences where they belong; what names no field of ours goes to `default` or on top."""
        self.status = refusal.status
        by_field = {name: text for name, text in refusal.errors.items() if name in self.fields}
        for name, text in by_field.items():
            self.add_error(name, text)
        if not by_field:
            self.add_error(default, " ".join([refusal.detail, *refusal.errors.values()]))

    def mark_errors(self) -> None:
        """Ties each refused field to its sentence for screen readers; call it before the page is rendered."""
        for name in self.errors:
            if name in self.fields:
                attributes: dict[str, Any] = self.fields[name].widget.attrs
                attributes.update({"aria-invalid": "true", "aria-describedby": f"{self[name].auto_id}-error"})


class SignInForm(KindForm):
    """The first step."""

    username = forms.CharField(
        label="Identifiant",
        max_length=60,
        error_messages={"required": "Saisissez votre identifiant."},
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "autofocus": True}
        ),
    )
    password = forms.CharField(
        label="Mot de passe",
        strip=False,
        max_length=1024,
        error_messages={"required": "Saisissez votre mot de passe."},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class CodeForm(KindForm):
    """The second step: six digits of the telephone's application."""

    code = forms.CharField(
        label="Code à six chiffres",
        max_length=12,
        error_messages={"required": "Saisissez le code affiché par votre application."},
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "code", "autofocus": True}
        ),
    )


class PasswordForm(KindForm):
    """An officer's own new password, typed twice."""

    current = forms.CharField(
        label="Mot de passe actuel",
        strip=False,
        max_length=1024,
        error_messages={"required": "Saisissez votre mot de passe actuel."},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )
    password = forms.CharField(
        label="Nouveau mot de passe",
        help_text="Douze caractères au moins. Une phrase que vous seul connaissez convient très bien.",
        strip=False,
        max_length=1024,
        error_messages={"required": "Saisissez un nouveau mot de passe."},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="Le même, une seconde fois",
        strip=False,
        max_length=1024,
        error_messages={"required": "Saisissez le nouveau mot de passe une seconde fois."},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any] | None:
        """Both must be the same."""
        cleaned = super().clean() or {}
        if "again" in cleaned and cleaned.get("password") != cleaned["again"]:
            self.add_error("again", "Les deux saisies diffèrent : recommencez la seconde.")
        return cleaned
