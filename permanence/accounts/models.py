"""Officers and their tokens."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.crypto import salted_hmac


class Role(models.TextChoices):
    """What an account is for; `policy.py` says what each may do."""

    OFFICER = "officer", "Policier ou gendarme"
    SUPERVISOR = "supervisor", "Superviseur"
    UNIT = "unit", "Unité territoriale"
    CENTRE = "centre", "Centre opérationnel"
    ANALYST = "analyst", "Analyste"
    COMMANDER = "commander", "Commandement"
    ADMINISTRATOR = "administrator", "Administrateur"


class Force(models.TextChoices):
    """The two forces that answer."""

    PN = "PN", "Police nationale"
    GN = "GN", "Gendarmerie nationale"


class Presence(models.TextChoices):
    """What an officer says of themselves."""

    AVAILABLE = "available", "Disponible"
    BREAK = "break", "En pause"
    OFF = "off", "Hors service"


class Skill(models.TextChoices):
    """What an officer was trained for besides."""

    MINORS = "minors", "Mineurs"
    SEXUAL = "sexual", "Violences sexuelles"
    CYBER = "cyber", "Harcèlement en ligne"


class Officer(AbstractBaseUser):
    """Someone who signs in: created by an administrator or the operator, deactivated when they leave, never deleted
    (the audit journal names them by id)."""

    username = models.CharField("identifiant", max_length=60, unique=True)
    role = models.CharField("rôle", max_length=15, choices=Role)
    force = models.CharField(max_length=2, choices=Force, blank=True)
    unit = models.BigIntegerField("unité", null=True, blank=True)
    centre = models.BigIntegerField("centre opérationnel", null=True, blank=True)
    rank = models.CharField("grade", max_length=60, blank=True)
    first_name = models.CharField("prénom", max_length=60, blank=True)
    is_active = models.BooleanField("actif", default=True)
    is_demonstration = models.BooleanField(default=False)
    in_training = models.BooleanField("en formation", default=False)
    """Speaks with scripted visitors only; is on duty for nobody."""
    otp_secret = models.BinaryField(null=True, editable=False)
    """The second factor's secret, sealed; null until enrolled."""
    otp_last_step = models.BigIntegerField(default=0)
    """The last 30-second step accepted: a code is good once."""
    presence = models.CharField(max_length=9, choices=Presence, default=Presence.OFF)
    presence_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    """The last sign of life of their console, to the minute."""
    languages = models.JSONField("langues", default=list, blank=True)
    """Codes of two or three letters; empty: French."""
    skills = models.JSONField("compétences", default=list, blank=True)
    """Codes of `Skill`."""
    capacity = models.PositiveSmallIntegerField("conversations à la fois", default=4)
    sign_outs = models.PositiveIntegerField(default=0)
    """How many times they signed out: each ends every page that was signed in before, on whatever machine."""
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["role"]

    objects = BaseUserManager["Officer"]()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role__in=["officer"], force__in=["PN", "GN"]) | ~models.Q(role__in=["officer"]),
                name="an_officer_belongs_to_a_force",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name or self.username

    @property
    def display_name(self) -> str:
        """How they introduce themselves to a visitor: rank and first name."""
        return f"{self.rank} {self.first_name}".strip()

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a page's session must still agree with: the password, and no signing out since."""
        proof = f"{self.password} {self.sign_outs}"
        return salted_hmac("permanence.accounts.session", proof, secret=secret, algorithm="sha256").hexdigest()

    @property
    def actor(self) -> str:
        """Their plain id in the audit journal."""
        return f"officer:{self.pk}"


class Token(models.Model):
    """One opening of the API or of the live channel by an officer: issued at sign-in, renewed while used, ended by
    signing out, by expiry, or when the account is deactivated. Only its hash is kept."""

    officer = models.ForeignKey(Officer, on_delete=models.CASCADE, related_name="tokens")
    hashed = models.BinaryField(unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"token of {self.officer_id}"
