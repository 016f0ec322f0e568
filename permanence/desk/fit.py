"""Who should answer whom, among those who may: language, skills, the officer a person spoke with before. Pure.

- Urgency comes first, always; nobody in immediate danger waits for a better match.
- Among the equally urgent an officer gets those who return to them, then those whom nobody free would serve better.
- Whoever fits somebody else better is passed over for `PASSED_OVER_FOR` of waiting at most, then taken as they come: a
  preference delays, it never hides.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from permanence.accounts.models import Skill
from permanence.desk.vocabulary import Age, Category

PASSED_OVER_FOR = timedelta(minutes=2)
IMMEDIATE = 0
FRENCH = "fr"


@dataclass(frozen=True)
class Person:
    """Who waits: what the queue knows of them. `rank` as `queue.rank` serves them now; `reinforces`: they are of the
    other force, and come after all of one's own."""

    conversation: UUID
    rank: int
    former: int | None
    language: str
    skills: frozenset[str]
    waiting_since: datetime
    reinforces: bool = False


@dataclass(frozen=True)
class Profile:
    """What an officer brings. `pk` None: several officers alike, none of whom is asked for by name."""

    pk: int | None
    languages: frozenset[str]
    skills: frozenset[str]


@dataclass(frozen=True)
class Ready:
    """An officer who could take somebody now. `taken_at`: their last conversation, None for none they are known for."""

    profile: Profile
    is_rostered: bool
    load: float
    taken_at: datetime | None


def skills_for(age: str, categories: Iterable[str]) -> frozenset[str]:
    """The skills a person's first answers ask for."""
    given = set(categories)
    found = {Skill.MINORS} if age == Age.MINOR else set()
    found |= {Skill.SEXUAL} if Category.SEXUAL in given else set()
    found |= {Skill.CYBER} if Category.CYBER_HARASSMENT in given else set()
    return frozenset(str(skill) for skill in found)


def in_order(waiting: Sequence[Person], me: Profile, free: Iterable[Profile], now: datetime) -> Iterator[UUID]:
    """Everybody who waits, in the order in which `me` should take them; `free`: the others who could take one now.

    `waiting` comes most urgent first, then longest waiting, and stays so among equals.
    """
    asked_for = {person.former for person in waiting}
    others = {other if other.pk in asked_for else replace(other, pk=None) for other in free}
    for (_, rank), people in groupby(waiting, key=lambda person: (person.reinforces, person.rank)):
        group = list(people)
        if rank == IMMEDIATE:
            yield from (person.conversation for person in group)
            continue
        mine = [person for person in group if person.former is not None and person.former == me.pk]
        yield from (person.conversation for person in mine)
        later = []
        for person in group:
            if person in mine:
                continue
            if now - person.waiting_since < PASSED_OVER_FOR and _better_elsewhere(person, me, others):
                later.append(person.conversation)
            else:
                yield person.conversation
        yield from later


def best(person: Person, ready: Iterable[Ready], asked: Collection[int]) -> Ready | None:
    """Who of `ready` should be offered this person; those in `asked` were offered them before, and come last.

    Then: who spoke with them before; language and skills; whom the roster names; the lightest
    load; the longest without a new conversation.
    """
    return min(ready, key=lambda one: _order(person, one, asked), default=None)


def _order(person: Person, one: Ready, asked: Collection[int]) -> tuple[object, ...]:
    returns, speaks, skills = match(person, one.profile)
    idle = one.taken_at.timestamp() if one.taken_at else 0.0
    first = (one.profile.pk in asked, not returns, not speaks, -skills, not one.is_rostered)
    return (*first, one.load, idle, one.profile.pk or 0)


def match(person: Person, officer: Profile) -> tuple[bool, bool, int]:
    """How well they fit, to be compared: spoke before, share a language, skills in common."""
    returns = person.former is not None and person.former == officer.pk
    speaks = _main(person.language) in (officer.languages or {FRENCH})
    return returns, speaks, len(person.skills & officer.skills)


def _better_elsewhere(person: Person, me: Profile, others: set[Profile]) -> bool:
    mine = match(person, me)
    return any(match(person, other) > mine for other in others)


def _main(language: str) -> str:
    return language.split("-", maxsplit=1)[0].lower()
