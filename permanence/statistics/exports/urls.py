"""Addresses of the files of figures."""

from django.urls import path

from permanence.statistics.exports import web

app_name = "figures-files"
urlpatterns = [path("export/<slug:code>/", web.export, name="export")]
