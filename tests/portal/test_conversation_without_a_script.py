"""The conversation without JavaScript: forms, and a thread that refreshes in its frame."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from permanence.accounts.models import Officer, Presence
from permanence.desk import actions, opening
from permanence.desk.models import Intake
from permanence.desk.vocabulary import Age, Level
from permanence.live import journal, presence
from permanence.live.models import Sender, State
from permanence.roster.models import Shift, Team
from tests.portal.conftest import Do, page

pytestmark = pytest.mark.django_db


def _answer(officer: Officer, intake: Intake, text: str) -> None:
    actions.claim(by=officer, conversation=intake.pk)
    journal.append(journal.Draft(intake.pk, Sender.OFFICER, text, officer=officer.pk, name=officer.display_name))


def test_what_is_sent_is_in_the_thread_once(do: Do, browser: Client, visitor: Intake) -> None:
    message = {"id": str(uuid4()), "text": "Je suis\r\ndans ma voiture"}
    assert do("send", **message)["Location"] == "/espace"
    do("send", **message)
    assert page(browser.get("/espace/fil")).count("Je suis\ndans ma voiture") == 1
    assert [said.text for said in journal.read(visitor.conversation)] == ["Je suis\ndans ma voiture"]


def test_the_answer_the_officers_name_and_the_read_mark_show(
    do: Do, browser: Client, visitor: Intake, officer: Officer
) -> None:
    do("send", text="Bonjour")
    _answer(officer, visitor, "Je suis là.")
    shown = page(browser.get("/espace/fil"))
    assert "Je suis là." in shown
    assert "Brigadière-cheffe Nadia" in shown
    assert "Envoyé" in shown
    visitor.conversation.refresh_from_db()
    assert visitor.conversation.read_visitor == visitor.conversation.last_seq


def test_the_frame_refreshes_by_itself_and_can_be_paused(browser: Client, visitor: Intake) -> None:
    assert 'http-equiv="refresh"' in page(browser.get("/espace/fil"))
    assert 'http-equiv="refresh"' not in page(browser.get("/espace/fil?pause=1"))


def test_the_page_around_the_frame_says_nothing_that_ages(browser: Client, visitor: Intake) -> None:
    shown = page(browser.get("/espace"))
    assert "Votre conversation</strong>" in shown
    assert "personne avant vous" not in shown
    assert "Personne n’est disponible" not in shown


def test_a_flood_is_slowed_and_what_was_written_stays(do: Do, visitor: Intake) -> None:
    for number in range(121):
        response = do("send", text=f"Message {number}")
    assert response.status_code == 429
    assert "Message 120</textarea>" in page(response)


def test_only_our_own_pages_may_hold_the_frame(browser: Client, visitor: Intake) -> None:
    assert "frame-ancestors 'self'" in browser.get("/espace/fil")["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in browser.get("/espace")["Content-Security-Policy"]


def test_a_page_that_asks_is_a_visitor_who_is_there(browser: Client, visitor: Intake) -> None:
    browser.get("/espace/fil")
    assert presence.visitor(visitor.conversation)[0] == "here"


@pytest.mark.parametrize("text", ["", "   ", "a" * 4001])
def test_a_message_that_cannot_be_taken_is_kept_in_the_box(do: Do, visitor: Intake, text: str) -> None:
    response = do("send", text=text)
    shown = page(response)
    assert response.status_code == 422
    assert 'role="alert"' in shown
    assert text in shown
    assert not journal.read(visitor.conversation)


def test_what_a_visitor_writes_is_shown_as_text(do: Do, browser: Client, visitor: Intake) -> None:
    do("send", text="<script>alert(1)</script>")
    shown = page(browser.get("/espace/fil"))
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


def test_danger_on_a_page_whose_conversation_ended_meanwhile_opens_it_again(do: Do, visitor: Intake) -> None:
    opening.end(visitor.conversation)
    do("danger", here="1")
    found = Intake.objects.select_related("conversation").get()
    assert (found.level, found.conversation.state) == ("immediate", "waiting")


def test_danger_is_one_tap_and_raises_the_level(do: Do, browser: Client, visitor: Intake) -> None:
    do("danger")
    visitor.refresh_from_db()
    assert visitor.level == Level.IMMEDIATE
    assert "Vous avez dit que vous êtes en danger maintenant." in page(browser.get("/espace/fil"))


def test_the_code_is_shown_until_noted_and_stays_reachable(do: Do, browser: Client, visitor: Intake) -> None:
    assert "J’ai noté mon code" in page(browser.get("/espace"))
    do("noted")
    shown = page(browser.get("/espace"))
    assert "J’ai noté mon code" not in shown
    assert "Votre code de reprise" in shown


def test_minors_read_119_in_their_words(do: Do, browser: Client, visitor: Intake) -> None:
    Intake.objects.update(age=Age.MINOR)
    assert "Tu as moins de 18 ans" in page(browser.get("/espace"))


def test_nobody_on_duty_is_said_with_what_to_do(browser: Client, visitor: Intake) -> None:
    shown = page(browser.get("/espace/fil"))
    assert "Personne n’est disponible pour le moment" in shown
    assert "appelez le 17" in shown
    for href in ("tel:17", "sms:114", "/numeros"):
        assert f'href="{href}"' in shown


def test_when_somebody_is_expected_is_said_and_goes_when_somebody_comes(
    browser: Client, visitor: Intake, officer: Officer
) -> None:
    at = timezone.now() + timedelta(hours=4)
    team = Team.objects.create(force="PN", name="Équipe de jour")
    Shift.objects.create(officer=officer, team=team, starts_at=at, ends_at=at + timedelta(hours=8))
    assert "Un policier ou un gendarme est attendu" in page(browser.get("/espace/fil"))
    Officer.objects.filter(pk=officer.pk).update(seen_at=timezone.now(), presence=Presence.AVAILABLE)
    shown = page(browser.get("/espace/fil"))
    assert "Vous êtes la prochaine personne" in shown
    for gone in ("est attendu", "Personne n’est disponible", 'href="tel:17"'):
        assert gone not in shown


def test_the_end_is_useful_and_can_be_undone(do: Do, browser: Client, visitor: Intake) -> None:
    do("send", text="Merci")
    do("end")
    shown = page(browser.get("/espace"))
    for wanted in ("La conversation est terminée", "Votre code de reprise", "tel:17", "Effacer mes traces", "Merci"):
        assert wanted in shown
    do("resume", code=shown.partition('name="code" value="')[2][:19])
    visitor.conversation.refresh_from_db()
    assert visitor.conversation.state == State.WAITING
    assert "Vous avez repris la conversation." in page(browser.get("/espace/fil"))


@pytest.mark.usefixtures("few")
def test_the_end_names_the_unit_that_can_receive_the_person(do: Do, browser: Client) -> None:
    do("start", postal_code="35000")
    do("end")
    assert "Commissariat de police de Rennes" in page(browser.get("/espace"))


def test_nothing_personal_is_in_an_address_or_kept_by_a_cache(browser: Client, visitor: Intake) -> None:
    response = browser.get("/espace")
    assert response["Cache-Control"] == "no-store"
    assert str(visitor.pk) not in "".join(part for part in page(response).split('"') if part.startswith("/"))
