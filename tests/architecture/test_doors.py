"""Every address is shut to nobody unless it is written here, and reading changes nothing but the audit journal."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from permanence.accounts.models import Officer

pytestmark = pytest.mark.django_db
PUBLIC = {
    "": "arrival",
    "espace": "the visitor's own space, by their cookie",
    "espace/fil": "the thread in a frame, by the visitor's cookie",
    "sortie": "quick exit",
    "traces": "how to erase the history",
    "confidentialite": "what is kept",
    "numeros": "help lines",
    "compte/connexion": "signing in",
    "donnees-ouvertes/": "the yearly figures that are published, without a cell that could be a person",
    "donnees-ouvertes/catalogue.jsonld": "the same for machines",
    "donnees-ouvertes/<int:year>/<str:name>": "their files",
    "healthz": "is the process alive",
    "readyz": "may it be given work",
    "metrics": "numbers without people, to this machine or with the token (tests/config/test_metrics.py)",
    "api/v1/openapi.json": "what the API is",
    "api/v1/vocabulary": "words and their labels",
    "api/v1/help-lines": "help lines",
    "api/v1/territory/postal-codes/<code>": "which force answers",
}
"""What anybody may read, and why."""
OPEN_TO_POSTS = {"api/v1/conversations": "a visitor arrives; all they could say is optional"}
WRITES_WHEN_READ = {"sortie": "leaving must work as a plain link"}
SAMPLES = {
    "uuid": "6f1d1df4-93cf-4b0c-8a57-0a0c8f4b6b0e",
    "int": "1",
    "code": "35000",
    "str": "1",
    "slug": "1",
    "force": "PN",
    "day": "2026-12-01",
}
SHUT = (401, 403, 404, 405)
WRITING = re.compile(r"^\s*(INSERT INTO|UPDATE|DELETE FROM)\s+\"?(\w+)", re.IGNORECASE)
MAY_BE_WRITTEN = {"audit_entry", "django_session"}
"""Every reading by an officer leaves a row; the session remembers who signed in."""


def _addresses(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _addresses(entry, route)
        elif isinstance(entry, URLPattern):
            yield route


EVERY = sorted(set(_addresses(get_resolver())))


def _sample(route: str) -> str:
    def value(found: re.Match[str]) -> str:
        kind, name = found[1] or "str", found[2]
        return SAMPLES.get(name, SAMPLES.get(kind, "1"))

    return "/" + re.sub(r"<(?:(\w+):)?(\w+)>", value, route)


@pytest.mark.parametrize("route", [route for route in EVERY if route not in PUBLIC])
def test_nobody_is_refused_at(route: str, nobody: Client) -> None:
    answer = nobody.get(_sample(route))
    signs_in = answer.status_code == 302 and answer.headers["Location"].startswith("/compte/connexion")
    assert signs_in or answer.status_code in SHUT, f"{route} answers nobody with {answer.status_code}"


@pytest.mark.parametrize("route", [route for route in EVERY if route not in {**PUBLIC, **OPEN_TO_POSTS}])
def test_nobody_changes_anything_by_posting_to(route: str, nobody: Client) -> None:
    before = _Writes()
    with connection.execute_wrapper(before):
        nobody.post(_sample(route), data={}, content_type="application/json")
    assert not before.tables, f"POST {route} by nobody wrote to {before.tables}"


@pytest.mark.parametrize("route", sorted(PUBLIC))
def test_what_is_said_to_be_public_exists(route: str) -> None:
    assert route in EVERY, f"{route} is written as public and does not exist"


@pytest.mark.parametrize("route", [route for route in EVERY if route not in WRITES_WHEN_READ])
@pytest.mark.parametrize("who", ["officer", "supervisor", "administrator"])
def test_reading_writes_nothing(
    route: str, who: str, request: pytest.FixtureRequest, browser_of: Callable[[Officer], Client]
) -> None:
    client = browser_of(request.getfixturevalue(who))
    writes = _Writes()
    with connection.execute_wrapper(writes):
        answer = client.get(_sample(route))
    assert answer.status_code < 500
    assert not writes.tables, f"GET {route} by {who} wrote to {writes.tables}"


@pytest.mark.parametrize("route", EVERY)
def test_every_answer_forbids_caching_and_foreign_content(route: str, nobody: Client) -> None:
    answer = nobody.get(_sample(route))
    assert "no-store" in answer.headers.get("Cache-Control", ""), route
    assert answer.headers.get("X-Content-Type-Options") == "nosniff", route
    assert "default-src 'none'" in answer.headers.get("Content-Security-Policy", ""), route


class _Writes:
    """Remembers which tables were written to."""

    def __init__(self) -> None:
        self.tables: set[str] = set()

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        found = WRITING.match(sql)
        if found and found[2] not in MAY_BE_WRITTEN:
            self.tables.add(found[2])
        return execute(sql, params, many, context)
