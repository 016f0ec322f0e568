"""Which force answers, decided without a database."""

import pytest

from permanence.territory.routing import Decision, decide, force_of


@pytest.mark.parametrize(
    ("forces", "settled", "force"),
    [
        (["PN"], "", "PN"),
        (["GN", "GN"], "", "GN"),
        (["PN", "GN"], "", None),
        ([], "", None),
        (["PN", "GN"], "GN", "GN"),
        ([], "PN", "PN"),
        (["GN"], "PN", "PN"),
    ],
)
def test_a_commune_has_a_force_when_one_is_known_or_settled(forces: list[str], settled: str, force: str | None) -> None:
    assert force_of(forces, settled) == force


@pytest.mark.parametrize(
    ("forces", "decision"),
    [
        (["PN"], Decision("PN", None)),
        (["GN", "GN"], Decision("GN", None)),
        (["PN", "GN"], Decision(None, "commune")),
        (["GN", None], Decision(None, "commune")),
        ([None], Decision(None, "officer")),
        ([None, None], Decision(None, "officer")),
        ([], Decision(None, "officer")),
    ],
)
def test_the_commune_is_asked_for_only_where_it_could_settle_something(
    forces: list[str | None], decision: Decision
) -> None:
    assert decide(forces) == decision
