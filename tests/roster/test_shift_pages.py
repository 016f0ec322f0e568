"""Entering, moving and removing shifts, and creating teams, by the forms: plain requests, no script."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.roster.models import Shift, Team
from tests.roster.conftest import Enter

pytestmark = pytest.mark.django_db
BrowserOf = Callable[[Officer], Client]
ROOT = "/brigade/planning/"
NEW = f"{ROOT}PN/vacation"


@pytest.fixture
def night(team: Team, officer: Officer) -> dict[str, object]:
    """A night of twelve hours, as a supervisor types it."""
    typed = {"day": "2026-03-12", "begins": "19:00", "ends": "07:00", "kind": "desk"}
    return {**typed, "team": team.pk, "officer": officer.pk}


@pytest.fixture
def browser(supervisor: Officer, browser_of: BrowserOf) -> Client:
    return browser_of(supervisor)


def test_a_night_is_entered_by_the_clock_of_the_team(night: dict[str, object], browser: Client) -> None:
    answer = browser.post(NEW, night)
    assert answer.headers["Location"] == f"{ROOT}PN/jour/2026-03-12?dit=vacation"
    shift = Shift.objects.get()
    assert shift.starts_at == datetime(2026, 3, 12, 18, tzinfo=UTC)
    assert shift.ends_at == datetime(2026, 3, 13, 6, tzinfo=UTC)
    assert "La vacation est enregistrée." in browser.get(answer.headers["Location"]).content.decode()


def test_hours_may_be_typed_as_they_are_said_and_the_date_as_it_is_written(
    night: dict[str, object], browser: Client
) -> None:
    assert browser.post(NEW, {**night, "day": "12/03/2026", "begins": "19h", "ends": "7h00"}).status_code == 302


def test_too_short_a_rest_is_entered_and_said(night: dict[str, object], browser: Client) -> None:
    browser.post(NEW, night)
    answer = browser.post(NEW, {**night, "day": "2026-03-13", "begins": "12:00", "ends": "19:00"})
    assert "garde=repos" in answer.headers["Location"]
    assert "Moins de 11 heures de repos" in browser.get(answer.headers["Location"]).content.decode()


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"day": "2026-03-29", "begins": "02:30"}, "begins", "n’existe pas cette nuit-là"),
        ({"day": "2026-03-28", "ends": "02:30"}, "ends", "n’existe pas cette nuit-là"),
        ({"day": "2026-03-01"}, "begins", "dans le passé"),
        ({"day": "9999-12-31"}, "day", "Donnez une date"),
        ({"day": "0001-01-01"}, "day", "Donnez une date"),
        ({"day": "2026-02-30"}, "day", "Donnez une date"),
        ({"begins": "25:00"}, "begins", "Donnez une heure"),
        ({"begins": ""}, "begins", "Donnez une heure"),
        ({"officer": ""}, "officer", "Choisissez qui"),
        ({"officer": "999999"}, "officer", "Sélectionnez un choix valide"),
        ({"kind": "lunch"}, "kind", "Sélectionnez un choix valide"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    typed: dict[str, str], field: str, said: str, night: dict[str, object], browser: Client
) -> None:
    answer = browser.post(NEW, {**night, **typed})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert f'id="id_{field}-error"' in text
    assert said in text
    assert not Shift.objects.exists()


def test_an_hour_that_comes_twice_is_the_first_and_that_is_said(night: dict[str, object], browser: Client) -> None:
    answer = browser.post(NEW, {**night, "day": "2026-10-24", "ends": "02:30"})
    assert Shift.objects.get().ends_at == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert "la première des deux" in browser.get(answer.headers["Location"]).content.decode()


def test_a_guard_of_twenty_four_hours_is_one_whatever_the_night(night: dict[str, object], browser: Client) -> None:
    browser.post(NEW, {**night, "day": "2026-10-24", "begins": "08:00", "ends": "08:00"})
    shift = Shift.objects.get()
    assert (shift.ends_at - shift.starts_at).total_seconds() == 25 * 3600


def test_two_shifts_of_one_officer_are_refused_in_words(night: dict[str, object], browser: Client) -> None:
    browser.post(NEW, night)
    answer = browser.post(NEW, {**night, "begins": "20:00"})
    assert answer.status_code == 422
    assert "déjà une vacation" in answer.content.decode()


def test_a_shift_is_moved_given_to_somebody_else_and_removed(
    enter: Enter, officer: Officer, colleague: Officer, browser: Client
) -> None:
    shift = enter(officer, 10, 20).shift
    address = f"{ROOT}vacations/{shift.pk}"
    assert 'value="13:30"' in browser.get(address).content.decode()
    typed = {"officer": colleague.pk, "day": "2026-03-11", "begins": "08:00", "ends": "16:00"}
    assert browser.post(address, typed).status_code == 302
    shift.refresh_from_db()
    assert (shift.officer, shift.starts_at) == (colleague, datetime(2026, 3, 11, 7, tzinfo=UTC))
    assert browser.post(f"{address}/retirer").status_code == 302
    assert not Shift.objects.exists()
    assert browser.get(address).status_code == 404
    assert browser.post(f"{address}/retirer").status_code == 404


def test_a_shift_that_has_begun_is_shown_and_not_changed(enter: Enter, officer: Officer, browser: Client) -> None:
    shift = enter(officer, 0, 8).shift
    address = f"{ROOT}vacations/{shift.pk}"
    assert "a commencé" in browser.get(address).content.decode()
    assert browser.post(f"{address}/retirer").status_code == 409
    assert Shift.objects.exists()


@pytest.mark.parametrize("who", ["officer", "gendarme", "unit", "analyst", "commander"])
def test_others_change_nothing(
    who: str, enter: Enter, officer: Officer, request: pytest.FixtureRequest, browser_of: BrowserOf
) -> None:
    shift = enter(officer, 1, 8).shift
    account: Officer = request.getfixturevalue(who)
    browser = browser_of(account)
    for address in (
        NEW,
        f"{ROOT}vacations/{shift.pk}",
        f"{ROOT}vacations/{shift.pk}/retirer",
        f"{ROOT}equipes/nouvelle",
    ):
        assert browser.post(address, {"name": "Jour"}).status_code == 403
    assert (Shift.objects.count(), Team.objects.count()) == (1, 1)
    assert Entry.objects.filter(actor=account.actor, outcome=Entry.Outcome.REFUSED).count() == 4


def test_a_supervisor_of_the_other_force_finds_no_such_shift(
    enter: Enter, officer: Officer, supervisor: Officer, browser: Client
) -> None:
    shift = enter(officer, 1, 8).shift
    Officer.objects.filter(pk=supervisor.pk).update(force="GN")
    assert browser.get(f"{ROOT}vacations/{shift.pk}").status_code == 404
    assert browser.post(f"{ROOT}vacations/{shift.pk}/retirer").status_code == 404


def test_a_team_is_created_and_one_of_the_other_force_is_not(browser: Client) -> None:
    given = {"name": "Océan", "force": "PN", "time_zone": "Indian/Reunion"}
    assert browser.post(f"{ROOT}equipes/nouvelle", given).status_code == 302
    assert "heure de La Réunion" in browser.get(f"{ROOT}equipes/").content.decode()
    assert browser.post(f"{ROOT}equipes/nouvelle", given).status_code == 422
    assert browser.post(f"{ROOT}equipes/nouvelle", {**given, "name": "Autre", "force": "GN"}).status_code == 422
    assert Team.objects.count() == 1


def test_without_a_team_the_form_says_where_to_begin(browser: Client) -> None:
    assert "Créer une équipe" in browser.get(NEW).content.decode()
