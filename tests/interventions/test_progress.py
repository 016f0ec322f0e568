"""A centre acknowledges, dispatches, arrives, closes: in that order, with its timeline, and nothing else."""

from itertools import product
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.interventions import actions, queries, steps
from permanence.interventions.actions.progress import InOtherHands
from permanence.interventions.models import Step
from permanence.interventions.steps import Act, OutOfOrder, State
from permanence.lib.errors import Forbidden, Invalid, NotFound
from permanence.live.models import Conversation
from tests.conftest import MakeOfficer
from tests.interventions.conftest import NARBONNE, Ask, Centres, thread

pytestmark = pytest.mark.django_db
WAY = (Act.ACKNOWLEDGE, Act.DISPATCH, Act.ARRIVE)


def test_from_request_to_closure_every_step_is_timed_signed_and_said(
    held: Conversation, ask: Ask, operator: Officer
) -> None:
    intervention = ask()
    for act in WAY:
        actions.advance(by=operator, intervention=intervention.pk, act=act)
    actions.advance(by=operator, intervention=intervention.pk, act=Act.CLOSE, said="auteur interpellé")
    intervention.refresh_from_db()
    shown = queries.view(intervention)
    assert [step["kind"] for step in shown["timeline"]] == ["request", *WAY, "close"]
    assert shown["timeline"][-1]["text"] == "auteur interpellé"
    assert shown["timeline"][1]["by"] == {"name": "Major Luc"}
    assert shown["centre"]["name"] == "CIC 35"
    assert shown["next"] == ["reopen"]
    assert thread(held)[-4:] == ["alerted", "received", "dispatched", "on_scene"], "a closure is not said by itself"
    assert b"interpell" not in b"".join(bytes(step.body) for step in Step.objects.all())
    assert Entry.objects.filter(act="advance intervention").count() == 4


@pytest.mark.parametrize(("state", "act"), sorted(product(State, [act for act in Act if act != Act.REQUEST])))
def test_any_other_order_is_refused_with_what_can_be_done(ask: Ask, operator: Officer, state: State, act: Act) -> None:
    intervention = ask()
    intervention.state = state
    intervention.save()
    if act in steps.ways_from(state):
        actions.advance(by=operator, intervention=intervention.pk, act=act, said="parce que")
        return
    with pytest.raises(OutOfOrder, match="l’étape suivante peut être"):
        actions.advance(by=operator, intervention=intervention.pk, act=act, said="parce que")
    intervention.refresh_from_db()
    assert intervention.state == state
    assert intervention.steps.count() == 1


@given(st.lists(st.sampled_from([act for act in Act if act != Act.REQUEST]), max_size=12))
def test_whatever_is_pressed_nobody_arrives_before_somebody_left(acts: list[Act]) -> None:
    state, done = State.REQUESTED, []
    for act in acts:
        try:
            state = steps.after(state, act)
        except OutOfOrder:
            continue
        done.append(act)
        if act in (Act.REOPEN, Act.CANCEL):
            continue
        if act in (Act.DISPATCH, Act.ARRIVE, Act.CLOSE):
            order = [Act.ACKNOWLEDGE, Act.DISPATCH, Act.ARRIVE, Act.CLOSE]
            assert done[-2] == order[order.index(act) - 1]


def test_a_closure_needs_a_result_and_a_cancellation_a_reason(ask: Ask, operator: Officer) -> None:
    intervention = ask()
    with pytest.raises(Invalid) as refusal:
        actions.advance(by=operator, intervention=intervention.pk, act=Act.CANCEL, said="  ")
    assert "reason" in refusal.value.errors
    for act in WAY:
        actions.advance(by=operator, intervention=intervention.pk, act=act)
    with pytest.raises(Invalid) as refusal:
        actions.advance(by=operator, intervention=intervention.pk, act=Act.CLOSE)
    assert "result" in refusal.value.errors


def test_the_first_to_acknowledge_has_it_in_charge(ask: Ask, make_officer: MakeOfficer, centres: Centres) -> None:
    police = make_officer("cic11", "centre", "PN", centre=centres.police_11.pk)
    gendarmes = make_officer("corg11", "centre", "GN", centre=centres.gendarmerie_11.pk)
    intervention = ask(insee=NARBONNE)
    actions.advance(by=gendarmes, intervention=intervention.pk, act=Act.ACKNOWLEDGE)
    with pytest.raises(OutOfOrder):
        actions.advance(by=police, intervention=intervention.pk, act=Act.ACKNOWLEDGE)
    with pytest.raises(InOtherHands, match="CORG 11 a pris"):
        actions.advance(by=police, intervention=intervention.pk, act=Act.DISPATCH)
    actions.note(by=police, intervention=intervention.pk, text="une voiture passe à côté")
    assert queries.board(police)[0]["timeline"][-1]["text"] == "une voiture passe à côté"


def test_a_note_sent_again_after_a_lost_answer_is_the_same_note(ask: Ask, operator: Officer) -> None:
    intervention, pk = ask(), uuid4()
    for _ in range(2):
        found = actions.note(by=operator, intervention=intervention.pk, text="la rue est barrée", pk=pk)
    actions.note(by=operator, intervention=intervention.pk, text="la rue est barrée")
    kinds = [step["kind"] for step in queries.view(found)["timeline"]]
    assert kinds == ["request", "note", "note"], "the third one is another, although it says the same"


def test_she_denies_everything_comes_back_and_it_reopens_with_its_history(
    held: Conversation, ask: Ask, operator: Officer, officer: Officer
) -> None:
    intervention = ask()
    for act in WAY:
        actions.advance(by=operator, intervention=intervention.pk, act=act)
    actions.advance(by=operator, intervention=intervention.pk, act=Act.CLOSE, said="personne n’a ouvert")
    reopened = actions.advance(by=officer, intervention=intervention.pk, act=Act.REOPEN, said="elle est revenue")
    assert (reopened.state, reopened.centre_id, reopened.rung) == ("requested", None, 0)
    assert reopened.escalates_at is not None
    kinds = [step["kind"] for step in queries.view(reopened)["timeline"]]
    assert kinds == ["request", "acknowledge", "dispatch", "arrive", "close", "reopen"]
    assert thread(held)[-1] == "alerted"


def test_a_centre_that_was_not_told_does_not_know_it(ask: Ask, other_operator: Officer) -> None:
    intervention = ask()
    with pytest.raises(NotFound):
        actions.advance(by=other_operator, intervention=intervention.pk, act=Act.ACKNOWLEDGE)
    with pytest.raises(NotFound):
        actions.note(by=other_operator, intervention=intervention.pk, text="bonjour")
    assert queries.board(other_operator) == []
    assert Entry.objects.filter(outcome="refused", object_kind="intervention").count() == 2


def test_an_officer_does_not_play_the_centre_nor_the_centre_the_officer(
    held: Conversation, ask: Ask, officer: Officer, operator: Officer
) -> None:
    intervention = ask()
    with pytest.raises(Forbidden):
        actions.advance(by=officer, intervention=intervention.pk, act=Act.ACKNOWLEDGE)
    with pytest.raises(NotFound):
        actions.keep_sheet(by=operator, conversation=held.pk, fields={"dogs": True})


def test_a_note_needs_words_and_not_too_many(ask: Ask, operator: Officer) -> None:
    intervention = ask()
    for text in (" ", "x" * 2001):
        with pytest.raises(Invalid) as refusal:
            actions.note(by=operator, intervention=intervention.pk, text=text)
        assert "text" in refusal.value.errors
