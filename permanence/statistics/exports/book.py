"""What a file of figures holds, whatever its format: the question in plain words, the tables, what they mean. Pure.

A file that is found alone, years later, says what was asked, of which days and of whom, by which clock, when it was
made, by which edition of the definitions, and what each table must be read with.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from permanence.accounts.models import Force
from permanence.live.protocol import moment as moment_of
from permanence.statistics import sentences
from permanence.statistics.exports.shape import Table
from permanence.statistics.paris import PARIS
from permanence.statistics.queries import Question
from permanence.statistics.scopes import SCOPES

ZONE = "Europe/Paris"
BOTH = "Police nationale et Gendarmerie nationale"
EVERYWHERE = "Tous"
DEMONSTRATION = "DÉMONSTRATION : chiffres tirés de données d’essai, sans aucune valeur."


@dataclass(frozen=True)
class Meaning:
    """A definition as it stood when the file was made."""

    code: str
    name: str
    meaning: str
    is_not: str
    since: date


@dataclass(frozen=True)
class Book:
    """One question answered."""

    question: Question
    before: Question
    """The same, of the period that it is compared with."""
    tables: tuple[Table, ...]
    made_at: datetime
    sentence: str = ""
    """The figure asked for most, as one says it."""
    definitions: tuple[Meaning, ...] = ()
    department: str = ""
    """Its name, where the question is of one."""
    is_demonstration: bool = False
    fields: Mapping[str, str] = field(init=False)
    """By code, as a machine reads it: `from`, `to`, `compared_from`, `compared_to`, `force`, `department`, `scope`,
    `time_zone` (by which days run), `made_at` (in UTC), `definitions`."""

    def __post_init__(self) -> None:
        asked, ago = self.question, self.before
        fields = {
            "from": asked.from_on.isoformat(),
            "to": asked.to_on.isoformat(),
            "compared_from": ago.from_on.isoformat(),
            "compared_to": ago.to_on.isoformat(),
            "force": asked.force,
            "department": asked.department,
            "scope": asked.scope,
            "time_zone": ZONE,
            "made_at": moment_of(self.made_at.astimezone(UTC)),
            "definitions": self.version,
        }
        object.__setattr__(self, "fields", fields)

    @property
    def version(self) -> str:
        """Of the definitions: the day on which one of them last changed, `2026-11-30`; empty where there is none."""
        return max((one.since.isoformat() for one in self.definitions), default="")

    @property
    def period(self) -> str:
        """`du 1er janvier au 30 novembre 2026`."""
        return sentences.span(self.question.from_on, self.question.to_on)

    @property
    def days(self) -> str:
        """How its days are counted, in words."""
        if self.question.to_on < self.made_at.astimezone(PARIS).date():
            return "jours entiers, heure de Paris"
        return "heure de Paris ; la journée en cours n’est pas finie, celle de la période comparée est entière"

    @property
    def name(self) -> str:
        """Of the file, without its ending: `chiffres-2026-01-01-2026-11-30-gn-35-couple_women`."""
        asked = self.question
        parts = ("chiffres", asked.from_on.isoformat(), asked.to_on.isoformat(), asked.force, asked.department)
        scope = "" if asked.scope == "all" else asked.scope
        return "-".join(part.lower() for part in (*parts, scope) if part)

    def facts(self) -> Iterator[tuple[str, str]]:
        """A label and what stands under it, in French, before any table."""
        if self.is_demonstration:
            yield "Avertissement", DEMONSTRATION
        asked, (scope, meaning) = self.question, SCOPES[self.question.scope]
        if self.sentence:
            yield "En une phrase", self.sentence
        yield "Période", f"{self.period} ({self.days})"
        yield "Comparée à", f"{sentences.span(self.before.from_on, self.before.to_on)}"
        yield "Force", Force(asked.force).label if asked.force else BOTH
        yield (
            "Département",
            f"{self.department or asked.department} ({asked.department})" if asked.department else EVERYWHERE,
        )
        yield "Champ", f"{scope}. {meaning}"
        yield "Fuseau horaire", ZONE
        yield "Établi le", moment(self.made_at)
        yield "Définitions", f"édition du {sentences.day(date.fromisoformat(self.version))}" if self.version else "–"
        yield "Ne sont pas comptés", "Exercices, essais, entraînements, abus et doublons."


def moment(at: datetime) -> str:
    """`30 novembre 2026 à 9 h 05 (heure de Paris)`."""
    local = at.astimezone(PARIS)
    return f"{sentences.day(local.date())} à {local.hour} h {local.minute:02} (heure de Paris)"
