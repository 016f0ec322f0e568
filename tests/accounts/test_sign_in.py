"""Who somebody is: a password, slowed guessing, one sentence for every wrong pair."""

import pytest

from permanence.accounts import sessions
from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.lib.errors import TooMany, Unauthorised
from tests.conftest import PASSWORD


def test_name_and_password_identify_the_officer(officer: Officer) -> None:
    assert sessions.sign_in("policiere", PASSWORD, None, client="1.2.3.4") == officer
    assert Entry.objects.filter(act="sign in", actor=officer.actor, outcome="done").exists()


@pytest.mark.parametrize(("username", "password"), [("policiere", "faux"), ("inconnue", PASSWORD), ("", "")])
def test_a_wrong_name_and_a_wrong_password_are_told_alike(officer: Officer, username: str, password: str) -> None:
    with pytest.raises(Unauthorised, match="Identifiant ou mot de passe incorrect"):
        sessions.sign_in(username, password, None, client="1.2.3.4")
    assert Entry.objects.filter(act="sign in", outcome="refused").count() == 1


def test_somebody_who_left_does_not_come_in(stranger: Officer) -> None:
    with pytest.raises(Unauthorised):
        sessions.sign_in(stranger.username, PASSWORD, None, client="1.2.3.4")


def test_guessing_is_slowed_for_the_guesser_alone(officer: Officer) -> None:
    for _ in range(10):
        with pytest.raises(Unauthorised):
            sessions.sign_in("policiere", "faux", None, client="6.6.6.6")
    with pytest.raises(TooMany) as refusal:
        sessions.sign_in("policiere", PASSWORD, None, client="6.6.6.6")
    assert refusal.value.retry_after_s > 0
    assert sessions.sign_in("policiere", PASSWORD, None, client="1.2.3.4") == officer
