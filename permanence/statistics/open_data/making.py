"""An edition of the open data: made from the signed record of a closed year, protected, audited, and only then kept.

One edition a year, for ever: what is not published twice is not compared. Where the audit finds a cell that could be
bounded, nothing comes out.
"""

import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from permanence.accounts.models import Officer
from permanence.audit import journal as audit
from permanence.lib.errors import Conflict
from permanence.statistics.open_data import auditing, files, protecting, weaving
from permanence.statistics.open_data.protecting import Protected
from permanence.statistics.open_data.tables import TABLES
from permanence.statistics.open_data.web import Web
from permanence.statistics.open_data.year import Statistic, Year
from permanence.statistics.publications import actions, figures
from permanence.statistics.publications.actions import Made, Told
from permanence.statistics.publications.models import Publication

NOT_CLOSED = "L’année {year} n’est pas arrêtée : arrêtez-la d’abord."
TOO_FEW = "Trop peu de personnes ont été comptées en {year} pour que quelque chose puisse être publié sans risque."
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Edition:
    """The files, and how much of them is withheld."""

    files: tuple[Made, ...]
    cells: int
    small: int
    """Withheld because they are."""
    besides: int
    """Withheld to protect those."""


def publish(year: int, *, by: Officer | None = None, actor: str = audit.SYSTEM) -> Publication:
    """Publishes a closed year. Raises `Conflict` where it is not closed, or published already, or cannot be."""
    closed = Publication.objects.filter(kind=Publication.Kind.YEAR, from_on=date(year, 1, 1)).first()
    if closed is None:
        raise Conflict(NOT_CLOSED.format(year=year))
    if Publication.objects.filter(kind=Publication.Kind.OPEN_DATA, from_on=closed.from_on).exists():
        raise Conflict(actions.ONCE)
    began = time.monotonic()
    try:
        edition = made(Year.of(figures.record(closed)), demonstration=settings.PERMANENCE.demonstration)
    except auditing.Unsafe as unsafe:
        log.warning("open data of %d: %s", year, unsafe)
        raise Conflict(TOO_FEW.format(year=year)) from None
    log.info("open data of %d: made and audited in %.1f s", year, time.monotonic() - began)
    told = Told(f"Données ouvertes {year}", closed.from_on, closed.to_on)
    facts = {"cells": edition.cells, "small": edition.small, "besides": edition.besides}
    return actions.publish(
        *(Publication.Kind.OPEN_DATA, told),
        figures=(),
        files=edition.files,
        definitions=closed.definitions,
        by=by,
        actor=actor,
        more={"year": year, "from_record": closed.sha256, "withheld": facts},
    )


def made(year: Year, *, demonstration: bool = False) -> Edition:
    """The files of a year, audited as they will be read. Raises `auditing.Unsafe`."""
    web = weaving.weave(year)
    found = protecting.protect(web)
    counts = files.shown(web, found.hidden)
    given: list[Made] = []
    for table in TABLES:
        rows = files.lines(table, year.year, counts)
        given += [
            Made(f"{table.code}.csv", files.CSV, files.as_csv(table, rows)),
            Made(
                f"{table.code}.json",
                files.JSON,
                files.as_json(table, rows, year=year.year, demonstration=demonstration),
            ),
            Made(
                f"{table.code}.csv-metadata.json",
                files.CSVW,
                files.as_csvw(table, year=year.year, demonstration=demonstration),
            ),
        ]
    _audit(web, found, given)
    small = len(web.hidden_at_least())
    return Edition(tuple(given), len(counts), small, len(found.hidden) - small)


def _audit(web: Web, found: Protected, given: Iterable[Made]) -> None:
    """What the files say, and nothing else, is what the proof covers."""
    contents = {one.name: one.content for one in given}
    read: dict[Statistic, int | None] = {}
    for table in TABLES:
        for statistic, count in files.read_back(table, contents[f"{table.code}.csv"]).items():
            if read.setdefault(statistic, count) != count:
                raise auditing.Unsafe([statistic])
    told = {web.number(statistic) for statistic, count in read.items() if count is not None}
    if any(web.values[web.number(statistic)] != count for statistic, count in read.items() if count is not None):
        raise ValueError("the files do not say what was counted")
    auditing.audit(web, told, found.proof)
