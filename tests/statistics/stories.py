"""Six invented years, seeded: plain facts that `history` writes as rows and `truth` counts from, neither knowing the
other. Growing from 2022 to 2027, with everything that figures are usually wrong about."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

SEED = 2022
YEARS = {2022: 150, 2023: 200, 2024: 260, 2025: 330, 2026: 420, 2027: 540}
"""Conversations a year, and `TRAPS` besides."""
DEPARTMENTS = ("35", "11", "2A", "75", "974", "")
CATEGORIES = ("conjugal", "intrafamily", "sexual", "sexist", "discrimination", "cyber_harassment")
KINDS = ("physical", "psychological", "sexual", "economic")
AT_THE_DOOR = [*CATEGORIES, "physical", "psychological", "economic"]
OFFENCES = {
    "physical": ("physical_violence", ""),
    "psychological": ("threats", "insults", ""),
    "sexual": ("rape", "sexual_assault", ""),
    "economic": ("",),
    "": ("",),
}
TRAPS = (
    *("2022-03-27T00:30", "2022-03-27T00:59:59", "2022-03-27T01:00", "2022-10-30T00:30", "2022-10-30T01:30"),
    *("2021-12-31T22:59:59", "2021-12-31T23:00", "2022-12-31T23:30", "2024-12-31T23:30", "2027-12-31T22:59:59"),
    *("2024-02-28T23:00", "2024-02-29T12:00", "2024-02-29T23:00", "2026-03-29T01:00", "2027-10-31T00:59:59"),
    *("2023-06-30T21:59:59", "2023-06-30T22:00", "2025-07-31T22:15"),
)
"""Moments (UTC) at the edges of days, months and years of Paris, on nights when the clocks change, on a 29 February."""


@dataclass
class Referral:
    """Sent on; `steps`: kind and moment; `appointments`: when proposed and what became of it."""

    sent: datetime
    ground: str = "agreement"
    to_partner: bool = False
    state: str = "sent"
    outcome: str = ""
    is_exercise: bool = False
    steps: list[tuple[str, datetime]] = field(default_factory=list)
    appointments: list[tuple[datetime, str]] = field(default_factory=list)


@dataclass
class Report:
    """`filed` None: never filed."""

    filed: datetime | None
    force: str
    department: str
    reporter: str = "victim"
    sex: str = "female"
    age: str = "25_34"
    relation: str = "partner"
    consent: str = ""
    is_exercise: bool = False
    facts: list[tuple[str, str, str]] = field(default_factory=list)
    referrals: list[Referral] = field(default_factory=list)


@dataclass
class Intervention:
    """`steps`: kind and moment."""

    asked: datetime
    department: str
    is_exercise: bool = False
    steps: list[tuple[str, datetime]] = field(default_factory=list)


@dataclass
class Story:
    """One conversation. `said`: who wrote, and when."""

    id: UUID
    begun: datetime
    state: str = "ended"
    ended: datetime | None = None
    left: str = ""
    force: str = "GN"
    department: str = "35"
    reporter: str = "victim"
    age: str = "adult"
    categories: list[str] = field(default_factory=list)
    language: str = "fr"
    level: str = "standard"
    mark: str = "genuine"
    exercise: str = ""
    said: list[tuple[str, datetime]] = field(default_factory=list)
    claims: list[datetime] = field(default_factory=list)
    report: Report | None = None
    interventions: list[Intervention] = field(default_factory=list)


def six_years(seed: int = SEED) -> list[Story]:
    """The whole history, always the same."""
    chance = random.Random(seed)
    moments = [datetime.fromisoformat(moment).replace(tzinfo=UTC) for moment in TRAPS]
    for year, count in YEARS.items():
        first = datetime(year, 1, 1, tzinfo=UTC)
        length = datetime(year + 1, 1, 1, tzinfo=UTC) - first
        moments += [first + chance.random() * length for _ in range(count)]
    return [_story(chance, moment) for moment in moments]


def one(chance: random.Random, begun: datetime, **given: object) -> Story:
    """A plain conversation that was answered and ended: what is not `given` is the default of `Story`."""
    answered = begun + timedelta(seconds=chance.randint(3, 900))
    ended = answered + timedelta(minutes=chance.randint(5, 300))
    said = [("visitor", begun + timedelta(seconds=1)), ("officer", answered)]
    plain = {"id": UUID(int=chance.getrandbits(128), version=4), "begun": begun, "ended": ended}
    return Story(**{**plain, "said": said, "claims": [answered], **given})  # type: ignore[arg-type]


def _story(chance: random.Random, begun: datetime) -> Story:
    story = one(
        chance,
        begun,
        force=chance.choice(["PN", "GN", "GN", ""]),
        department=chance.choice(DEPARTMENTS),
        reporter=chance.choice(["victim", "victim", "witness", "professional", ""]),
        age=chance.choice(["adult", "adult", "minor", ""]),
        categories=chance.sample(AT_THE_DOOR, chance.choice([0, 1, 1, 2, 3])),
        language=chance.choice(["fr", "fr", "fr", "uk", "ar", "pt-BR", "bre", "yi-Hebr"]),
        level=chance.choice(["standard", "standard", "high", "immediate"]),
        mark=chance.choices(["genuine", "test", "training", "abuse", "duplicate"], [20, 1, 1, 1, 1])[0],
    )
    if chance.random() < 0.05:
        story.exercise, story.mark = chance.choice(["apart", "among"]), "training"
    _conduct(chance, story)
    if story.claims and chance.random() < 0.5:
        story.report = _report(chance, story)
    if chance.random() < 0.12:
        story.interventions = list(_interventions(chance, story))
    return story


def _conduct(chance: random.Random, story: Story) -> None:
    """Some never write, some are never answered, some leave, some are still there, some came back."""
    way = chance.random()
    if way < 0.05:
        story.said = [(who, at) for who, at in story.said if who == "officer"]
    elif way < 0.20:
        story.said, story.claims = story.said[:1], []
        story.left = chance.choice(["", "quick_exit", "closed"])
        if chance.random() < 0.5:
            story.state, story.ended = "waiting", None
    elif way < 0.25:
        story.said = story.said[:1]
    elif way < 0.32:
        story.state, story.ended = "active", None
    elif way < 0.38:
        again = (story.ended or story.begun) + timedelta(days=chance.randint(0, 40))
        story.claims.append(again)
        story.said += [("visitor", again), ("officer", again + timedelta(seconds=30))]
        story.ended = again + timedelta(hours=1)


def _report(chance: random.Random, story: Story) -> Report:
    filed = story.begun + timedelta(hours=chance.choice([1, 2, 5, 30, 800]), minutes=chance.randint(0, 59))
    facts = {_fact(chance) for _ in range(chance.choice([1, 1, 2, 3]))}
    report = Report(
        filed=None if chance.random() < 0.15 else filed,
        force=story.force or "PN",
        department=chance.choice([story.department, "35", ""]),
        reporter=chance.choice(["victim", "witness"]),
        sex=chance.choice(["female", "female", "male", "other", ""]),
        age=chance.choice(["under_15", "15_17", "18_24", "25_34", "65_over", ""]),
        relation=chance.choice(["spouse", "ex", "parent", "stranger", ""]),
        consent=chance.choice(["given", "given", "refused", "withdrawn", ""]),
        is_exercise=bool(story.exercise) or story.mark in ("test", "training"),
        facts=sorted(facts),
    )
    if report.filed and chance.random() < 0.5:
        report.referrals = [_referral(chance, filed, report) for _ in range(chance.choice([1, 1, 2]))]
    return report


def _fact(chance: random.Random) -> tuple[str, str, str]:
    category = chance.choice(["conjugal", "conjugal", *CATEGORIES])
    kind = {"sexual": "sexual", "conjugal": chance.choice(KINDS), "intrafamily": chance.choice(KINDS)}.get(category, "")
    return category, kind, chance.choice(OFFENCES[kind])


def _referral(chance: random.Random, filed: datetime, report: Report) -> Referral:
    sent = filed + timedelta(minutes=chance.randint(1, 5000))
    ground = chance.choice(["agreement", "agreement", "vital_danger", "minor", "article_40"])
    made = Referral(sent, ground, chance.random() < 0.2, is_exercise=report.is_exercise or chance.random() < 0.05)
    way, later = chance.choice(["sent", "refused", "forwarded", "accepted", "closed", "closed", "reopened"]), sent
    if way == "refused":
        made.state, made.steps = "refused", [("refuse", sent + timedelta(hours=2))]
    if way in ("sent", "refused"):
        return made
    if way == "forwarded":
        made.steps.append(("forward", sent + timedelta(hours=3)))
    later += timedelta(hours=chance.randint(4, 90))
    made.state = "accepted"
    made.steps.append(("accept", later))
    for _ in range(chance.choice([0, 1, 1, 2])):
        later += timedelta(hours=chance.randint(1, 30))
        made.appointments.append((later, chance.choice(["kept", "missed", "declined", "cancelled"])))
    if way in ("closed", "reopened"):
        later += timedelta(days=chance.randint(1, 60))
        made.steps.append(("close", later))
        made.state, made.outcome = "closed", chance.choice(["complaint", "complaint", "main_courante", "not_come"])
    if way == "reopened":
        made.steps.append(("reopen", later + timedelta(days=1)))
        made.state, made.outcome = "accepted", ""
        if chance.random() < 0.5:
            made.steps.append(("close", later + timedelta(days=31)))
            made.state, made.outcome = "closed", "complaint"
    return made


def _interventions(chance: random.Random, story: Story) -> Iterator[Intervention]:
    for _ in range(chance.choice([1, 1, 2])):
        at = story.begun + timedelta(minutes=chance.randint(1, 600))
        asked = Intervention(at, chance.choice([story.department, "35"]), bool(story.exercise) or chance.random() < 0.1)
        for kind in ("acknowledge", "dispatch", "arrive")[: chance.randint(0, 3)]:
            at += timedelta(seconds=chance.randint(10, 1500))
            asked.steps.append((kind, at))
        if asked.steps and chance.random() < 0.2:  # reopened: the first of each step counts
            asked.steps.append(("acknowledge", at + timedelta(hours=1)))
        yield asked
