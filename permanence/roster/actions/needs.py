"""How many officers a force needs in each half-hour of a week: said by its supervisors, or taken from the forecast."""

from collections.abc import Collection, Mapping
from datetime import time
from typing import Any

from django.db import transaction

from permanence.accounts.models import Force, Officer
from permanence.accounts.policy import Act
from permanence.audit import journal as audit
from permanence.lib.errors import Invalid
from permanence.roster import access, needs, queries
from permanence.roster.models import Need

WRONG = "Ce besoin ne peut pas être enregistré."


def set_need(*, by: Officer, force: str, weekdays: Collection[int], begins: time, ends: time, officers: int) -> int:
    """So many officers on these days from `begins` to `ends`; how many half-hours that is. Raises `Forbidden`,
    `Invalid`."""
    access.may_edit(by, force)
    errors = {} if force in Force.values else {"force": "Choisissez PN ou GN."}
    if not weekdays or not set(weekdays) <= set(range(7)):
        errors["weekdays"] = "Choisissez au moins un jour."
    if not 1 <= officers <= needs.MOST:
        errors["officers"] = f"Donnez un nombre de 1 à {needs.MOST} : la permanence n’est jamais vide."
    if errors:
        raise Invalid(WRONG, errors=errors)
    chosen = dict.fromkeys(needs.slots(weekdays, begins, ends), officers)
    facts: dict[str, Any] = {
        "weekdays": sorted(weekdays),
        "begins": f"{begins:%H:%M}",
        "ends": f"{ends:%H:%M}",
        "officers": officers,
    }
    with transaction.atomic():
        _keep(force, chosen)
        audit.record(by=by.actor, act=Act.EDIT_ROSTER, on=("needs", force), change="set", **facts)
    return len(chosen)


def take_forecast(*, by: Officer, force: str) -> int:
    """The forecast becomes the need of every half-hour; how many need more than one. Raises `Forbidden`, `Invalid`."""
    access.may_edit(by, force)
    week = queries.foreseen(force)
    if not week:
        raise Invalid(WRONG, errors={"": "Aucune arrivée n’est connue pour ces huit semaines : rien à prévoir."})
    with transaction.atomic():
        _keep(force, {slot: week.get(slot, 1) for slot in range(needs.WEEK)})
        audit.record(by=by.actor, act=Act.EDIT_ROSTER, on=("needs", force), change="taken from the forecast")
    return sum(officers > 1 for officers in week.values())


def _keep(force: str, week: Mapping[int, int]) -> None:
    """One is what is not said."""
    Need.objects.filter(force=force, slot__in=list(week)).delete()
    Need.objects.bulk_create(
        Need(force=force, slot=slot, officers=officers) for slot, officers in week.items() if officers > 1
    )
