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
from functools import lru_cache
from typing import NamedTuple

import msgspec

from permanence.statistics import durations, languages, scopes
from permanence.statistics.cases import Account, Asked, Case, Passed
from permanence.statistics.paris import hour_of

UNKNOWN = "unknown"
FUNNEL = ("genuine", "answered", "report", "agreed", "referral", "accepted", "appointment", "received", "complaint")
RECEIVED = frozenset({"complaint", "main_courante", "pv_renseignement", "received"})
"""Outcomes of a referral that say that somebody received her."""
_unpack = msgspec.json.Decoder(list[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]]).decode
REMEMBERED = 20_000
"""Sets of answers whose keys are kept ready: most conversations share theirs with others."""
_ENDED, _IMMEDIATE, _GIVEN = "ended", "immediate", "given"
_GENUINE, _CONJUGAL = "genuine", "conjugal"


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
    dimensions = (
        *_said(case.reporter, case.age, case.categories, case.language, case.level),
        hour,
        weekday,
        _place(case.department),
    )
    return Contribution(day, case.force, case.department, tuple(measures), dimensions, tuple(alone))


@lru_cache(REMEMBERED)
def _said(reporter: str, age: str, categories: tuple[str, ...], language: str, level: str) -> tuple[str, ...]:
    return (
        f"reporter|{reporter or UNKNOWN}",
        f"age|{age or UNKNOWN}",
        *([f"category|{one}" for one in categories] or ["category|unknown"]),
        f"language|{languages.known(language) or UNKNOWN}",
        f"level|{level}",
    )


@lru_cache(REMEMBERED)
def _place(department: str) -> str:
    return f"department|{department or UNKNOWN}"


def _funnel(case: Case) -> list[str]:
    found, begun, report = ["funnel|genuine"], case.begun, case.report
    if case.answered is not None:
        found.append("funnel|answered")
    if report is None:
        return found
    found += ["funnel|report", durations.key("to_report", report.filed - begun)]
    if report.consent == _GIVEN:
        found.append("funnel|agreed")
    if not case.referrals:
        return found
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
    dimensions = (_place(one.department), hour, weekday)
    return Contribution(day, force, one.department, ("intervention",), dimensions, tuple(alone))


def _report(report: Account, language: str) -> Contribution:
    day, hour, weekday = hour_of(report.filed)
    dimensions = (
        *_facts(report.facts),
        *_people(report.reporter, report.sex, report.age_band, report.relation, language),
        _place(report.department),
        hour,
        weekday,
    )
    return Contribution(day, report.force, report.department, ("report",), dimensions)


@lru_cache(REMEMBERED)
def _facts(facts: tuple[tuple[str, str, str], ...]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for name, values in zip(
        ("category", "kind", "offence"), zip(*facts, strict=True) if facts else [()] * 3, strict=True
    ):
        found.update(dict.fromkeys(f"{name}|{value}" for value in [*filter(None, values)] or [UNKNOWN]))
    found.update(dict.fromkeys(f"couple|{kind}" for category, kind, _ in facts if category == _CONJUGAL and kind))
    return tuple(found)


@lru_cache(REMEMBERED)
def _people(reporter: str, sex: str, age_band: str, relation: str, language: str) -> tuple[str, ...]:
    return (
        f"reporter|{reporter or UNKNOWN}",
        f"sex|{sex or UNKNOWN}",
        f"age_band|{age_band or UNKNOWN}",
        f"relation|{relation or UNKNOWN}",
        f"language|{languages.known(language) or UNKNOWN}",
    )


def _referral(one: Passed, report: Account) -> list[Contribution]:
    place, where = _place(report.department), (report.force, report.department)
    dimensions = (f"ground|{one.ground}", f"to|{one.to}", place)
    found = [Contribution(hour_of(one.sent).day, *where, ("referral",), dimensions)]
    found += [Contribution(hour_of(at).day, *where, ("appointment",)) for at in one.appointments]
    if one.closed is not None:
        alone = ("complaint",) if one.outcome == "complaint" else ()
        day, came = hour_of(one.closed).day, (f"outcome|{one.outcome or UNKNOWN}",)
        found.append(Contribution(day, *where, ("outcome",), came, alone))
    return found
