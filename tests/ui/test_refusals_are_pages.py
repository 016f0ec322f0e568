"""Whatever cannot be done, a visitor gets a page with the numbers and the way on; a program gets a problem document."""

import json

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from permanence.lib.errors import Invalid, TooMany
from permanence.ui import views


@pytest.fixture
def request_factory() -> RequestFactory:
    return RequestFactory()


def _says_what_to_do(response: HttpResponse) -> None:
    page = response.content.decode()
    for wanted in ("tel:17", "tel:112", "sms:114", "Revenir à l’accueil", 'id="quitter"'):
        assert wanted in page


def test_an_unknown_page_gives_the_numbers_and_the_way_on(client: Client) -> None:
    response = client.get("/nulle-part")
    assert response.status_code == 404
    _says_what_to_do(response)


@pytest.mark.parametrize(
    ("view", "status"),
    [(views.malformed, 400), (views.forbidden, 403), (views.stale_form, 403), (views.failed, 500)],
)
def test_every_failure_gives_the_numbers_and_the_way_on(view, status: int, request_factory: RequestFactory) -> None:
    response = view(request_factory.get("/espace"))
    assert response.status_code == status
    _says_what_to_do(response)


def test_a_program_gets_a_problem_document(client: Client) -> None:
    response = client.get("/api/v1/nowhere")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert json.loads(response.content)["status"] == 404


def test_too_often_says_when_to_come_back(request_factory: RequestFactory) -> None:
    response = views.refused(request_factory.get("/espace"), TooMany("Attendez un peu.", retry_after_s=30))
    assert response.status_code == 429
    assert response["Retry-After"] == "30"
    _says_what_to_do(response)


def test_a_refusal_is_said_in_its_own_words_and_escaped(request_factory: RequestFactory) -> None:
    page = views.refused(request_factory.get("/espace"), Invalid("<b>Trop long.</b>")).content.decode()
    assert "&lt;b&gt;Trop long.&lt;/b&gt;" in page
