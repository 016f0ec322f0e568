"""The name and label."""

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    """Assessments and the history of their scores have tables of their own."""

    name = "permanence.casework.assessment"
    label = "assessment"
    default_auto_field = "django.db.models.BigAutoField"
