"""Editions and corrections in French, as their pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from permanence.accounts.models import Force
from permanence.statistics import words
from permanence.statistics.publications import signed, watching
from permanence.statistics.publications.figures import Place
from permanence.statistics.publications.models import Correction, Publication
from permanence.statistics.publications.watching import Moved
from permanence.statistics.scopes import SCOPES
from permanence.territory import queries as territory

BOTH = "Les deux forces"
LAST = 40
"""Editions on a page."""
MOST = 24
"""Figures shown one by one; the others are counted."""


@dataclass(frozen=True)
class Told:
    """What the document of an edition says of itself."""

    sha256: str
    fingerprint: str
    definitions: str
    files: list[tuple[str, int, str]]
    """Name, bytes, SHA-256."""


@dataclass(frozen=True)
class Line:
    """A figure that moved, or that was corrected."""

    figure: str
    where: str
    before: int
    after: int
    edition: str = ""
    reason: str = ""
    by: str = ""
    at: datetime | None = None


def editions() -> list[tuple[Publication, int | None]]:
    """The last `LAST`, each with how many of its figures await an explanation (None: it was altered), and how many
    corrections it has."""
    found = Publication.objects.annotate(corrected=Count("corrections")).order_by("-made_at")
    return [(one, _waiting(one)) for one in found[:LAST]]


def _waiting(publication: Publication) -> int | None:
    try:
        return len(watching.moved(publication))
    except signed.Fault:
        return None


def told(publication: Publication) -> Told:
    """Raises `signed.Fault` where the edition was altered."""
    verified = signed.verify(bytes(publication.document))
    files = [(one["name"], one["size"], one["sha256"]) for one in verified.record["files"]]
    return Told(verified.sha256, verified.fingerprint, publication.definitions, files)


def moved(found: Iterable[Moved]) -> list[Line]:
    """The counts of things first, then their parts; the first `MOST`."""
    told = sorted(found, key=lambda one: (not one.is_whole, one.place, one.key))
    return [Line(figure(one.key), where(one.place), one.stands, one.now) for one in told[:MOST]]


def lines(found: Iterable[Correction]) -> list[Line]:
    """Corrections as lines."""
    return [
        Line(
            figure(one.key),
            where(Place(one.force, one.department, one.scope)),
            one.before,
            one.after,
            one.publication.title,
            one.reason,
            str(one.by),
            one.at,
        )
        for one in found
    ]


def figure(key: str) -> str:
    """ "Signalements, sexe de la victime : femme" for `report|sex|female`."""
    measure, _, rest = key.partition("|")
    if measure == "funnel":
        return f"Parcours\N{NO-BREAK SPACE}: {words.FUNNEL.get(rest, rest)}"
    if measure in words.DURATIONS:
        return f"{words.DURATIONS[measure]} (graduation {rest} s)"
    name = words.MEASURES.get(measure, measure)
    dimension, _, value = rest.partition("|")
    if not dimension:
        return name
    parted, said = words.DIMENSIONS.get(dimension, dimension).lower(), words.value(dimension, value).lower()
    return f"{name}, {parted}\N{NO-BREAK SPACE}: {said}"


def where(place: Place) -> str:
    """ "Gendarmerie nationale, Violences conjugales"."""
    force = str(Force(place.force).label) if place.force else BOTH
    department = territory.department_name(place.department) if place.department else ""
    scope = SCOPES[place.scope][0] if place.scope in SCOPES else place.scope
    return ", ".join(filter(None, (force, department, scope)))
