"""Which operations centres are told of an emergency: those of the place of danger, not of the desk.

A commune shared by both forces tells both. Where no place is known, the department by which the person entered is all
there is: its centres are told, and a supervisor with them. An officer may choose others.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from permanence.accounts.models import Officer, Role
from permanence.desk.models import Intake
from permanence.interventions.models import Alert, Intervention
from permanence.lib.errors import Invalid
from permanence.live import presence
from permanence.territory import queries as territory
from permanence.territory.models import OperationsCentre


@dataclass(frozen=True)
class Choice:
    """The centres to tell, the competent one first, and the place they were chosen by."""

    centres: Sequence[OperationsCentre]
    why: Alert.Why
    insee: str
    department: str


def choose(intake: Intake, insee: str, chosen: Sequence[int] = ()) -> Choice:
    """The centres of a commune; without one, of the department of entry; or those that the officer chose.

    Raises `Invalid` for a commune or a centre that does not exist.
    """
    place = territory.commune(insee) if insee else None
    department = place.department if place else intake.department
    if chosen:
        return Choice(_named(chosen), Alert.Why.CHOSEN, insee, department)
    if place is None:
        return Choice(_of_department(department, intake.force), Alert.Why.ENTRY, "", department)
    found = _first(territory.centres_of(insee), intake.force)
    return Choice(found, Alert.Why.SHARED if len(found) > 1 else Alert.Why.COMPETENT, insee, department)


def second(intervention: Intervention) -> list[OperationsCentre]:
    """Who else can be told when nobody answers: of the same department, then of the department of entry."""
    told = set(intervention.alerts.values_list("centre_id", flat=True))
    intake = Intake.objects.get(pk=intervention.conversation_id)
    for department in (intervention.department, intake.department):
        others = [one for one in _first(_of_department(department, ""), intake.force) if one.pk not in told]
        if others:
            return others
    return []


def every() -> list[OperationsCentre]:
    """By department: what an officer chooses from."""
    return list(OperationsCentre.objects.order_by("department", "force"))


def listening(*, exercise: bool) -> set[int]:
    """The centres whose console is open somewhere now."""
    operators = Officer.objects.filter(role=Role.CENTRE, is_active=True, in_training=exercise)
    here = operators.filter(pk__in=presence.officers_here())
    return {centre for centre in here.values_list("centre", flat=True) if centre is not None}


def _of_department(department: str, force: str) -> list[OperationsCentre]:
    found = OperationsCentre.objects.filter(department=department).order_by("force") if department else []
    return [one for one in found if not force or one.force == force]


def _first(centres: Iterable[OperationsCentre], force: str) -> list[OperationsCentre]:
    return sorted(centres, key=lambda centre: (centre.force != force, centre.force))


def _named(chosen: Sequence[int]) -> list[OperationsCentre]:
    found = OperationsCentre.objects.in_bulk(chosen)
    if len(found) != len(set(chosen)):
        words = "Choisissez un centre opérationnel de la liste."
        raise Invalid("Ce centre n’existe pas.", errors={"centres": words})
    return [found[pk] for pk in dict.fromkeys(chosen)]
