"""Addresses of what was published and of what was corrected since."""

from django.urls import path

from permanence.statistics.publications import views

app_name = "publications"
urlpatterns = [
    path("corrections/", views.corrections, name="corrections"),
    path("publications/", views.every, name="every"),
    path("publications/demander", views.ask, name="ask"),
    path("publications/<int:pk>/", views.one, name="one"),
    path("publications/<int:pk>/corriger", views.correct, name="correct"),
    path("publications/<int:pk>/document", views.document, name="document"),
]
