"""Do the published figures still stand? Compared with today's, corrections counted in: what has moved waits for an
explanation. Reads, never writes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from permanence.statistics import durations, queries
from permanence.statistics.publications import figures, signed
from permanence.statistics.publications.figures import Place
from permanence.statistics.publications.models import Publication
from permanence.statistics.queries import Question

RIPENING = ("funnel|", *(f"{name}|" for name in durations.BINS if name.startswith("to_")))
"""Of the conversations begun in a period, for as long as something still comes of them."""


@dataclass(frozen=True)
class Moved:
    """A figure that is not what the edition and its corrections say."""

    place: Place
    key: str
    stands: int
    """As published, or as the last correction left it."""
    now: int

    @property
    def is_whole(self) -> bool:
        """A count of things, not one part of it."""
        return "|" not in self.key


def moved(publication: Publication) -> list[Moved]:
    """The figures of an edition that await an explanation. Raises `signed.Fault` where the edition was altered.

    Open data repeats a closed year: what moves is that year's to tell. A month's files say how far its cohort had come
    on the day they were made: that it comes further is no correction.
    """
    if publication.kind == Publication.Kind.OPEN_DATA:
        return []
    standing = figures.standing(publication)
    asked = [_question(publication.from_on, publication.to_on, place) for place in standing]
    is_monthly = publication.kind == Publication.Kind.MONTHLY
    found: list[Moved] = []
    for (place, counts), now in zip(standing.items(), queries.many(asked), strict=True):
        keys = sorted(key for key in {*counts, *now} if not (is_monthly and key.startswith(RIPENING)))
        found += [Moved(place, key, counts[key], now[key]) for key in keys if counts[key] != now[key]]
    return found


def awaiting() -> Iterator[tuple[Publication, list[Moved]]]:
    """Every edition of which something awaits an explanation."""
    for publication in Publication.objects.all():
        found = moved(publication)
        if found:
            yield publication, found


def altered() -> list[str]:
    """The editions, named, whose document or files are not what was signed. One at a time: together they are large."""
    found = []
    for publication in Publication.objects.iterator(chunk_size=1):
        try:
            record = figures.record(publication)
            signed.check_files(record, [(one.name, bytes(one.content)) for one in publication.files.all()])
        except signed.Fault as fault:
            found.append(f"{publication} : {fault}")
    return found


def _question(from_on: date, to_on: date, place: Place) -> Question:
    return Question(from_on, to_on, place.force, place.department, place.scope)
