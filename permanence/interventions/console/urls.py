"""Addresses of the centres' console."""

from django.urls import path

from permanence.interventions.console import views

app_name = "centre"
urlpatterns = [
    path("", views.console, name="console"),
    path("jeton", views.token, name="token"),
]
