"""The entry: one page, nothing compulsory, nothing typed ever lost, never a dead end."""

from uuid import uuid4

import pytest
from django.test import Client

from permanence.desk.models import Intake
from permanence.desk.vocabulary import Level
from permanence.live import journal
from permanence.live.models import Conversation
from tests.portal.conftest import Do, page

pytestmark = pytest.mark.django_db


def test_commencer_alone_is_enough(do: Do) -> None:
    response = do("start")
    assert response.status_code == 302
    assert response["Location"] == "/espace"
    assert Intake.objects.get().force == ""


@pytest.mark.usefixtures("few")
def test_answers_and_the_first_message_reach_the_desk(do: Do) -> None:
    do("start", postal_code="35000", reporter="witness", age="adult", categories=["conjugal"], message="Bonjour")
    intake = Intake.objects.get()
    assert intake.force == "PN"
    assert (intake.reporter, intake.age, intake.categories) == ("witness", "adult", ["conjugal"])
    assert [said.text for said in journal.read(intake.conversation)] == ["Bonjour"]


def test_a_double_submission_opens_one_conversation(do: Do) -> None:
    sent = {"key": str(uuid4()), "message_id": str(uuid4()), "message": "Bonjour"}
    do("start", **sent)
    do("start", **sent)
    assert Conversation.objects.count() == 1


@pytest.mark.parametrize("code", ["ABC", "3500", "00000"])
def test_a_wrong_postal_code_is_said_and_can_be_passed_over(do: Do, code: str) -> None:
    response = do("start", postal_code=code, message="Il a crié toute la nuit", categories=["conjugal"])
    assert response.status_code == 422
    shown = page(response)
    for kept in (f'value="{code}"', "Il a crié toute la nuit", 'value="conjugal" checked'):
        assert kept in shown
    assert "Continuer sans préciser l’endroit" in shown
    assert "tel:17" in shown
    assert not Conversation.objects.exists()
    assert do("start_anywhere", postal_code=code).status_code == 302
    assert Conversation.objects.count() == 1


@pytest.mark.usefixtures("few")
def test_a_mixed_postal_code_asks_for_the_commune_in_place(do: Do) -> None:
    response = do("start", postal_code="35150", message="Bonjour")
    shown = page(response)
    assert response.status_code == 422
    assert "Dans quelle commune" in shown
    assert "Amanlis" in shown
    assert "Continuer sans préciser l’endroit" in shown
    assert not Conversation.objects.exists()


@pytest.mark.usefixtures("few")
def test_the_commune_settles_the_force(do: Do) -> None:
    do("start", postal_code="35150", insee="35002")
    intake = Intake.objects.get()
    assert intake.insee == "35002"
    assert intake.force == "GN"


def test_too_long_a_first_message_is_kept_and_said(do: Do) -> None:
    response = do("start", message="a" * 4001)
    assert response.status_code == 422
    assert "a" * 4001 in page(response)
    assert not Conversation.objects.exists()


def test_in_danger_skips_everything(do: Do, browser: Client) -> None:
    response = do("danger", key=str(uuid4()))
    assert response.status_code == 302
    assert Intake.objects.get().level == Level.IMMEDIATE
    shown = page(browser.get("/espace"))
    assert shown.index("Si vous ne pouvez pas parler") < shown.index('id="thread"')


def test_a_browser_that_refuses_cookies_is_told_and_given_the_numbers(db: None) -> None:
    response = Client().post("/espace", {"do": "danger"})
    shown = page(response)
    assert "refuse de garder votre place" in shown
    assert "tel:17" in shown
    assert "sms:114" in shown
    assert not Conversation.objects.exists()


def test_another_site_opens_no_conversation(browser: Client) -> None:
    response = browser.post("/espace", {"do": "start"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    assert not Conversation.objects.exists()


def test_a_flood_from_one_place_is_slowed_but_never_a_person_in_danger(do: Do) -> None:
    for _ in range(31):
        response = do("start", message="Bonjour")
    assert response.status_code == 429
    assert "Bonjour" in page(response)
    assert do("danger").status_code == 302


def test_an_unknown_act_is_refused_with_the_way_on(do: Do) -> None:
    response = do("fly")
    assert response.status_code == 400
    assert "Revenir à l’accueil" in page(response)
