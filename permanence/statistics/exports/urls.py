"""Addresses of the files of figures."""

from django.urls import path

from permanence.statistics.exports import shelf, web

app_name = "figures-files"
urlpatterns = [
    path("export/<slug:code>/", web.export, name="export"),
    path("fichiers/", shelf.shelf, name="shelf"),
    path("fichiers/<int:number>/<str:name>", shelf.kept, name="kept"),
]
