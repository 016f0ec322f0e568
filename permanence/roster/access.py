"""Teams and shifts by id: who may change them. A refusal leaves a row and looks like absence."""

from permanence.accounts.models import Force, Officer
from permanence.accounts.policy import Act, Scope, permits
from permanence.audit import journal as audit
from permanence.lib.errors import Forbidden, NotFound
from permanence.roster.models import Absence, Cycle, Shift, Swap, Team


def visible_forces(by: Officer) -> list[str]:
    """The forces whose roster `by` may see."""
    return [force for force in Force.values if permits(by, Act.SEE_ROSTER, Scope(force=force))]


def may_see(by: Officer, force: str) -> None:
    """Raises `Forbidden` unless `by` may see the roster of `force`."""
    if not permits(by, Act.SEE_ROSTER, Scope(force=force)):
        audit.record_refusal(by=by.actor, act=Act.SEE_ROSTER, on=("roster", force), reason="not permitted")
        raise Forbidden("Vous ne voyez pas le planning de cette force.")


def may_edit(by: Officer, force: str) -> None:
    """Raises `Forbidden` unless `by` may change the roster of `force`."""
    if not permits(by, Act.EDIT_ROSTER, Scope(force=force)):
        audit.record_refusal(by=by.actor, act=Act.EDIT_ROSTER, on=("roster", force), reason="not permitted")
        raise Forbidden("Le planning de cette force est tenu par ses superviseurs.")


def team(by: Officer, identifier: int) -> Team:
    """A team whose roster `by` may change. Raises `NotFound`."""
    found = Team.objects.filter(pk=identifier).first()
    if found is None or not _permitted(by, found, ("team", identifier)):
        raise NotFound("Cette équipe n’existe pas.")
    return found


def shift(by: Officer, identifier: int) -> Shift:
    """A shift that `by` may change. Raises `NotFound`."""
    found = Shift.objects.select_related("team").filter(pk=identifier).first()
    if found is None or not _permitted(by, found.team, ("shift", identifier)):
        raise NotFound("Cette vacation n’existe pas.")
    return found


def cycle(by: Officer, identifier: int) -> Cycle:
    """A cycle that `by` may change. Raises `NotFound`."""
    found = Cycle.objects.select_related("team").filter(pk=identifier).first()
    if found is None or not _permitted(by, found.team, ("cycle", identifier)):
        raise NotFound("Ce cycle n’existe pas.")
    return found


def may_tell_absence(by: Officer, of: Officer) -> None:
    """Raises `NotFound` unless `by` may say that `of` is absent."""
    if not permits(by, Act.TELL_ABSENCE, Scope(force=of.force, of=of.pk)):
        audit.record_refusal(by=by.actor, act=Act.TELL_ABSENCE, on=("officer", of.pk), reason="not permitted")
        raise NotFound("Cet agent n’est pas de ceux dont vous tenez le planning.")


def absence(by: Officer, identifier: int) -> Absence:
    """An absence that `by` may change. Raises `NotFound`."""
    found = Absence.objects.select_related("officer").filter(pk=identifier).first()
    if found is None:
        raise NotFound("Cette absence n’existe pas, ou est terminée.")
    may_tell_absence(by, found.officer)
    return found


def own_shift(by: Officer, identifier: int) -> Shift:
    """A shift of `by`. Raises `NotFound`."""
    found = Shift.objects.select_related("team").filter(pk=identifier).first()
    if found is not None and permits(by, Act.EXCHANGE_SHIFT, Scope(of=found.officer_id)):
        return found
    if found is not None:
        audit.record_refusal(by=by.actor, act=Act.EXCHANGE_SHIFT, on=("shift", identifier), reason="not permitted")
    raise NotFound("Cette vacation n’est pas la vôtre.")


def swap(by: Officer, identifier: int, *, of: str) -> Swap:
    """A swap that `by` asked for (`of="asked_by"`) or was asked for (`of="asked_to"`). Raises `NotFound`."""
    found = Swap.objects.filter(pk=identifier).first()
    if found is not None and permits(by, Act.EXCHANGE_SHIFT, Scope(of=getattr(found, f"{of}_id"))):
        return found
    if found is not None:
        audit.record_refusal(by=by.actor, act=Act.EXCHANGE_SHIFT, on=("swap", identifier), reason="not permitted")
    raise NotFound("Cet échange n’existe pas.")


def swap_to_confirm(by: Officer, identifier: int) -> Swap:
    """A swap of a team whose roster `by` may change. Raises `NotFound`."""
    found = Swap.objects.select_related("shift__team").filter(pk=identifier).first()
    if found is None or not _permitted(by, found.shift.team, ("swap", identifier)):
        raise NotFound("Cet échange n’existe pas.")
    return found


def _permitted(by: Officer, team: Team, on: tuple[str, int]) -> bool:
    if permits(by, Act.EDIT_ROSTER, Scope(force=team.force)):
        return True
    audit.record_refusal(by=by.actor, act=Act.EDIT_ROSTER, on=on, reason="not permitted")
    return False
