"""Many rows at once: by COPY on PostgreSQL, by Django's bulk statements elsewhere."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models

BATCH = 2_000


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Rows of `model`, a value for each of `names` (attributes, `counted_id`); every column without a default is
    named. On PostgreSQL the connection is busy with them: `rows` must ask it nothing."""
    if connection.vendor != "postgresql":
        model._default_manager.bulk_create((model(**dict(zip(names, row, strict=True))) for row in rows), BATCH)
        return
    quote = connection.ops.quote_name
    columns = {field.attname: field.column for field in model._meta.concrete_fields}
    into = ", ".join(quote(columns[name] or name) for name in names)
    connection.ensure_connection()
    with (
        connection.connection.cursor() as cursor,
        cursor.copy(f"COPY {quote(model._meta.db_table)} ({into}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)
