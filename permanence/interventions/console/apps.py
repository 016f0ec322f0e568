"""The centres' console is an application of its own, for its page and its look; it has no table."""

from django.apps import AppConfig


class CentreConsoleConfig(AppConfig):
    """See `permanence.interventions.console`."""

    name = "permanence.interventions.console"
    label = "centre"
