"""The project as a Django application: connects the rooms when everything is loaded."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """See `wiring`."""

    name = "config"
    label = "config"

    def ready(self) -> None:
        """Hands callables down."""
        from config import wiring

        wiring.connect()
