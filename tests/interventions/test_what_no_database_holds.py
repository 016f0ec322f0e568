"""Halves of surrogate pairs, NUL and numbers beyond measure are refused at every door of emergencies, never a fault."""

import pytest

from permanence.accounts.models import Officer
from permanence.live.models import Conversation
from tests.api.callers import is_problem, of
from tests.interventions.conftest import Ask

pytestmark = pytest.mark.django_db
DESK, CENTRE = "/desk/conversations/{held}", "/centre/interventions/{asked}"


@pytest.mark.parametrize("wrong", ["\ud800", "a\x00b"])
@pytest.mark.parametrize(
    ("caller", "method", "path", "body", "field"),
    [
        ("operator", "POST", CENTRE + "/notes", {}, "text"),
        ("operator", "POST", CENTRE + "/acknowledge", {}, "note"),
        ("operator", "POST", CENTRE + "/cancel", {}, "reason"),
        ("officer", "POST", "/desk/interventions/{asked}/notes", {}, "text"),
        ("officer", "PUT", DESK + "/author-may-read", {"may_read": True}, "reason"),
        ("officer", "POST", DESK + "/watchdog", {"action": "handled"}, "reason"),
        ("officer", "PATCH", DESK + "/sheet", {}, "address"),
    ],
)
def test_words_that_cannot_be_kept_are_refused(
    request: pytest.FixtureRequest,
    held: Conversation,
    ask: Ask,
    caller: str,
    method: str,
    path: str,
    body: dict[str, object],
    field: str,
    wrong: str,
) -> None:
    where = path.format(held=held.pk, asked=ask().pk)
    by = of(request.getfixturevalue(caller))
    assert is_problem(by(method, where, {**body, field: wrong}), 422)
    still = by("POST", f"/centre/interventions/{where.split('/')[3]}/acknowledge") if caller == "operator" else None
    assert still is None or still.status_code == 200, "nothing was done by what was refused"


@pytest.mark.parametrize("wrong", [[2**63], [2**80], [-1], [0], [10_000_000], list(range(1, 30))])
def test_a_centre_that_cannot_exist_is_refused(held: Conversation, officer: Officer, wrong: list[int]) -> None:
    body = {"id": str(held.pk), "insee": "35238", "centres": wrong}
    assert is_problem(of(officer)("POST", f"/desk/conversations/{held.pk}/interventions", body), 422)
