"""What one conversation adds to the figures. Pure: no database, no clock; moments are those of `paris`.

The same function counts one change and a whole recount: there is one rule, here. `definitions` says it in French.

Invariants
- What is set aside (an exercise, or marked test, training, abuse, duplicate) adds to `set_aside` and to nothing else.
- Each thing counts on its own day; the steps of the funnel and the delays from the beginning count on the day on
  which the conversation began (one cohort).
- The force is that of the desk: of the conversation, or of the report for what comes of a report.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from permanence.statistics import durations, languages, scopes
from permanence.statistics.paris import hour_of

UNKNOWN = "unknown"
FUNNEL = ("genuine", "answered", "report", "agreed", "referral", "accepted", "appointment", "received", "complaint")
RECEIVED = frozenset({"complaint", "main_courante", "pv_renseignement", "received"})
"""Outcomes of a referral that say that somebody received her."""
_unpack = msgspec.json.Decoder(list[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]]).decode
_ENDED, _IMMEDIATE, _GIVEN = "ended", "immediate", "given"
_GENUINE, _CONJUGAL = "genuine", "conjugal"


class Asked(NamedTuple):
    """An intervention, not an exercise. The steps: the first of their kind."""

    requested: int
    department: str
    acknowledged: int | None
    dispatched: int | None
    arrived: int | None


class Passed(NamedTuple):
    """A referral, not an exercise. `accepted`: first; `closed`: last, None unless it is closed now; `appointments`:
    when each was first proposed; `received`: one of them took place."""

    sent: int
    ground: str
    to: str
    accepted: int | None
    closed: int | None
    outcome: str
    appointments: tuple[int, ...]
    received: bool


class Account(NamedTuple):
    """A report that counts: filed, no exercise. `facts`: category, kind, offence."""

    filed: int
    force: str
    department: str
    reporter: str
    sex: str
    age_band: str
    relation: str
    consent: str
    facts: tuple[tuple[str, str, str], ...]


class Case(NamedTuple):
    """A conversation and what came of it, as the rows say now."""

    begun: int
    state: str
    ended: int | None
    left: bool
    force: str
    department: str
    reporter: str
    age: str
    categories: tuple[str, ...]
    language: str
    level: str
    mark: str
    exercise: bool
    wrote: int | None
    answered: int | None
    taken: int | None
    report: Account | None = None
    interventions: tuple[Asked, ...] = ()
    referrals: tuple[Passed, ...] = ()


class Contribution(NamedTuple):
    """Counts of one thing: 1 for each of `measures`, 1 for each of them with each of `dimensions`, 1 for each of
    `alone`."""

    day: date
    force: str
    department: str
    measures: tuple[str, ...]
    dimensions: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()


def scopes_of(case: Case) -> tuple[str, ...]:
    """The scopes that the conversation, and all that came of it, are in."""
    if case.report is not None:
        return scopes.by_report(case.report.facts, case.report.sex, case.report.age_band)
    return scopes.by_door(case.categories, case.age)


def contributions(case: Case) -> list[Contribution]:
    """All that the conversation adds, thing by thing."""
    if case.exercise or case.mark != _GENUINE:
        day, mark = hour_of(case.begun).day, "exercise" if case.exercise else case.mark
        return [Contribution(day, case.force, case.department, ("set_aside",), (f"mark|{mark}",))]
    found = [_conversation(case)]
    if case.interventions:
        found += [_intervention(one, case.force) for one in case.interventions]
    if case.report is not None:
        found.append(_report(case.report, case.language))
        for one in case.referrals:
            found += _referral(one, case.report)
    return found


def vector(parts: Iterable[Contribution]) -> Counter[str]:
    """The keys and counts of some contributions together."""
    total: Counter[str] = Counter()
    for one in parts:
        total.update(keys(one.measures, one.dimensions))
        total.update(one.alone)
    return total


def keys(measures: Iterable[str], dimensions: Sequence[str]) -> list[str]:
    """Each measure alone, and with each dimension: `report`, `report|sex|female`, …"""
    found = []
    for measure in measures:
        found.append(measure)
        found += [f"{measure}|{one}" for one in dimensions]
    return found


def packed(parts: Iterable[Contribution]) -> str:
    """What a `Share` keeps of the contributions of one day, force and department."""
    return json.dumps([[one.measures, one.dimensions, one.alone] for one in parts], separators=(",", ":"))


def unpacked(day: date, force: str, department: str, text: str) -> list[Contribution]:
    """The contributions that `packed` made."""
    return [Contribution(day, force, department, *row) for row in _unpack(text)]


def cleaned(counts: Mapping[str, int]) -> dict[str, int]:
    """Without zeros, in the order of the keys."""
    return {key: counts[key] for key in sorted(counts) if counts[key]}


def _conversation(case: Case) -> Contribution:
    day, hour, weekday = hour_of(case.begun)
    measures, alone = ["conversation"], []
    if case.wrote is not None:
        measures.append("genuine")
        alone += _funnel(case)
    if case.answered is not None:
        measures.append("answered")
        alone.append(durations.key("wait", case.answered - case.begun))
    elif case.left or case.state == _ENDED:
        measures.append("abandoned")
    if case.level == _IMMEDIATE or case.interventions:
        measures.append("emergency")
    if case.taken is not None and case.ended is not None and case.state == _ENDED:
        alone.append(durations.key("length", case.ended - case.taken))
    said = [f"category|{one}" for one in case.categories] or ["category|unknown"]
    dimensions = (
        f"reporter|{case.reporter or UNKNOWN}",
        f"age|{case.age or UNKNOWN}",
        *said,
        f"language|{languages.known(case.language) or UNKNOWN}",
        f"level|{case.level}",
        hour,
        weekday,
        f"department|{case.department or UNKNOWN}",
    )
    return Contribution(day, case.force, case.department, tuple(measures), dimensions, tuple(alone))


def _funnel(case: Case) -> list[str]:
    found, begun, report = ["funnel|genuine"], case.begun, case.report
    if case.answered is not None:
        found.append("funnel|answered")
    if report is None:
        return found
    found += ["funnel|report", durations.key("to_report", report.filed - begun)]
    if report.consent == _GIVEN:
        found.append("funnel|agreed")
    sent = [one.sent for one in case.referrals]
    accepted = [one.accepted for one in case.referrals if one.accepted is not None]
    proposed = [at for one in case.referrals for at in one.appointments]
    closed = [one.closed for one in case.referrals if one.closed is not None]
    for step, delay, moments in (
        ("referral", "to_referral", sent),
        ("accepted", "to_acceptance", accepted),
        ("appointment", "to_appointment", proposed),
    ):
        if moments:
            found += [f"funnel|{step}", durations.key(delay, min(moments) - begun)]
    if any(one.received or (one.closed is not None and one.outcome in RECEIVED) for one in case.referrals):
        found.append("funnel|received")
    if any(one.closed is not None and one.outcome == "complaint" for one in case.referrals):
        found.append("funnel|complaint")
    if closed:
        found.append(durations.key("to_outcome", min(closed) - begun))
    return found


def _intervention(one: Asked, force: str) -> Contribution:
    day, hour, weekday = hour_of(one.requested)
    alone = []
    for measure, duration, at in (
        ("acknowledged", "acknowledge", one.acknowledged),
        ("dispatched", "dispatch", one.dispatched),
        ("arrived", "arrive", one.arrived),
    ):
        if at is not None:
            alone += [measure, durations.key(duration, at - one.requested)]
    dimensions = (f"department|{one.department or UNKNOWN}", hour, weekday)
    return Contribution(day, force, one.department, ("intervention",), dimensions, tuple(alone))


def _report(report: Account, language: str) -> Contribution:
    day, hour, weekday = hour_of(report.filed)
    facts: dict[str, None] = {}
    for category, kind, offence in report.facts:
        facts[f"category|{category}"] = None
        if kind:
            facts[f"kind|{kind}"] = None
            if category == _CONJUGAL:
                facts[f"couple|{kind}"] = None
        if offence:
            facts[f"offence|{offence}"] = None
    absent = [
        f"{name}|unknown" for name in ("category", "kind", "offence") if not any(f.startswith(name) for f in facts)
    ]
    dimensions = (
        f"reporter|{report.reporter or UNKNOWN}",
        *facts,
        *absent,
        f"sex|{report.sex or UNKNOWN}",
        f"age_band|{report.age_band or UNKNOWN}",
        f"relation|{report.relation or UNKNOWN}",
        f"department|{report.department or UNKNOWN}",
        hour,
        weekday,
        f"language|{languages.known(language) or UNKNOWN}",
    )
    return Contribution(day, report.force, report.department, ("report",), dimensions)


def _referral(one: Passed, report: Account) -> list[Contribution]:
    place, where = f"department|{report.department or UNKNOWN}", (report.force, report.department)
    dimensions = (f"ground|{one.ground}", f"to|{one.to}", place)
    found = [Contribution(hour_of(one.sent).day, *where, ("referral",), dimensions)]
    found += [Contribution(hour_of(at).day, *where, ("appointment",)) for at in one.appointments]
    if one.closed is not None:
        alone = ("complaint",) if one.outcome == "complaint" else ()
        day, came = hour_of(one.closed).day, (f"outcome|{one.outcome or UNKNOWN}",)
        found.append(Contribution(day, *where, ("outcome",), came, alone))
    return found
