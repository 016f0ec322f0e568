"""The models and their migrations say the same; constraints are named as sentences."""

import io

import pytest
from django.apps import apps
from django.core.management import call_command


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    told = io.StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=told, stderr=told)
    except SystemExit:
        pytest.fail(f"`make migrations` is needed:\n{told.getvalue()}")


def test_constraints_are_named_as_sentences() -> None:
    names = [
        constraint.name
        for model in apps.get_models()
        if model.__module__.startswith("permanence.")
        for constraint in model._meta.constraints
    ]
    short = [name for name in names if name.count("_") < 2]
    assert not short, f"constraints whose name is not a sentence: {short}"
