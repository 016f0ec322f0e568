"""Addresses of the units' console."""

from django.urls import path

from permanence.casework.console import views

app_name = "unit"
urlpatterns = [
    path("", views.inbox, name="inbox"),
]
