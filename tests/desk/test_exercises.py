"""Exercises stay among themselves: for officers in training and supervisors, out of the real queue and every figure."""

import random
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from permanence.accounts.models import Officer, Presence, Role
from permanence.desk import actions, queries, queue
from permanence.desk.models import Intake
from permanence.desk.training.actions import open_exercise
from permanence.desk.training.dialogues import dialogues
from permanence.desk.vocabulary import Exercise, Mark
from permanence.lib.errors import Conflict, NotFound
from permanence.live.models import Conversation
from tests.desk.conftest import Arrive

pytestmark = pytest.mark.django_db
MakeOfficer = Callable[..., Officer]
DANGER = next(dialogue for dialogue in dialogues() if dialogue.in_danger)


def exercise(*, apart: bool = True) -> Conversation:
    return open_exercise(DANGER, dice=random.Random(3), force="PN", apart=apart).conversation


@pytest.fixture
def trainee(make_officer: MakeOfficer) -> Officer:
    one = make_officer("eleve", force="PN", presence=Presence.AVAILABLE, seen_at=timezone.now())
    one.in_training = True
    one.save()
    return one


@pytest.fixture
def officer(make_officer: MakeOfficer) -> Officer:
    return make_officer("agent", force="PN", presence=Presence.AVAILABLE, seen_at=timezone.now())


def test_an_exercise_is_marked_from_its_first_row_and_stays_so(few: None, trainee: Officer) -> None:
    intake = Intake.objects.get(pk=exercise().pk)
    assert (intake.mark, intake.exercise) == (Mark.TRAINING, Exercise.APART)
    actions.claim(by=trainee, conversation=intake.pk)
    with pytest.raises(Conflict, match="exercice"):
        actions.mark(by=trainee, conversation=intake.pk, kind="genuine", reason="essai")
    intake.refresh_from_db()
    assert intake.mark == Mark.TRAINING


def test_officers_on_duty_neither_see_nor_claim_nor_read_it(arrive: Arrive, officer: Officer) -> None:
    pretend, real = exercise(), arrive("35000")
    assert [row["conversation"] for row in queries.waiting(officer)] == [str(real.pk)]
    assert [row["id"] for row in queries.conversations(officer, mine=False, state="", cursor="")[0]] == [str(real.pk)]
    for act in (actions.claim, queries.readable):
        with pytest.raises(NotFound):
            act(by=officer, conversation=pretend.pk) if act is actions.claim else act(officer, pretend.pk)  # type: ignore[operator]
    claimed = actions.claim_next(by=officer)
    assert claimed is not None
    assert claimed.pk == real.pk
    assert actions.claim_next(by=officer) is None


def test_an_officer_in_training_meets_nothing_else(arrive: Arrive, trainee: Officer) -> None:
    pretend, real = exercise(), arrive("35000", in_danger=True)
    (row,) = queries.waiting(trainee)
    assert (row["conversation"], row["exercise"]) == (str(pretend.pk), True)
    with pytest.raises(NotFound):
        actions.claim(by=trainee, conversation=real.pk)
    claimed = actions.claim_next(by=trainee)
    assert claimed is not None
    assert claimed.pk == pretend.pk
    assert actions.claim_next(by=trainee) is None


def test_a_supervisor_may_read_along_and_finds_it_named(few: None, make_officer: MakeOfficer) -> None:
    supervisor = make_officer("chef", role=Role.SUPERVISOR, force="")
    pretend = exercise()
    assert queries.readable(supervisor, pretend.pk) == pretend
    assert queries.officer_view(supervisor, pretend)["file"]["exercise"] is True
    assert queries.waiting(supervisor) == []


def test_nobody_waits_longer_for_an_exercise_and_nobody_is_answered_by_an_officer_in_training(
    arrive: Arrive, trainee: Officer
) -> None:
    pretend, real = exercise(), arrive("35000")
    places = queue.places()
    assert places[real.pk].position == 1
    assert not places[real.pk].staffed, "who is in training is on duty for nobody"
    assert (places[pretend.pk].position, places[pretend.pk].staffed) == (1, True)
    assert queue.how_many_wait()["PN"] == 1
    assert (queue.duty("PN").on_duty, queue.duty("PN", exercise=True).on_duty) == (0, 1)


def test_a_claim_of_an_exercise_makes_no_estimate(few: None, trainee: Officer) -> None:
    actions.claim(by=trainee, conversation=exercise().pk)
    Intake.objects.update(claimed_at=timezone.now() - timedelta(minutes=1))
    assert queue.duty("PN").claims_last_hour == 0


def test_asked_for_it_stands_in_the_real_queue_still_marked(few: None, officer: Officer, trainee: Officer) -> None:
    pretend = exercise(apart=False)
    (row,) = queries.waiting(officer)
    assert (row["conversation"], row["exercise"]) == (str(pretend.pk), True)
    assert queries.waiting(trainee) == []
    claimed = actions.claim_next(by=officer)
    assert claimed is not None
    assert claimed.mark == Mark.TRAINING
    with pytest.raises(Conflict, match="exercice"):
        actions.mark(by=officer, conversation=pretend.pk, kind="genuine", reason="essai")


def test_the_same_dice_bring_the_same_visitor(few: None) -> None:
    one, other = (open_exercise(DANGER, dice=random.Random(5)).conversation for _ in range(2))
    assert Intake.objects.get(pk=one.pk).postal_code == Intake.objects.get(pk=other.pk).postal_code


def test_without_a_territory_it_says_what_to_do(settings: object) -> None:
    with pytest.raises(Conflict, match="--migrate"):
        exercise()
