"""The room's name and label."""

from django.apps import AppConfig


class InterventionsConfig(AppConfig):
    """Sheets, interventions and their timelines have tables of their own."""

    name = "permanence.interventions"
    label = "interventions"
    default_auto_field = "django.db.models.BigAutoField"
