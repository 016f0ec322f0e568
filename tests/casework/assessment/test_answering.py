"""An officer answers the grid while talking: kept as it is given, scored anew, with what it came to before."""

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from pytest_django import Settings

from config.grid import EMBEDDED
from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.casework import told
from permanence.casework.assessment import actions, grids, queries
from permanence.casework.assessment.grid import read
from permanence.casework.assessment.models import Assessment, Score
from permanence.desk import actions as desk
from permanence.desk.craft.actions import notes
from permanence.desk.models import Intake
from permanence.interventions.models import Intervention
from permanence.lib.errors import Invalid
from permanence.live.models import Conversation
from permanence.vault.actions import destroy_key

pytestmark = pytest.mark.django_db
YES, NO, UNKNOWN = {"answer": "yes"}, {"answer": "no"}, {"answer": "unknown"}
Answer = Callable[..., Assessment | None]


@pytest.fixture
def answer(held: Conversation, officer: Officer) -> Answer:
    """`answer(firearms=YES)`: her officer answers."""

    def answering(**given: Any) -> Assessment | None:
        return actions.answer(by=officer, conversation=held.pk, given=given)

    return answering


def shown(conversation: Conversation) -> dict[str, Any]:
    found = queries.view(conversation.pk)
    assert found
    return found


def test_an_answer_is_kept_and_the_others_stay(answer: Answer, held: Conversation) -> None:
    assert queries.view(held.pk) is None
    answer(firearms=YES)
    answer(injured=NO, isolated=UNKNOWN)
    assert shown(held)["answers"] == {"firearms": YES, "injured": NO, "isolated": UNKNOWN}
    score = shown(held)["score"]
    assert (score["yes"], score["red"], score["no"], score["unknown"]) == (1, 1, 1, 21)
    assert (score["possible_yes"], score["is_danger"], score["may_become"]) == (22, False, True)


def test_the_second_red_row_makes_it_danger_and_nothing_follows_by_itself(answer: Answer, held: Conversation) -> None:
    level = Intake.objects.get(pk=held.pk).level
    answer(firearms=YES)
    answer(death_threats={"answer": "yes", "seq": 3})
    found = Assessment.objects.get()
    assert (found.is_danger, found.yes, found.red, found.unknown) == (True, 2, 2, 21)
    assert Intake.objects.get(pk=held.pk).level == level
    assert not Intervention.objects.exists()


def test_an_answer_taken_away_is_unknown_again(answer: Answer, held: Conversation) -> None:
    answer(firearms=YES, separation=YES)
    answer(firearms=None)
    assert shown(held)["answers"] == {"separation": YES}
    assert not Assessment.objects.get().is_danger


def test_an_answer_is_tied_to_the_message_or_the_note_that_supports_it(
    answer: Answer, held: Conversation, officer: Officer
) -> None:
    notes.add_note(by=officer, conversation=held.pk, note=uuid4(), text="sa sœur l’a vu avec un fusil")
    answer(death_threats={"answer": "yes", "seq": 3}, firearms={"answer": "yes", "note": 1})
    assert shown(held)["answers"]["death_threats"] == {"answer": "yes", "seq": 3}
    assert shown(held)["answers"]["firearms"] == {"answer": "yes", "note": 1}


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("nowhere", YES, "pas dans la grille"),
        ("firearms", {"answer": "peut-être"}, "oui, non ou inconnu"),
        ("firearms", {}, "oui, non ou inconnu"),
        ("firearms", "yes", "oui, non ou inconnu"),
        ("firearms", {"answer": ["yes"]}, "oui, non ou inconnu"),
        ("firearms", {"answer": "yes", "seq": 99}, "message n’existe pas"),
        ("firearms", {"answer": "yes", "seq": 0}, "message n’existe pas"),
        ("firearms", {"answer": "yes", "seq": True}, "message n’existe pas"),
        ("firearms", {"answer": "yes", "seq": "1"}, "message n’existe pas"),
        ("firearms", {"answer": "yes", "note": 1}, "note n’existe pas"),
    ],
)
def test_what_cannot_be_taken_is_named_and_changes_nothing(answer: Answer, name: str, value: Any, words: str) -> None:
    with pytest.raises(Invalid) as refusal:
        answer(**{name: value, "injured": YES})
    assert words in refusal.value.errors[name]
    assert not Assessment.objects.exists()


def test_the_same_answers_again_change_nothing(answer: Answer) -> None:
    answer(firearms=YES)
    before = Assessment.objects.get().version
    answer(firearms=YES)
    assert Assessment.objects.get().version == before == Score.objects.count()


def test_giving_nothing_begins_nothing(answer: Answer) -> None:
    assert answer() is None
    assert not Assessment.objects.exists()


def test_every_score_says_who_when_and_from_what_to_what(
    clock: time_machine.Traveller, answer: Answer, held: Conversation, officer: Officer, guest: Officer
) -> None:
    answer(firearms=YES)
    clock.shift(60)
    actions.answer(by=guest, conversation=held.pk, given={"separation": YES, "firearms": {**YES, "seq": 2}})
    last, first = queries.history(held)
    assert (first["by"]["id"], last["by"]["id"]) == (officer.pk, guest.pk)
    assert (first["before"], last["before"]) == (None, {"yes": 1, "red": 1, "is_danger": False})
    assert (last["yes"], last["red"], last["is_danger"]) == (2, 2, True)
    assert last["at"] > first["at"]
    assert last["changes"] == {"separation": [None, YES], "firearms": [YES, {**YES, "seq": 2}]}


def test_an_assessment_is_completed_after_the_end_too(answer: Answer, held: Conversation, officer: Officer) -> None:
    desk.end(by=officer, conversation=held.pk)
    answer(firearms=YES)
    assert shown(held)["score"]["red"] == 1


def test_no_answer_lies_in_the_clear_nor_in_the_journal(answer: Answer, officer: Officer) -> None:
    answer(death_threats={"answer": "yes", "seq": 3})
    stored = bytes(Assessment.objects.get().body) + bytes(Score.objects.get().body)
    assert b"death" not in stored
    entry = Entry.objects.get(act="assess danger")
    assert entry.detail["criteria"] == ["death_threats"]
    assert (entry.actor, entry.detail["yes"], entry.detail["danger"]) == (officer.actor, 1, [False, False])


def test_whoever_reads_along_is_told_live(answer: Answer, held: Conversation, supervisor: Officer) -> None:
    assert told.frames(supervisor, held) == []
    answer(firearms=YES, separation=YES)
    (frame,) = told.frames(supervisor, held)
    assert (frame["type"], frame["conversation"], frame["version"]) == ("assessment", str(held.pk), 1)
    assert frame["score"]["is_danger"]
    assert "grid" not in frame, "its questions are asked for once"


@pytest.fixture
def replaced(settings: Settings) -> str:
    """The operator's own grid: one question less, one more; its key."""
    data = copy.deepcopy(json.loads(EMBEDDED.read_text(encoding="utf-8")))
    data["id"] = "2"
    data["criteria"][0] = {**data["criteria"][0], "id": "wounded"}
    grid = read(data)
    settings.PERMANENCE = replace(settings.PERMANENCE, danger_grid=grid)
    return grid.key


def test_what_was_begun_keeps_its_own_grid(answer: Answer, held: Conversation, request: pytest.FixtureRequest) -> None:
    answer(injured=YES)
    key = request.getfixturevalue("replaced")
    grids._kept.cache_clear()
    answer(firearms=YES)
    found = shown(held)
    assert found["grid"]["criteria"][0]["id"] == "injured"
    assert found["newer"]["key"] == key
    with pytest.raises(Invalid):
        answer(wounded=YES)


def test_it_may_be_carried_over_to_the_present_one(
    answer: Answer, held: Conversation, officer: Officer, request: pytest.FixtureRequest
) -> None:
    answer(injured=YES, firearms={"answer": "yes", "seq": 2}, separation=YES)
    key = request.getfixturevalue("replaced")
    grids._kept.cache_clear()
    actions.carry_over(by=officer, conversation=held.pk)
    found = shown(held)
    assert (found["key"], found["newer"]) == (key, None)
    assert found["answers"] == {"firearms": {"answer": "yes", "seq": 2}, "separation": YES}
    assert queries.history(held)[0]["changes"] == {"injured": [YES, None]}
    assert actions.carry_over(by=officer, conversation=held.pk).version == 2, "once is enough"  # type: ignore[union-attr]


def test_sections_are_ready_to_be_read_and_name_no_internal_note(
    answer: Answer, held: Conversation, officer: Officer
) -> None:
    assert queries.sections(held.pk) == []
    notes.add_note(by=officer, conversation=held.pk, note=uuid4(), text="note")
    answer(
        death_threats={"answer": "yes", "seq": 3}, firearms={"answer": "yes", "note": 1}, injured=NO, isolated=UNKNOWN
    )
    result, red, *rest = queries.sections(held.pk)
    assert result.rows[0] == ("Résultat", "Danger : 2 oui sur 23, dont 2 en rouge")
    assert dict(result.rows)["Questions sans réponse"] == "20 sans réponse : jusqu’à 22 oui possibles"
    assert ("A-t-il menacé de mort ?", "Oui (message 3)") in red.rows
    assert ("A-t-il une arme à feu, ou peut-il en avoir une ?", "Oui") in red.rows
    assert [one.title for one in rest] == ["Danger : la victime", "Danger : l’auteur", "Danger : le contexte"]
    assert ("La victime est-elle blessée ?", "Non") in rest[0].rows
    assert ("Est-elle isolée ?", "Ne sait pas") in rest[0].rows
    assert ("Craint-elle de nouvelles violences ?", "Sans réponse") in rest[0].rows


def test_what_remains_once_the_key_is_destroyed_is_what_it_came_to(answer: Answer, held: Conversation) -> None:
    answer(firearms=YES, separation=YES)
    destroy_key(held.key)
    assert shown(held)["answers"] == {}
    assert Assessment.objects.get().is_danger
