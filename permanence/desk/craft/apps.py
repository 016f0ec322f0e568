"""The room's name and label."""

from django.apps import AppConfig


class CraftConfig(AppConfig):
    """Replies and notebooks have tables of their own."""

    name = "permanence.desk.craft"
    label = "craft"
    default_auto_field = "django.db.models.BigAutoField"
