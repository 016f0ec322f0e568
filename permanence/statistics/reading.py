"""From the rows of the product to cases: one statement, for some conversations or for all of them, on PostgreSQL and
SQLite alike.

It reads plain columns only, no sealed one. First messages and first claims, which never change once they are there,
are taken from `Counted` where it knows them; with `afresh` everything is read from where it was written.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from permanence.statistics.rows import Read, read

PAGE = 5_000
Part = tuple[UUID, UUID]
"""The conversations from one id to another, both in it."""
EVERYTHING: Part = (UUID(int=0), UUID(int=2**128 - 1))
_STEP = "(SELECT {moment} FROM {table} s WHERE s.{of} = g.id AND s.kind = '{kind}')"
_SELECT = """
SELECT c.id, c.last_seq, c.revision, {begun}, c.state, {ended}, c.left_how, i.force, i.department, i.reporter, i.age,
  CAST(i.categories AS text), i.language, i.level, i.mark, i.exercise, {wrote}, {answered}, {taken},
  {filed}, r.force, r.department, r.reporter, r.victim_sex, r.victim_age, r.relation, r.consent,
  {facts}, {asked}, {passed}
FROM live_conversation c
JOIN desk_intake i ON i.conversation_id = c.id
LEFT JOIN statistics_counted k ON k.conversation_id = c.id
LEFT JOIN reports_report r ON r.conversation_id = c.id AND r.filed_at IS NOT NULL AND NOT r.is_exercise
{joined}
"""
_FIRST = """(SELECT {moment} FROM live_message m WHERE m.conversation_id = c.id AND m.sender = '{sender}'
  ORDER BY m.seq LIMIT 1)"""
_CLAIM = "(SELECT min({moment}) FROM live_seat t WHERE t.conversation_id = c.id)"
_OF_ONE = "(SELECT {gathered} FROM {table} g WHERE g.{of} = {row} AND {counts})"
_OF_ALL = """LEFT JOIN (SELECT g.{of} AS id, {gathered} AS gathered FROM {table} g WHERE {counts} GROUP BY g.{of})
  {name} ON {name}.id = {row}"""
_APPOINTMENTS = "(SELECT {gather} FROM referrals_appointment a WHERE a.referral_id = g.id)"


def some(conversations: Sequence[UUID], *, afresh: bool = False) -> list[Read]:
    """The cases of these conversations; what does not exist is not in it."""
    found: list[Read] = []
    for start in range(0, len(conversations), PAGE):
        part = conversations[start : start + PAGE]
        with connection.cursor() as cursor:
            cursor.execute(
                f"{_written(connection.vendor, afresh, False)} WHERE c.id IN ({_marks(part)})",
                [stored(one) for one in part],
            )
            found += map(read, cursor.fetchall())
    return found


def every(
    *, without: Iterable[UUID] = (), afresh: bool = False, alone: bool = True, part: Part = EVERYTHING
) -> Iterator[Read]:
    """All cases of a part, some thousands at a time, as one statement sees them. `without`: these left out (some
    hundreds). `alone`: the connection serves nothing else meanwhile; the database then reads on while we count."""
    left = [stored(one) for one in without]
    conditions = [f"c.id NOT IN ({_marks(left)})"] * bool(left) + [_within("c.id", part)] * (part != EVERYTHING)
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    sql = _written(connection.vendor, afresh, True, part) + where
    if alone and connection.vendor == "postgresql":
        yield from map(read, _stream(sql, left))
        return
    for page in _pages(sql, left):
        yield from map(read, page)


def parts(number: int) -> list[Part]:
    """All conversations in so many parts of about as many: their ids are drawn by chance."""
    edges = [2**128 * one // number for one in range(number + 1)]
    return [(UUID(int=begin), UUID(int=end - 1)) for begin, end in pairwise(edges)]


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


def _stream(sql: str, params: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    connection.ensure_connection()
    with connection.connection.cursor() as cursor:
        yield from cursor.stream(sql, params, size=PAGE)


@cache
def _written(_vendor: str, afresh: bool, of_all: bool, part: Part = EVERYTHING) -> str:
    first = {
        "wrote": _FIRST.format(moment=moment("m.at"), sender="visitor"),
        "answered": _FIRST.format(moment=moment("m.at"), sender="officer"),
        "taken": _CLAIM.format(moment=moment("t.taken_at")),
    }
    if not afresh:
        first = {name: f"coalesce({moment(f'k.{name}_at')}, {sql})" for name, sql in first.items()}
    several = _several()
    return _SELECT.format(
        begun=moment("c.created_at"),
        ended=moment("c.ended_at"),
        filed=moment("r.filed_at"),
        **first,
        **{one.name: f"{one.name}.gathered" if of_all else _of(one, _OF_ONE) for one in several},
        joined="\n".join(_of(one.within(part), _OF_ALL) for one in several) if of_all else "",
    )


class _Several(NamedTuple):
    """What a conversation may have several of, under a name. `row`: its id in the statement; `of`: the column that
    names it."""

    name: str
    row: str
    table: str
    of: str
    gathered: str
    counts: str

    def within(self, part: Part) -> "_Several":
        """Of these conversations alone."""
        return (
            self if part == EVERYTHING else self._replace(counts=f"{self.counts} AND {_within(f'g.{self.of}', part)}")
        )


def _several() -> list[_Several]:
    real, facts = "NOT g.is_exercise", _gathered("g.category", "g.kind", "g.offence")
    asked = _gathered(
        moment("g.requested_at"),
        "g.department",
        *(_step("interventions_step", "intervention_id", kind) for kind in ("acknowledge", "dispatch", "arrive")),
    )
    appointments = _APPOINTMENTS.format(gather=_gathered(moment("a.proposed_at"), "a.state", between="+", after="/"))
    passed = _gathered(
        moment("g.sent_at"),
        "g.ground",
        "CASE WHEN g.unit_id IS NULL THEN 'partner' ELSE 'unit' END",
        _step("referrals_step", "referral_id", "accept"),
        f"CASE WHEN g.state = 'closed' THEN {_step('referrals_step', 'referral_id', 'close', 'max')} END",
        "g.outcome",
        appointments,
    )
    return [
        _Several("facts", "r.conversation_id", "reports_fact", "report_id", facts, "g.report_id IS NOT NULL"),
        _Several("asked", "c.id", "interventions_intervention", "conversation_id", asked, real),
        _Several("passed", "r.conversation_id", "referrals_referral", "report_id", passed, real),
    ]


def _of(one: _Several, sql: str) -> str:
    return sql.format(**one._asdict())


def _step(table: str, of: str, kind: str, which: str = "min") -> str:
    """SQL: when a step of this kind was first, or last, taken."""
    return _STEP.format(moment=f"{which}({moment('s.at')})", table=table, of=of, kind=kind)


def _gathered(*columns: str, between: str = ",", after: str = ";") -> str:
    """SQL: the rows of a group as one text."""
    row = f" || '{between}' || ".join(f"coalesce(CAST({column} AS text), '')" for column in columns)
    name = "string_agg" if connection.vendor == "postgresql" else "group_concat"
    return f"{name}({row}, '{after}')"


def _within(column: str, part: Part) -> str:
    """SQL: an id, written by us, is of a part."""
    first, last = map(stored, part)
    return f"{column} BETWEEN '{first}' AND '{last}'"


def _marks(values: Sequence[Any]) -> str:
    return ",".join(["%s"] * len(values))
