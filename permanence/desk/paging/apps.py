"""The room's name and label."""

from django.apps import AppConfig


class PagingConfig(AppConfig):
    """Alarms and pages have tables of their own."""

    name = "permanence.desk.paging"
    label = "paging"
    default_auto_field = "django.db.models.BigAutoField"
