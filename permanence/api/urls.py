"""Addresses of the HTTP API, version 1."""

from django.urls import path
from ninja import NinjaAPI

from permanence.api import problems
from permanence.api.v1 import desk, visitors

api = NinjaAPI(
    title="Permanence",
    version="1",
    description="The digital reception desk: visitors write, officers answer. Errors are RFC 9457 problem documents.",
    docs_url=None,
    urls_namespace="api",
)
for router in (visitors.public, visitors.router, desk.public, desk.router):
    api.add_router("", router)
problems.install(api)

urlpatterns = [path("", api.urls)]
