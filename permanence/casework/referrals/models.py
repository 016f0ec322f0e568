"""Referrals. Reasons, notes, places and what is said are sealed under the conversation's key; who, when, which unit,
which state and which outcome are plain: they order inboxes, ring what is late and make figures."""

import uuid
from typing import ClassVar

from django.db import models

from permanence.accounts.models import Force, Officer
from permanence.casework.referrals.steps import OPEN, State
from permanence.casework.reports.models import Report
from permanence.territory.models import Unit


class Partner(models.Model):
    """An association or a service that receives people, as an administrator wrote it down, with where the facts come
    from; withdrawn rather than deleted."""

    name = models.CharField("nom", max_length=200)
    purpose = models.CharField("pour quoi", max_length=300, blank=True)
    categories = models.JSONField("violences", default=list, blank=True)
    """Codes of `desk.vocabulary.Category`; empty: all."""
    departments = models.JSONField("départements", default=list, blank=True)
    """Codes; empty: everywhere."""
    takes_minors = models.BooleanField("reçoit les mineurs", default=True)
    address = models.CharField("adresse", max_length=300, blank=True)
    telephone = models.CharField("téléphone", max_length=40, blank=True)
    mail = models.CharField("courriel", max_length=200, blank=True)
    opening_hours = models.CharField("horaires", max_length=300, blank=True)
    source = models.CharField("source", max_length=200, blank=True)
    dated_on = models.DateField("date de la source", null=True, blank=True)
    is_demonstration = models.BooleanField(default=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class Referral(models.Model):
    """A report passed to the unit that receives her, or to a partner: sent, accepted or refused or forwarded, an
    appointment, an outcome. A partner has no console: an officer of the desk writes down what it answers."""

    class Ground(models.TextChoices):
        """What allows it."""

        AGREEMENT = "agreement", "accord de la personne"
        VITAL_DANGER = "vital_danger", "danger vital"
        MINOR = "minor", "mineur en danger"
        ARTICLE_40 = "article_40", "article 40 du code de procédure pénale"

    class Outcome(models.TextChoices):
        """What came of it."""

        COMPLAINT = "complaint", "plainte"
        MAIN_COURANTE = "main_courante", "main courante"
        PV_RENSEIGNEMENT = "pv_renseignement", "procès-verbal de renseignement judiciaire"
        NOT_COME = "not_come", "pas venue"
        WITHDRAWN = "withdrawn", "y a renoncé"
        NOT_WANTED = "not_wanted", "n’a pas souhaité de suite"
        RECEIVED = "received", "reçue par l’association"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    """The client's: the same id again is the same referral."""
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="referrals")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, null=True, related_name="+")
    force = models.CharField(max_length=2, choices=Force, blank=True)
    """Of the unit."""
    ground = models.CharField(max_length=12, choices=Ground)
    state = models.CharField(max_length=12, choices=State, default=State.SENT)
    outcome = models.CharField(max_length=16, choices=Outcome, blank=True)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    """When it last changed its state, or its appointment."""
    is_urgent = models.BooleanField(default=False)
    """Counted by the clock, day and night (`rules`); judged anew at each change."""
    awaits_since = models.DateTimeField(null=True)
    """From when the delays of its state are counted."""
    due_at = models.DateTimeField(null=True)
    """When the next step is late; null: nothing is awaited."""
    tells_at = models.DateTimeField(null=True)
    """When somebody is next told that it is late: at `due_at` first; null: nobody is left to tell."""
    lateness = models.PositiveSmallIntegerField(default=0)
    """Who was told last that it is late, a `rules.Told`: nobody, the unit, its officer, the supervisor."""
    told_at = models.DateTimeField(null=True)
    """When the person was told of it; null: not yet, her page says nothing of it."""
    noticed_at = models.DateTimeField(null=True)
    """When a supervisor said that they have seen that it left without her agreement, or came back refused."""
    body = models.BinaryField()
    """Sealed JSON: `summary` to the unit, `reason` of a legal ground, `told`: what the person is told, or why nothing
    yet."""
    is_exercise = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(unit__isnull=False, partner=None) | models.Q(unit=None, partner__isnull=False),
                name="a_referral_goes_to_a_unit_or_to_a_partner",
            ),
            models.UniqueConstraint(
                fields=["report", "unit"], condition=models.Q(state__in=OPEN), name="a_unit_has_a_report_once_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["report", "partner"],
                condition=models.Q(state__in=OPEN),
                name="a_partner_has_a_report_once_at_a_time",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["unit", "due_at"], condition=models.Q(state__in=OPEN), name="inbox_of_a_unit"),
            models.Index(fields=["unit", "-sent_at"], name="referrals_of_a_unit"),
            models.Index(fields=["state", "report"], name="referrals_by_state"),
            models.Index(fields=["outcome", "report"], name="referrals_by_outcome"),
            models.Index(fields=["tells_at"], condition=models.Q(tells_at__isnull=False), name="referrals_to_watch"),
        ]

    def __str__(self) -> str:
        return f"referral {self.pk} ({self.state})"


class Step(models.Model):
    """One thing that happened to a referral: its timeline, never changed."""

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    """An act of `steps.Act`, or `note`, `attempt`, `told`, `noticed`, `late`."""
    at = models.DateTimeField()
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    """Nobody: the visitor, or the clock."""
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    """The unit that had it then."""
    body = models.BinaryField(default=bytes)
    """Sealed JSON: a note, a reason."""

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["referral", "number"], name="a_referral_is_told_without_gap"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.referral_id}"


class Appointment(models.Model):
    """When the unit receives her: proposed, moved, confirmed by her or for her, kept or missed, or cancelled."""

    class State(models.TextChoices):
        """Where it stands."""

        PROPOSED = "proposed", "proposé"
        CONFIRMED = "confirmed", "confirmé"
        DECLINED = "declined", "ne convient pas"
        CANCELLED = "cancelled", "annulé"
        KEPT = "kept", "a eu lieu"
        MISSED = "missed", "pas venue"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    """The client's: the same id again is the same appointment."""
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="appointments")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=9, choices=State, default=State.PROPOSED)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=60)
    revision = models.PositiveSmallIntegerField(default=1)
    """Grows each time it is moved: she confirms the hour that she saw."""
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    body = models.BinaryField(default=bytes)
    """Sealed JSON: `place`, `contact`, `bring`, `note`; `reason` where it was declined or cancelled."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["referral"],
                condition=models.Q(state__in=["proposed", "confirmed"]),
                name="one_appointment_at_a_time",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["unit", "starts_at"], name="calendar_of_a_unit"),
        ]

    def __str__(self) -> str:
        return f"appointment of {self.referral_id} ({self.state})"


class Attempt(models.Model):
    """Somebody tried to reach her, inside one of her windows."""

    class Result(models.TextChoices):
        """What came of it."""

        REACHED = "reached", "jointe"
        NO_ANSWER = "no_answer", "sans réponse"
        SOMEBODY_ELSE = "somebody_else", "quelqu’un d’autre a répondu"
        MESSAGE = "message", "message laissé"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    """The client's: the same id again is the same attempt."""
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="attempts")
    at = models.DateTimeField()
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    result = models.CharField(max_length=14, choices=Result)
    body = models.BinaryField(default=bytes)
    """Sealed JSON: `window` it fell in, `note`."""

    def __str__(self) -> str:
        return f"attempt of {self.referral_id} ({self.result})"
