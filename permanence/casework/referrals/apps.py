"""The name and label."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    """Partners, referrals and their steps, appointments and attempts have tables of their own."""

    name = "permanence.casework.referrals"
    label = "referrals"
    default_auto_field = "django.db.models.BigAutoField"
