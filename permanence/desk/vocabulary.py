"""The words the desk works with: codes in English, what screens show in French. `docs/glossary.md` has both."""

from django.db import models


class Level(models.TextChoices):
    """How urgent a conversation is."""

    IMMEDIATE = "immediate", "Danger immédiat"
    HIGH = "high", "Urgent"
    STANDARD = "standard", "Normal"


class Reporter(models.TextChoices):
    """Who writes."""

    VICTIM = "victim", "Je suis la victime"
    WITNESS = "witness", "Je suis témoin"
    PROFESSIONAL = "professional", "Je suis un professionnel"


class Age(models.TextChoices):
    """Minor or adult, where said."""

    MINOR = "minor", "J’ai moins de 18 ans"
    ADULT = "adult", "J’ai 18 ans ou plus"


class Category(models.TextChoices):
    """Kinds of violence, where said; several may be true."""

    CONJUGAL = "conjugal", "Violences dans le couple, ou par un ex"
    INTRAFAMILY = "intrafamily", "Violences dans la famille"
    SEXUAL = "sexual", "Violences sexuelles"
    SEXIST = "sexist", "Violences ou outrages sexistes"
    DISCRIMINATION = "discrimination", "Discrimination, haine"
    CYBER_HARASSMENT = "cyber_harassment", "Harcèlement en ligne"
    PHYSICAL = "physical", "Coups, violences physiques"
    PSYCHOLOGICAL = "psychological", "Menaces, humiliations, violences psychologiques"
    ECONOMIC = "economic", "Argent ou papiers confisqués, violences économiques"


class Mark(models.TextChoices):
    """What a conversation is worth to the figures: only genuine ones count."""

    GENUINE = "genuine", "Authentique"
    TEST = "test", "Test"
    TRAINING = "training", "Entraînement"
    ABUSE = "abuse", "Abus"
    DUPLICATE = "duplicate", "Doublon"


class Exercise(models.TextChoices):
    """Whether a conversation is one with a scripted visitor: settled at its birth, never changed."""

    NO = "", "Aucun"
    APART = "apart", "Exercice, hors de la vraie file"
    AMONG = "among", "Exercice, parmi les vraies conversations"


SCREEN_WORDS: dict[str, type[models.TextChoices]] = {
    "reporter": Reporter,
    "age": Age,
    "categories": Category,
    "level": Level,
    "mark": Mark,
}


def vocabulary() -> dict[str, list[dict[str, str]]]:
    """Every list of codes with its French words, as `GET /vocabulary` gives it."""
    return {
        name: [{"code": str(code), "label": str(label)} for code, label in words.choices]
        for name, words in SCREEN_WORDS.items()
    }
