"""Cases are found by what may be looked for, by those who may, a page at a time."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.casework.assessment import actions as danger
from permanence.casework.referrals.models import Referral
from permanence.casework.reports import actions as reports
from permanence.casework.reports.models import Report
from permanence.casework.search import queries
from permanence.casework.search.criteria import Criteria
from permanence.desk import actions as desk
from permanence.desk import guests
from permanence.desk.models import Intake
from tests.casework.search.conftest import HERS, Case

pytestmark = pytest.mark.django_db
FACT = {"facts.aa11.category": "sexual"}


def found(officer: Officer, **asked: Any) -> list[str]:
    return [one.reference for one in queries.find(officer, Criteria(**asked)).reports]


def test_by_its_reference(case: Case, officer: Officer) -> None:
    first, _ = case(), case()
    assert found(officer, reference=first.reference) == [first.reference]
    assert found(officer, reference="PN-2026-999999") == []


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", "essai  JEANNE"),
        ("telephone", "+33 6 00 00 00 01"),
        ("telephone", "06.00.00.00.01"),
        ("mail", " jeanne@essai.EXAMPLE"),
    ],
)
def test_a_person_is_found_by_exactly_what_she_gave(case: Case, officer: Officer, field: str, typed: str) -> None:
    hers, _ = case(**HERS), case(**{"victim.name": "Anne Autre"})
    assert found(officer, **{field: typed}) == [hers.reference]


@pytest.mark.parametrize(
    ("field", "typed"), [("name", "Jeanne"), ("telephone", "06"), ("mail", "jeanne"), ("name", "%")]
)
def test_and_by_nothing_less(case: Case, officer: Officer, field: str, typed: str) -> None:
    case(**HERS)
    assert found(officer, **{field: typed}) == []


def test_by_its_state_its_referral_and_its_outcome(
    case: Case, officer: Officer, refer: Callable[..., Referral]
) -> None:
    draft, filed, sent, over = case(), case(filed=True), case(filed=True), case(filed=True)
    refer(sent, state="accepted")
    refer(over, state="closed", outcome="complaint")
    assert found(officer, state="draft") == [draft.reference]
    assert set(found(officer, state="filed")) == {one.reference for one in (filed, sent, over)}
    assert found(officer, state="referral:accepted") == [sent.reference]
    assert found(officer, state="outcome:complaint") == [over.reference]
    assert found(officer, state="outcome:not_come") == []


def test_by_a_part_of_the_units_name(case: Case, officer: Officer, refer: Callable[..., Referral]) -> None:
    sent, _ = case(), case()
    refer(sent)
    assert found(officer, unit="police de renn") == [sent.reference]
    assert found(officer, unit="nulle part") == []


def test_by_violence_and_danger(case: Case, officer: Officer) -> None:
    first, second = case(**FACT), case()
    yes = {"answer": "yes"}
    danger.answer(by=officer, conversation=second.pk, given={"firearms": yes, "separation": yes})
    danger.answer(by=officer, conversation=first.pk, given={"firearms": yes})
    assert found(officer, category="sexual", mine=True) == [first.reference]
    assert found(officer, danger=True) == [second.reference]


def test_by_days_of_paris(case: Case, officer: Officer, clock: time_machine.Traveller) -> None:
    clock.move_to(datetime(2026, 7, 14, 21, 30, tzinfo=UTC))
    before = case()
    clock.move_to(datetime(2026, 7, 14, 22, 30, tzinfo=UTC))
    after = case()
    assert found(officer, opened_until="2026-07-14") == [before.reference]
    assert found(officer, opened_from="2026-07-15") == [after.reference]
    assert len(found(officer, opened_from="2026-07-14", opened_until="2026-07-15")) == 2


def test_an_officer_finds_what_they_hold_held_last_filed_or_are_a_guest_in(
    case: Case, officer: Officer, colleague: Officer, supervisor: Officer
) -> None:
    mine, theirs = case(), case(by=colleague)
    assert found(officer) == [mine.reference]
    assert found(colleague) == [theirs.reference]
    desk.end(by=officer, conversation=mine.pk)
    assert found(officer) == [mine.reference], "held last"
    Intake.objects.filter(pk=mine.pk).update(officer=colleague)
    assert found(officer) == []
    Report.objects.filter(pk=mine.pk).update(filed_at=timezone.now(), filed_by=officer)
    assert found(officer) == [mine.reference], "filed"
    assert set(found(supervisor)) == {mine.reference, theirs.reference}


def test_a_guest_finds_it_as_long_as_they_are_one(case: Case, colleague: Officer, officer: Officer) -> None:
    mine = case()
    colleague.seen_at, colleague.presence = timezone.now(), "available"
    colleague.save()
    guests.accept(by=colleague, invitation=guests.invite(by=officer, conversation=mine.pk, to=colleague.pk).pk)
    assert found(colleague) == [mine.reference]
    guests.leave(by=colleague, conversation=mine.pk)
    assert found(colleague) == []


def test_a_supervisor_finds_those_of_their_force(
    case: Case, gendarme: Officer, supervisor: Officer, other_supervisor: Officer
) -> None:
    police, theirs = case(), case(by=gendarme, postal_code="35510")
    assert found(supervisor) == [police.reference]
    assert found(other_supervisor) == [theirs.reference]
    assert found(supervisor, mine=True) == []
    supervisor.force = ""
    assert len(found(supervisor)) == 2


def test_of_a_conversation_that_went_to_the_other_force_its_supervisor_finds_it(
    case: Case, officer: Officer, supervisor: Officer, other_supervisor: Officer
) -> None:
    moved = case()
    Intake.objects.filter(pk=moved.pk).update(force="GN")
    assert found(supervisor) == [], "its page would refuse it"
    assert found(supervisor, reference=moved.reference) == []
    assert found(other_supervisor, reference=moved.reference) == [moved.reference], "at once, by its reference"
    reports.keep(by=officer, conversation=moved.pk, given={"summary": "d’autres faits"})
    assert found(other_supervisor) == [moved.reference], "in every list, from the next thing kept"


def test_exercises_are_for_those_in_training(case: Case, officer: Officer, supervisor: Officer) -> None:
    mine = case()
    Intake.objects.filter(pk=mine.pk).update(exercise="apart")
    assert found(officer) == []
    assert found(supervisor) == [mine.reference]
    officer.in_training = True
    assert found(officer) == [mine.reference]


def test_the_last_changed_comes_first_and_pages_follow_without_hole_or_repeat(
    case: Case, supervisor: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    every = [case() for _ in range(5)]
    now = timezone.now()
    for number, one in enumerate(every):
        Report.objects.filter(pk=one.pk).update(edited_at=now - timedelta(hours=number // 2))
    seen, cursor = [], ""
    while True:
        page = queries.find(supervisor, Criteria(), cursor=cursor)
        assert page.count == 5
        seen += [one.reference for one in page.reports]
        cursor = page.following
        if not cursor:
            break
    assert len(seen) == len(set(seen)) == 5
    assert set(seen[:2]) == {every[0].reference, every[1].reference}


@pytest.mark.parametrize(
    "cursor", ["nothing", "2026-01-01 x", "2026-01-01T00:00:00 6f1d1df4-93cf-4b0c-8a57-0a0c8f4b6b0e"]
)
def test_a_cursor_that_is_none_begins_anew(case: Case, officer: Officer, cursor: str) -> None:
    case()
    assert len(queries.find(officer, Criteria(), cursor=cursor).reports) == 1


def test_how_many_is_said_up_to_a_thousand() -> None:
    said = [queries.Found([], count, "").words for count in (0, 1, 3, 1_000, 1_001)]
    assert said == ["aucun dossier", "1 dossier", "3 dossiers", "1000 dossiers", "plus de 1 000 dossiers"]
