"""What is typed becomes criteria, or a sentence that says what to change."""

from datetime import date
from typing import Any

import pytest

from permanence.casework.search.criteria import Criteria, read
from permanence.lib.errors import Invalid


def criteria(**given: Any) -> Criteria:
    return read(given, force="PN", year=2026)


@pytest.mark.parametrize(
    ("typed", "reference"),
    [
        ("GN-2026-000123", "GN-2026-000123"),
        (" gn 2026 123 ", "GN-2026-000123"),
        ("gn-123", "GN-2026-000123"),
        ("2025-7", "PN-2025-000007"),
        ("42", "PN-2026-000042"),
        ("", ""),
    ],
)
def test_a_reference_is_completed(typed: str, reference: str) -> None:
    assert criteria(reference=typed).reference == reference


@pytest.mark.parametrize("typed", ["Jeanne", "XX-2026-000123", "GN-2026-0001234", "GN-", "--"])
def test_what_is_no_reference_is_said(typed: str) -> None:
    with pytest.raises(Invalid) as refusal:
        criteria(reference=typed)
    assert "GN-2026-000123" in refusal.value.errors["reference"]


def test_a_number_alone_is_of_no_force_where_the_officer_has_none() -> None:
    with pytest.raises(Invalid):
        read({"reference": "42"}, force="", year=2026)
    assert read({"reference": "PN 42"}, force="", year=2026).reference == "PN-2026-000042"


def test_a_period_ends_after_it_begins() -> None:
    with pytest.raises(Invalid) as refusal:
        criteria(opened_from=date(2026, 3, 2), opened_until=date(2026, 3, 1))
    assert "opened_until" in refusal.value.errors
    assert criteria(opened_from=date(2026, 3, 1), opened_until=date(2026, 3, 1)).opened_from == "2026-03-01"


@pytest.mark.parametrize("more", [{}, {"danger": True}])
def test_people_are_not_selected_by_kinds_of_violence_alone(more: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as refusal:
        criteria(category="sexual", **more)
    assert "ne suffisent pas" in refusal.value.errors["category"]


@pytest.mark.parametrize(
    "more",
    [
        {"opened_from": date(2026, 1, 1)},
        {"unit": "Rennes"},
        {"state": "filed"},
        {"name": "Jeanne Essai"},
        {"mine": True},
    ],
)
def test_with_something_else_they_are_a_criterion_like_the_others(more: dict[str, Any]) -> None:
    assert criteria(category="sexual", **more).category == "sexual"


def test_the_journal_names_kinds_of_criteria_and_never_their_values() -> None:
    asked = criteria(name="Jeanne Essai", reference="42", danger=True)
    assert asked.kinds == ["danger", "name", "reference"]
    assert criteria().kinds == []
    assert Criteria(**asked.stored()) == asked
