"""The room's name and label."""

from django.apps import AppConfig


class ConnectorsConfig(AppConfig):
    """What leaves and what came in have tables of their own."""

    name = "permanence.interventions.connectors"
    label = "connectors"
    default_auto_field = "django.db.models.BigAutoField"
