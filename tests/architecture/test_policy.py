"""One table says who may do what, and nothing in it is idle."""

import ast
from pathlib import Path

from permanence.accounts.policy import RULES, Act, permits
from tests.architecture.tree import python_files, relative


def test_every_act_has_its_row() -> None:
    assert set(RULES) == set(Act), f"acts without a row: {set(Act) - set(RULES)}"


def test_every_row_is_asked_for_somewhere() -> None:
    asked = {name for path in python_files("config", "permanence") for name in _acts_named(path)}
    idle = {act.name for act in RULES} - asked
    assert not idle, f"acts that no code asks for: {sorted(idle)}"


def test_conditions_are_read_by_policy_alone() -> None:
    """`permits` is the only reader of the table."""
    readers = [
        relative(path)
        for path in python_files("config", "permanence")
        if "RULES" in path.read_text(encoding="utf-8") and relative(path) != "permanence/accounts/policy.py"
    ]
    assert not readers, f"{readers} read RULES past `{permits.__name__}`"


def _acts_named(path: Path) -> set[str]:
    if relative(path) == "permanence/accounts/policy.py":
        return set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Act"
    }
