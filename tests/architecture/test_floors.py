"""A floor leans on the floors below: imports and foreign keys alike."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model
from django.db.models.fields.related import RelatedField

from tests.architecture.tree import ROOT

LAYERS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"][0]
FLOOR = {
    room.strip(" ()").rpartition(".")[2]: number
    for number, floor in enumerate(reversed(LAYERS["layers"]))
    for room in floor.split("|")
}
OURS = [model for model in apps.get_models() if model.__module__.startswith("permanence.")]


def test_imports_keep_the_floors() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    told = subprocess.run([linter, "--no-cache"], check=False, capture_output=True, text=True, cwd=ROOT)
    assert told.returncode == 0, told.stdout + told.stderr


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_foreign_keys_point_to_the_same_room_or_to_a_lower_floor(model: type[Model]) -> None:
    here = _room(model)
    for field in model._meta.get_fields():
        if not isinstance(field, RelatedField) or not isinstance(field.related_model, type):
            continue
        there = _room(field.related_model)
        if there in FLOOR and there != here:
            assert FLOOR[there] < FLOOR[here], f"{model._meta.label}.{field.name} points up or sideways, to {there}"


def test_every_room_has_its_floor() -> None:
    rooms = {path.name for path in (ROOT / "permanence").iterdir() if (path / "__init__.py").exists()}
    assert rooms <= set(FLOOR), f"rooms without a floor in pyproject.toml: {rooms - set(FLOOR)}"


def _room(model: type[Model]) -> str:
    """`desk` for `permanence.desk.craft.models`: what stands inside a room shares its floor."""
    parts = model.__module__.split(".")
    return parts[1] if parts[0] == "permanence" else parts[0]
