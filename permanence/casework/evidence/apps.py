"""The name and label."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Files, their pieces and their custody have tables of their own."""

    name = "permanence.casework.evidence"
    label = "evidence"
    default_auto_field = "django.db.models.BigAutoField"
