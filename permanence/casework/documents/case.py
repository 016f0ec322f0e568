"""What the documents of one case are made from, and how far whoever asks may be told of it.

A desk's document tells of the whole conversation. A unit's tells of what was passed to it: the account and the pieces
as they stand, and the messages up to the moment when it was sent; of a witness who did not agree to be named, neither
a message nor a piece (`passing`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from permanence.accounts.models import Force, Officer, Role
from permanence.casework import passing
from permanence.casework.documents import keys, signing
from permanence.casework.documents.paper import Line, brief
from permanence.casework.evidence import queries as evidence
from permanence.casework.referrals.models import Referral
from permanence.casework.reports import queries as reports
from permanence.casework.reports.models import Report
from permanence.desk.models import Intake
from permanence.live import journal
from permanence.roster import words
from permanence.territory import queries as territory

DESK = "Brigade numérique"
PAGE = 500
WITNESS_UNNAMED = (
    "La personne qui a écrit est un témoin qui n’a pas accepté d’être nommé : ses messages et ses pièces ne sont "
    "transmis à personne. La fiche de transmission reste disponible."
)


@dataclass(frozen=True)
class Case:
    """A report with what is told of it, for `referral`'s receiver, or for the desk where there is none."""

    report: Report
    intake: Intake
    referral: Referral | None = None
    is_of_unit: bool = False
    """Asked for by the unit that received it: nothing later than what it was sent."""

    @property
    def until(self) -> datetime | None:
        """No message said after this moment is told; None: all are."""
        return self.referral.sent_at if self.referral and self.is_of_unit else None

    @cached_property
    def content(self) -> dict[str, Any]:
        """The account."""
        return reports.content(self.report)

    @cached_property
    def is_unnamed_witness(self) -> bool:
        """Whoever writes is a witness who did not agree to be named."""
        return passing.is_unnamed_witness(self.report)

    @cached_property
    def witness(self) -> dict[str, Any]:
        """Who the witness is; empty unless the witness agreed."""
        return passing.witness(self.report)

    @cached_property
    def zone(self) -> str:
        """The clock of the department."""
        return str(ZoneInfo(territory.time_zone(self.report.department or None)))

    @property
    def force(self) -> str:
        """In words."""
        return str(Force(self.report.force).label)

    @cached_property
    def key(self) -> str:
        """The fingerprint of the key that signs this deployment's archives."""
        return keys.fingerprint(signing.public_key())

    @property
    def is_demonstration(self) -> bool:
        """Nothing of it is real."""
        return bool(settings.PERMANENCE.demonstration)

    @property
    def is_exercise(self) -> bool:
        """The person is a script."""
        return self.report.is_exercise or bool(self.intake.exercise)

    def messages(self) -> Iterator[journal.Said]:
        """The thread, in order, as far as it may be told. Raises `vault.sealing.Unreadable`."""
        after = 0
        while said := journal.read(self.report.conversation, after=after, limit=PAGE):
            for one in said:
                if self.until is not None and one.at > self.until:
                    return
                yield one
            after = said[-1].seq

    @cached_property
    def pieces(self) -> list[dict[str, Any]]:
        """The pieces of evidence as `evidence.queries.listed` has them, as far as they may be told."""
        return passing.pieces(self.report) if self.is_of_unit else evidence.listed(self.report.pk)

    def head(self, by: Officer) -> tuple[Line, ...]:
        """The first lines of every document."""
        return (
            ("Signalement", f"{self.report.reference}, ouvert le {brief(self.report.opened_at, self.zone)}"),
            ("Établi par", f"{by.display_name or 'un agent'}, {whose(by)}"),
            ("Heures", f"toutes à l’{words.place(self.zone)}"),
        )


def whose(by: Officer) -> str:
    """Where somebody works, in words."""
    return "unité destinataire" if by.role == Role.UNIT else DESK.lower()
