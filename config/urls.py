"""Every address of the product, room by room."""

from django.urls import include, path

from config import health, metrics

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", metrics.page),
    path("api/v1/", include("permanence.api.urls")),
    path("brigade/mur/", include("permanence.desk.wallboard.urls")),
    path("brigade/chiffres/", include("permanence.statistics.urls")),
    path("brigade/chiffres/", include("permanence.statistics.exports.urls")),
    path("brigade/chiffres/", include("permanence.statistics.publications.urls")),
    path("brigade/planning/", include("permanence.roster.urls")),
    path("", include("permanence.casework.documents.urls")),
    path("brigade/dossiers/", include("permanence.casework.search.urls")),
    path("brigade/", include("permanence.desk.urls")),
    path("centre/", include("permanence.interventions.console.urls")),
    path("compte/", include("permanence.accounts.urls")),
    path("donnees-ouvertes/", include("permanence.statistics.open_data.urls")),
    path("unite/", include("permanence.casework.console.urls")),
    path("administration/partenaires/", include("permanence.casework.partners.urls")),
    path("administration/", include("permanence.desk.administration.urls")),
    path("", include("permanence.portal.urls")),
]

handler400 = "permanence.ui.views.malformed"
handler403 = "permanence.ui.views.forbidden"
handler404 = "permanence.ui.views.not_found"
handler500 = "permanence.ui.views.failed"
