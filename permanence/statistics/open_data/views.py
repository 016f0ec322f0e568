"""The open data, to whoever wants them: a page, a catalogue, files. Public and read-only: no cookie, no account.

A file never changes: it may be kept for a week and read from any site. The page and the catalogue say what there is.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import parse_etags, quote_etag
from django.views.decorators.http import require_safe

from permanence.statistics.open_data.catalogue import Edition, Kept, catalogue
from permanence.statistics.open_data.files import LICENCE, LICENCE_AT
from permanence.statistics.open_data.tables import TABLES, Table
from permanence.statistics.publications.models import Correction, File, Publication
from permanence.statistics.scopes import SCOPES

KIND = Publication.Kind.OPEN_DATA
WEEK = "public, max-age=604800, immutable"
LITTLE = "public, max-age=300"
ANYWHERE = {"Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}


@dataclass(frozen=True)
class Shown:
    """A table of an edition, as the page offers it."""

    table: Table
    csv: Kept
    json: Kept
    columns: Kept


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What there is, how people are protected in it, and what may be done with it."""
    found = [(edition, [_shown(edition, table) for table in TABLES]) for edition in editions()]
    shown = {"editions": found, "licence": LICENCE, "licence_at": LICENCE_AT, "scopes": list(SCOPES.values())}
    return render(request, "open_data/index.html", shown)


@require_safe
def described(request: HttpRequest) -> HttpResponse:
    """The catalogue (DCAT-AP)."""
    found = editions()
    if not found:
        raise Http404

    def address(year: int, name: str) -> str:
        return request.build_absolute_uri(reverse("open-data:file", args=[year, name]))

    told = catalogue(found, home=request.build_absolute_uri(reverse("open-data:index")), address=address)
    headers = {"Cache-Control": LITTLE, **ANYWHERE}
    options: dict[str, Any] = {"ensure_ascii": False, "indent": 1}
    return JsonResponse(told, content_type="application/ld+json", json_dumps_params=options, headers=headers)


@require_safe
def file(request: HttpRequest, year: int, name: str) -> HttpResponse:
    """One file, byte for byte as it was published."""
    if not date.min.year <= year <= date.max.year:
        raise Http404
    kept = File.objects.filter(publication__kind=KIND, publication__from_on__year=year, name=name)
    found = kept.defer("content").select_related("publication").first()
    if found is None:
        raise Http404
    tag = quote_etag(found.sha256)
    headers = {"Cache-Control": WEEK, "ETag": tag, **ANYWHERE}
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if tag in [one.removeprefix("W/") for one in known]:
        return HttpResponse(status=304, headers=headers)
    prefix = "demonstration" if found.publication.is_demonstration else "permanence"
    headers["Content-Disposition"] = f'attachment; filename="{prefix}-{year}-{name}"'
    headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return HttpResponse(bytes(found.content), content_type=f"{found.media_type}; charset=utf-8", headers=headers)


def editions() -> list[Edition]:
    """Every edition, the latest first."""
    files: dict[int, dict[str, Kept]] = {}
    for one in File.objects.filter(publication__kind=KIND).defer("content"):
        kept = Kept(one.name, one.media_type, one.size, one.sha256)
        files.setdefault(one.publication_id, {})[one.name] = kept
    corrected = Correction.objects.filter(
        publication__kind=Publication.Kind.YEAR,
        publication__from_on=OuterRef("from_on"),
        publication__to_on=OuterRef("to_on"),
        at__gt=OuterRef("made_at"),
    )
    last = Subquery(corrected.order_by("-at").values("at")[:1])
    found = Publication.objects.filter(kind=KIND).defer("document").order_by("-from_on").annotate(corrected_at=last)
    return [
        Edition(
            one.from_on.year, one.number, one.made_at, one.is_demonstration, files.get(one.pk, {}), one.corrected_at
        )
        for one in found
    ]


def _shown(edition: Edition, table: Table) -> Shown:
    files = edition.files
    return Shown(
        table, files[f"{table.code}.csv"], files[f"{table.code}.json"], files[f"{table.code}.csv-metadata.json"]
    )
