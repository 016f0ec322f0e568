"""The name and label."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Reports, their versions and what the figures count have tables of their own."""

    name = "permanence.casework.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"
