"""Each deed of a unit and its refusal: what was typed stays, and why is said beside the form."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from permanence.accounts.models import Officer, Role
from permanence.casework.console import dossier
from permanence.casework.referrals import actions, queries
from permanence.casework.referrals.models import Appointment, Referral
from permanence.casework.referrals.steps import State
from permanence.territory.models import Unit
from tests.casework.console.conftest import Post, page_of
from tests.conftest import MakeOfficer

pytestmark = pytest.mark.django_db

HOUR = {"day": "2026-03-12", "hour": "14:30", "minutes": "60", "place": "Accueil", "bring": "une pièce d’identité"}


def state(case: Referral) -> str:
    case.refresh_from_db()
    return case.state


def proposed(post: Post, accepted: Referral) -> Appointment:
    post(accepted, "rendez-vous", pk=str(uuid4()), **HOUR)
    return Appointment.objects.get(referral=accepted)


def test_a_case_is_accepted(post: Post, counter: Client, case: Referral) -> None:
    answer = post(case, "accepter")
    assert answer.headers["Location"] == f"/unite/dossiers/{case.pk}/?dit=accepter"
    assert state(case) == State.ACCEPTED
    assert "Proposez maintenant un rendez-vous." in counter.get(answer.headers["Location"]).content.decode()


def test_what_is_out_of_order_is_refused_with_what_can_be_done(post: Post, accepted: Referral) -> None:
    answer = post(accepted, "refuser", reason="motif")
    assert answer.status_code == 409
    assert "« Acceptée ». On peut encore : proposer un rendez-vous" in answer.content.decode()


def test_what_was_typed_for_a_deed_that_a_colleague_just_did_is_not_lost(post: Post, accepted: Referral) -> None:
    page = post(accepted, "refuser", reason="un long motif des essais").content.decode()
    assert "On peut encore" in page
    assert "Vous aviez écrit : un long motif des essais" in page


def test_an_hour_typed_while_a_colleague_proposed_another_is_not_lost(post: Post, accepted: Referral) -> None:
    proposed(post, accepted)
    answer = post(accepted, "rendez-vous", pk=str(uuid4()), **{**HOUR, "hour": "16:00"})
    assert answer.status_code == 409
    assert "Vous aviez écrit : 12/03/2026 ; 16:00 ; Accueil ; une pièce d’identité" in answer.content.decode()


def test_what_was_typed_for_a_case_that_the_desk_took_back_is_not_lost(
    post: Post, accepted: Referral, officer: Officer
) -> None:
    actions.recall(by=officer, referral=accepted.pk, reason="motif")
    answer = post(accepted, "note", text="une longue note des essais")
    assert answer.status_code == 404
    assert "Vous aviez écrit : une longue note des essais" in answer.content.decode()


@pytest.mark.parametrize(
    ("verb", "typed", "said"),
    [
        ("accepter", {}, "accepter"),
        ("refuser", {"reason": "hors ressort"}, "refuser"),
        ("transmettre", {"reason": "elle a déménagé"}, "transmettre"),
    ],
)
def test_a_button_pressed_twice_is_pressed_once(
    verb: str, typed: dict[str, str], said: str, post: Post, case: Referral, cesson: Unit
) -> None:
    answers = [post(case, verb, **typed, unit=cesson.pk) for _ in range(2)]
    assert [one.headers["Location"].rpartition("?")[2] for one in answers] == [f"dit={said}"] * 2
    assert [one.kind for one in case.steps.all()][1:] == [str(dossier.NEEDS[verb])]


def test_pressed_again_much_later_it_is_another_deed(
    post: Post, case: Referral, morning: time_machine.Traveller
) -> None:
    post(case, "accepter")
    morning.shift(timedelta(seconds=30))
    assert post(case, "accepter").status_code == 409


def test_a_colleague_who_was_faster_is_not_the_same_hand(
    post: Post, case: Referral, make_officer: MakeOfficer, rennes: Unit
) -> None:
    colleague = make_officer("accueil.deux", Role.UNIT, "PN", unit=rennes.pk)
    actions.accept(by=colleague, referral=case.pk)
    assert post(case, "accepter").status_code == 409


def test_the_unit_that_was_chosen_stays_chosen(post: Post, case: Referral, cesson: Unit) -> None:
    page = post(case, "transmettre", search="Acigné", unit=cesson.pk, reason="").content.decode()
    assert f'name="unit" value="{cesson.pk}" checked' in page


def test_a_refusal_needs_a_reason_and_gives_the_case_back(post: Post, counter: Client, case: Referral) -> None:
    answer = post(case, "refuser", reason=" ")
    assert (answer.status_code, state(case)) == (422, State.SENT)
    assert "la brigade numérique doit trouver une autre unité" in answer.content.decode()
    assert post(case, "refuser", reason="hors ressort").headers["Location"] == "/unite/?dit=refuser"
    assert state(case) == State.REFUSED
    assert counter.get(f"/unite/dossiers/{case.pk}/").status_code == 404


def test_another_unit_is_looked_for_and_what_was_typed_stays(post: Post, case: Referral, cesson: Unit) -> None:
    found = post(case, "transmettre", search="Acigné", reason="elle habite là-bas", chercher="1")
    page = found.content.decode()
    assert found.status_code == 200
    assert (cesson.name in page, "elle habite là-bas" in page) == (True, True)
    assert "Aucune unité ne porte ce nom" in post(case, "transmettre", search="zzz", chercher="1").content.decode()
    answer = post(case, "transmettre", search="Acigné", unit=cesson.pk, reason="elle habite là-bas")
    assert answer.headers["Location"] == "/unite/?dit=transmettre"
    case.refresh_from_db()
    assert (case.unit_id, case.state) == (cesson.pk, State.SENT)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"reason": "motif"}, "choisissez l’unité"),
        ({"reason": "motif", "unit": "999999"}, "Choisissez une unité de l’annuaire."),
        ({"unit": "own", "reason": "motif"}, "déjà dans cette unité"),
    ],
)
def test_a_case_goes_to_no_unit_that_is_none(
    typed: dict[str, str], said: str, post: Post, case: Referral, rennes: Unit
) -> None:
    answer = post(case, "transmettre", **{name: str(rennes.pk) if one == "own" else one for name, one in typed.items()})
    assert (answer.status_code, said in answer.content.decode()) == (422, True)


def test_an_appointment_is_proposed_on_the_units_clock(post: Post, counter: Client, accepted: Referral) -> None:
    appointment = proposed(post, accepted)
    assert appointment.starts_at.isoformat() == "2026-03-12T13:30:00+00:00"
    page = page_of(counter, accepted)
    assert "Jeudi 12 mars à 14 h 30" in page
    assert "une pièce d’identité" in page


def test_the_same_form_sent_twice_is_one_appointment(post: Post, accepted: Referral) -> None:
    key = str(uuid4())
    for _ in range(2):
        assert post(accepted, "rendez-vous", pk=key, **HOUR).status_code == 302
    assert Appointment.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"day": ""}, "Choisissez un jour."),
        ({"hour": "midi"}, "Donnez une heure, par exemple 14:30."),
        ({"day": "2026-03-09"}, "Choisissez un moment à venir"),
        ({"day": "2026-03-29", "hour": "02:30"}, "Cette heure n’existe pas ce jour-là"),
    ],
)
def test_a_moment_that_cannot_be_is_refused_beside_it(
    typed: dict[str, str], said: str, post: Post, accepted: Referral
) -> None:
    answer = post(accepted, "rendez-vous", pk=str(uuid4()), **{**HOUR, **typed})
    page = answer.content.decode()
    assert (answer.status_code, said in page, "une pièce d’identité" in page) == (422, True, True)
    assert not Appointment.objects.exists()


def test_an_appointment_is_moved_and_has_to_be_confirmed_anew(post: Post, accepted: Referral) -> None:
    appointment = proposed(post, accepted)
    post(accepted, "confirmer", appointment=appointment.pk, revision=1)
    assert state(accepted) == State.CONFIRMED
    post(accepted, "deplacer", pk=appointment.pk, **{**HOUR, "hour": "16:00"})
    appointment.refresh_from_db()
    assert (appointment.revision, state(accepted)) == (2, State.PROPOSED)
    post(accepted, "confirmer", appointment=appointment.pk, revision=2)
    post(accepted, "deplacer", pk=appointment.pk, **{**HOUR, "hour": "16:00"})
    assert state(accepted) == State.CONFIRMED, "moved to where it stands, she has nothing new to confirm"


def test_a_former_hour_is_not_confirmed(post: Post, accepted: Referral) -> None:
    appointment = proposed(post, accepted)
    post(accepted, "deplacer", pk=appointment.pk, **{**HOUR, "hour": "16:00"})
    answer = post(accepted, "confirmer", appointment=appointment.pk, revision=1)
    assert (answer.status_code, "a changé entre-temps" in answer.content.decode()) == (409, True)


def test_that_it_does_not_suit_her_is_written_down_with_her_word(
    post: Post, counter: Client, accepted: Referral
) -> None:
    appointment = proposed(post, accepted)
    post(accepted, "decliner", appointment=appointment.pk, revision=1, reason="plutôt le matin")
    assert state(accepted) == State.ACCEPTED
    assert "plutôt le matin" in page_of(counter, accepted)


def test_cancelling_needs_a_reason(post: Post, accepted: Referral) -> None:
    appointment = proposed(post, accepted)
    assert post(accepted, "annuler", appointment=appointment.pk, reason="").status_code == 422
    assert post(accepted, "annuler", appointment=appointment.pk, reason="absence").status_code == 302
    assert state(accepted) == State.ACCEPTED


def test_the_appointment_of_another_case_is_not_found(post: Post, accepted: Referral) -> None:
    assert post(accepted, "annuler", appointment=uuid4(), reason="absence").status_code == 404


def test_a_note_is_added_and_an_empty_one_refused(post: Post, counter: Client, case: Referral) -> None:
    assert "Écrivez votre note." in post(case, "note", text="").content.decode()
    post(case, "note", text="à rappeler jeudi")
    assert "à rappeler jeudi" in page_of(counter, case)


def test_what_came_of_it_closes_and_reopens(post: Post, accepted: Referral) -> None:
    assert "Choisissez ce qu’il en est." in post(accepted, "suite", note="x").content.decode()
    refused = post(accepted, "suite", outcome="not_come", note="personne")
    assert "Aucun rendez-vous n’était fixé" in refused.content.decode()
    assert "personne" in refused.content.decode()
    post(accepted, "suite", outcome="complaint", note="procédure des essais")
    assert (state(accepted), accepted.outcome) == (State.CLOSED, "complaint")
    assert "Indiquez un motif" in post(accepted, "rouvrir", reason="").content.decode()
    post(accepted, "rouvrir", reason="elle est revenue")
    assert (state(accepted), accepted.outcome) == (State.ACCEPTED, "")


def test_an_appointment_that_is_over_asks_what_came_of_it(
    post: Post, counter: Client, accepted: Referral, morning: time_machine.Traveller
) -> None:
    appointment = proposed(post, accepted)
    post(accepted, "confirmer", appointment=appointment.pk, revision=1)
    morning.shift(timedelta(days=3))
    assert "Dire ce qu’il en est du rendez-vous" in page_of(counter, accepted)
    post(accepted, "suite", outcome="not_come", note="")
    appointment.refresh_from_db()
    assert appointment.state == Appointment.State.MISSED


def test_an_attempt_inside_a_window_is_written_down(post: Post, counter: Client, accepted: Referral) -> None:
    key = str(uuid4())
    for _ in range(2):
        assert post(accepted, "tentative", pk=key, result="no_answer", note="deux appels").status_code == 302
    assert len(queries.view(accepted)["attempts"]) == 1
    assert "deux appels" in page_of(counter, accepted)


def test_outside_her_windows_nobody_calls_and_the_next_one_is_said(
    post: Post, accepted: Referral, morning: time_machine.Traveller
) -> None:
    morning.shift(timedelta(hours=2))
    answer = post(accepted, "tentative", pk=str(uuid4()), result="reached", note="elle va bien")
    page = answer.content.decode()
    assert (answer.status_code, "elle va bien" in page) == (409, True)
    assert "mercredi 11 mars" in page
    assert not queries.view(accepted)["attempts"]


def test_a_deed_that_is_none_is_not_found(post: Post, case: Referral) -> None:
    assert post(case, "effacer").status_code == 404


def test_a_case_that_just_changed_hands_is_not_found(
    post: Post, case: Referral, other_receiver: Officer, cesson: Unit
) -> None:
    post(case, "transmettre", unit=cesson.pk, reason="elle habite là-bas")
    assert post(case, "note", text="trop tard").status_code == 404
