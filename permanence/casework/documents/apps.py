"""The name and label."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """The numbers of the documents that were issued have a table of their own."""

    name = "permanence.casework.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"
