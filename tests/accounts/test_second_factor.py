"""A one-time code: asked for once enrolled or where required, good once."""

from dataclasses import replace

import pyotp
import pytest
import time_machine
from django.conf import settings

from permanence.accounts import actions, sessions
from permanence.accounts.models import Officer
from permanence.accounts.sessions import OtpRequired
from permanence.lib.errors import Forbidden, Unauthorised
from tests.conftest import PASSWORD

CLIENT = "1.2.3.4"


@pytest.fixture
def enrolled(officer: Officer, clock: time_machine.Traveller) -> pyotp.TOTP:
    secret, address = sessions.new_second_factor(officer)
    assert secret in address
    totp = pyotp.TOTP(secret)
    sessions.enrol(officer, secret, totp.now(), client=CLIENT)
    officer.refresh_from_db()
    clock.shift(30)
    return totp


def test_an_enrolled_officer_gives_a_code(officer: Officer, enrolled: pyotp.TOTP) -> None:
    with pytest.raises(OtpRequired):
        sessions.sign_in("policiere", PASSWORD, None, client=CLIENT)
    assert sessions.sign_in("policiere", PASSWORD, enrolled.now(), client=CLIENT) == officer


def test_a_code_is_good_once(officer: Officer, enrolled: pyotp.TOTP) -> None:
    sessions.sign_in("policiere", PASSWORD, enrolled.now(), client=CLIENT)
    with pytest.raises(Unauthorised):
        sessions.sign_in("policiere", PASSWORD, enrolled.now(), client=CLIENT)


@pytest.mark.parametrize("code", ["000000", "", "abcdef", "1" * 500])
def test_a_wrong_code_is_refused(officer: Officer, enrolled: pyotp.TOTP, code: str) -> None:
    with pytest.raises((Unauthorised, OtpRequired)):
        sessions.sign_in("policiere", PASSWORD, code, client=CLIENT)


def test_the_secret_is_sealed(officer: Officer, enrolled: pyotp.TOTP) -> None:
    assert enrolled.secret.encode() not in bytes(officer.otp_secret or b"")


def test_where_required_nobody_comes_in_without_enrolling(officer: Officer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "PERMANENCE", replace(settings.PERMANENCE, otp_required=True))
    with pytest.raises(OtpRequired, match="second facteur"):
        sessions.sign_in("policiere", PASSWORD, None, client=CLIENT)


def test_enrolment_needs_a_working_code(officer: Officer) -> None:
    secret, _ = sessions.new_second_factor(officer)
    with pytest.raises(Unauthorised):
        sessions.enrol(officer, secret, "000000", client=CLIENT)


def test_an_enrolled_factor_is_not_replaced_by_enrolling_again(officer: Officer, enrolled: pyotp.TOTP) -> None:
    other, _ = sessions.new_second_factor(officer)
    with pytest.raises(Forbidden):
        sessions.enrol(officer, other, pyotp.TOTP(other).now(), client=CLIENT)


def test_an_administrator_resets_it(officer: Officer, enrolled: pyotp.TOTP) -> None:
    actions.reset_second_factor(by="officer:9", officer=officer.pk)
    assert sessions.sign_in("policiere", PASSWORD, None, client=CLIENT) == officer
