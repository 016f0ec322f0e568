"""The administration is an application of its own, for its pages and styles; it has no table."""

from django.apps import AppConfig


class AdministrationConfig(AppConfig):
    """See `permanence.desk.administration`."""

    name = "permanence.desk.administration"
    label = "administration"
