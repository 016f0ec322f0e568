"""Addresses of the administration of partners."""

from django.urls import path

from permanence.casework.partners import views

app_name = "partners"
urlpatterns = [
    path("", views.listing, name="listing"),
    path("nouveau", views.new, name="new"),
    path("<int:pk>", views.one, name="one"),
    path("<int:pk>/<slug:verb>", views.offered_or_not, name="act"),
]
