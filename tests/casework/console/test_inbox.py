"""The inbox: the latest first, in words; what one must know before calling; what is over stands apart."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from permanence.accounts.models import Officer
from permanence.casework.assessment import actions as assessment
from permanence.casework.assessment import grids
from permanence.casework.referrals import actions, queries
from permanence.casework.referrals.models import Referral
from permanence.desk.models import Intake
from tests.casework.console.conftest import Case

pytestmark = pytest.mark.django_db


def inbox(browser: Client) -> str:
    return browser.get("/unite/").content.decode()


def test_a_new_case_says_what_is_awaited_and_until_when(counter: Client, case: Referral) -> None:
    page = inbox(counter)
    assert "Accepter ou refuser avant demain à 10 h" in page
    assert "1 dossier, 1 sans réponse" in page
    for words in (
        case.report.reference,
        "nouveau",
        "Danger non évalué",
        "Violences conjugales",
        "25 à 34 ans",
        "Rennes",
    ):
        assert words in page


def test_what_is_late_comes_first_in_words(
    counter: Client, case: Referral, another: Case, receiver: Officer, morning: time_machine.Traveller
) -> None:
    morning.shift(timedelta(days=1, hours=3))
    fresh = another()
    page = inbox(counter)
    assert "En retard de 3 h : accepter ou refuser" in page
    assert "2 dossiers, dont 1 en retard, 2 sans réponse" in page
    assert page.index(case.report.reference) < page.index(fresh.report.reference)


def test_more_than_a_page_holds_is_counted_and_turned(
    counter: Client,
    case: Referral,
    another: Case,
    monkeypatch: pytest.MonkeyPatch,
    receiver: Officer,
    morning: time_machine.Traveller,
) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    cases = [case]
    for _ in range(2):
        morning.shift(timedelta(minutes=1))
        cases.append(another())
    first, second = (counter.get(f"/unite/?page={number}").content.decode() for number in (1, 2))
    for page in (first, second):
        assert "3 dossiers, 3 sans réponse" in page
    shown = [[one.report.reference in page for one in cases] for page in (first, second)]
    assert shown == [[True, True, False], [False, False, True]]
    assert "Page 1 sur 2" in first
    for one in cases:
        actions.accept(by=receiver, referral=one.pk)
        actions.close(by=receiver, referral=one.pk, outcome="withdrawn")
    closed = counter.get("/unite/?etat=clos&page=2").content.decode()
    assert ("3 dossiers" in closed, "Page 2 sur 2" in closed, "?etat=clos&amp;page=1" in closed) == (True, True, True)
    assert "Aucun dossier n’attend" in inbox(counter)


def test_windows_are_red_when_not_now(counter: Client, case: Referral, morning: time_machine.Traveller) -> None:
    assert "Joignable maintenant" in inbox(counter)
    morning.shift(timedelta(hours=2))
    page = inbox(counter)
    assert "mark mark--danger" in page
    assert "Pas maintenant, prochain créneau demain à 9 h" in page


def test_without_a_window_nobody_calls(counter: Client, another: Case) -> None:
    another(content=dict.fromkeys(("windows.cd34.days", "windows.cd34.to")))
    assert "Aucun créneau sûr connu : ne pas l’appeler" in inbox(counter)


def test_the_danger_is_a_word(counter: Client, case: Referral, officer: Officer) -> None:
    every = {one.id: {"answer": "yes"} for one in grids.current().criteria}
    assessment.answer(by=officer, conversation=case.report_id, given=every)
    assert "Danger élevé" in inbox(counter)
    Intake.objects.filter(pk=case.report_id).update(level="immediate")
    assert "Danger immédiat" in inbox(counter)


def test_a_minor_is_marked(counter: Client, another: Case) -> None:
    another(content={"victim.age": "15_17"})
    page = inbox(counter)
    assert ">mineur<" in page
    assert "15 à 17 ans" in page


def test_what_is_closed_stands_apart_with_its_outcome(counter: Client, accepted: Referral, receiver: Officer) -> None:
    actions.close(by=receiver, referral=accepted.pk, outcome="complaint")
    assert "Aucun dossier n’attend votre unité" in inbox(counter)
    page = counter.get("/unite/?etat=clos").content.decode()
    assert (accepted.report.reference in page, "plainte" in page) == (True, True)


@pytest.mark.parametrize(("act", "said"), [("refuse", "refusée"), ("recall", "retirée par la brigade")])
def test_of_what_was_given_up_the_reference_remains(
    act: str, said: str, counter: Client, case: Referral, receiver: Officer, officer: Officer
) -> None:
    by = receiver if act == "refuse" else officer
    getattr(actions, act)(by=by, referral=case.pk, reason="hors ressort")
    page = counter.get("/unite/?etat=clos").content.decode()
    assert (case.report.reference in page, said in page) == (True, True)
    assert "hors ressort" not in page
    assert case.report.reference not in inbox(counter)


def test_no_name_and_no_number_stand_in_the_inbox(counter: Client, case: Referral) -> None:
    page = inbox(counter)
    assert "Personne des essais" not in page
    assert "00 00 00 00 00" not in page


def test_many_cases_ask_few_questions(
    counter: Client, another: Case, django_assert_max_num_queries: object, officer: Officer
) -> None:
    Officer.objects.filter(pk=officer.pk).update(capacity=20)
    for _ in range(4):
        another()
    with django_assert_max_num_queries(22):  # type: ignore[operator]
        inbox(counter)


def test_an_empty_inbox_says_so(counter: Client) -> None:
    page = inbox(counter)
    assert "0 dossier" in page
    assert "Aucun dossier n’attend votre unité" in page
