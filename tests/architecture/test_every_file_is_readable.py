"""What STYLE asks of every file: a docstring that says what it answers for, and a size that can be read."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, python_files, relative

FILE_LINES = 300
FUNCTION_LINES = 45
PRODUCT = [path for path in python_files("config", "permanence") if "migrations" not in path.parts]
EVERYTHING = PRODUCT + python_files("tests")


@pytest.mark.parametrize("path", [path for path in PRODUCT if path.read_text(encoding="utf-8").strip()], ids=relative)
def test_every_module_says_what_it_answers_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), f"{relative(path)} has no docstring"


def test_no_file_is_longer_than_can_be_read() -> None:
    long = {relative(path): lines for path in _all_sources() if (lines := _lines(path)) > FILE_LINES}
    assert not long, f"files over {FILE_LINES} lines: {long}"


def test_no_function_is_longer_than_a_screen() -> None:
    long = [found for path in EVERYTHING for found in _long_functions(path)]
    assert not long, f"functions over {FUNCTION_LINES} lines: {long}"


def _all_sources() -> Iterator[Path]:
    yield from EVERYTHING
    for suffix in ("*.js", "*.css"):
        yield from (ROOT / "permanence").rglob(suffix)


def _lines(path: Path) -> int:
    return path.read_text(encoding="utf-8").count("\n")


def _long_functions(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_LINES:
                yield f"{relative(path)}:{node.lineno} {node.name} ({lines})"
