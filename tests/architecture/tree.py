"""The files of the project, as its version control sees them."""

import os
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {
    ".git",
    ".venv",
    "build",
    "var",
    "__pycache__",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".hypothesis",
    ".import_linter_cache",
    "node_modules",
}


@cache
def files() -> tuple[Path, ...]:
    """Every file that would be committed, whether or not this copy has a repository around it."""
    found = []
    for directory, names, leaves in os.walk(ROOT):
        names[:] = [name for name in names if name not in NOT_OURS and not name.endswith(".egg-info")]
        found += [Path(directory) / leaf for leaf in leaves if not leaf.endswith((".pyc", ".sqlite3"))]
    return tuple(sorted(path for path in found if path.name != ".git"))


def python_files(*folders: str) -> list[Path]:
    """The Python files under these folders."""
    return [path for path in files() if path.suffix == ".py" and path.relative_to(ROOT).parts[0] in folders]


def relative(path: Path) -> str:
    """As the reader knows it."""
    return path.relative_to(ROOT).as_posix()
