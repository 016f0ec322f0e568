"""The route a case takes: a minor's, an urgent one; read from what is typed, never from words."""

from permanence.casework.assessment.models import Assessment
from permanence.casework.referrals.models import Referral
from permanence.casework.reports.models import Report
from permanence.desk.models import Intake
from permanence.desk.vocabulary import Age, Level, Reporter

URGENT_GROUNDS = (Referral.Ground.VITAL_DANGER, Referral.Ground.MINOR)
TAKEN_BACK = ("refused", "withdrawn")
MINOR_AGES = ("under_15", "15_17")
STEPS_OF_A_MINOR = (
    "119, Allô enfance en danger : jour et nuit, gratuit, absent des factures. Dites-le à l’enfant, et appelez-le "
    "vous-même si le danger est dans la famille.",
    "Choisissez une unité ou une association qui reçoit les mineurs ; une audition d’enfant se fait par un enquêteur "
    "formé, filmée, en une fois si possible.",
    "Danger grave ou immédiat : avisez le parquet des mineurs (article 40). Sinon, information préoccupante à la "
    "cellule du département (CRIP).",
    "Le contact est l’enfant : ni appel, ni courrier, ni message aux parents. Un numéro des parents n’est pas un "
    "créneau pour le joindre.",
)

ROUTE_OF_A_MINOR = (
    "Ni appel, ni courrier, ni message aux parents : le contact est l’enfant. Un numéro des parents n’est pas un "
    "créneau pour le joindre.",
    "L’audition se fait par un enquêteur formé, filmée, en une fois si possible, dans un lieu fait pour un enfant.",
    "Danger grave ou immédiat : avisez le parquet des mineurs. Sinon, information préoccupante à la cellule du "
    "département (CRIP).",
    "119, Allô enfance en danger : jour et nuit, gratuit, absent des factures. Dites-le à l’enfant.",
)
"""For whoever receives the child; the desk's own steps stand above."""


def is_minor(report: Report) -> bool:
    """Whether the victim is under 18: as the report says, else as she said herself on arriving."""
    if report.victim_age:
        return report.victim_age in MINOR_AGES
    intake = Intake.objects.get(pk=report.pk)
    return intake.age == Age.MINOR and intake.reporter in ("", Reporter.VICTIM)


def is_agreement_lost(referral: Referral) -> bool:
    """Whether it left with her agreement, and she took that back since."""
    took_back = referral.report.consent in TAKEN_BACK
    return referral.ground == Referral.Ground.AGREEMENT and took_back


def is_urgent(report: Report, ground: str) -> bool:
    """Vital danger, a minor in danger, danger by the grid, or a conversation in immediate danger."""
    if ground in URGENT_GROUNDS or Intake.objects.filter(pk=report.pk, level=Level.IMMEDIATE).exists():
        return True
    return Assessment.objects.filter(pk=report.pk, is_danger=True).exists()
