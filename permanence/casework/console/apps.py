"""The units' console is an application of its own, for its pages and their look; it has no table."""

from django.apps import AppConfig


class UnitConsoleConfig(AppConfig):
    """See `permanence.casework.console`."""

    name = "permanence.casework.console"
    label = "unit"
