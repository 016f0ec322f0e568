"""However many cases there are, a page asks the database the same number of questions."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from permanence.accounts.models import Officer
from permanence.casework.assessment import actions as danger
from permanence.casework.referrals.models import Referral
from tests.casework.search.conftest import HERS, Case

pytestmark = pytest.mark.django_db
FACTS = {
    "facts.aa11.category": "conjugal",
    "facts.aa11.kinds": ["physical", "economic"],
    "facts.bb22.category": "sexual",
}


def questions(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.fixture
def filled(case: Case, refer: Callable[..., Referral], officer: Officer) -> Callable[[], str]:
    """Makes a case with all that a list shows; the address of the case."""

    def make() -> str:
        report = case(filed=True, **HERS, **FACTS)
        for state in ("refused", "accepted"):
            refer(report, state=state)
        danger.answer(by=officer, conversation=report.pk, given={"firearms": {"answer": "yes"}})
        return f"/brigade/dossiers/{report.pk}/"

    return make


@pytest.mark.parametrize("who", ["officer", "supervisor"])
def test_of_the_list(
    who: str, filled: Callable[[], str], browser_of: Callable[[Officer], Client], request: pytest.FixtureRequest
) -> None:
    client = browser_of(request.getfixturevalue(who))
    filled()
    asked = {"name": "Jeanne Essai", "state": "referral:accepted", "unit": "Rennes", "category": "sexual"}
    address = client.post("/brigade/dossiers/", asked).headers["Location"]
    once = [questions(client, one) for one in ("/brigade/dossiers/", address)]
    for _ in range(6):
        filled()
    assert [questions(client, one) for one in ("/brigade/dossiers/", address)] == once
    assert max(once) <= 16


def test_of_a_case(filled: Callable[[], str], officer: Officer, browser_of: Callable[[Officer], Client]) -> None:
    client, address = browser_of(officer), filled()
    once = questions(client, address)
    for _ in range(6):
        filled()
    assert questions(client, address) == once
