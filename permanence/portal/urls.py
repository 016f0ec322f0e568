"""A visitor's addresses: few, stable, and none holds anything of the visitor."""

from django.urls import path

from permanence.portal import suite, views
from permanence.portal.leaving import leave
from permanence.portal.space import space

app_name = "portal"
urlpatterns = [
    path("", views.arrival, name="arrival"),
    path("traces", views.traces, name="traces"),
    path("confidentialite", views.privacy, name="privacy"),
    path("numeros", views.numbers, name="numbers"),
    path("sortie", leave, name="leave"),
    path("espace", space, name="space"),
    path("espace/fil", views.frame, name="frame"),
    path("espace/suite", suite.cards, name="suite"),
]
