"""The calendar: a week on the unit's own clock; the same hour twice is said and allowed."""

from uuid import uuid4

import pytest
from django.test import Client

from permanence.accounts.models import Officer
from permanence.casework.referrals import actions
from permanence.casework.referrals.models import Referral
from tests.casework.console.conftest import Case, Post, page_of
from tests.casework.console.test_acts import HOUR

pytestmark = pytest.mark.django_db

AGENDA = "/unite/agenda/?semaine=2026-W11"


def test_a_week_shows_each_appointment_with_its_state(counter: Client, post: Post, accepted: Referral) -> None:
    post(accepted, "rendez-vous", pk=str(uuid4()), **HOUR)
    for address in ("/unite/agenda/", AGENDA, f"{AGENDA}&vue=liste"):
        page = counter.get(address).content.decode()
        assert "du 9 mars au 15 mars 2026" in page
        for words in (accepted.report.reference, "de 14 h 30 à 15 h 30", "proposé", "Déplacer"):
            assert words in page


def test_another_week_does_not(counter: Client, post: Post, accepted: Referral) -> None:
    post(accepted, "rendez-vous", pk=str(uuid4()), **HOUR)
    for address in ("/unite/agenda/?semaine=2026-W12", "/unite/agenda/?semaine=2026-W12&vue=liste"):
        page = counter.get(address).content.decode()
        assert accepted.report.reference not in page
        assert "Aucun rendez-vous cette semaine." in page


@pytest.mark.parametrize("week", ["", "2026-W99", "hier", "2026-W1", "-1"])
def test_what_is_not_a_week_is_this_one(week: str, counter: Client, case: Referral) -> None:
    answer = counter.get("/unite/agenda/", {"semaine": week})
    assert answer.status_code == 200


def test_the_same_hour_twice_is_said_and_allowed(
    counter: Client, post: Post, accepted: Referral, another: Case, receiver: Officer
) -> None:
    post(accepted, "rendez-vous", pk=str(uuid4()), **HOUR)
    second = another()
    actions.accept(by=receiver, referral=second.pk)
    assert f"14 h 30 à 15 h 30, {accepted.report.reference}" in page_of(counter, second)
    assert post(second, "rendez-vous", pk=str(uuid4()), **{**HOUR, "hour": "15:00"}).status_code == 302
    assert f"Même heure qu’un autre rendez-vous : {accepted.report.reference}" in page_of(counter, second)
    page = counter.get(AGENDA).content.decode()
    assert "2 rendez-vous à la même heure qu’un autre" in page
    assert page.count("Même heure qu’un autre") == 2


def test_one_after_the_other_is_no_conflict(
    counter: Client, post: Post, accepted: Referral, another: Case, receiver: Officer
) -> None:
    post(accepted, "rendez-vous", pk=str(uuid4()), **HOUR)
    second = another()
    actions.accept(by=receiver, referral=second.pk)
    post(second, "rendez-vous", pk=str(uuid4()), **{**HOUR, "hour": "15:30"})
    assert "même heure" not in counter.get(AGENDA).content.decode().lower()
