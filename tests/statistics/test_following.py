"""Whatever happens to a conversation, the figures follow: after each act, the cells say what the rows say."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from permanence.accounts.models import Officer, Role
from permanence.audit import chain
from permanence.casework.referrals import actions as referrals
from permanence.casework.referrals.actions.appointments import Hour
from permanence.casework.reports import actions as reports
from permanence.desk import actions as desk
from permanence.desk import opening
from permanence.interventions import actions as interventions
from permanence.interventions.steps import Act as Way
from permanence.live import actions as live
from permanence.live import journal
from permanence.live.batch import Draft
from permanence.live.models import Conversation, Sender
from permanence.statistics import following, keeping, queries, recount
from permanence.statistics.queries import Question
from permanence.territory.models import OperationsCentre
from tests.conftest import MakeOfficer
from tests.desk.conftest import Arrive

pytestmark = pytest.mark.django_db
YEAR = Question(date(2026, 1, 1), date(2026, 12, 31))
REPORT = {
    "reporter": "victim",
    "facts.ab12.category": "conjugal",
    "facts.ab12.kinds": ["physical"],
    "victim.sex": "female",
    "victim.age": "25_34",
}


def swept() -> queries.Vector:
    """The year's figures after a sweep, checked against the rows."""
    chain.seal_new()
    keeping.sweep()
    assert not following.pending()
    assert recount.check(afresh=True) == []
    return queries.vector(YEAR)


def test_a_conversation_is_counted_as_it_goes_on(clock: None, arrive: Arrive, officer: Officer) -> None:
    conversation = arrive("35000", categories=("conjugal",))
    assert swept()["conversation"] == 1
    journal.append(Draft(conversation.pk, Sender.VISITOR, "bonjour"))
    assert swept()["genuine"] == 1
    desk.claim(by=officer, conversation=conversation.pk)
    assert swept()["answered"] == 0
    journal.append(Draft(conversation.pk, Sender.OFFICER, "bonjour", officer=officer.pk))
    told = swept()
    assert (told["answered"], told["answered|category|conjugal"], told["wait|0"]) == (1, 1, 1)
    desk.end(by=officer, conversation=conversation.pk)
    assert swept()["length|0"] == 1
    opening.resume(live.return_code(conversation), client="")
    assert swept()["length|0"] == 0


def test_a_report_counts_once_it_is_filed(clock: None, held: Conversation, officer: Officer) -> None:
    reports.keep(by=officer, conversation=held.pk, given=REPORT)
    assert swept()["report"] == 0
    reports.file(by=officer, conversation=held.pk)
    told = swept()
    assert told["report|kind|physical"] == 1
    assert queries.vector(Question(YEAR.from_on, YEAR.to_on, "PN", "35", "couple_women"))["report"] == 1
    reports.keep(by=officer, conversation=held.pk, given={"victim.sex": "male"})
    assert queries.vector(Question(YEAR.from_on, YEAR.to_on, "PN", "35", "couple_women"))["report"] == 1
    swept()
    assert queries.vector(Question(YEAR.from_on, YEAR.to_on, "PN", "35", "couple_women"))["report"] == 0
    desk.mark(by=officer, conversation=held.pk, kind="duplicate", reason="deux fois la même")
    told = swept()
    assert (told["report"], told["conversation"], told["set_aside|mark|duplicate"]) == (0, 0, 1)
    desk.mark(by=officer, conversation=held.pk, kind="genuine", reason="une erreur")
    assert swept()["report"] == 1


def test_an_intervention_counts_with_its_steps(
    clock: time_machine.Traveller, held: Conversation, officer: Officer, make_officer: MakeOfficer
) -> None:
    centre = OperationsCentre.objects.get_or_create(force="PN", department_id="35", defaults={"name": "CIC 35"})[0]
    operator = make_officer("cic", Role.CENTRE, "PN", centre=centre.pk)
    fields = {"insee": "35238", "address": "une adresse"}
    asked = interventions.request(by=officer, conversation=held.pk, pk=uuid4(), fields=fields)[0]
    told = swept()
    assert (told["intervention|department|35"], told["emergency"], told["acknowledged"]) == (1, 1, 0)
    for way, measure in ((Way.ACKNOWLEDGE, "acknowledged"), (Way.DISPATCH, "dispatched"), (Way.ARRIVE, "arrived")):
        clock.shift(90)
        interventions.advance(by=operator, intervention=asked.pk, act=way)
        assert swept()[measure] == 1
    told = swept()
    assert (told["acknowledge|90"], told["dispatch|180"], told["arrive|270"]) == (1, 1, 1)


def test_what_comes_of_a_referral_counts_until_it_is_reopened(
    clock: time_machine.Traveller, held: Conversation, officer: Officer, receiver: Officer, other_receiver: Officer
) -> None:
    reports.keep(by=officer, conversation=held.pk, given={**REPORT, "consent.transmission": "given"})
    reports.file(by=officer, conversation=held.pk)
    given = referrals.Sending(unit=receiver.unit, ground="agreement")
    sent = referrals.send(by=officer, conversation=held.pk, pk=uuid4(), given=given)[0]
    assert swept()["referral|to|unit"] == 1
    referrals.forward(by=receiver, referral=sent.pk, unit=other_receiver.unit, reason="elle habite là-bas")
    assert swept()["referral"] == 1
    clock.shift(3600)
    referrals.accept(by=other_receiver, referral=sent.pk)
    assert swept()["funnel|accepted"] == 1
    hour = Hour(timezone.now() + timedelta(days=1), 60, {})
    coming = referrals.propose(by=other_receiver, referral=sent.pk, pk=uuid4(), hour=hour)[0]
    told = swept()
    assert (told["appointment"], told["funnel|appointment"], told["funnel|received"]) == (1, 1, 0)
    referrals.confirm(by=other_receiver, appointment=coming.pk, revision=coming.revision)
    clock.shift(100_000)
    referrals.close(by=other_receiver, referral=sent.pk, outcome="complaint")
    told = swept()
    assert (told["complaint"], told["outcome|outcome|complaint"], told["funnel|received"]) == (1, 1, 1)
    referrals.reopen(by=officer, referral=sent.pk, reason="elle a changé d’avis")
    told = swept()
    assert (told["complaint"], told["outcome"], told["referral"]) == (0, 0, 1)


def test_who_leaves_unanswered_has_given_up_until_they_are_back(
    clock: time_machine.Traveller, arrive: Arrive, gendarme: Officer
) -> None:
    conversation = arrive("35000")
    live.leave(conversation, "quick_exit")
    assert swept()["abandoned"] == 1
    clock.shift(90)
    conversation.refresh_from_db()
    live.seen(conversation)
    assert swept()["abandoned"] == 0
    opening.end(conversation)
    assert swept()["abandoned"] == 1


def test_the_figures_of_a_force_follow_its_correction(clock: None, held: Conversation, officer: Officer) -> None:
    swept()
    desk.correct_force(by=officer, conversation=held.pk, force="GN", reason="elle habite Cesson", insee="35051")
    swept()
    police, gendarmerie = (queries.vector(Question(YEAR.from_on, YEAR.to_on, force)) for force in ("PN", "GN"))
    assert (police["conversation"], gendarmerie["conversation"]) == (0, 1)
