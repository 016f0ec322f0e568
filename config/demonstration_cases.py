"""What came of the demonstration's invented conversations: reports, referrals with their appointments and outcomes,
interventions. Rows in bulk, without a word in them: units are the territory's own neutral ones.
"""

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from permanence.accounts.models import Officer
from permanence.casework.referrals import models as referral_models
from permanence.casework.referrals.models import Appointment, Partner, Referral
from permanence.casework.reports.models import Fact, Numbering, Report
from permanence.interventions import models as intervention_models
from permanence.interventions.models import Intervention
from permanence.territory.models import Unit

FACTS = {
    "conjugal": (["physical", "psychological", "sexual", "economic"], 46),
    "intrafamily": (["physical", "psychological", ""], 17),
    "sexual": (["sexual"], 14),
    "cyber_harassment": ([""], 12),
    "sexist": ([""], 6),
    "discrimination": ([""], 5),
}
OFFENCES = {"physical": "physical_violence", "psychological": "threats", "sexual": "sexual_assault"}
SEXES, SEX_WEIGHTS = ["female", "male", ""], [86, 11, 3]
AGES = {"under_15": 4, "15_17": 7, "18_24": 20, "25_34": 27, "35_49": 26, "50_64": 10, "65_over": 3, "": 3}
RELATIONS = {"spouse": 26, "partner": 24, "ex": 24, "parent": 8, "known": 8, "stranger": 6, "work": 2, "": 2}
PARTNERS = {"spouse": 36, "partner": 32, "ex": 32}
OUTCOMES = {
    "complaint": 46,
    "main_courante": 16,
    "pv_renseignement": 8,
    "not_come": 12,
    "withdrawn": 8,
    "not_wanted": 10,
}
STEPS = (("acknowledge", 20, 150), ("dispatch", 60, 420), ("arrive", 300, 1500), ("close", 900, 5400))


class Lived(NamedTuple):
    """One of them, before it is rows."""

    id: UUID
    begun: datetime
    force: str
    department: str
    category: str
    wait_s: int
    minutes: int
    has_report: bool


@dataclass(frozen=True)
class Cast:
    """Who the rows point to; all of them demonstration accounts, or of the territory's own neutral units."""

    officers: dict[str, Officer]
    units: dict[tuple[str, str], Unit]
    partner: Partner


def answered(one: Lived) -> datetime:
    """When an officer first wrote."""
    return one.begun + timedelta(seconds=one.wait_s)


def ended(one: Lived) -> datetime:
    """When it ended; who was never answered left after a while."""
    return answered(one) + timedelta(minutes=one.minutes if one.wait_s else 4)


def reports(chance: random.Random, lived: list[Lived], cast: Cast) -> None:
    """A report each, numbered as the product numbers them, with its facts, and its referral where there is one."""
    numbers: dict[tuple[str, int], int] = defaultdict(int)
    rows, facts = [], []
    for one in sorted(lived, key=lambda one: one.begun):
        numbers[one.force, one.begun.year] += 1
        row = _report(chance, one, numbers[one.force, one.begun.year], cast)
        rows.append(row)
        facts += list(_facts(chance, one))
    Report.objects.bulk_create(rows)
    Fact.objects.bulk_create(facts)
    Numbering.objects.bulk_create(
        Numbering(force=force, year=year, last=last) for (force, year), last in numbers.items()
    )
    agreed = [row for row in rows if row.consent == "given"]
    _referrals(chance, [row for row in agreed if chance.random() < 0.85], cast)


def _report(chance: random.Random, one: Lived, number: int, cast: Cast) -> Report:
    officer, filed = cast.officers[one.force], ended(one) - timedelta(minutes=one.minutes // 4)
    return Report(
        conversation_id=one.id,
        reference=f"{one.force}-{one.begun.year}-{number:06d}",
        force=one.force,
        department=one.department,
        body=b"",
        reporter=chance.choices(["victim", "witness", "professional"], [74, 20, 6])[0],
        victim_sex=chance.choices(SEXES, SEX_WEIGHTS)[0],
        victim_age=_drawn(chance, AGES),
        relation=_drawn(chance, RELATIONS) if one.category != "conjugal" else _drawn(chance, PARTNERS),
        consent=chance.choices(["given", "refused", ""], [62, 20, 18])[0],
        opened_at=answered(one),
        opened_by=officer,
        edited_at=filed,
        edited_by=officer,
        filed_at=filed,
        filed_by=officer,
    )


def _facts(chance: random.Random, one: Lived) -> Iterator[Fact]:
    kinds, _ = FACTS[one.category]
    for kind in chance.sample(kinds, min(len(kinds), chance.choice([1, 1, 2]))):
        offence = OFFENCES.get(kind, "") if chance.random() < 0.6 else ""
        yield Fact(report_id=one.id, category=one.category, kind=kind, offence=offence)


def _referrals(chance: random.Random, told: list[Report], cast: Cast) -> None:
    rows, steps, appointments = [], [], []
    for report in told:
        unit = cast.units.get((report.force, report.department))
        outcome = _drawn(chance, OUTCOMES) if unit else "received"
        row = Referral(report=report, unit=unit, partner=None if unit else cast.partner, ground="agreement")
        row.force, row.state, row.outcome, row.body = report.force if unit else "", "closed", outcome, b""
        row.sent_by, row.sent_at = report.opened_by, report.edited_at + timedelta(minutes=chance.randrange(2, 40))
        moments = [row.sent_at]
        for most in (30, 60, 240):
            moments.append(moments[-1] + timedelta(hours=chance.randrange(1, most)))
        row.changed_at = row.told_at = moments[-1]
        rows.append(row)
        acts = ("send", "accept", "propose", "close")
        steps += [
            referral_models.Step(referral=row, number=number, kind=kind, at=at, unit=unit)
            for number, (kind, at) in enumerate(zip(acts, moments, strict=True), 1)
        ]
        state = "missed" if outcome == "not_come" else "kept"
        appointment = Appointment(referral=row, unit=unit, state=state, starts_at=moments[-1] - timedelta(hours=1))
        appointment.proposed_at, appointment.proposed_by = moments[2], report.opened_by
        appointments.append(appointment)
    Referral.objects.bulk_create(rows)
    referral_models.Step.objects.bulk_create(steps)
    Appointment.objects.bulk_create(appointments)


def interventions(chance: random.Random, lived: list[Lived], cast: Cast) -> None:
    """A patrol asked for, acknowledged, sent, there, and back; no centre was told, for all of it is over."""
    rows, steps = [], []
    for one in lived:
        row = Intervention(conversation_id=one.id, state="closed", force=one.force, department=one.department, body=b"")
        row.requested_by, row.requested_at = cast.officers[one.force], answered(one) + timedelta(minutes=5)
        rows.append(row)
        at = row.requested_at
        steps.append(intervention_models.Step(intervention=row, number=1, kind="request", at=at))
        for number, (kind, least, most) in enumerate(STEPS, 2):
            at += timedelta(seconds=chance.randrange(least, most))
            steps.append(intervention_models.Step(intervention=row, number=number, kind=kind, at=at))
    Intervention.objects.bulk_create(rows)
    intervention_models.Step.objects.bulk_create(steps)


def _drawn(chance: random.Random, weights: dict[str, int]) -> str:
    return chance.choices(list(weights), list(weights.values()))[0]
