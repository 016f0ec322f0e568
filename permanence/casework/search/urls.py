"""Addresses of the search and of a whole case."""

from django.urls import path

from permanence.casework.search import views

app_name = "cases"
urlpatterns = [
    path("", views.search, name="search"),
    path("<uuid:conversation>/", views.case, name="case"),
]
