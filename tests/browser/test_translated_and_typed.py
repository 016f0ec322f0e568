"""Two things that a deployment may turn on: a translator, and showing what is typed to whoever answers."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.browser.people import OfficerWindow, VisitorWindow
from tests.environment.browsers import Windows
from tests.environment.server import Server
from tests.environment.servers import Arrive, Prepared, copy_of, gone_afterwards
from tests.environment.translator import Translator

pytestmark = [pytest.mark.browser, pytest.mark.server]
NOTICE = "La personne qui vous répond voit ce que vous écrivez avant l’envoi."


@pytest.fixture(scope="module")
def translator() -> Iterator[Translator]:
    running = Translator()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def _server(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory, translator: Translator) -> Iterator[Server]:
    turned_on = {"PERMANENCE_TYPING_PREVIEW": "on", "PERMANENCE_TRANSLATOR_URL": translator.url}
    with gone_afterwards(copy_of(prepared, tmp_path_factory.mktemp("server"), **turned_on)) as server:
        yield server


def test_a_message_is_translated_beside_the_original_and_marked_as_a_machine_s(
    windows: Windows, arrive: Arrive, translator: Translator
) -> None:
    arrive("35000", language="en", message={"id": str(uuid4()), "text": "He is outside the door"})
    officer = OfficerWindow(windows)
    column = officer.take("He is outside the door")
    message = column.root.locator(".entry--visitor").first
    message.hover()
    message.locator("[data-tool=translate]").click()
    expect(message.locator(".entry__translated")).to_have_text("Il est devant la porte")
    expect(message.locator(".entry__machine")).to_have_text("Traduction automatique, à vérifier, anglais vers français")
    expect(column.said("He is outside the door")).to_be_visible()
    assert [one["q"] for one in translator.asked].count("He is outside the door") == 1


def test_a_translator_that_refuses_is_said_beside_the_message(
    windows: Windows, arrive: Arrive, translator: Translator
) -> None:
    arrive("35000", message={"id": str(uuid4()), "text": "Kapıyı kırdı"})
    officer = OfficerWindow(windows)
    windows.watch(officer.page).forgive(r"Failed to load resource.*503")
    column = officer.take("Kapıyı kırdı")
    translator.status = 429
    message = column.root.locator(".entry--visitor").first
    message.hover()
    message.locator("[data-tool=translate]").click()
    expect(message.locator(".entry__translation")).to_contain_text("trop de demandes")
    translator.status = 200
    message.hover()
    message.locator("[data-tool=translate]").click()
    expect(message.locator(".entry__translated")).to_be_visible()


def test_what_she_types_is_seen_once_her_page_has_said_so(windows: Windows) -> None:
    visitor = VisitorWindow(windows).begin(message="Je commence")
    expect(visitor.page.get_by_text(NOTICE)).to_be_visible()
    officer = OfficerWindow(windows)
    column = officer.take("Je commence")
    visitor.page.locator("#text").press_sequentially("Il est rentré")
    typing = column.root.locator(".column__typing")
    expect(typing).to_have_text("Pas encore envoyé : « Il est rentré »")
    visitor.page.locator("#text").fill("")
    expect(typing).not_to_contain_text("rentré")
    visitor.say("Il est sorti")
    expect(column.said("Il est sorti")).to_be_visible()
    assert "rentré" not in "".join(column.texts("visitor"))
