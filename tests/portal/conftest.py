"""A visitor with a browser, and what they find."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client

from permanence.desk.models import Intake
from permanence.lib import limits
from tests.territory.conftest import _look_again, few

__all__ = ["_look_again", "few"]

Do = Callable[..., HttpResponse]


@pytest.fixture(autouse=True)
def _fresh_limits() -> Iterator[None]:
    limits.forget()
    yield
    limits.forget()


@pytest.fixture
def browser(db: None) -> Client:
    """A browser that keeps cookies and has seen the arrival page."""
    browser = Client()
    browser.get("/")
    return browser


@pytest.fixture
def do(browser: Client) -> Do:
    """Does one thing at `/espace`, as a form would: `do("send", text="Bonjour")`."""

    def act(what: str, **fields: object) -> HttpResponse:
        return browser.post("/espace", {"do": what, **fields}, headers={"Sec-Fetch-Site": "same-origin"})

    return act


@pytest.fixture
def visitor(browser: Client, do: Do) -> Intake:
    """A visitor whose conversation has just opened; `browser` is theirs."""
    assert do("start", key=str(uuid4())).status_code == 302
    return Intake.objects.select_related("conversation__key").get()


def page(response: HttpResponse) -> str:
    """What the visitor reads."""
    return response.content.decode()
