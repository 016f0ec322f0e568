"""A file of shifts, as a supervisor gives it: the file at first, then what was read of it."""

from typing import Any

from django import forms

from permanence.accounts.forms import KindForm
from permanence.lib.errors import Refused
from permanence.roster import exchange, queries
from permanence.roster.exchange import Found
from permanence.roster.forms.fields import OfficerField
from permanence.roster.models import Team

LARGEST = 512 * 1024


class ImportForm(KindForm):
    """CSV of a whole team, or the calendar of one officer."""

    team = forms.ModelChoiceField(
        label="Équipe",
        queryset=Team.objects.none(),
        empty_label="Choisir…",
        error_messages={"required": "Choisissez une équipe."},
    )
    file = forms.FileField(label="Fichier CSV ou iCalendar", required=False, help_text="512 Ko au plus.")
    officer = OfficerField("Agent, pour un calendrier", required=False, help_text="Un fichier .ics est à une personne.")
    content = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    def __init__(self, *args: Any, force: str, **options: Any) -> None:
        super().__init__(*args, **options)
        team, officer = self.fields["team"], self.fields["officer"]
        assert isinstance(team, forms.ModelChoiceField)
        assert isinstance(officer, forms.ModelChoiceField)
        team.queryset = Team.objects.filter(force=force).order_by("name")
        officer.queryset = queries.may_stand(force)

    def clean(self) -> dict[str, Any] | None:
        """The text of the file as `content`, and what was read of it as `found`."""
        cleaned = super().clean() or {}
        text = self._text(cleaned)
        if text and "team" in cleaned:
            cleaned["content"] = text
            try:
                cleaned["found"] = self._found(text, cleaned)
            except Refused as refusal:
                self.add_error("file", refusal.detail)
        return cleaned

    def _text(self, cleaned: dict[str, Any]) -> str:
        given = cleaned.get("file")
        if given is None:
            if not cleaned.get("content"):
                self.add_error("file", "Choisissez un fichier.")
            return str(cleaned.get("content") or "")
        if given.size > LARGEST:
            self.add_error("file", "Ce fichier dépasse 512 Ko : importez en plusieurs fichiers.")
            return ""
        data: bytes = given.read()
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            return data.decode("cp1252", errors="replace")

    def _found(self, text: str, cleaned: dict[str, Any]) -> Found:
        zone = cleaned["team"].time_zone
        if not text.lstrip().startswith("BEGIN:VCALENDAR"):
            return exchange.read_csv(text, zone)
        if cleaned.get("officer") is None:
            self.add_error("officer", "Dites à qui est ce calendrier.")
            return Found([], {})
        return exchange.read_ics(text.encode(), zone, cleaned["officer"].username)
