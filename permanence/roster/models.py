"""Teams and their shifts.

Moments are kept in UTC; a team's own time zone says how they are written and read. Times and ids only: nothing of a
visitor is here.
"""

from django.db import models
from django.db.models import F, Q

from permanence.accounts.models import Force, Officer, Role
from permanence.roster import pattern
from permanence.roster.pattern import Pattern

ANSWERING = (Role.OFFICER, Role.SUPERVISOR)
"""Who may stand at a desk."""


class Team(models.Model):
    """Officers of one force who share a roster, where they work; created by a supervisor, kept while it has shifts."""

    force = models.CharField(max_length=2, choices=Force)
    name = models.CharField("nom", max_length=80)
    time_zone = models.CharField("fuseau horaire", max_length=40, default="Europe/Paris")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["force", "name"], name="a_force_names_a_team_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Kind(models.TextChoices):
    """What an officer does during a shift: only the desk answers visitors."""

    DESK = "desk", "À la brigade numérique"
    ON_CALL = "on_call", "Astreinte"


class Cycle(models.Model):
    """Turns that come back, of several officers: laid as shifts some weeks ahead, stopped on a day, never edited.

    A shift that a supervisor moves, or that changes hands, leaves its cycle; one they remove is not laid again.
    """

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="cycles")
    name = models.CharField("nom", max_length=80)
    kind = models.CharField("nature", max_length=7, choices=Kind, default=Kind.DESK)
    days = models.PositiveSmallIntegerField("longueur en jours")
    anchor_on = models.DateField()
    """The day of the calendar that is the cycle's first; of a week, a Monday."""
    turns = models.JSONField()
    """`[[0, "19:00", "07:00"], …]`: the day of the cycle from 0, and the hours by the team's clock."""
    first_on = models.DateField("du")
    last_on = models.DateField("au", null=True)
    """The last day on which a turn may begin; null: no end."""

    def __str__(self) -> str:
        return self.name

    @property
    def pattern(self) -> Pattern:
        """What it lays."""
        return pattern.read(self.days, self.anchor_on, self.turns)


class CycleMember(models.Model):
    """An officer in a cycle, some days ahead of its first."""

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="members")
    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="cycles")
    ahead = models.PositiveSmallIntegerField(default=0)
    laid_until = models.DateField()
    """Turns that begin before this day are laid, once."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cycle", "officer"], name="an_officer_is_in_a_cycle_once"),
        ]

    def __str__(self) -> str:
        return f"officer {self.officer_id} in cycle {self.cycle_id}"


class Shift(models.Model):
    """One officer's presence, entered ahead; changed or removed until it begins, then kept as what was planned."""

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="shifts")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="shifts")
    starts_at = models.DateTimeField("début")
    ends_at = models.DateTimeField("fin")
    kind = models.CharField("nature", max_length=7, choices=Kind, default=Kind.DESK)
    cycle = models.ForeignKey(Cycle, on_delete=models.SET_NULL, null=True, blank=True, related_name="shifts")
    """Which cycle laid it; none: entered, moved or exchanged by hand."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="a_shift_ends_after_it_begins"),
        ]
        indexes = [
            models.Index(fields=["ends_at", "starts_at"], name="shift_by_time"),
            models.Index(fields=["officer", "starts_at"], name="shift_by_officer"),
        ]

    def __str__(self) -> str:
        return f"shift {self.pk} of {self.officer_id}"


class Need(models.Model):
    """More than one officer needed in a half-hour of the week (`needs.py`); what is not written needs one."""

    force = models.CharField(max_length=2, choices=Force)
    slot = models.PositiveSmallIntegerField()
    officers = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["force", "slot"], name="a_half_hour_has_one_need"),
        ]

    def __str__(self) -> str:
        return f"{self.officers} at {self.slot} ({self.force})"


class Absence(models.Model):
    """An officer is not there: their shifts stay as planned and cover nothing meanwhile. Never says why."""

    officer = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="absences")
    starts_at = models.DateTimeField("début")
    ends_at = models.DateTimeField("fin")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="an_absence_ends_after_it_begins"),
        ]
        indexes = [models.Index(fields=["ends_at", "starts_at"], name="absence_by_time")]

    def __str__(self) -> str:
        return f"absence of {self.officer_id}"


class Swap(models.Model):
    """A shift that an officer asks a colleague to take, for one of theirs or for nothing.

    Open until the colleague answers; where it would break a rest, until a supervisor does. It lapses when one of its
    shifts begins, moves or changes hands otherwise, and is gone with them.
    """

    class State(models.TextChoices):
        """What became of it."""

        ASKED = "asked", "en attente de réponse"
        TO_CONFIRM = "confirm", "à valider par un superviseur"
        DONE = "done", "fait"
        REFUSED = "refused", "refusé"
        WITHDRAWN = "withdrawn", "retiré"
        LAPSED = "lapsed", "caduc"

    OPEN = (State.ASKED, State.TO_CONFIRM)

    shift = models.ForeignKey(Shift, on_delete=models.CASCADE, related_name="swaps")
    in_return = models.ForeignKey(Shift, on_delete=models.CASCADE, null=True, related_name="swaps_in_return")
    asked_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    asked_to = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=State, default=State.ASKED)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["shift"], condition=Q(state__in=["asked", "confirm"]), name="one_open_swap_a_shift"
            ),
        ]
        indexes = [
            models.Index(fields=["asked_to", "state"], name="swap_to_answer"),
            models.Index(fields=["asked_by", "state"], name="swap_asked"),
        ]

    def __str__(self) -> str:
        return f"swap of shift {self.shift_id} ({self.state})"
