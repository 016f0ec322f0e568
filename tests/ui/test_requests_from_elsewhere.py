"""What another site's page sends in the visitor's name is not taken."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from permanence.ui.origin import from_here


@from_here
def _change(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("fait")


def _sent(**headers: str) -> int:
    return _change(RequestFactory(headers=headers).post("/espace")).status_code


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://testserver"},
        {"Origin": "null"},
        {},
    ],
)
def test_our_own_pages_and_silent_browsers_are_served(headers: dict[str, str]) -> None:
    assert _sent(**headers) == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "null"},
        {"Origin": "https://ailleurs.example"},
    ],
)
def test_other_sites_are_refused(headers: dict[str, str]) -> None:
    assert _sent(**headers) == 403


def test_reading_is_not_refused() -> None:
    request = RequestFactory(headers={"Sec-Fetch-Site": "cross-site"}).get("/espace")
    assert _change(request).status_code == 200
