"""A case as one readable page: what must be known first; nobody appears who did not agree; an opening leaves a row."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.casework.referrals import actions
from permanence.casework.referrals.models import Referral
from permanence.casework.reports import actions as reports
from permanence.desk.craft import actions as craft
from permanence.desk.models import Intake
from permanence.territory import actions as territory
from permanence.territory.models import Department
from tests.casework.console.conftest import Case, page_of

pytestmark = pytest.mark.django_db


def test_the_account_is_readable_and_the_summary_stands_first(counter: Client, case: Referral) -> None:
    page = page_of(counter, case)
    for words in (
        "Elle peut venir le matin.",
        "Menaces depuis la séparation.",
        "Personne des essais",
        "C’est le garage",
    ):
        assert words in page
    assert page.index("À savoir d’abord") < page.index("Menaces depuis la séparation.")


def test_a_witness_appears_only_where_they_agreed(counter: Client, case: Referral, officer: Officer) -> None:
    assert "Témoin des essais" not in page_of(counter, case)
    reports.keep(by=officer, conversation=case.report_id, given={"witness.consent": "given"})
    assert "Témoin des essais" in page_of(counter, case)


def test_an_agreement_taken_back_stands_first_and_in_the_inbox(
    counter: Client, case: Referral, officer: Officer
) -> None:
    assert "a retiré son accord" not in page_of(counter, case)
    reports.keep(by=officer, conversation=case.report_id, given={"consent.transmission": "withdrawn"})
    assert "La personne a retiré son accord." in page_of(counter, case)
    assert "accord retiré" in counter.get("/unite/").content.decode()


def test_the_desks_own_notes_and_the_check_word_are_not_the_units(
    counter: Client, case: Referral, officer: Officer
) -> None:
    craft.add_note(by=officer, conversation=case.report_id, note=uuid4(), text="note interne des essais")
    assert "note interne des essais" not in page_of(counter, case)


def test_windows_are_red_when_not_now_and_the_next_one_is_said(
    counter: Client, case: Referral, morning: time_machine.Traveller
) -> None:
    assert "window window--open" in page_of(counter, case)
    morning.shift(timedelta(hours=2))
    page = page_of(counter, case)
    assert "window--open" not in page
    assert ">pas maintenant<" in page
    assert "prochain créneau demain à 9 h" in page


def test_for_a_minor_nothing_goes_to_the_parents(counter: Client, another: Case) -> None:
    page = page_of(counter, another(content={"victim.age": "15_17"}))
    assert "La personne est mineure." in page
    assert "Ni appel, ni courrier, ni message aux parents" in page
    assert "119" in page


def test_that_the_author_may_read_is_said(counter: Client, case: Referral) -> None:
    Intake.objects.filter(pk=case.report_id).update(author_may_read=True)
    assert "L’auteur lit peut-être la conversation" in page_of(counter, case)


def test_an_opening_leaves_one_row_however_often_the_page_is_shown(
    counter: Client, case: Referral, receiver: Officer, morning: time_machine.Traveller
) -> None:
    readings = Entry.objects.filter(actor=receiver.actor, act="see referral", outcome=Entry.Outcome.READ)
    page_of(counter, case)
    page_of(counter, case)
    assert readings.count() == 1
    assert readings.get().object_id == str(case.pk)
    morning.shift(timedelta(minutes=31))
    page_of(counter, case)
    assert readings.count() == 2


def test_notes_and_reasons_are_in_the_timeline(counter: Client, accepted: Referral, receiver: Officer) -> None:
    actions.note(by=receiver, referral=accepted.pk, text="une note <b>entre</b> nous")
    page = page_of(counter, accepted)
    assert "une note &lt;b&gt;entre&lt;/b&gt; nous" in page
    assert page.index("transmise") < page.index("acceptée")


def test_hours_are_on_the_clock_of_the_units_department(counter: Client, case: Referral) -> None:
    with territory.changing():
        Department.objects.filter(pk="35").update(time_zone="Indian/Reunion")
    assert "10/03/2026 13:00" in page_of(counter, case)
    assert "heure de La Réunion" in counter.get("/unite/").content.decode()


def test_the_page_runs_no_script_and_has_no_inline_style(counter: Client, accepted: Referral) -> None:
    answer = counter.get(f"/unite/dossiers/{accepted.pk}/")
    page = answer.content.decode()
    assert " style=" not in page
    assert page.count("<script") == 1  # light or dark, before the first paint
    assert "media-src 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
