"""What every change of the territory shares: one at a time, a new revision, fields checked before they are written."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar
from uuid import uuid4

from django.db import models, transaction

from permanence.lib.errors import Invalid, NotFound
from permanence.territory import index
from permanence.territory.models import Revision

M = TypeVar("M", bound=models.Model)


@contextmanager
def changing(*, dry_run: bool = False) -> Iterator[None]:
    """One change of the territory: one at a time, with a new revision when it succeeds; undone if a `dry_run`."""
    try:
        with transaction.atomic():
            Revision.objects.get_or_create(pk=1, defaults={"token": uuid4()})
            Revision.objects.select_for_update().get(pk=1)
            yield
            if dry_run:
                transaction.set_rollback(True)
                return
            Revision.objects.filter(pk=1).update(token=uuid4())
            transaction.on_commit(index.forget)
    finally:
        index.forget()


def locked(rows: models.Manager[M] | models.QuerySet[M], key: object, otherwise: str) -> M:
    row = rows.select_for_update(of=("self",)).filter(pk=key).first()
    if row is None:
        raise NotFound(otherwise)
    return row


def check_lengths(row: models.Model) -> None:
    errors = {
        field.name: f"{field.max_length} caractères au plus."
        for field in row._meta.fields
        if isinstance(field, models.CharField)
        and field.max_length
        and len(field.value_from_object(row)) > field.max_length
    }
    if errors:
        raise Invalid("Corrigez les champs signalés : rien n’a été enregistré.", errors=errors)


def only(fields: Mapping[str, Any], allowed: tuple[str, ...]) -> Mapping[str, Any]:
    unknown = set(fields) - set(allowed)
    if unknown:
        raise TypeError(f"not fields that can be edited: {', '.join(sorted(unknown))}")
    return fields
