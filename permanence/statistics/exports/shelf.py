"""The page of the monthly files, and each of them as it was made. Reads; what leaves is written down."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from permanence.accounts.models import Officer, Role
from permanence.accounts.policy import Act
from permanence.accounts.web import officer_of, require
from permanence.audit import journal as audit
from permanence.lib.errors import NotFound
from permanence.statistics import sentences
from permanence.statistics.exports.book import BOTH, moment
from permanence.statistics.exports.formats import FORMATS
from permanence.statistics.exports.monthly import FORCES, KIND
from permanence.statistics.exports.saving import saved
from permanence.statistics.pages.menu import page
from permanence.statistics.publications.models import File, Publication
from permanence.ui.views import refused

UNKNOWN = "Ce fichier n’existe pas, ou n’est pas pour vous."
NAMES = {"pdf": "Note au commandement", **{one.code: one.name for one in FORMATS.values()}}


@dataclass(frozen=True)
class Kept:
    """One file of an edition, as the page offers it."""

    name: str
    label: str
    ending: str
    size: str
    sha256: str


@dataclass(frozen=True)
class Edition:
    """The files of a month, of both forces or of one."""

    number: int
    whose: str
    made: str
    corrections: int
    files: list[Kept]


@require_safe
@require(Act.EXPORT_STATISTICS)
def shelf(request: HttpRequest) -> HttpResponse:
    """Every month of a year, the latest first."""
    found = editions(officer_of(request))
    years = [on.year for on in found.dates("from_on", "year", order="DESC")]
    asked = request.GET.get("annee", "")
    year = int(asked) if asked.isdecimal() and int(asked[:5]) in years else (years[0] if years else None)
    months = list(_months(found.filter(from_on__year=year))) if year else []
    shown = {"years": years, "year": year, "months": months}
    return page(request, "shelf", shown, section="files")


@require_safe
@require(Act.EXPORT_STATISTICS)
def kept(request: HttpRequest, number: int, name: str) -> HttpResponse:
    """One file, byte for byte as it was made."""
    officer = officer_of(request)
    file = File.objects.filter(publication__in=editions(officer), publication__number=number, name=name).first()
    if file is None:
        place = ("publication", f"{KIND} {number}"[:40])
        audit.record_refusal(by=officer.actor, act=Act.EXPORT_STATISTICS, on=place, reason="policy")
        return refused(request, NotFound(UNKNOWN))
    audit.record_reading(
        by=officer.actor, act=Act.EXPORT_STATISTICS, on=("publication", file.publication_id), file=file.name
    )
    return saved(HttpResponse(bytes(file.content), content_type=file.media_type), file.name)


def editions(officer: Officer) -> QuerySet[Publication]:
    """Those that this officer may have: of their own force alone where they serve one."""
    found = Publication.objects.filter(kind=KIND)
    return found.filter(force=officer.force) if officer.force and officer.role != Role.ANALYST else found


def _months(found: QuerySet[Publication]) -> Iterator[tuple[str, list[Edition]]]:
    """Each month in words with its editions, both forces first."""
    rows = found.annotate(corrected=Count("corrections")).defer("document").order_by("-from_on")
    files: dict[int, list[File]] = {}
    for file in File.objects.filter(publication__in=found).defer("content"):
        files.setdefault(file.publication_id, []).append(file)
    for month, of in groupby(rows, key=lambda one: one.from_on):
        told = sorted(of, key=lambda one: FORCES.index(one.force))
        yield _month(month), [_edition(one, files.get(one.pk, [])) for one in told]


def _edition(one: Publication, files: list[File]) -> Edition:
    whose = one.get_force_display() if one.force else BOTH
    order = list(NAMES)
    shown = sorted((_kept(file) for file in files), key=lambda file: order.index(file.ending.lower()))
    return Edition(one.number, whose, moment(one.made_at), getattr(one, "corrected", 0), shown)


def _kept(file: File) -> Kept:
    ending = file.name.rpartition(".")[2]
    size = f"{max(1, round(file.size / 1000))} ko"
    return Kept(file.name, NAMES[ending], ending.upper(), size, file.sha256)


def _month(on: date) -> str:
    return capfirst(sentences.day(on).partition(" ")[2])
