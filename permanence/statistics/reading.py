"""From the rows of the product to cases: one statement, for some conversations or for all of them, on PostgreSQL and
SQLite alike.

It reads plain columns only, no sealed one. First messages and first claims, which never change once they are there,
are taken from `Counted` where it knows them; with `afresh` everything is read from where it was written.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from django.db import connection

from permanence.statistics.rows import Read, read

PAGE = 5_000
_STEP = "(SELECT {moment} FROM {table} s WHERE s.{of} = {row}.id AND s.kind = '{kind}')"
_SELECT = """
SELECT c.id, c.last_seq, c.revision, {begun}, c.state, {ended}, c.left_how, i.force, i.department, i.reporter, i.age,
  CAST(i.categories AS text), i.language, i.level, i.mark, i.exercise, {wrote}, {answered}, {taken},
  {filed}, r.force, r.department, r.reporter, r.victim_sex, r.victim_age, r.relation, r.consent,
  CASE WHEN r.filed_at IS NOT NULL THEN {facts} END,
  {asked},
  CASE WHEN r.filed_at IS NOT NULL THEN {passed} END
FROM live_conversation c
JOIN desk_intake i ON i.conversation_id = c.id
LEFT JOIN statistics_counted k ON k.conversation_id = c.id
LEFT JOIN reports_report r ON r.conversation_id = c.id AND r.filed_at IS NOT NULL AND NOT r.is_exercise
"""
_FIRST = """(SELECT {moment} FROM live_message m WHERE m.conversation_id = c.id AND m.sender = '{sender}'
  ORDER BY m.seq LIMIT 1)"""
_CLAIM = "(SELECT min({moment}) FROM live_seat t WHERE t.conversation_id = c.id)"
_FACTS = "(SELECT {gather} FROM reports_fact f WHERE f.report_id = r.conversation_id)"
_ASKED = "(SELECT {gather} FROM interventions_intervention n WHERE n.conversation_id = c.id AND NOT n.is_exercise)"
_PASSED = "(SELECT {gather} FROM referrals_referral o WHERE o.report_id = r.conversation_id AND NOT o.is_exercise)"
_APPOINTMENTS = "(SELECT {gather} FROM referrals_appointment a WHERE a.referral_id = o.id)"


def some(conversations: Sequence[UUID], *, afresh: bool = False) -> list[Read]:
    """The cases of these conversations; what does not exist is not in it."""
    found: list[Read] = []
    for start in range(0, len(conversations), PAGE):
        part = conversations[start : start + PAGE]
        with connection.cursor() as cursor:
            cursor.execute(f"{_statement(afresh)} WHERE c.id IN ({_marks(part)})", [stored(one) for one in part])
            found += map(read, cursor.fetchall())
    return found


def every(*, without: Iterable[UUID] = (), afresh: bool = False) -> Iterator[Read]:
    """All cases, some thousands at a time, as one statement sees them. `without`: these left out (some hundreds)."""
    left = [stored(one) for one in without]
    where = f" WHERE c.id NOT IN ({_marks(left)})" if left else ""
    for page in _pages(_statement(afresh) + where, left):
        yield from map(read, page)


def stored(conversation: UUID) -> Any:
    """An id as this database holds it."""
    return conversation if connection.vendor == "postgresql" else conversation.hex


def moment(column: str) -> str:
    """SQL: whole seconds since 1970 of a column, cut."""
    if connection.vendor == "postgresql":
        return f"CAST(floor(date_part('epoch', {column})) AS bigint)"
    return f"CAST(strftime('%%s', substr({column}, 1, 19)) AS integer)"


def _pages(sql: str, params: Sequence[Any]) -> Iterator[Sequence[tuple[Any, ...]]]:
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, params)
        while page := cursor.fetchmany(PAGE):
            yield page


def _statement(afresh: bool) -> str:
    return _written(connection.vendor, afresh)


@cache
def _written(_vendor: str, afresh: bool) -> str:
    first = {
        "wrote": _FIRST.format(moment=moment("m.at"), sender="visitor"),
        "answered": _FIRST.format(moment=moment("m.at"), sender="officer"),
        "taken": _CLAIM.format(moment=moment("t.taken_at")),
    }
    if not afresh:
        first = {name: f"coalesce({moment(f'k.{name}_at')}, {sql})" for name, sql in first.items()}
    return _SELECT.format(
        begun=moment("c.created_at"),
        ended=moment("c.ended_at"),
        filed=moment("r.filed_at"),
        facts=_FACTS.format(gather=_gathered("f.category", "f.kind", "f.offence")),
        asked=_ASKED.format(gather=_gathered(moment("n.requested_at"), "n.department", *_steps_of_an_intervention())),
        passed=_PASSED.format(gather=_gathered(*_parts_of_a_referral())),
        **first,
    )


def _steps_of_an_intervention() -> list[str]:
    table, at = "interventions_step", f"min({moment('s.at')})"
    kinds = ("acknowledge", "dispatch", "arrive")
    return [_STEP.format(moment=at, table=table, of="intervention_id", row="n", kind=kind) for kind in kinds]


def _parts_of_a_referral() -> list[str]:
    def step(kind: str, which: str) -> str:
        at = f"{which}({moment('s.at')})"
        return _STEP.format(moment=at, table="referrals_step", of="referral_id", row="o", kind=kind)

    appointments = _APPOINTMENTS.format(gather=_gathered(moment("a.proposed_at"), "a.state", between="+", after="/"))
    return [
        moment("o.sent_at"),
        "o.ground",
        "CASE WHEN o.unit_id IS NULL THEN 'partner' ELSE 'unit' END",
        step("accept", "min"),
        f"CASE WHEN o.state = 'closed' THEN {step('close', 'max')} END",
        "o.outcome",
        appointments,
    ]


def _gathered(*columns: str, between: str = ",", after: str = ";") -> str:
    """SQL: the rows of a group as one text."""
    row = f" || '{between}' || ".join(f"coalesce(CAST({column} AS text), '')" for column in columns)
    name = "string_agg" if connection.vendor == "postgresql" else "group_concat"
    return f"{name}({row}, '{after}')"


def _marks(values: Sequence[Any]) -> str:
    return ",".join(["%s"] * len(values))
