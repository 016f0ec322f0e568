"""Addresses of the units' console."""

from django.urls import path

from permanence.casework.console import acts, agenda, dossier, pieces, views

app_name = "unit"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("agenda/", agenda.week, name="agenda"),
    path("dossiers/<uuid:pk>/", dossier.dossier, name="dossier"),
    path("dossiers/<uuid:pk>/pieces/<uuid:attachment>", pieces.piece, name="piece"),
    path("dossiers/<uuid:pk>/<slug:verb>", acts.act, name="act"),
]
