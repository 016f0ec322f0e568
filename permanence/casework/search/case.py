"""A whole case as one readable page: what stands in it, part by part."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from permanence.casework.assessment import queries as assessment
from permanence.casework.evidence import queries as evidence
from permanence.casework.referrals import queries as referrals
from permanence.casework.reports import queries as reports
from permanence.casework.reports.models import Report
from permanence.casework.sections import Section
from permanence.desk.models import Intake
from permanence.desk.vocabulary import Level, Reporter
from permanence.live.models import State
from permanence.territory import queries as territory

STATES = {State.WAITING: "La personne attend", State.ACTIVE: "Conversation en cours", State.ENDED: "Terminée"}
WRITERS = {Reporter.VICTIM: "Victime", Reporter.WITNESS: "Témoin", Reporter.PROFESSIONAL: "Professionnel"}


@dataclass(frozen=True)
class Part:
    """A part of the page: its anchor, its title, its sections; `empty`: what is said where there are none."""

    id: str
    title: str
    sections: list[Section]
    empty: str


def parts(intake: Intake, report: Report | None) -> list[Part]:
    """The case, in the order in which it is read."""
    pk = intake.pk
    return [
        Part("etat", "Où en est le dossier", [Section("En bref", _standing(intake, report))], ""),
        Part("signalement", "Signalement", reports.sections(pk), "Aucun signalement n’a été commencé."),
        Part("danger", "Danger", assessment.sections(pk), "La grille de danger n’a pas été remplie."),
        Part("pieces", "Pièces", evidence.sections(pk), "Aucune pièce n’a été reçue."),
        Part("orientation", "Orientation", referrals.sections(pk), "Aucune orientation n’a été faite."),
    ]


def _standing(intake: Intake, report: Report | None) -> tuple[tuple[str, str], ...]:
    rows = [
        ("Conversation", STATES[State(intake.conversation.state)]),
        ("Commencée", _when(intake.conversation.created_at)),
        ("Écrit comme", WRITERS[Reporter(intake.reporter)] if intake.reporter else "Non précisé"),
        ("Niveau", Level(intake.level).label),
        ("Département", territory.department_name(intake.department) if intake.department else "Non précisé"),
        ("Répond ou a répondu", intake.officer.display_name if intake.officer else "Personne"),
    ]
    if report is not None:
        rows.append(("Signalement ouvert", f"{_when(report.opened_at)}, {report.opened_by.display_name}"))
        rows.append(("Modifié", f"{_when(report.edited_at)}, {report.edited_by.display_name}"))
        filed = f"{_when(report.filed_at)}, {report.filed_by.display_name}" if report.filed_by else "Pas encore"
        rows.append(("Déposé", filed))
    return tuple(rows)


def _when(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%d/%m/%Y à %H h %M}" if at else ""
