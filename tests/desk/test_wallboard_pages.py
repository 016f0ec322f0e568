"""Who reaches the wallboard, what it bears, and what an unchanged desk costs."""

from collections.abc import Callable

import pytest
from django.test import Client

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.desk.wallboard import board, views
from permanence.live import journal
from permanence.live.models import Sender
from tests.desk.conftest import Arrive

WALL, STATE = "/brigade/mur/", "/brigade/mur/etat"
BrowserOf = Callable[[Officer], Client]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _never_of_another_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "lately", board.board)


@pytest.mark.parametrize("who", ["supervisor", "commander"])
def test_whoever_answers_for_the_desk_sees_it_and_each_opening_is_written_down(
    who: str, request: pytest.FixtureRequest, browser_of: BrowserOf
) -> None:
    account: Officer = request.getfixturevalue(who)
    client = browser_of(account)
    assert client.get(WALL).status_code == 200
    assert client.get(STATE).status_code == 200
    read = Entry.objects.get(actor=account.actor)
    assert (read.outcome, read.act, read.object_id) == (Entry.Outcome.READ, "see wallboard", WALL)


@pytest.mark.parametrize("address", [WALL, STATE])
@pytest.mark.parametrize("who", ["officer", "unit", "analyst", "administrator"])
def test_the_others_are_refused_and_it_is_written_down(
    who: str, address: str, request: pytest.FixtureRequest, browser_of: BrowserOf
) -> None:
    account: Officer = request.getfixturevalue(who)
    assert browser_of(account).get(address).status_code == 403
    refusal = Entry.objects.get(actor=account.actor)
    assert (refusal.outcome, refusal.act) == (Entry.Outcome.REFUSED, "see wallboard")


@pytest.mark.parametrize("address", [WALL, STATE])
def test_nobody_is_led_to_the_sign_in_page(address: str, nobody: Client) -> None:
    assert nobody.get(address).headers["Location"].startswith("/compte/connexion")


@pytest.mark.parametrize("address", [WALL, STATE])
def test_it_is_only_read(address: str, supervisor: Officer, browser_of: BrowserOf) -> None:
    assert browser_of(supervisor).post(address).status_code == 405


def test_an_unchanged_desk_is_told_in_no_words(arrive: Arrive, supervisor: Officer, browser_of: BrowserOf) -> None:
    client = browser_of(supervisor)
    tag = client.get(STATE).headers["ETag"]
    same = client.get(STATE, headers={"If-None-Match": tag})
    assert (same.status_code, same.content, same.headers["ETag"]) == (304, b"", tag)
    arrive("35000")
    assert client.get(STATE, headers={"If-None-Match": tag}).status_code == 200


def test_nothing_a_visitor_wrote_is_on_it(arrive: Arrive, supervisor: Officer, browser_of: BrowserOf) -> None:
    conversation = arrive("35000", in_danger=True)
    journal.append(journal.Draft(conversation.pk, Sender.VISITOR, "Il est derrière la porte"))
    for address in (WALL, STATE):
        said = browser_of(supervisor).get(address).content.decode()
        assert "derri" not in said
        assert str(conversation.pk) not in said


def test_a_supervisor_finds_it_from_the_console_and_an_officer_does_not(
    supervisor: Officer, officer: Officer, browser_of: BrowserOf
) -> None:
    assert f'href="{WALL}"' in browser_of(supervisor).get("/brigade/").content.decode()
    assert f'href="{WALL}"' not in browser_of(officer).get("/brigade/").content.decode()


def test_the_page_runs_no_script_but_its_own_and_has_no_inline_style(
    supervisor: Officer, browser_of: BrowserOf
) -> None:
    page = browser_of(supervisor).get(WALL)
    assert "require-trusted-types-for 'script'" in page.headers["Content-Security-Policy"]
    assert " style=" not in page.content.decode()
