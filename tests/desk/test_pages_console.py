"""Who reaches the officers' console, and what its page bears."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from permanence.accounts.models import Officer

CONSOLE = "/brigade/"
BrowserOf = Callable[[Officer], Client]

pytestmark = pytest.mark.django_db


def test_an_officer_gets_their_console(officer: Officer, browser_of: BrowserOf) -> None:
    page = browser_of(officer).get(CONSOLE)
    assert page.status_code == 200
    assert "Brigadière-cheffe Nadia" in page.content.decode()
    assert 'id="queue-rows"' in page.content.decode()
    assert 'id="force-list"' not in page.content.decode(), "the force's conversations are for a supervisor"


def test_a_supervisor_sees_the_conversations_of_the_force_besides(supervisor: Officer, browser_of: BrowserOf) -> None:
    assert 'id="force-list"' in browser_of(supervisor).get(CONSOLE).content.decode()


@pytest.mark.parametrize(
    ("who", "home"),
    [
        ("administrator", "/administration/"),
        ("unit", "/unite/"),
        ("analyst", "/brigade/chiffres/"),
        ("commander", "/brigade/chiffres/"),
    ],
)
def test_whoever_has_no_queue_is_led_to_where_they_work(
    who: str, home: str, request: pytest.FixtureRequest, browser_of: BrowserOf
) -> None:
    answer = browser_of(request.getfixturevalue(who)).get(CONSOLE)
    assert (answer.status_code, answer.headers["Location"]) == (302, home)


def test_a_deactivated_account_is_nobody(stranger: Officer, browser_of: BrowserOf) -> None:
    assert browser_of(stranger).get(CONSOLE).headers["Location"].startswith("/compte/connexion")


def test_nobody_is_led_to_the_sign_in_page_and_back(nobody: Client) -> None:
    answer = nobody.get(CONSOLE)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/compte/connexion?next=/brigade/")


def test_the_console_is_only_read(officer: Officer, browser_of: BrowserOf) -> None:
    assert browser_of(officer).post(CONSOLE).status_code == 405


def test_the_page_runs_no_script_but_its_own_and_lets_none_make_markup(officer: Officer, browser_of: BrowserOf) -> None:
    page = browser_of(officer).get(CONSOLE)
    policy = page.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "require-trusted-types-for 'script'" in policy
    assert "img-src 'self' data: blob:" in policy
    assert "media-src blob:" in policy
    assert policy.count("blob:") == 2, "what is fetched is shown or heard, never run, framed or styled with"
    assert page.headers["Cache-Control"] == "no-store"


def test_the_page_has_no_inline_script_or_style(officer: Officer, browser_of: BrowserOf) -> None:
    page = browser_of(officer).get(CONSOLE).content.decode()
    assert "<style" not in page
    assert " style=" not in page
    scripts = re.findall(r"<script[^>]*>", page)
    assert scripts
    assert all(" src=" in tag or 'type="application/json"' in tag for tag in scripts)
