"""Who can receive her: the competent units of the places that the report names, any other by name, commune, department
or force, and the partners of her department.

A distance is given only between two places whose coordinates are known; an address, a telephone, hours only where an
official file or an operator wrote them; a unit that stands for all of its force in a department is said to be so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import Any

from django.db.models import QuerySet

from permanence.casework.referrals import route
from permanence.casework.referrals.models import Partner, Referral
from permanence.casework.reports import queries as reports
from permanence.casework.reports.models import Report
from permanence.desk.models import Intake
from permanence.interventions import queries as interventions
from permanence.lib.errors import Refused
from permanence.live.models import Conversation
from permanence.territory import index
from permanence.territory import queries as territory
from permanence.territory.models import Unit
from permanence.territory.names import plain

View = dict[str, Any]
Point = tuple[float, float]
MOST = 30
COMMUNES = 8
SHORTENED = {"st": "saint", "ste": "sainte"}
EARTH_KM = 6371.0
NEUTRAL = "Libellé neutre : l’unité exacte n’est pas connue."
WHY = {"facts": "lieu des faits", "home": "domicile de la personne", "entry": "commune donnée à l’entrée"}


@dataclass(frozen=True)
class Search:
    """What is looked for; empty: anything. `near`: latitude and longitude in degrees."""

    text: str = ""
    department: str = ""
    force: str = ""
    near: Point | None = None


def for_report(report: Report) -> View:
    """What the form offers first: `places` (each with `insee`, `name`, `why`, `shared` and its `units`, the competent
    ones), `partners`, whether she is a `minor` and then the `steps` of a minor's route."""
    near, minor = position(report.conversation), route.is_minor(report)
    return {
        "places": [_place(insee, why, near) for insee, why in places(report).items()],
        "partners": partners(report, minor=minor),
        "minor": minor,
        "steps": list(route.STEPS_OF_A_MINOR) if minor else [],
        "exercise": report.is_exercise,
    }


def places(report: Report) -> dict[str, str]:
    """The communes that the report names, by INSEE code, with why: the place of the facts first, then her home, then
    what she said at the door."""
    given = reports.content(report)
    named = [(str(value), "facts") for path, value in sorted(given.items()) if _is_place_of_facts(path)]
    named.append((str(given.get("victim.insee") or ""), "home"))
    named.append((Intake.objects.values_list("insee", flat=True).get(pk=report.pk), "entry"))
    found: dict[str, str] = {}
    for insee, why in named:
        if insee:
            found.setdefault(insee, WHY[why])
    return found


def search(wanted: Search) -> list[View]:
    """Units by their name, or by the name or the postal code of a commune they answer for, the nearest first where a
    distance is known, then by name; at most 30."""
    found = _units(wanted)
    shown = [unit(one, wanted.near) for one in found]
    shown.sort(
        key=lambda one: (one["distance_km"] is None, one["distance_km"] or 0, one["neutral"], plain(one["name"]))
    )
    return shown[:MOST]


def partners(report: Report, *, minor: bool) -> list[View]:
    """Those of her department, for what the report is about; for a minor only those that receive minors."""
    department, about = report.department, set(report.facts.values_list("category", flat=True))
    about |= set(Intake.objects.values_list("categories", flat=True).get(pk=report.pk))
    found = Partner.objects.filter(withdrawn_at=None)
    if minor:
        found = found.filter(takes_minors=True)
    return [partner(one) for one in found if _serves(one, department, about)]


def unit(found: Unit, near: Point | None = None) -> View:
    """A unit as it is known."""
    there = None if found.latitude is None or found.longitude is None else (found.latitude, found.longitude)
    return {
        "kind": "unit",
        "id": found.pk,
        "name": found.name,
        "force": found.force,
        "department": {"code": found.department_id, "name": found.department.name},
        "neutral": found.is_neutral,
        "neutral_words": NEUTRAL if found.is_neutral else "",
        "address": found.address,
        "telephone": found.telephone,
        "opening_hours": found.opening_hours,
        "distance_km": round(distance_km(near, there), 1) if near and there else None,
    }


def partner(found: Partner) -> View:
    """A partner as an administrator wrote it down."""
    return {
        "kind": "partner",
        "id": found.pk,
        "name": found.name,
        "purpose": found.purpose,
        "takes_minors": found.takes_minors,
        "address": found.address,
        "telephone": found.telephone,
        "mail": found.mail,
        "opening_hours": found.opening_hours,
        "source": found.source,
        "dated_on": found.dated_on.isoformat() if found.dated_on else None,
        "demonstration": found.is_demonstration,
    }


def receiver(referral: Referral) -> View:
    """Whoever a referral went to."""
    return unit(referral.unit) if referral.unit else partner(referral.partner) if referral.partner else {}


def position(conversation: Conversation) -> Point | None:
    """Where she shares that she is; None where she does not."""
    shared = interventions.position(conversation)
    return (float(shared["latitude"]), float(shared["longitude"])) if shared else None


def distance_km(one: Point, other: Point) -> float:
    """As the crow flies, in kilometres, between two points in degrees."""
    (a, b), (c, d) = ((radians(x), radians(y)) for x, y in (one, other))
    half = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))


def _place(insee: str, why: str, near: Point | None) -> View:
    units = [unit(one, near) for one in territory.units_of(insee)]
    try:
        name = territory.commune(insee).name
    except Refused:
        name = insee
    return {"insee": insee, "name": name, "why": why, "shared": len(units) > 1, "units": units}


def _units(wanted: Search) -> Iterable[Unit]:
    found: QuerySet[Unit] = Unit.objects.select_related("department")
    if wanted.force:
        found = found.filter(force=wanted.force)
    if wanted.department:
        found = found.filter(department=wanted.department)
    words = [SHORTENED.get(word, word) for word in plain(wanted.text).split()]
    if not words:
        return found.order_by("is_neutral", "name")[: MOST * 4]
    named = [pk for pk, name in found.values_list("pk", "name") if all(word in plain(name) for word in words)]
    return found.filter(pk__in=[*named[: MOST * 4], *_of_communes(" ".join(words), wanted)])


def _of_communes(text: str, wanted: Search) -> list[int]:
    """The units that answer for the communes whose name begins so, or whose postal code it is."""
    known = index.current()
    named = [one for one in known.communes.values() if plain(one.name).startswith(text)]
    named += known.postal_codes.get(text, ())
    named.sort(key=lambda one: (len(one.name), one.name))
    here = [one for one in named if not wanted.department or one.department == wanted.department]
    return [answering.id for one in here[:COMMUNES] for answering in one.units]


def _serves(found: Partner, department: str, about: set[str]) -> bool:
    here = not found.departments or department in found.departments
    return here and (not found.categories or not about or bool(about & set(found.categories)))


def _is_place_of_facts(path: str) -> bool:
    return path.startswith("facts.") and path.endswith(".insee")
