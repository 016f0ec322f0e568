"""The scripted visitors of the exercises: what they answer, what they keep to themselves, how they go."""

import random

import pytest

from permanence.desk.arrival import Arrival, check
from permanence.desk.training.dialogues import Dialogue, dialogues
from permanence.desk.training.themes import THEMES, themes_of
from permanence.desk.training.visitor import MOST_UNPROMPTED, Visitor
from permanence.live.text import checked

ONES = pytest.mark.parametrize("dialogue", dialogues(), ids=lambda dialogue: dialogue.name)


def visitor(dialogue: Dialogue | None = None) -> Visitor:
    return Visitor(dialogue or dialogues()[0], random.Random(1))


@ONES
@pytest.mark.django_db
def test_every_script_is_one_the_desk_can_take(dialogue: Dialogue) -> None:
    arrival = Arrival(
        reporter=dialogue.reporter,
        age=dialogue.age or "",
        categories=dialogue.categories,
        language=dialogue.language,
        in_danger=dialogue.in_danger,
    )
    kept, _ = check(arrival)
    assert (kept.reporter, kept.age, kept.categories) == (
        dialogue.reporter,
        dialogue.age or "",
        tuple(dialogue.categories),
    )
    assert dialogue.ends in ("thanks", "silence", "quick_exit")
    assert set(dialogue.answers) <= set(THEMES)
    for said in (dialogue.first, *dialogue.story, *dialogue.answers.values()):
        assert checked(said) == said


def test_scripts_are_varied_and_some_are_emergencies() -> None:
    everything = dialogues()
    assert len({dialogue.name for dialogue in everything}) == len(everything) >= 20
    assert {dialogue.reporter for dialogue in everything} == {"victim", "witness", "professional"}
    assert 3 <= sum(dialogue.in_danger for dialogue in everything) < len(everything) / 2
    assert {dialogue.ends for dialogue in everything} == {"thanks", "silence", "quick_exit"}
    assert any(dialogue.age == "minor" for dialogue in everything)


@pytest.mark.parametrize(
    ("said", "theme"),
    [
        ("Où êtes-vous en ce moment ?", "where"),
        ("Êtes-vous en sécurité là où vous écrivez ?", "safe"),
        ("Y a-t-il des enfants avec vous ?", "children"),
        ("A-t-il une arme ?", "weapon"),
        ("Êtes-vous blessée ? Avez-vous vu un médecin ?", "injured"),
        ("Pouvons-nous vous rappeler ?", "call"),
        ("Accepteriez-vous un rendez-vous à la brigade ?", "meet"),
        ("Avez-vous gardé des messages ou des photos ?", "proof"),
        ("Qui est cette personne pour vous ?", "who"),
        ("Depuis combien de temps cela dure-t-il ?", "when"),
    ],
)
def test_what_an_officer_asks_about_is_understood(said: str, theme: str) -> None:
    assert theme in themes_of(said)


@pytest.mark.parametrize("said", ["Je vous écoute.", "Prenez votre temps, je suis avec vous.", "Je vous crois."])
def test_words_that_ask_nothing_let_the_story_go_on(said: str) -> None:
    assert themes_of(said) == []
    assert visitor().answers_to(said) == [dialogues()[0].story[0]]


@ONES
def test_nothing_is_said_twice_and_every_conversation_comes_to_its_end(dialogue: Dialogue) -> None:
    one = visitor(dialogue)
    said = []
    for question in ["Où êtes-vous ? Êtes-vous blessée ?", "Depuis quand ?", "Je vous écoute."] * 12:
        said += one.answers_to(question)
        if one.gone:
            break
    assert one.gone
    assert len(said) == len(set(said))
    assert set(dialogue.story) <= set(said)


def test_a_question_is_answered_to_the_point_and_once() -> None:
    one = visitor()
    assert one.answers_to("Y a-t-il des enfants ?") == [one.dialogue.answers["children"]]
    assert one.answers_to("Et les enfants ?") == [one.dialogue.story[0]]


def test_who_is_not_answered_adds_a_little_and_then_waits() -> None:
    one = visitor()
    assert [len(one.goes_on_alone()) for _ in range(5)] == [1] * MOST_UNPROMPTED + [0] * (5 - MOST_UNPROMPTED)
    assert one.answers_to("Je suis là.") == [one.dialogue.story[MOST_UNPROMPTED]]


def test_who_is_in_danger_types_sooner() -> None:
    calm, pressed = visitor(), visitor(next(d for d in dialogues() if d.in_danger))
    assert sum(pressed.takes_s("vite") for _ in range(50)) < sum(calm.takes_s("vite") for _ in range(50))
    assert sum(pressed.waits_s() for _ in range(50)) < sum(calm.waits_s() for _ in range(50))
