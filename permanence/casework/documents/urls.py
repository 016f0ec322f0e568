"""Addresses of documents."""

from django.urls import path

from permanence.casework.documents import views

app_name = "documents"
urlpatterns = [
    path("brigade/dossiers/<uuid:pk>/transmission.pdf", views.desk_transmission, name="desk-transmission"),
    path("brigade/dossiers/<uuid:pk>/echange.pdf", views.desk_transcript, name="desk-transcript"),
    path("brigade/dossiers/<uuid:pk>/pieces.zip", views.desk_archive, name="desk-archive"),
    path("unite/dossiers/<uuid:pk>/transmission.pdf", views.unit_transmission, name="unit-transmission"),
    path("unite/dossiers/<uuid:pk>/echange.pdf", views.unit_transcript, name="unit-transcript"),
    path("unite/dossiers/<uuid:pk>/pieces.zip", views.unit_archive, name="unit-archive"),
]
