"""Addresses of the HTTP API, version 1."""

from typing import Any

from django.urls import path
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from permanence.api import problems
from permanence.api.v1 import (
    appointments,
    centres,
    connectors,
    craft,
    danger,
    desk,
    evidence,
    guests,
    interventions,
    offers,
    referrals,
    reports,
    safeguards,
    statistics,
    transfers,
    units,
    visitors,
)
from permanence.api.v1.answers import Problem
from permanence.lib.problems import MEDIA_TYPE


class Api(NinjaAPI):
    """The API, whose document shows what a refusal is, for every operation."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The document, with the problem that any operation may answer."""
        document = super().get_openapi_schema(**options)
        document["components"]["schemas"]["Problem"] = Problem.model_json_schema()
        for operations in document["paths"].values():
            for operation in operations.values():
                operation["responses"]["default"] = PROBLEM
        return document


PROBLEM = {
    "description": "Why not (RFC 9457)",
    "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
api = Api(
    title="Permanence",
    version="1",
    description="The digital reception desk: visitors write, officers answer. Errors are RFC 9457 problem documents.",
    docs_url=None,
    urls_namespace="api",
)
for router in (
    visitors.public,
    visitors.router,
    desk.public,
    desk.router,
    craft.router,
    transfers.router,
    guests.router,
    offers.router,
    interventions.router,
    referrals.router,
    units.router,
    appointments.router,
    reports.router,
    danger.router,
    safeguards.router,
    connectors.router,
    centres.router,
    evidence.router,
    evidence.officers,
    statistics.router,
):
    api.add_router("", router)
problems.install(api)

urlpatterns = [path("", api.urls)]
