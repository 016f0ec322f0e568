"""Every address of the product, room by room."""

from django.urls import include, path

urlpatterns = [
    path("api/v1/", include("permanence.api.urls")),
    path("brigade/", include("permanence.desk.urls")),
    path("compte/", include("permanence.accounts.urls")),
    path("administration/", include("permanence.desk.administration.urls")),
    path("", include("permanence.portal.urls")),
]
