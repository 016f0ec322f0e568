"""What may be done to a referral and to its appointments, by the names of the addresses; the policy says who may."""

from collections.abc import Callable
from uuid import UUID

from permanence.accounts.models import Officer
from permanence.api.v1 import referral_shapes as shapes
from permanence.casework.referrals import actions
from permanence.casework.referrals.actions.appointments import Hour
from permanence.casework.referrals.models import Appointment, Referral
from permanence.lib.errors import Invalid, NotFound

Step = Callable[[Officer, UUID, shapes.Said], Referral]
STEPS: dict[str, Step] = {
    "accept": lambda by, pk, _said: actions.accept(by=by, referral=pk),
    "refuse": lambda by, pk, said: actions.refuse(by=by, referral=pk, reason=said.reason),
    "close": lambda by, pk, said: actions.close(by=by, referral=pk, outcome=said.outcome, note=said.note),
    "reopen": lambda by, pk, said: actions.reopen(by=by, referral=pk, reason=said.reason),
    "note": lambda by, pk, said: actions.note(by=by, referral=pk, text=said.text),
}
OF_THE_UNIT: dict[str, Step] = {
    "forward": lambda by, pk, said: actions.forward(by=by, referral=pk, unit=said.unit or 0, reason=said.reason),
}
OF_THE_DESK: dict[str, Step] = {
    "recall": lambda by, pk, said: actions.recall(by=by, referral=pk, reason=said.reason),
    "tell": lambda by, pk, said: actions.tell(by=by, referral=pk, told=said.told),
    "notice": lambda by, pk, _said: actions.notice(by=by, referral=pk),
}


def take(steps: dict[str, Step], name: str, by: Officer, referral: UUID, said: shapes.Said) -> Referral:
    """Does the step of that name. Raises `NotFound` for one that does not exist, and whatever the step refuses."""
    if name not in steps:
        raise NotFound("Cette étape n’existe pas.")
    return steps[name](by, referral, said)


def change(name: str, by: Officer, appointment: UUID, given: shapes.Change) -> Appointment:
    """`move`, `confirm`, `decline` or `cancel` an appointment."""
    if name == "move":
        if given.hour is None:
            raise Invalid("Donnez le nouveau moment.", errors={"hour": "Ce champ est nécessaire."})
        return actions.move(by=by, appointment=appointment, hour=hour(given.hour))
    if name == "cancel":
        return actions.cancel_appointment(by=by, appointment=appointment, reason=given.reason)
    if name not in ("confirm", "decline"):
        raise NotFound("Cette étape n’existe pas.")
    if given.revision is None:
        raise Invalid("Dites quel rendez-vous vous avez vu.", errors={"revision": "Ce champ est nécessaire."})
    if name == "confirm":
        return actions.confirm(by=by, appointment=appointment, revision=given.revision)
    return actions.decline(by=by, appointment=appointment, revision=given.revision, reason=given.reason)


def hour(given: shapes.Hour) -> Hour:
    """When and where, as actions take it."""
    words = {name: getattr(given, name) for name in ("place", "contact", "bring", "note")}
    return Hour(given.starts_at, given.minutes, words)
