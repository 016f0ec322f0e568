"""A report passed on: with her agreement, or on a ground of the law; and everything that is refused."""

from typing import Any
from uuid import uuid4

import pytest

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.casework.referrals import queries
from permanence.casework.referrals.actions.sending import AlreadyThere, NotFiled
from permanence.casework.referrals.models import Partner, Referral
from permanence.casework.reports.models import Report
from permanence.lib.errors import Forbidden, Invalid, NotFound
from permanence.live.models import Conversation
from permanence.territory.models import Unit
from tests.casework.referrals.conftest import Send, thread

WITHOUT = {"ground": "vital_danger", "reason": "Il l’attend armé.", "told": "Rien encore : il lit son téléphone."}


def test_it_goes_to_the_unit_with_her_agreement(send: Send, report: Report, officer: Officer, rennes: Unit) -> None:
    sent = send()
    assert (sent.state, sent.unit, sent.force, sent.sent_by) == ("sent", rennes, "PN", officer)
    assert [step.kind for step in sent.steps.all()] == ["send"]
    assert thread(report.conversation) == ["send"]
    entry = Entry.objects.get(act="send referral")
    assert entry.detail["ground"] == "agreement"
    assert entry.detail["unit"] == rennes.pk


def test_no_word_of_it_is_in_clear(send: Send) -> None:
    sent = send()
    assert b"Menaces" not in bytes(sent.body)
    assert "Menaces" not in str(Entry.objects.get(act="send referral").detail)


def test_the_same_id_again_is_the_same_referral(send: Send, report: Report) -> None:
    pk = uuid4()
    assert send(pk=pk) == send(pk=pk)
    assert Referral.objects.count() == 1
    assert thread(report.conversation) == ["send"]


def test_the_thread_says_neither_unit_nor_place(send: Send, report: Report, propose: Any) -> None:
    from permanence.live import journal

    propose(send())
    said = " ".join(one.text for one in journal.read(report.conversation))
    assert "Rennes" not in said
    assert "rue d’essai" not in said


def test_a_report_that_is_not_filed_stays(send: Send, report: Report) -> None:
    Report.objects.update(filed_at=None)
    with pytest.raises(NotFiled, match="enregistrez-le"):
        send()


@pytest.mark.parametrize("consent", ["", "refused", "withdrawn"])
def test_without_agreement_nor_ground_it_stays(send: Send, consent: str) -> None:
    Report.objects.update(consent=consent)
    with pytest.raises(Invalid) as refusal:
        send()
    assert "accord" in refusal.value.errors["ground"]
    assert not Referral.objects.exists()


def test_without_agreement_it_goes_on_a_ground_with_its_reason(send: Send, report: Report) -> None:
    Report.objects.update(consent="refused")
    sent = send(**WITHOUT, tells_now=False)
    shown = queries.view(sent)
    assert (shown["ground"], shown["reason"], shown["told"]) == tuple(WITHOUT.values())
    assert sent.told_at is None
    assert thread(report.conversation) == []
    assert Entry.objects.get(act="send referral").detail["ground"] == "vital_danger"


@pytest.mark.parametrize(("missing", "words"), [("reason", "impose"), ("told", "pourquoi rien")])
def test_a_ground_needs_a_reason_and_what_she_is_told(send: Send, missing: str, words: str) -> None:
    with pytest.raises(Invalid) as refusal:
        send(**WITHOUT | {missing: " "})
    assert words in refusal.value.errors[missing]


def test_an_unknown_ground_is_refused(send: Send) -> None:
    with pytest.raises(Invalid) as refusal:
        send(ground="because")
    assert "ground" in refusal.value.errors


def test_who_agrees_knows_that_it_leaves(send: Send) -> None:
    with pytest.raises(Invalid) as refusal:
        send(tells_now=False)
    assert "told" in refusal.value.errors


def test_it_goes_to_one_receiver(send: Send, partner: Partner, rennes: Unit) -> None:
    for to in ({"unit": None}, {"unit": rennes.pk, "partner": partner.pk}, {"unit": 999_999}):
        with pytest.raises(Invalid) as refusal:
            send(**to)
        assert "to" in refusal.value.errors


def test_a_second_open_one_to_the_same_unit_is_refused(send: Send, cesson: Unit) -> None:
    send()
    with pytest.raises(AlreadyThere, match="Rennes a déjà"):
        send()
    assert send(unit=cesson.pk).unit == cesson


def test_an_exercise_reaches_nobody_real(send: Send, cesson: Unit) -> None:
    Report.objects.update(is_exercise=True)
    with pytest.raises(Invalid, match="exercice"):
        send()
    sent = send(unit=cesson.pk)
    assert sent.is_exercise
    assert sent.due_at is None


def test_an_exercise_is_in_no_inbox(send: Send, cesson: Unit, other_receiver: Officer) -> None:
    Report.objects.update(is_exercise=True)
    send(unit=cesson.pk)
    assert queries.inbox(other_receiver) == []


def test_an_association_receives_nothing_without_agreement(send: Send, partner: Partner) -> None:
    with pytest.raises(Invalid, match="association"):
        send(partner=partner.pk, **WITHOUT)
    assert send(partner=partner.pk).partner == partner


def test_an_association_that_takes_no_minors_is_not_for_her(send: Send, partner: Partner) -> None:
    Partner.objects.update(takes_minors=False)
    Report.objects.update(victim_age="15_17")
    with pytest.raises(Invalid, match="mineurs"):
        send(partner=partner.pk)


def test_a_partner_that_was_withdrawn_is_no_more(send: Send, partner: Partner, report: Report) -> None:
    Partner.objects.update(withdrawn_at=report.opened_at)
    with pytest.raises(Invalid) as refusal:
        send(partner=partner.pk)
    assert "to" in refusal.value.errors


def test_too_many_words_are_refused_by_field(send: Send) -> None:
    with pytest.raises(Invalid) as refusal:
        send(summary="a" * 4001)
    assert "summary" in refusal.value.errors


def test_only_who_speaks_there_sends(send: Send, colleague: Officer, gendarme: Officer, receiver: Officer) -> None:
    with pytest.raises(Forbidden):
        send(by=colleague)
    for stranger in (gendarme, receiver):
        with pytest.raises(NotFound):
            send(by=stranger)


def test_a_supervisor_sends_in_their_stead(send: Send, supervisor: Officer) -> None:
    assert send(by=supervisor).sent_by == supervisor


def test_nothing_is_said_where_the_author_may_read(send: Send, held: Conversation) -> None:
    held.intake.author_may_read = True
    held.intake.save()
    send()
    assert thread(held) == []
    assert queries.of_visitor(held) == []
