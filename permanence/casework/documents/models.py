"""Documents that were issued: plain facts and hashes. What a document says is nowhere kept: it leaves, and is known
again by its hash."""

from typing import ClassVar

from django.db import models

from permanence.accounts.models import Officer
from permanence.casework.referrals.models import Referral
from permanence.casework.reports.models import Report


class Issued(models.Model):
    """One document: numbered when it is begun, with its hashes once it is made. A number without them is a document
    that could not be made; no number is given twice."""

    class Kind(models.TextChoices):
        """Which document."""

        TRANSMISSION = "transmission", "fiche de transmission"
        TRANSCRIPT = "transcript", "échange intégral"
        ARCHIVE = "archive", "archive des pièces"

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="documents")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, null=True, related_name="+")
    """For whom it was made; nobody: the desk itself."""
    at = models.DateTimeField()
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    record = models.CharField(max_length=64, blank=True)
    """SHA-256 of what it says; of an archive, of its manifest."""
    sha256 = models.CharField(max_length=64, blank=True)
    """Of the file; empty for an archive, which is written as it leaves."""
    size = models.PositiveBigIntegerField(default=0)
    """Bytes."""

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["report", "number"], name="a_document_has_its_own_number"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number} of {self.report_id}"
