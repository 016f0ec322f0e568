"""A past for the demonstration, so that the figures' pages show something: a few hundred invented conversations over
two years and the present one, always the same for the same day.

Every row is one of the product, made in bulk; nothing in it is anybody's: each conversation opens with the words that
say so, no account holds a word. Refuses to touch a database where somebody has already written.
"""

import random
import secrets
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from config import demonstration_cases as cases
from config.demonstration_cases import FACTS, Cast, Lived, answered, ended
from permanence.accounts.models import Force, Officer
from permanence.casework.referrals.models import Partner
from permanence.desk.models import Intake
from permanence.live.access import secret_hash
from permanence.live.batch import Said, body_of
from permanence.live.models import Conversation, Message, Seat, Sender
from permanence.statistics import recount
from permanence.statistics.exports.material import populations
from permanence.statistics.models import Visits
from permanence.statistics.paris import PARIS
from permanence.territory.models import Unit
from permanence.vault.actions import create_key
from permanence.vault.epochs import Version
from permanence.vault.models import DataKey
from permanence.vault.sealing import fingerprint, seal, seal_under, wrap

SEED = 17
YEARS_AGO = {2: 130, 1: 180, 0: 250}
"""How many conversations in each year, were it whole."""
HERS = "Historique de démonstration : personne n’a écrit ceci, et rien de tel n’est arrivé."
THEIRS = "Historique de démonstration : réponse d’un compte de démonstration."
HOURS = [3, 2, 2, 1, 1, 1, 2, 3, 4, 5, 5, 5, 5, 5, 5, 5, 6, 7, 8, 9, 10, 10, 8, 5]
DOOR = {"arrived": 14.0, "entered": 4.6, "asked_again": 0.5, "located": 0.8, "began": 1.0, "wrote": 0.6, "left": 0.7}
"""How often each page is reached, for a conversation."""
LANGUAGES = {"fr": 90, "en": 4, "uk": 2, "ar": 2, "pt": 2}


def lay() -> int:
    """Makes it where nobody wrote yet; how many conversations. The figures are counted at once."""
    if Conversation.objects.exists():
        return 0
    cast = _cast()
    if cast is None:
        return 0
    today = timezone.now().astimezone(PARIS).date()
    chance = random.Random(SEED)  # noqa: S311 (a story, not a secret)
    lived = list(_lives(chance, today))
    with transaction.atomic():
        _conversations(chance, lived, cast)
        cases.reports(chance, [one for one in lived if one.has_report], cast)
        cases.interventions(chance, [one for one in lived if one.wait_s and chance.random() < 0.09], cast)
        _visits(chance, lived)
    recount.rebuild()
    return len(lived)


def _cast() -> Cast | None:
    officers = {one.force: one for one in Officer.objects.filter(is_demonstration=True, role="officer")}
    units = {(one.force, one.department_id): one for one in Unit.objects.filter(is_neutral=True)}
    partner = Partner.objects.filter(is_demonstration=True).first()
    return Cast(officers, units, partner) if partner is not None and set(officers) == set(Force.values) else None


def _lives(chance: random.Random, today: date) -> Iterator[Lived]:
    people = populations()
    places, weights = list(people), list(people.values())
    for ago, number in YEARS_AGO.items():
        first = date(today.year - ago, 1, 1)
        days = (date(first.year + 1, 1, 1) - first).days
        for _ in range(number):
            on = first + timedelta(days=int(days * chance.random() ** 0.9))
            hour = chance.choices(range(24), HOURS)[0]
            begun = datetime(on.year, on.month, on.day, hour, chance.randrange(60), chance.randrange(60), tzinfo=UTC)
            lost = chance.random() < 0.11
            lived = Lived(
                id=UUID(int=chance.getrandbits(128), version=4),
                begun=begun,
                force=chance.choices(Force.values, [45, 55])[0],
                department="" if chance.random() < 0.06 else chance.choices(places, weights)[0],
                category=chance.choices(list(FACTS), [weight for _, weight in FACTS.values()])[0],
                wait_s=0 if lost else max(5, int(chance.lognormvariate(3.6, 0.9))),
                minutes=chance.randrange(8, 200),
                has_report=not lost and chance.random() < 0.58,
            )
            if on < today:
                yield lived


def _conversations(chance: random.Random, lived: list[Lived], cast: Cast) -> None:
    first = create_key()
    version = Version(first.under.epoch or 0, first.under.generation)
    wrapped = [wrap(secrets.token_bytes(32), version) for _ in lived]
    keys = DataKey.objects.bulk_create(DataKey(wrapped=one, under=first.under) for one in wrapped)
    first.delete()
    Conversation.objects.bulk_create(_conversation(one, key) for one, key in zip(lived, keys, strict=True))
    Intake.objects.bulk_create(_intake(chance, one, cast) for one in lived)
    Seat.objects.bulk_create(
        Seat(conversation_id=one.id, officer=cast.officers[one.force], taken_at=answered(one), left_at=ended(one))
        for one in lived
        if one.wait_s
    )
    Message.objects.bulk_create(said for one, key in zip(lived, keys, strict=True) for said in _said(one, key, cast))


def _conversation(one: Lived, key: DataKey) -> Conversation:
    code = f"{secrets.randbelow(10**16):016}"
    return Conversation(
        id=one.id,
        key=key,
        secret_hash=secret_hash(secrets.token_urlsafe(32)),
        return_code_index=fingerprint("return code", code),
        return_code=seal(key, code, "return code", one.id),
        created_at=one.begun,
        visitor_seen_at=ended(one),
        state="ended",
        ended_at=ended(one),
        ended_by="officer" if one.wait_s else "visitor",
        last_seq=2 if one.wait_s else 1,
    )


def _intake(chance: random.Random, one: Lived, cast: Cast) -> Intake:
    return Intake(
        conversation_id=one.id,
        force=one.force,
        department=one.department,
        reporter=chance.choices(["victim", "witness", "professional", ""], [68, 20, 7, 5])[0],
        age=chance.choices(["adult", "minor", ""], [72, 12, 16])[0],
        categories=[one.category] if chance.random() < 0.7 else [],
        language=chance.choices(list(LANGUAGES), list(LANGUAGES.values()))[0],
        level=chance.choices(["standard", "high", "immediate"], [66, 25, 9])[0],
        mark=chance.choices(["genuine", "test", "abuse", "duplicate"], [95, 2, 2, 1])[0],
        officer=cast.officers[one.force] if one.wait_s else None,
        waiting_since=one.begun,
        queued_at=one.begun,
    )


def _said(one: Lived, key: DataKey, cast: Cast) -> Iterator[Message]:
    words = [(Sender.VISITOR, one.begun, HERS)]
    words += [(Sender.OFFICER, answered(one), THEIRS)] if one.wait_s else []
    for seq, (sender, at, text) in enumerate(words, 1):
        officer = cast.officers[one.force] if sender is Sender.OFFICER else None
        said = Said(one.id, seq, uuid4(), str(sender), at, text, officer.display_name if officer else "")
        body = seal_under(bytes(key.wrapped), body_of(said), "message", one.id, seq)
        row = Message(conversation_id=one.id, seq=seq, client_id=said.id, sender=sender, officer=officer, at=at)
        row.body = body
        yield row


def _visits(chance: random.Random, lived: list[Lived]) -> None:
    """More came than wrote: so many pages for each conversation, at about its hour."""
    counts: Counter[tuple[date, int, str, str]] = Counter()
    for one in lived:
        at = one.begun.astimezone(PARIS)
        language = chance.choices(list(LANGUAGES), list(LANGUAGES.values()))[0]
        for name, often in DOOR.items():
            counts[at.date(), at.hour, name, language] += int(often) + (chance.random() < often % 1)
    Visits.objects.bulk_create(
        Visits(day=day, hour=hour, name=name, language=language, count=number)
        for (day, hour, name, language), number in counts.items()
        if number
    )
