"""Arrival, traces, privacy, numbers: what every visitor's page must hold."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from django.conf import LazySettings
from django.test import Client

PAGES = ["/", "/traces", "/confidentialite", "/numeros"]
pytestmark = pytest.mark.django_db


def _page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_quick_exit_is_a_real_link_that_the_second_skip_link_leads_to(client: Client, path: str) -> None:
    page = _page(client, path)
    assert re.search(r'<a [^>]*id="quitter" href="/sortie"', page)
    assert page.index('href="#contenu"') < page.index('href="#quitter"') < page.index("<main")


@pytest.mark.parametrize("path", PAGES)
def test_the_emergency_numbers_are_there(client: Client, path: str) -> None:
    page = _page(client, path)
    assert all(number in page for number in ("tel:17", "tel:112", "sms:114"))


@pytest.mark.parametrize("path", PAGES)
def test_title_and_icon_say_nothing(client: Client, path: str) -> None:
    page = _page(client, path)
    title = re.search(r"<title>(.*?)</title>", page)
    assert title is not None
    assert title[1].startswith("Infos pratiques")
    assert not re.search(r"police|gendarm|violence|victime", title[1], re.IGNORECASE)
    assert '<link rel="icon" href="data:' in page


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_kept_and_nothing_is_fetched_from_elsewhere(client: Client, path: str) -> None:
    response = client.get(path)
    assert response["Cache-Control"] == "no-store"
    assert response["Referrer-Policy"] == "same-origin"
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert not _loaded(response.content.decode(), "http")


@pytest.mark.parametrize("path", PAGES)
def test_no_script_of_the_design_system_and_none_within_the_page(client: Client, path: str) -> None:
    page = _page(client, path)
    assert not _loaded(page, "dsfr.js", "module.min.js")
    assert not re.search(r"<script(?![^>]*src=)", page)
    assert not re.search(r"\son\w+=|\sstyle=", page)
    assert "manifest" not in page
    assert "serviceWorker" not in page


@pytest.mark.parametrize("path", PAGES)
def test_a_demonstration_never_looks_like_help(client: Client, path: str, settings: LazySettings) -> None:
    settings.PERMANENCE = replace(settings.PERMANENCE, demonstration=True)
    assert "personne ne vous lira ici" in _page(client, path)
    settings.PERMANENCE = replace(settings.PERMANENCE, demonstration=False)
    assert "personne ne vous lira ici" not in _page(client, path)


@pytest.mark.parametrize("path", PAGES)
def test_the_states_marks_are_off_unless_a_deployment_turns_them_on(
    client: Client, path: str, settings: LazySettings
) -> None:
    page = _page(client, path)
    assert "marks.css" not in page
    assert "République" not in page
    settings.PERMANENCE = replace(settings.PERMANENCE, state_marks=True)
    assert "marks.css" in _page(client, path)


def test_the_arrival_page_offers_the_two_ways_in(client: Client) -> None:
    page = _page(client, "/")
    assert "Un policier ou un gendarme vous répond par écrit, jour et nuit." in page
    assert "C’est gratuit et anonyme." in page
    assert "Écrire à un policier ou un gendarme" in page
    assert "Je suis en danger maintenant" in page


def test_what_quick_exit_cannot_do_is_said_before_the_first_question(client: Client) -> None:
    assert "ne peut pas effacer l’historique" in _page(client, "/")
    assert "n’efface pas l’historique" in _page(client, "/traces")


class _Loaded(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "img", "iframe", "link"):
            self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]


def _loaded(page: str, *parts: str) -> list[str]:
    parser = _Loaded()
    parser.feed(page)
    return [
        address for address in parser.addresses if any(part in address for part in parts) and address[:5] != "data:"
    ]
