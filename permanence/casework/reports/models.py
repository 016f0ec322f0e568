"""Reports. What was told is sealed under the conversation's key; what orders lists and makes figures is plain."""

from typing import ClassVar

from django.db import models

from permanence.accounts.models import Force, Officer
from permanence.live.models import Conversation


class Report(models.Model):
    """The structured account of one conversation: opened at the first thing kept, filled while talking, filed by the
    officer when it stands (it counts from then on), completed as long as there is something to add."""

    conversation = models.OneToOneField(Conversation, on_delete=models.CASCADE, primary_key=True, related_name="report")
    reference = models.CharField(max_length=16, unique=True)
    """What officers, units and documents call it: `GN-2026-000123`."""
    force = models.CharField(max_length=2, choices=Force)
    department = models.CharField(max_length=3, blank=True)
    """Of the conversation when it was opened, or of the facts where they say another."""
    version = models.PositiveIntegerField(default=0)
    body = models.BinaryField()
    """Sealed JSON: `{path: answer}`, see `content`."""
    witness = models.BinaryField(default=bytes)
    """Sealed JSON under a context of its own: who the witness is. It leaves in no document and to no unit unless the
    witness agreed."""
    reporter = models.CharField(max_length=12, blank=True)
    """Who writes: victim, witness or professional, as the officer understood it."""
    victim_sex = models.CharField(max_length=10, blank=True)
    victim_age = models.CharField(max_length=10, blank=True)
    relation = models.CharField(max_length=20, blank=True)
    """Of the author to the victim. The four count in the figures: codes of `vocabulary`, empty where not known."""
    consent = models.CharField(max_length=10, blank=True)
    """Whether she agrees that it is passed on: `given`, `refused`, `withdrawn`; empty: not asked yet."""
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    filed_at = models.DateTimeField(null=True)
    filed_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    is_exercise = models.BooleanField(default=False)
    """With a scripted visitor, or marked test or training: goes to no unit, never counted."""

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["force", "filed_at"], name="reports_counted_by_force"),
            models.Index(fields=["force", "-opened_at"], name="reports_of_a_force"),
            models.Index(fields=["opened_by", "-opened_at"], name="reports_of_an_officer"),
            models.Index(fields=["-edited_at", "-conversation"], name="reports_by_last_change"),
        ]

    def __str__(self) -> str:
        return self.reference


class Version(models.Model):
    """One saving: what changed, by whom; never changed afterwards."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    body = models.BinaryField()
    """Sealed JSON: `{path: [before, after]}`."""
    witness = models.BinaryField(default=bytes)
    """The same of what is known of the witness, sealed apart as the report's own `witness`."""

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["report", "number"], name="a_history_has_no_gap"),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of {self.report_id}"


class Fact(models.Model):
    """One kind of violence of a report, as the figures count it; made anew from what is filled in."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="facts")
    category = models.CharField(max_length=20)
    """`conjugal`, `intrafamily`, `sexual`, `sexist`, `discrimination`, `cyber_harassment`."""
    kind = models.CharField(max_length=20)
    """`physical`, `psychological`, `sexual`, `economic`; empty where none was chosen."""
    offence = models.CharField(max_length=30, blank=True)
    """The category of the SSMSI's figures on violence within couples, where the kind gives one."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["report", "category", "kind", "offence"], name="a_fact_counts_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["category", "report"], name="facts_by_category")]

    def __str__(self) -> str:
        return f"{self.category} {self.kind} of {self.report_id}"


class Numbering(models.Model):
    """The last number given to a report of a force in a year."""

    force = models.CharField(max_length=2, choices=Force)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["force", "year"], name="one_numbering_a_force_and_year"),
        ]

    def __str__(self) -> str:
        return f"{self.force} {self.year}"


class Identity(models.Model):
    """A name, a number or an address that was given, as a keyed hash: equality can be asked, nothing can be read."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="identities")
    person = models.CharField(max_length=6)
    """Whose: `victim` or `author`; never a child's, never a witness's."""
    field = models.CharField(max_length=12)
    """`name`, `born` (name and birth date together), `telephone`, `mail`."""
    hashed = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["report", "person", "field", "hashed"], name="an_identity_is_kept_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["hashed", "field"], name="identities_by_hash")]

    def __str__(self) -> str:
        return f"{self.field} of {self.report_id}"


class Link(models.Model):
    """An earlier report of the same person, tied by a code or an identity that she gave, with the reason."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="links")
    earlier = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="+")
    how = models.CharField(max_length=10)
    """By what she gave: `code`, `reference`, or the identity that is the same: `born`, `telephone`, `mail`."""
    at = models.DateTimeField()
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    body = models.BinaryField(default=bytes)
    """Sealed: the reason."""

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["report", "earlier"], name="two_reports_are_tied_once"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} after {self.earlier_id}"
