"""The words of the craft: codes in English, what screens show in French."""

from django.db import models


class Theme(models.TextChoices):
    """What a reply is about."""

    WELCOME = "welcome", "Accueil"
    LISTENING = "listening", "Écoute"
    SAFETY = "safety", "Sécurité"
    EVIDENCE = "evidence", "Preuves"
    COMPLAINT = "complaint", "Plainte et suites"
    UNIT = "unit", "Orientation vers une unité"
    APPOINTMENT = "appointment", "Rendez-vous"
    SUPPORT = "support", "Écoute et associations"
    CYBER = "cyber", "Harcèlement en ligne"
    MINOR = "minor", "Mineurs"
    WITNESS = "witness", "Témoins"
    ENDING = "ending", "Fin de conversation"


class Step(models.TextChoices):
    """When in a conversation a reply serves."""

    OPENING = "opening", "Premiers mots"
    DURING = "during", "Pendant l’échange"
    CLOSING = "closing", "Avant de terminer"


class Language(models.TextChoices):
    """The languages in which the house has replies. Others wait for somebody who can answer for their words."""

    FR = "fr", "français"
    EN = "en", "anglais"
    ES = "es", "espagnol"
    PT = "pt", "portugais"


LONGEST_REPLY = 2_000
"""Code points; a message holds twice as many."""
SHORTCUT = r"^[a-z0-9]+(-[a-z0-9]+)*$"
"""Letters without accents, digits, single hyphens: what a hurried hand types."""
LONGEST_SHORTCUT = 30
