"""Anything that anybody can do, in any order: after each act the figures are what the rows say."""

import random
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from django.utils import timezone

from permanence.accounts.models import Officer, Role
from permanence.audit import chain
from permanence.casework.referrals import actions as referrals
from permanence.casework.referrals.actions.appointments import Hour
from permanence.casework.referrals.models import Appointment, Referral
from permanence.casework.reports import actions as reports
from permanence.desk import actions as desk
from permanence.desk import opening
from permanence.desk.vocabulary import Category, Level, Mark
from permanence.interventions import actions as interventions
from permanence.interventions.models import Intervention
from permanence.interventions.steps import Act as Way
from permanence.lib.errors import Refused
from permanence.live import actions as live
from permanence.live import journal
from permanence.live.batch import Draft
from permanence.live.models import Conversation, Sender
from permanence.statistics import following, keeping, recount
from permanence.territory.models import OperationsCentre
from tests.conftest import MakeOfficer
from tests.desk.conftest import Arrive

pytestmark = pytest.mark.django_db
STEPS = 100
LIKELY = {
    "move_a_referral": 16,
    "advance": 9,
    "claim": 6,
    "answer": 5,
    "fill_in": 6,
    "file": 5,
    "send": 5,
} | dict.fromkeys(("arrive", "end", "give_up", "correct_force", "mark"), 1)
FIRST_STEPS = ("arrive", "say", "claim", "say", "fill_in", "file", "send")


class Walk:
    """Some conversations, and the people who act on them as chance has it."""

    def __init__(self, chance: random.Random, arrive: Arrive, *people: Officer) -> None:
        self.chance, self._arrive = chance, arrive
        self.officer, self.operator, *self.units = people
        self.known: list[UUID] = []

    def step(self, act: Callable[[], object]) -> bool:
        """Does it; whether it was possible."""
        with suppress(Refused):
            act()
            return True
        return False

    def one(self) -> UUID:
        return self.chance.choice(self.known)

    def next(self) -> Callable[[], object]:
        """What somebody does next: what goes on is likelier than what ends."""
        names = [name for name, act in vars(Walk).items() if name[0] != "_" and name not in ("step", "one", "next")]
        weights = [LIKELY.get(name, 2) for name in names]
        found: Callable[[], object] = getattr(self, self.chance.choices(names, weights)[0])
        return found

    def arrive(self) -> None:
        categories = tuple(self.chance.sample(Category.values, self.chance.randint(0, 2)))
        code = self.chance.choice(["35000", "35510", "11100", None])
        self.known.append(self._arrive(code, categories=categories, in_danger=self.chance.random() < 0.2).pk)

    def say(self) -> None:
        journal.append(Draft(self.one(), Sender.VISITOR, "bonjour"))

    def answer(self) -> None:
        journal.append(Draft(self.one(), Sender.OFFICER, "bonjour", officer=self.officer.pk))

    def claim(self) -> None:
        desk.claim(by=self.officer, conversation=self.one())

    def end(self) -> None:
        desk.end(by=self.officer, conversation=self.one(), reason="tout est dit")

    def give_up(self) -> None:
        opening.end(Conversation.objects.get(pk=self.one()))

    def leave(self) -> None:
        live.leave(Conversation.objects.get(pk=self.one()), self.chance.choice(["quick_exit", "closed"]))

    def be_back(self) -> None:
        live.seen(Conversation.objects.get(pk=self.one()))

    def say_in_danger(self) -> None:
        opening.raise_danger(Conversation.objects.get(pk=self.one()))

    def say_more(self) -> None:
        opening.answer_more(Conversation.objects.get(pk=self.one()), insee="35051", reporter="witness")

    def mark(self) -> None:
        kind = self.chance.choice([Mark.GENUINE, Mark.GENUINE, *Mark.values])
        desk.mark(by=self.officer, conversation=self.one(), kind=kind, reason="à voir")

    def correct_force(self) -> None:
        force = self.chance.choice(["PN", "GN"])
        desk.correct_force(by=self.officer, conversation=self.one(), force=force, reason="là", insee="11262")

    def correct_level(self) -> None:
        level = self.chance.choice(Level.values)
        desk.correct_level(by=self.officer, conversation=self.one(), level=level, reason="à voir")

    def fill_in(self) -> None:
        given = {
            "reporter": self.chance.choice(["victim", "witness"]),
            "facts.ab12.category": self.chance.choice(["conjugal", "sexual", "sexist"]),
            "facts.ab12.kinds": self.chance.sample(["physical", "psychological", "economic"], 2),
            "facts.ab12.insee": self.chance.choice(["35238", "11262"]),
            "victim.sex": self.chance.choice(["female", "male"]),
            "consent.transmission": self.chance.choice(["given", "given", "withdrawn"]),
        }
        reports.keep(by=self.officer, conversation=self.one(), given=given)

    def file(self) -> None:
        reports.file(by=self.officer, conversation=self.one())

    def ask_for_a_patrol(self) -> None:
        fields = {"insee": "35238", "address": "ici"}
        interventions.request(by=self.officer, conversation=self.one(), pk=uuid4(), fields=fields)

    def move_the_danger(self) -> None:
        interventions.keep_sheet(by=self.officer, conversation=self.one(), fields={"insee": "11262"})

    def advance(self) -> None:
        found = Intervention.objects.values_list("pk", flat=True)
        act, pk = self.chance.choice([way for way in Way if way != Way.REQUEST]), self.chance.choice([*found, uuid4()])
        interventions.advance(by=self.operator, intervention=pk, act=act, said="voilà")

    def send(self) -> None:
        unit = self.chance.choice(self.units).unit
        given = referrals.Sending(unit=unit, ground="agreement", agreed=True, agreed_how="message")
        referrals.send(by=self.officer, conversation=self.one(), pk=uuid4(), given=given)

    def move_a_referral(self) -> None:
        found = [*Referral.objects.all()]
        if not found:
            return
        one = self.chance.choice(found)
        by = next(unit for unit in self.units if unit.unit == one.unit_id)
        other = next(unit.unit for unit in self.units if unit.unit != one.unit_id)
        self.chance.choice(
            [
                lambda: referrals.accept(by=by, referral=one.pk),
                lambda: referrals.accept(by=by, referral=one.pk),
                lambda: referrals.refuse(by=by, referral=one.pk, reason="non"),
                lambda: referrals.forward(by=by, referral=one.pk, unit=other or 0, reason="là-bas"),
                lambda: referrals.close(by=by, referral=one.pk, outcome="complaint"),
                lambda: referrals.close(by=by, referral=one.pk, outcome="main_courante"),
                lambda: referrals.recall(by=self.officer, referral=one.pk, reason="non"),
                lambda: referrals.reopen(by=by, referral=one.pk, reason="si"),
                lambda: referrals.propose(
                    by=by, referral=one.pk, pk=uuid4(), hour=Hour(timezone.now() + timedelta(days=1), 60, {})
                ),
            ]
        )()

    def answer_an_appointment(self) -> None:
        for one in Appointment.objects.filter(state="proposed")[:1]:
            act = self.chance.choice([referrals.confirm, referrals.decline])
            act(by=one.referral.sent_by, appointment=one.pk, revision=one.revision)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_whatever_is_done_the_figures_are_what_the_rows_say(
    clock: time_machine.Traveller,
    arrive: Arrive,
    officer: Officer,
    make_officer: MakeOfficer,
    receiver: Officer,
    other_receiver: Officer,
    seed: int,
) -> None:
    centre = OperationsCentre.objects.get_or_create(force="PN", department_id="35", defaults={"name": "CIC 35"})[0]
    operator = make_officer("cic", Role.CENTRE, "PN", centre=centre.pk)
    walk = Walk(random.Random(seed), arrive, officer, operator, receiver, other_receiver)
    done = 0
    for number in range(STEPS):
        first = number < len(FIRST_STEPS)
        done += walk.step(getattr(walk, FIRST_STEPS[number]) if first else walk.next())
        clock.shift(walk.chance.choice([1, 40, 4_000]))
        chain.seal_new()
        keeping.sweep()
        assert not following.pending()
        assert recount.check() == [], f"after step {number} of {seed}"
    assert done > STEPS / 3
    assert recount.check(afresh=True) == []
