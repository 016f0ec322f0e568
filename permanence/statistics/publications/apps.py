"""The name and label."""

from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    """What was published has tables of its own, which the counting never writes to."""

    name = "permanence.statistics.publications"
    label = "publications"
    default_auto_field = "django.db.models.BigAutoField"
