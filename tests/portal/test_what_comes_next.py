"""Who receives her and when, on her own page: after coming back with her code, at the end, without a script."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from permanence.accounts.models import Officer, Role
from permanence.casework.referrals import actions
from permanence.casework.referrals.actions.appointments import Hour
from permanence.casework.referrals.models import Appointment
from permanence.casework.reports.models import Report
from permanence.desk import actions as desk
from permanence.desk.models import Intake
from permanence.live import actions as live
from permanence.territory.models import Unit
from tests.conftest import MakeOfficer
from tests.portal.conftest import Do, page

SUITE = "Pour la suite"


@pytest.fixture
def receiver(make_officer: MakeOfficer, few: None) -> Officer:
    unit = Unit.objects.get(name="Commissariat de police de Rennes")
    return make_officer("rennes", Role.UNIT, "PN", unit=unit.pk)


@pytest.fixture
def proposed(visitor: Intake, officer: Officer, receiver: Officer) -> Appointment:
    """Her officer referred her; the unit proposes the day after tomorrow."""
    desk.claim(by=officer, conversation=visitor.pk)
    now = timezone.now()
    who = {"opened_by": officer, "edited_by": officer, "opened_at": now, "edited_at": now}
    filed = {"filed_at": now, "filed_by": officer, "consent": "given"}
    Report.objects.create(pk=visitor.pk, reference="PN-2026-000001", force="PN", body=b"", **who, **filed)
    sending = actions.Sending(unit=receiver.unit, ground="agreement")
    sent, _ = actions.send(by=officer, conversation=visitor.pk, pk=uuid4(), given=sending)
    actions.accept(by=receiver, referral=sent.pk)
    return propose(receiver, sent.pk)


def propose(receiver: Officer, referral: object, days: float = 2) -> Appointment:
    words = {"contact": "Karim, à l’accueil", "bring": "Rien d’obligatoire"}
    hour = Hour(timezone.now() + timedelta(days=days), 60, words)
    return actions.propose(by=receiver, referral=referral, pk=uuid4(), hour=hour)[0]  # type: ignore[arg-type]


def test_nothing_is_said_where_nothing_is_to_come(browser: Client, visitor: Intake) -> None:
    assert f'<summary class="suite__title">{SUITE}' not in page(browser.get("/espace"))


def test_she_sees_who_receives_her_and_when(browser: Client, proposed: Appointment) -> None:
    shown = page(browser.get("/espace"))
    for words in (
        "Commissariat de police de Rennes",
        "Un rendez-vous vous est proposé",
        "Karim, à l’accueil",
        "Je confirme",
    ):
        assert words in shown
    assert "Téléphone" not in shown, "nothing is known for real"


def test_she_sees_it_after_coming_back_with_her_code(proposed: Appointment, visitor: Intake) -> None:
    visitor.conversation.refresh_from_db()
    elsewhere = Client()
    elsewhere.get("/")
    code = live.return_code(visitor.conversation)
    body = {"do": "resume", "code": code}
    assert elsewhere.post("/espace", body, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 302
    assert "Karim, à l’accueil" in page(elsewhere.get("/espace"))


def test_she_confirms_without_a_script_and_keeps_what_she_was_writing(
    browser: Client, do: Do, proposed: Appointment
) -> None:
    answer = do(f"confirm {proposed.pk} 1", text="et mes enfants")
    assert answer.status_code == 200
    assert "et mes enfants" in page(answer)
    assert "Votre rendez-vous est confirmé" in page(answer)
    proposed.refresh_from_db()
    assert proposed.state == "confirmed"
    assert do(f"confirm {proposed.pk} 1").status_code == 302


def test_it_does_not_suit_her_with_a_word(do: Do, browser: Client, proposed: Appointment) -> None:
    answer = do(f"decline {proposed.pk} 1", **{f"word {proposed.pk}": "Je travaille."})
    assert answer.status_code == 302
    proposed.refresh_from_db()
    assert proposed.state == "declined"
    assert "Un rendez-vous va vous être proposé" in page(browser.get("/espace"))


def test_moved_meanwhile_she_is_told_anew(do: Do, proposed: Appointment, receiver: Officer) -> None:
    hour = Hour(timezone.now() + timedelta(days=5), 60, {})
    actions.move(by=receiver, appointment=proposed.pk, hour=hour)
    answer = do(f"confirm {proposed.pk} 1")
    assert answer.status_code == 409
    assert "a changé entre-temps" in page(answer)
    assert f"confirm {proposed.pk} 2" in page(answer)


@pytest.mark.parametrize("what", ["confirm", "confirm x y", "decline 0b5e1c52-7d1b-4c55-9a87-2f1d6a7c9e10 1"])
def test_an_answer_to_nothing_is_refused_kindly(do: Do, proposed: Appointment, what: str) -> None:
    answer = do(what, text="mon message")
    assert answer.status_code == 404
    assert "introuvable" in page(answer)
    assert "mon message" in page(answer)


def test_who_has_no_place_here_answers_nothing(proposed: Appointment) -> None:
    stranger = Client()
    stranger.post("/espace", {"do": f"confirm {proposed.pk} 1"}, headers={"Sec-Fetch-Site": "same-origin"})
    proposed.refresh_from_db()
    assert proposed.state == "proposed"
    assert stranger.get("/espace/suite").status_code == 401


def test_at_the_end_it_is_still_there_and_still_answered(browser: Client, do: Do, proposed: Appointment) -> None:
    do("end")
    shown = page(browser.get("/espace"))
    assert "La conversation est terminée" in shown
    assert "Karim, à l’accueil" in shown
    assert 'form="suite-answer"' in shown
    assert do(f"confirm {proposed.pk} 1").status_code == 302
    assert "Votre rendez-vous est confirmé" in page(browser.get("/espace"))


def test_where_the_author_may_read_nothing_is_shown(browser: Client, proposed: Appointment, visitor: Intake) -> None:
    Intake.objects.filter(pk=visitor.pk).update(author_may_read=True)
    for address in ("/espace", "/espace/suite", "/espace/fil"):
        assert "Rennes" not in page(browser.get(address)), address
    assert "en haut de la page" not in page(browser.get("/espace/fil"))


def test_the_frame_without_a_script_says_where_to_look(browser: Client, proposed: Appointment) -> None:
    shown = page(browser.get("/espace/fil"))
    assert "La suite vous est dite en haut de la page" in shown
    assert "Rennes" not in shown


def test_a_child_is_spoken_to_as_one(browser: Client, proposed: Appointment, visitor: Intake) -> None:
    Intake.objects.filter(pk=visitor.pk).update(age="minor")
    shown = page(browser.get("/espace/suite"))
    assert "On te propose un rendez-vous" in shown
    assert "Tes parents ne sont pas prévenus" in shown
    assert "vous" not in shown.replace("rendez-vous", "")


def test_looking_writes_nothing_and_keeps_no_door_open(browser: Client, proposed: Appointment) -> None:
    answer = browser.get("/espace/suite")
    assert answer.status_code == 200
    assert "__Host-espace" not in answer.cookies
    assert "no-store" in answer["Cache-Control"]
