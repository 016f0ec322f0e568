"""The name and label."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """No table of its own: what its parts share, the dossier beside a conversation and readable accounts."""

    name = "permanence.casework"
    label = "casework"
    default_auto_field = "django.db.models.BigAutoField"
