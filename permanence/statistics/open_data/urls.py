"""Addresses of the open data."""

from django.urls import path

from permanence.statistics.open_data import views

app_name = "open-data"
urlpatterns = [
    path("", views.index, name="index"),
    path("catalogue.jsonld", views.described, name="catalogue"),
    path("<int:year>/<str:name>", views.file, name="file"),
]
