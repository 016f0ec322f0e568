"""Publications and corrections: written once, never changed. A figure that turns out otherwise is not replaced: a
correction beside it says when, by whom, from what to what, and why."""

from collections.abc import Iterable
from typing import Any, ClassVar, TypeVar

from django.db import models

from permanence.accounts.models import Force, Officer
from permanence.lib.errors import Conflict

KEPT = "Ce qui a été publié est gardé tel quel. Écrivez une correction : elle dit ce qui change, et pourquoi."

M = TypeVar("M", bound=models.Model)


class Untouchable(Conflict):
    """Somebody tried to change or delete what was published."""


class WrittenOnce(models.QuerySet[M]):
    """Rows that are read and added; the ways to change many at once refuse too."""

    def update(self, **kwargs: Any) -> int:
        """Refuses."""
        raise Untouchable(KEPT)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuses."""
        raise Untouchable(KEPT)

    def bulk_update(self, objs: Iterable[M], fields: Iterable[str], batch_size: int | None = None) -> int:
        """Refuses."""
        raise Untouchable(KEPT)


class Once(models.Model):
    """A row that is saved once and never deleted."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises `Untouchable` for a row that stands already."""
        if not self._state.adding:
            raise Untouchable(KEPT)
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuses."""
        raise Untouchable(KEPT)


class Publication(Once):
    """One edition of some figures. Born whole, with its number, its signed document and its files; nothing of it
    changes afterwards, and a period has one edition of a kind: there is no second one to compare it with."""

    class Kind(models.TextChoices):
        """What it is."""

        MONTHLY = "monthly", "fichiers du mois"
        YEAR = "year", "année arrêtée"
        OPEN_DATA = "open_data", "données ouvertes"

    kind = models.CharField(max_length=10, choices=Kind)
    number = models.PositiveIntegerField()
    """1, 2, 3 … of its kind."""
    title = models.CharField(max_length=160)
    from_on = models.DateField()
    to_on = models.DateField()
    """Inclusive."""
    force = models.CharField(max_length=2, choices=Force, blank=True)
    department = models.CharField(max_length=3, blank=True)
    scope = models.CharField(max_length=16, default="all")
    """The question it answers, as `queries.Question` has it."""
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Officer, on_delete=models.PROTECT, null=True, related_name="+")
    """Nobody: the periodic work, or the operator."""
    definitions = models.CharField(max_length=64)
    """The version of the definitions it counts by."""
    is_demonstration = models.BooleanField(default=False)
    document = models.BinaryField()
    """`signed.write`, gzip: the record of figures and files, with its signature and its key."""
    sha256 = models.CharField(max_length=64)
    """Of the record that was signed."""

    objects = WrittenOnce["Publication"].as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-from_on", "kind", "-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "number"], name="an_edition_has_its_own_number"),
            models.UniqueConstraint(
                fields=["kind", "from_on", "to_on", "force", "department", "scope"], name="a_period_is_published_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class File(Once):
    """One file of a publication, as it is given to whoever may have it."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=80)
    """Safe in a URL and in a directory."""
    media_type = models.CharField(max_length=80)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    """Bytes."""
    sha256 = models.CharField(max_length=64)

    objects = WrittenOnce["File"].as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["name"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["publication", "name"], name="a_file_of_an_edition_has_its_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.publication_id}"


class Correction(Once):
    """What an edition said, what is known since, and why they differ: one dated line that stays with the edition."""

    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="corrections")
    force = models.CharField(max_length=2, choices=Force, blank=True)
    department = models.CharField(max_length=3, blank=True)
    scope = models.CharField(max_length=16)
    key = models.CharField(max_length=60)
    """Which figure: `report`, `report|sex|female`, … of that force (empty: all), department and scope."""
    before = models.IntegerField()
    """As it was published, or as the last correction left it."""
    after = models.IntegerField()
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")

    objects = WrittenOnce["Correction"].as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.key} of {self.publication_id}: {self.before} is {self.after}"


class Order(models.Model):
    """Somebody asked that a year be closed, or its open data published: minutes of work that no page waits for. Begun
    by the periodic work, done once, then a line that says what came of it."""

    kind = models.CharField(max_length=10, choices=Publication.Kind)
    year = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Officer, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    refusal = models.TextField(blank=True)
    """Why it could not be, in French; empty: it was done, or is not yet."""

    class Meta:
        ordering: ClassVar[list[str]] = ["-asked_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["kind", "year"], condition=models.Q(done_at=None), name="a_year_is_asked_for_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year} asked for"
