"""The wallboard is an application of its own, for its page and its look; it has no table."""

from django.apps import AppConfig


class WallboardConfig(AppConfig):
    """See `permanence.desk.wallboard`."""

    name = "permanence.desk.wallboard"
    label = "wallboard"
