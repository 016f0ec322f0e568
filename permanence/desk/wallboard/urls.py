"""Addresses of the wallboard."""

from django.urls import path

from permanence.desk.wallboard import views

app_name = "wallboard"
urlpatterns = [
    path("", views.wall, name="wall"),
    path("etat", views.state, name="state"),
    path("appels/<uuid:alarm>", views.look_after, name="look-after"),
]
