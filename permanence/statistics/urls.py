"""Addresses of the figures."""

from django.urls import path

from permanence.statistics.pages import definitions, views, week

app_name = "figures"
urlpatterns = [
    path("", views.dashboard, name="dashboard"),
    path("semaine/", week.week, name="week"),
    path("definitions/", definitions.every, name="definitions"),
    path("definitions/<slug:code>/", definitions.one, name="definition"),
]
