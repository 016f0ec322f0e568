"""What an edition says of each figure, as it was published and as its corrections left it. Reads, never writes."""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from permanence.statistics.publications import signed
from permanence.statistics.publications.models import Correction, Publication


class Place(NamedTuple):
    """Of whom the figures are: empty force and department for all."""

    force: str
    department: str
    scope: str


Figures = dict[Place, Counter[str]]


def record(publication: Publication) -> signed.Record:
    """What was signed. Raises `signed.Fault` where the row was altered since."""
    verified = signed.verify(bytes(publication.document))
    if verified.sha256 != publication.sha256:
        raise signed.Fault("Le document n’est pas celui qui a été enregistré.")
    return verified.record


def published(publication: Publication) -> Figures:
    """As they were given out."""
    return of(record(publication))


def of(told: Mapping[str, object]) -> Figures:
    """The figures of a record."""
    rows = told["figures"]
    assert isinstance(rows, list)
    return {Place(one["force"], one["department"], one["scope"]): Counter(one["counts"]) for one in rows}


def standing(publication: Publication) -> Figures:
    """With every correction, the latest last."""
    found = published(publication)
    for one in Correction.objects.filter(publication=publication).order_by("at", "pk"):
        found.setdefault(Place(one.force, one.department, one.scope), Counter())[one.key] = one.after
    return found
