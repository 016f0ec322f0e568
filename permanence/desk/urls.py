"""Addresses of this room."""

from django.urls import path

from permanence.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.console, name="console"),
    path("jeton", views.token, name="token"),
]
