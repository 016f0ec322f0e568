"""Rows by bulk statements: `INSERT … SELECT` from a series of numbers, for every column of a model."""

from typing import Any

from django.db import connection, models
from django.utils import timezone

DEPARTMENTS = "(SELECT array_agg(code ORDER BY code) FROM territory_department)"
OFFICERS = 200
"""By force."""


def fill(model: type[models.Model], source: str, **columns: str) -> None:
    """Rows of `model` made from `source` (SQL whose number is `i`); what `columns` does not give is the default."""
    names, values, given = [], [], []
    for field in model._meta.concrete_fields:
        expression = columns.pop(field.name, "gen_random_uuid()" if isinstance(field, models.UUIDField) else None)
        if expression is None and isinstance(field, models.AutoField):
            continue
        names.append(connection.ops.quote_name(field.column))
        values.append("%s" if expression is None else expression.replace("%", "%%"))
        if expression is None:
            given.append(field.get_db_prep_save(_default(field), connection))
    assert not columns, f"{model.__name__} has no {sorted(columns)}"
    table = connection.ops.quote_name(model._meta.db_table)
    rows = source.replace("%", "%%")
    run(f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)} FROM {rows}", given)


def _default(field: Any) -> Any:
    if getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False):
        return timezone.now()
    return field.get_default() if field.has_default() or not field.null else None


def run(sql: str, given: list[Any] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)


def uuid(text: str) -> str:
    return f"md5(({text})::text)::uuid"


def noise(size: int) -> str:
    return f"decode(repeat(md5(i::text), {size // 16 + 1}), 'hex')"


def force(i: str) -> str:
    return f"(CASE {i} % 2 WHEN 0 THEN 'PN' ELSE 'GN' END)"


def department() -> str:
    return f"({DEPARTMENTS})[1 + i % 101]"


def officer(i: str) -> str:
    """Of the right force: each has as many."""
    first = "(SELECT min(id) FROM accounts_officer WHERE username LIKE 'bench.%')"
    return f"({first} + {i} % {2 * OFFICERS})"
