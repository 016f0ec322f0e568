"""What may be done with an assessment. Each act is one transaction with its audit row, which names the questions that
were answered and what the grid came to, never an answer.

Nothing else follows by itself: that the threshold is reached is shown, and a person decides what to do.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.accounts.policy import Act
from permanence.audit import journal as audit
from permanence.casework.assessment import access, grids
from permanence.casework.assessment.answers import Answer, Answers, changes, cleaned
from permanence.casework.assessment.grid import Grid
from permanence.casework.assessment.models import Assessment, Score
from permanence.casework.assessment.queries import answers_of
from permanence.desk.actions import locked
from permanence.desk.craft.queries import last_note
from permanence.interventions import sealed
from permanence.live import actions as live
from permanence.live.models import Conversation


def answer(*, by: Officer, conversation: UUID, given: Mapping[str, Any]) -> Assessment | None:
    """Keeps the answers given, by criterion; the others stay, null takes one away. Begins with the present grid.

    Returns the assessment; None where there is none yet and nothing was given. The same answers again change nothing.
    Raises `Invalid` with each criterion that cannot be taken, `NotFound`, `Forbidden`.
    """
    access.conversation(by, conversation, Act.ASSESS_DANGER)
    with transaction.atomic():
        held = locked(conversation, by, Act.ASSESS_DANGER, ended_too=True).conversation
        found = Assessment.objects.filter(pk=conversation).first()
        grid, before = grids.of(found), answers_of(held, found)
        last = {"seq": held.last_seq, "note": last_note(held)}
        changed = changes(before, cleaned(given, grid, last))
        if changed:
            found = _keep(held, by, found, grid, before, changed)
    return found


def carry_over(*, by: Officer, conversation: UUID) -> Assessment | None:
    """From the grid that was begun to the present one: questions that both have keep their answers, the others stay in
    the history. Nothing where it is the present one already. Raises `NotFound`, `Forbidden`."""
    access.conversation(by, conversation, Act.ASSESS_DANGER)
    with transaction.atomic():
        held = locked(conversation, by, Act.ASSESS_DANGER, ended_too=True).conversation
        found, grid = Assessment.objects.filter(pk=conversation).first(), grids.current()
        if found is not None and found.grid != grid.key:
            before = answers_of(held, found)
            gone: dict[str, list[Answer | None]] = {
                name: [was, None] for name, was in before.items() if grid.criterion(name) is None
            }
            _keep(held, by, found, grid, before, gone)
    return found


def _keep(
    held: Conversation,
    by: Officer,
    found: Assessment | None,
    grid: Grid,
    before: Answers,
    changed: Mapping[str, list[Answer | None]],
) -> Assessment:
    after: Answers = dict(before)
    for name, (_, given) in changed.items():
        if given is None:
            after.pop(name, None)
        else:
            after[name] = given
    found = found or Assessment(conversation=held)
    was_danger, score = found.is_danger, grid.score(after)
    found.grid, found.version = grids.keep(grid), found.version + 1
    found.yes, found.red, found.unknown, found.is_danger = score.yes, score.red, score.unknown, score.is_danger
    found.body = sealed.close(held.key, after, "danger", held.pk)
    found.assessed_at, found.assessed_by = timezone.now(), by
    found.save()
    _remember(held, found, changed)
    audit.record(
        by=by.actor,
        act=Act.ASSESS_DANGER,
        on=("conversation", held.pk),
        grid=found.grid,
        criteria=sorted(changed),
        yes=score.yes,
        red=score.red,
        danger=[was_danger, score.is_danger],
    )
    live.touch(held)
    return found


def _remember(held: Conversation, found: Assessment, changed: Mapping[str, list[Answer | None]]) -> None:
    Score.objects.create(
        assessment=found,
        number=found.version,
        grid=found.grid,
        at=found.assessed_at,
        by=found.assessed_by,
        yes=found.yes,
        red=found.red,
        unknown=found.unknown,
        is_danger=found.is_danger,
        body=sealed.close(held.key, changed, "danger score", held.pk, found.version),
    )
