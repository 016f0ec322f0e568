"""Accounts are created, changed and closed by actions that leave a row and name what is wrong."""

import pytest

from permanence.accounts import actions
from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.lib.errors import Invalid, NotFound, Unauthorised
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
STRONG = "quatre mots sans rapport"


def test_an_account_is_created_then_updated() -> None:
    saved, created = actions.save_officer(
        by="operator", username="martin", role="officer", force="GN", rank="Adjudant", password=STRONG
    )
    assert created
    assert saved.check_password(STRONG)
    again, created = actions.save_officer(by="operator", username="martin", role="supervisor", force="GN")
    assert (again.pk, created, again.rank) == (saved.pk, False, "Adjudant")
    assert again.check_password(STRONG)
    assert list(Entry.objects.values_list("act", flat=True)) == ["create officer", "change officer"]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"username": "Élodie !", "role": "officer", "force": "PN"}, "username"),
        ({"username": "martin", "role": "roi", "force": "PN"}, "role"),
        ({"username": "martin", "role": "officer", "force": "XX"}, "force"),
        ({"username": "martin", "role": "officer", "force": ""}, "force"),
        ({"username": "martin", "role": "officer", "force": "PN", "password": "court"}, "password"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_kept(fields: dict[str, str], wrong: str) -> None:
    with pytest.raises(Invalid) as refusal:
        actions.save_officer(by="operator", **fields)  # type: ignore[arg-type]
    assert wrong in refusal.value.errors
    assert not Officer.objects.exists()


def test_an_account_without_password_cannot_sign_in() -> None:
    saved, _ = actions.save_officer(by="operator", username="martin", role="analyst")
    assert not saved.has_usable_password()


def test_ones_own_password_needs_the_current_one(officer: Officer) -> None:
    with pytest.raises(Unauthorised):
        actions.change_password(by=officer, current="faux", new=STRONG)
    with pytest.raises(Invalid):
        actions.change_password(by=officer, current=PASSWORD, new="court")
    actions.change_password(by=officer, current=PASSWORD, new=STRONG)
    officer.refresh_from_db()
    assert officer.check_password(STRONG)


def test_presence_and_capacity(officer: Officer) -> None:
    actions.set_presence(by=officer, state="available", capacity=6)
    officer.refresh_from_db()
    assert (officer.presence, officer.capacity) == ("available", 6)


@pytest.mark.parametrize(("state", "capacity", "wrong"), [("parti", 4, "state"), ("break", 0, "capacity")])
def test_an_impossible_presence_is_named(officer: Officer, state: str, capacity: int, wrong: str) -> None:
    with pytest.raises(Invalid) as refusal:
        actions.set_presence(by=officer, state=state, capacity=capacity)
    assert wrong in refusal.value.errors


@pytest.mark.parametrize("act", [actions.deactivate, actions.reactivate, actions.reset_second_factor])
def test_an_unknown_account_is_not_found(act: object) -> None:
    with pytest.raises(NotFound):
        act(by="operator", officer=999)  # type: ignore[operator]
