"""A simulated night at the desk: arrivals, officers who take and end conversations, two whose connection is lost.

A discrete simulation on a clock that stands still between events; all it does goes through the desk's own actions and
its periodic work. The same seed plays the same night. Three hundred arrivals from 8 p.m. to 6 a.m., conversations of
half an hour on average, some of several hours.
"""

import heapq
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random
from uuid import UUID

import time_machine

from permanence.accounts.models import Officer
from permanence.desk import actions, handover, offers, opening, queue
from permanence.desk.arrival import Arrival
from permanence.desk.load import WEIGHTS
from permanence.desk.models import Intake, Offer
from permanence.desk.vocabulary import Level
from permanence.lib.errors import Conflict
from permanence.live.models import Seat, State

EVENING = datetime(2026, 3, 9, 19, 0, tzinfo=UTC)
HOURS = (36, 42, 46, 44, 38, 30, 22, 16, 13, 13)
"""Arrivals in each hour from 8 p.m. in Paris: 300."""
HIGH_SHARE = 0.15
MEDIAN_S = 24 * 60
SPREAD = 0.7
"""A conversation lasts half an hour on average; one in a hundred two hours or more (log-normal)."""
EMERGENCY_AT_S = 7 * 3600 + 12 * 60
"""A quarter past three: somebody who has locked herself in."""
LOST = ((0, 4 * 3600, 4 * 3600 + 1500), (3, 6 * 3600, None))
"""Which officer loses the connection, when, and when it is back: one after 25 minutes, one never."""
SWEEP_EVERY_S = 60
REACTS_S = (4, 25)
UP_FOR_S = 10_000


@dataclass
class Story:
    """What became of one visitor; moments in seconds since the evening."""

    force: str
    level: str
    came: float
    taken: list[tuple[float, int]] = field(default_factory=list)
    """When, and by which officer."""
    given_back: list[float] = field(default_factory=list)
    ended: float | None = None

    @property
    def answered(self) -> float:
        """When the first officer took them."""
        return self.taken[0][0]

    @property
    def first_wait(self) -> float:
        """Seconds from the arrival to the first officer."""
        return self.answered - self.came


class Night:
    """`officers`: three of each force, in this order, available; `supervisors`, by force, who read the queue."""

    def __init__(
        self,
        officers: list[Officer],
        supervisors: dict[str, Officer],
        clock: time_machine.Traveller,
        *,
        seed: int,
    ) -> None:
        self.officers, self.supervisors, self._clock = officers, supervisors, clock
        self.stories: dict[UUID, Story] = {}
        self.carried: Counter[int] = Counter()
        """By officer: weight times seconds of the conversations they held."""
        self.most_held: Counter[int] = Counter()
        self.held: Counter[int] = Counter()
        self.out_of_order: list[str] = []
        """Who was taken though somebody stood before them in the queue."""
        self._dice = Random(seed)
        self._events: list[tuple[float, int, Callable[[], None]]] = []
        self._count = 0
        self._now = 0.0
        self._lost: set[int] = set()
        self._about_to_look: set[int] = set()
        self._alarm = False

    def play(self) -> None:
        """From the first arrival to the last goodbye."""
        self._plan()
        while self._events:
            self._now, _, happen = heapq.heappop(self._events)
            self._clock.move_to(EVENING + timedelta(seconds=self._now))
            happen()

    # -- what happens

    def _plan(self) -> None:
        for hour, arrivals in enumerate(HOURS):
            for _ in range(arrivals):
                self._at(hour * 3600 + self._dice.uniform(0, 3600), self._arrive)
        self._at(EMERGENCY_AT_S, lambda: self._arrive(in_danger=True))
        for which, at, back in LOST:
            officer = self.officers[which]
            self._at(at, partial(self._lost.add, officer.pk))
            if back is not None:
                self._at(back, partial(self._come_back, officer))
        self._at(0, self._sweep)

    def _at(self, when: float, happen: Callable[[], None]) -> None:
        self._count += 1
        heapq.heappush(self._events, (when, self._count, happen))

    def _arrive(self, *, in_danger: bool = False) -> None:
        code = self._dice.choice(("35000", "35510"))
        first = (UUID(int=self._dice.getrandbits(128), version=4), "Bonsoir, j’ai besoin de parler à quelqu’un.")
        self._alarm = self._alarm or in_danger
        opened = opening.open_conversation(Arrival(postal_code=code, in_danger=in_danger), message=first)
        intake = Intake.objects.get(pk=opened.conversation.pk)
        if not in_danger and self._dice.random() < HIGH_SHARE:
            by = self.supervisors[intake.force]
            actions.correct_level(by=by, conversation=intake.pk, level=Level.HIGH, reason="menaces en cours")
            intake.refresh_from_db()
        self.stories[intake.pk] = Story(intake.force, intake.level, self._now)
        self._desk_looks(intake.force)

    def _desk_looks(self, force: str) -> None:
        for officer in self.officers:
            if officer.force == force:
                self._looks_soon(officer)

    def _looks_soon(self, officer: Officer) -> None:
        if officer.pk not in self._lost | self._about_to_look:
            self._about_to_look.add(officer.pk)
            self._at(self._now + self._dice.uniform(*REACTS_S), lambda: self._look(officer))

    def _look(self, officer: Officer) -> None:
        """An officer looks at the console: an alarm first, an offer, or the next of the queue while there is room."""
        self._about_to_look.discard(officer.pk)
        has_room = self.held[officer.pk] < officer.capacity
        if officer.pk in self._lost or not (has_room or self._alarm):
            return
        if not (waiting := list(queue.waiting(officer.force))):
            return
        if waiting[0].level == Level.IMMEDIATE:  # full or not
            self._take(officer, waiting, lambda: actions.claim(by=officer, conversation=waiting[0].pk))
            self._alarm = False
        elif has_room:
            officer.refresh_from_db()
            offer = Offer.objects.filter(offered_to=officer, state=Offer.State.OFFERED).first()
            if offer is not None:
                asked_for = self._could_be_offered(offer, waiting)
                self._take(officer, asked_for, lambda: offers.accept(by=officer, offer=offer.pk))
            else:
                self._take(officer, waiting, lambda: actions.claim_next(by=officer))

    def _could_be_offered(self, offer: Offer, waiting: list[Intake]) -> list[Intake]:
        """Of who waits: those who waited when the offer was made, without those whom others think about."""
        offered = set(Offer.objects.filter(state=Offer.State.OFFERED).values_list("conversation", flat=True))
        offered.discard(offer.conversation_id)
        return [one for one in waiting if one.pk not in offered and one.queued_at <= offer.offered_at]

    def _take(self, officer: Officer, waiting: list[Intake], taking: Callable[[], Intake | None]) -> None:
        try:
            intake = taking()
        except Conflict:  # a colleague was quicker
            return
        if intake is None:
            return
        if waiting[0].pk != intake.pk:
            self.out_of_order.append(f"{self._now:.0f} s: {intake.level} before {waiting[0].level}")
        self.held[officer.pk] += 1
        self.most_held[officer.pk] = max(self.most_held[officer.pk], self.held[officer.pk])
        story = self.stories[intake.pk]
        story.taken.append((self._now, officer.pk))
        lasts, turn = self._dice.lognormvariate(0, SPREAD) * MEDIAN_S, len(story.taken)
        self._at(self._now + lasts, lambda: self._end(intake.pk, officer, turn))
        self._looks_soon(officer)

    def _end(self, conversation: UUID, officer: Officer, taking: int) -> None:
        story = self.stories[conversation]
        if len(story.taken) != taking or len(story.given_back) >= taking or officer.pk in self._lost:
            return  # it is no longer theirs, or about to be given back
        self._lets_go(officer.pk, story)
        actions.end(by=officer, conversation=conversation, reason="la personne est en lieu sûr")
        story.ended = self._now
        self._looks_soon(officer)

    def _lets_go(self, officer: int, story: Story) -> None:
        self.held[officer] -= 1
        self.carried[officer] += round(WEIGHTS[story.level] * (self._now - story.taken[-1][0]))

    def _come_back(self, officer: Officer) -> None:
        self._lost.discard(officer.pk)
        self._looks_soon(officer)

    def _sweep(self) -> None:
        """The signs of life of the consoles, and the periodic work."""
        here = Officer.objects.exclude(pk__in=self._lost).filter(pk__in=[officer.pk for officer in self.officers])
        here.update(seen_at=EVENING + timedelta(seconds=self._now))
        held = dict(Seat.objects.filter(left_at=None, officer__in=self._lost).values_list("conversation", "officer"))
        if handover.give_back_of_the_lost(up_for_s=UP_FOR_S):
            for conversation in Intake.objects.filter(pk__in=held, conversation__state=State.WAITING):
                story = self.stories[conversation.pk]
                story.given_back.append(self._now)
                self._lets_go(held[conversation.pk], story)
                self._desk_looks(story.force)
        if offers.sweep(up_for_s=UP_FOR_S):
            asked = Offer.objects.filter(state=Offer.State.OFFERED).values_list("offered_to", flat=True)
            for officer in self.officers:
                if officer.pk in asked:
                    self._looks_soon(officer)
        if self._now < len(HOURS) * 3600 or any(story.ended is None for story in self.stories.values()):
            self._at(self._now + SWEEP_EVERY_S, self._sweep)
