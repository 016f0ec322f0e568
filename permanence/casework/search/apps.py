"""The name and label."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Templates and style; no tables."""

    name = "permanence.casework.search"
    label = "search"
