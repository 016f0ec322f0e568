"""The room's name and label."""

from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    """Cells, what each conversation adds to them, and how far they follow the journal have tables of their own."""

    name = "permanence.statistics"
    label = "statistics"
    default_auto_field = "django.db.models.BigAutoField"
