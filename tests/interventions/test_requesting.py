"""An officer fills a sheet and asks for a patrol: one alarm, at the centres of the place of danger."""

from typing import Any
from uuid import uuid4

import pytest

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.desk import actions as desk
from permanence.desk.models import Intake
from permanence.desk.vocabulary import Exercise, Level
from permanence.interventions import actions, queries
from permanence.interventions.actions.requesting import AlreadyRequested, sheet_of
from permanence.interventions.models import Draft, Intervention, Step
from permanence.interventions.sheet import QUESTIONS
from permanence.lib.errors import Invalid, NotFound
from permanence.live.models import Conversation
from tests.desk.conftest import Arrive
from tests.interventions.conftest import CESSON, NARBONNE, RENNES, Ask, Centres, thread

pytestmark = pytest.mark.django_db


def told(intervention: Intervention) -> list[str]:
    return list(intervention.alerts.order_by("pk").values_list("centre__name", flat=True))


def test_the_centre_of_the_place_of_danger_is_told_not_that_of_the_postal_code(ask: Ask) -> None:
    intervention = ask(insee=CESSON)
    assert told(intervention) == ["CORG 35"]
    assert (intervention.state, intervention.insee, intervention.department) == ("requested", CESSON, "35")


def test_a_shared_commune_tells_both_forces(ask: Ask) -> None:
    intervention = ask(insee=NARBONNE)
    assert told(intervention) == ["CIC 11", "CORG 11"], "her own force's first"
    assert set(intervention.alerts.values_list("why", flat=True)) == {"shared"}


def test_without_a_place_the_department_of_entry_is_told(ask: Ask) -> None:
    intervention = ask(no_place_reason="elle ne sait pas où elle est")
    assert told(intervention) == ["CIC 35"]
    assert intervention.alerts.get().why == "entry"


def test_an_officer_chooses_other_centres(held: Conversation, officer: Officer, centres: Centres) -> None:
    intervention, _ = actions.request(
        by=officer, conversation=held.pk, pk=uuid4(), fields={"insee": RENNES}, chosen=[centres.gendarmerie_11.pk]
    )
    assert told(intervention) == ["CORG 11"]
    assert intervention.alerts.get().why == "chosen"
    with pytest.raises(Invalid, match="n’existe pas"):
        actions.request(by=officer, conversation=_other(held), pk=uuid4(), fields={"insee": RENNES}, chosen=[99_999])


def _other(held: Conversation) -> Any:
    Intervention.objects.all().delete()
    return held.pk


def test_neither_a_place_nor_a_reason_is_refused_and_the_sheet_is_kept(held: Conversation, officer: Officer) -> None:
    actions.keep_sheet(by=officer, conversation=held.pk, fields={"weapon": "un couteau"})
    with pytest.raises(Invalid) as refusal:
        actions.request(by=officer, conversation=held.pk, pk=uuid4(), fields={})
    assert "no_place_reason" in refusal.value.errors
    assert sheet_of(held) == {"weapon": "un couteau"}
    assert not Intervention.objects.exists()


def test_the_same_id_again_is_the_same_intervention_and_one_alarm(held: Conversation, officer: Officer) -> None:
    pk = uuid4()
    first, is_new = actions.request(by=officer, conversation=held.pk, pk=pk, fields={"insee": RENNES})
    again, is_new_again = actions.request(by=officer, conversation=held.pk, pk=pk, fields={"insee": CESSON})
    assert (first.pk, is_new, again.pk, is_new_again) == (pk, True, pk, False)
    assert told(again) == ["CIC 35"]
    assert Step.objects.filter(kind="request").count() == 1


def test_an_id_of_another_conversation_is_refused(
    held: Conversation, ask: Ask, officer: Officer, arrive: Arrive
) -> None:
    intervention, other = ask(), arrive()
    desk.claim(by=officer, conversation=other.pk)
    with pytest.raises(Invalid, match="déjà pris"):
        actions.request(by=officer, conversation=other.pk, pk=intervention.pk, fields={"insee": RENNES})


def test_a_second_one_is_refused_while_one_is_under_way(ask: Ask) -> None:
    ask()
    with pytest.raises(AlreadyRequested):
        ask()


def test_whoever_needs_a_patrol_is_in_immediate_danger(arrive: Arrive, officer: Officer, centres: Centres) -> None:
    conversation = arrive("35000")
    desk.claim(by=officer, conversation=conversation.pk)
    actions.request(by=officer, conversation=conversation.pk, pk=uuid4(), fields={"insee": RENNES})
    assert Intake.objects.get(pk=conversation.pk).level == Level.IMMEDIATE
    assert Entry.objects.filter(act="correct level", object_id=str(conversation.pk)).exists()


def test_she_is_told_unless_the_author_may_be_reading(held: Conversation, ask: Ask) -> None:
    ask()
    assert thread(held)[-1] == "alerted"
    Intervention.objects.all().delete()
    Intake.objects.filter(pk=held.pk).update(author_may_read=True)
    ask()
    assert thread(held).count("alerted") == 1


def test_only_who_holds_the_conversation_or_supervises_it_asks(
    held: Conversation, colleague: Officer, gendarme: Officer, supervisor: Officer
) -> None:
    for stranger in (colleague, gendarme):
        with pytest.raises(NotFound) if stranger is gendarme else pytest.raises(Exception, match="ne permet pas"):
            actions.request(by=stranger, conversation=held.pk, pk=uuid4(), fields={"insee": RENNES})
    actions.request(by=supervisor, conversation=held.pk, pk=uuid4(), fields={"insee": RENNES})


def test_the_sheet_is_kept_field_by_field_and_nothing_of_it_lies_in_the_clear(
    held: Conversation, officer: Officer
) -> None:
    actions.keep_sheet(by=officer, conversation=held.pk, fields={"address": "12 rue du Secret", "dogs": True})
    draft = actions.keep_sheet(by=officer, conversation=held.pk, fields={"dogs": False, "children": 2})
    assert sheet_of(held) == {"address": "12 rue du Secret", "dogs": False, "children": 2}
    assert draft.version == 2
    assert b"Secret" not in bytes(Draft.objects.get().body)
    actions.keep_sheet(by=officer, conversation=held.pk, fields={"address": "", "dogs": None})
    assert sheet_of(held) == {"children": 2}
    rows = Entry.objects.filter(act="keep sheet").order_by("pk")
    assert next(row.detail["fields"] for row in rows) == ["address", "dogs"]
    assert "Secret" not in str([row.detail for row in rows])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("latitude", 91),
        ("latitude", True),
        ("longitude", float("nan")),
        ("address", "x" * 501),
        ("address", True),
        ("address", "a\x00b"),
        ("weapon", ["couteau"]),
        ("insee", "99999"),
        ("unknown", "x"),
    ],
)
def test_what_cannot_be_taken_is_named_and_changes_nothing(
    held: Conversation, officer: Officer, field: str, value: object
) -> None:
    with pytest.raises(Invalid) as refusal:
        actions.keep_sheet(by=officer, conversation=held.pk, fields={field: value})
    assert field in refusal.value.errors
    assert sheet_of(held) == {}


def test_a_question_takes_yes_no_a_number_or_words(held: Conversation, officer: Officer) -> None:
    for answer in (True, False, 3, "peut-être"):
        actions.keep_sheet(by=officer, conversation=held.pk, fields=dict.fromkeys(QUESTIONS, answer))
        assert sheet_of(held) == dict.fromkeys(QUESTIONS, answer)


def test_what_is_under_way_follows_the_sheet_and_another_commune_tells_its_centres_too(
    held: Conversation, ask: Ask, officer: Officer
) -> None:
    intervention = ask()
    actions.keep_sheet(by=officer, conversation=held.pk, fields={"insee": CESSON, "weapon": "une hache"})
    intervention.refresh_from_db()
    assert told(intervention) == ["CIC 35", "CORG 35"]
    shown = queries.view(intervention)
    assert shown["sheet"] == {"insee": CESSON, "address": "une adresse", "weapon": "une hache"}
    assert shown["timeline"][-1]["fields"] == ["insee", "weapon"]


def test_an_exercise_is_one_and_rings_no_real_centre(held: Conversation, ask: Ask, operator: Officer) -> None:
    Intake.objects.filter(pk=held.pk).update(exercise=Exercise.AMONG)
    assert ask().is_exercise
    assert queries.board(operator) == []
    operator.in_training = True
    operator.save()
    assert len(queries.board(operator)) == 1
