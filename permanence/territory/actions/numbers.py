"""What an operator writes of the numbers to call."""

from typing import Any

from django.utils import timezone

from permanence.audit import journal as audit
from permanence.territory import help_lines
from permanence.territory.actions.change import changing, check_lengths, locked, only
from permanence.territory.models import HelpLine


def add_help_line(*, by: str, **fields: Any) -> HelpLine:
    """A new number to show to visitors. Raises `Invalid` by field."""
    with changing():
        line = HelpLine(**only(fields, help_lines.EDITABLE), edited=True)
        check_lengths(line)
        help_lines.check(line)
        line.save()
        audit.record(by=by, act="add help line", on=("help line", line.pk))
    return line


def edit_help_line(*, line: int, by: str, **fields: Any) -> HelpLine:
    """Writes the given fields. Raises `NotFound`, `Invalid` by field."""
    with changing():
        row = locked(HelpLine.objects, line, "Ce numéro n’existe pas.")
        changed = [name for name, value in only(fields, help_lines.EDITABLE).items() if getattr(row, name) != value]
        for name in changed:
            setattr(row, name, fields[name])
        row.edited = row.edited or bool(changed)
        check_lengths(row)
        help_lines.check(row)
        row.save()
        audit.record(by=by, act="edit help line", on=("help line", line), fields=sorted(changed))
    return row


def withdraw_help_line(*, line: int, by: str, reason: str = "") -> None:
    """Visitors do not see it any more; `restore_help_line` undoes it."""
    _set_withdrawn(line, by, "withdraw help line", reason, withdrawn=True)


def restore_help_line(*, line: int, by: str, reason: str = "") -> None:
    """Visitors see it again."""
    _set_withdrawn(line, by, "restore help line", reason, withdrawn=False)


def _set_withdrawn(line: int, by: str, act: str, reason: str, *, withdrawn: bool) -> None:
    with changing():
        row = locked(HelpLine.objects, line, "Ce numéro n’existe pas.")
        row.withdrawn_at = timezone.now() if withdrawn else None
        row.edited = True
        row.save()
        audit.record(by=by, act=act, on=("help line", line), reason=reason)
