"""The second factor by the pages: enrolled at the first sign-in where it is required, asked for from then on."""

import dataclasses
from collections.abc import Iterator

import pyotp
import pytest
import time_machine
from django.conf import settings
from django.test import Client

from permanence.accounts.models import Officer
from permanence.lib import limits
from permanence.vault.sealing import seal_with_master
from tests.conftest import PASSWORD

SIGN_IN = "/compte/connexion"
CODE = "/compte/connexion/code"
ENROLMENT = "/compte/connexion/second-facteur"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    limits.forget()


@pytest.fixture
def _required() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "PERMANENCE", dataclasses.replace(settings.PERMANENCE, otp_required=True))
        yield


@pytest.fixture
def enrolled(officer: Officer) -> Officer:
    officer.otp_secret = seal_with_master(SECRET, "second factor", officer.pk)
    officer.save()
    return officer


def first_step(browser: Client, officer: Officer) -> str:
    return browser.post(SIGN_IN, {"username": officer.username, "password": PASSWORD}).headers["Location"]


def shown_secret(browser: Client) -> str:
    page = browser.get(ENROLMENT).content.decode()
    return page.split('id="enrolment-secret">')[1].split("<")[0].replace(" ", "")


def signed_in(browser: Client) -> bool:
    return browser.get("/compte/").status_code == 200


@pytest.mark.usefixtures("_required")
def test_the_first_sign_in_shows_a_code_to_photograph_and_its_key(officer: Officer, nobody: Client) -> None:
    assert first_step(nobody, officer) == ENROLMENT
    page = nobody.get(ENROLMENT).content.decode()
    assert "<svg" in page
    assert shown_secret(nobody) == shown_secret(nobody), "the key stays the same through the enrolment"
    assert not signed_in(nobody)


@pytest.mark.usefixtures("_required")
def test_a_right_code_keeps_the_factor_and_opens(officer: Officer, nobody: Client) -> None:
    first_step(nobody, officer)
    code = pyotp.TOTP(shown_secret(nobody)).now()
    assert nobody.post(ENROLMENT, {"code": code}).headers["Location"] == "/brigade/"
    officer.refresh_from_db()
    assert officer.otp_secret
    assert signed_in(nobody)


@pytest.mark.usefixtures("_required")
def test_a_wrong_code_keeps_nothing(officer: Officer, nobody: Client) -> None:
    first_step(nobody, officer)
    answer = nobody.post(ENROLMENT, {"code": "000000"})
    assert answer.status_code == 401
    assert "ne correspond pas" in answer.content.decode()
    officer.refresh_from_db()
    assert not officer.otp_secret
    assert not signed_in(nobody)


def test_an_enrolled_officer_is_asked_for_a_code(enrolled: Officer, nobody: Client) -> None:
    assert first_step(nobody, enrolled) == CODE
    assert not signed_in(nobody)
    assert nobody.post(CODE, {"code": pyotp.TOTP(SECRET).now()}).headers["Location"] == "/brigade/"
    assert signed_in(nobody)


def test_a_code_is_good_once(enrolled: Officer, nobody: Client) -> None:
    code = pyotp.TOTP(SECRET).now()
    first_step(nobody, enrolled)
    nobody.post(CODE, {"code": code})
    other = Client()
    first_step(other, enrolled)
    answer = other.post(CODE, {"code": code})
    assert answer.status_code == 401
    assert "déjà utilisé" in answer.content.decode()


def test_guessing_codes_is_slowed(enrolled: Officer, nobody: Client) -> None:
    first_step(nobody, enrolled)
    for _ in range(10):
        nobody.post(CODE, {"code": "000000"})
    assert nobody.post(CODE, {"code": pyotp.TOTP(SECRET).now()}).status_code == 429


@pytest.mark.parametrize("step", [CODE, ENROLMENT])
def test_no_step_is_reached_without_the_first(step: str, nobody: Client) -> None:
    assert nobody.get(step).headers["Location"] == SIGN_IN
    assert nobody.post(step, {"code": "123456"}).headers["Location"] == SIGN_IN


@pytest.mark.usefixtures("_required")
def test_an_enrolled_officer_cannot_enrol_another_telephone(enrolled: Officer, nobody: Client) -> None:
    first_step(nobody, enrolled)
    assert nobody.get(ENROLMENT).headers["Location"] == SIGN_IN


def test_the_first_step_is_forgotten_after_five_minutes(enrolled: Officer, nobody: Client) -> None:
    with time_machine.travel("2026-03-10T02:30:00Z", tick=False) as clock:
        first_step(nobody, enrolled)
        clock.shift(301)
        assert nobody.get(CODE).headers["Location"] == SIGN_IN


def test_the_first_step_is_worth_nothing_once_the_account_is_deactivated(enrolled: Officer, nobody: Client) -> None:
    first_step(nobody, enrolled)
    Officer.objects.filter(pk=enrolled.pk).update(is_active=False)
    assert nobody.post(CODE, {"code": pyotp.TOTP(SECRET).now()}).headers["Location"] == SIGN_IN
