"""Who looks for cases, and who reads one."""

from collections.abc import Callable

import pytest
from django.test import Client

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.casework.reports import actions as reports
from permanence.live.models import Conversation

pytestmark = pytest.mark.django_db
LIST = "/brigade/dossiers/"
BrowserOf = Callable[[Officer], Client]


@pytest.fixture
def hers(held: Conversation, officer: Officer) -> str:
    """The address of a case with a report."""
    reports.keep(by=officer, conversation=held.pk, given={"summary": "des faits"})
    return f"{LIST}{held.pk}/"


@pytest.mark.parametrize("who", ["officer", "guest", "supervisor"])
def test_whoever_speaks_there_and_their_supervisor(
    who: str, hers: str, browser_of: BrowserOf, request: pytest.FixtureRequest
) -> None:
    browser = browser_of(request.getfixturevalue(who))
    assert browser.get(hers).status_code == 200
    assert "1 dossier" in browser.get(LIST).content.decode()


@pytest.mark.parametrize("who", ["colleague", "gendarme", "other_supervisor"])
def test_others_of_the_desk_look_for_theirs_and_do_not_learn_of_it(
    who: str, hers: str, browser_of: BrowserOf, request: pytest.FixtureRequest
) -> None:
    account: Officer = request.getfixturevalue(who)
    browser = browser_of(account)
    assert browser.get(hers).status_code == 404
    assert "aucun dossier" in browser.get(LIST).content.decode()
    assert Entry.objects.filter(actor=account.actor, act="see case", outcome=Entry.Outcome.REFUSED).count() == 1


@pytest.mark.parametrize("who", ["operator", "unit", "other_unit", "analyst", "commander", "administrator"])
def test_other_roles_are_refused_and_it_is_written_down(
    who: str, hers: str, browser_of: BrowserOf, request: pytest.FixtureRequest
) -> None:
    account: Officer = request.getfixturevalue(who)
    browser = browser_of(account)
    assert browser.get(LIST).status_code == 403
    assert browser.post(LIST, {"reference": "1"}).status_code == 403
    assert browser.get(hers).status_code == 403
    assert Entry.objects.filter(actor=account.actor, outcome=Entry.Outcome.REFUSED).count() == 3


def test_nobody_and_somebody_who_left_are_led_to_the_sign_in_page(
    hers: str, nobody: Client, stranger: Officer, browser_of: BrowserOf
) -> None:
    for browser in (nobody, browser_of(stranger)):
        for address in (LIST, hers):
            answer = browser.get(address)
            assert (answer.status_code, answer.headers["Location"]) == (302, f"/compte/connexion?next={address}")
