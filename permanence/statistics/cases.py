"""A conversation and what came of it, as far as figures know: what `rows` makes and `counting` takes. Pure; moments are
whole seconds since 1970 (`paris`)."""

from typing import NamedTuple


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
