"""Officers look at what was sent: blurred until asked for, heard inside the console, downloaded after a warning;
whoever may not, sees nothing."""

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser import files
from tests.browser.people import Column, OfficerWindow, VisitorWindow
from tests.casework.evidence.files import film, heic, wave
from tests.environment.api import Api, Desk, Visitor, problem
from tests.environment.browsers import Windows
from tests.environment.servers import PASSWORD, Arrive

MOST_OF_IT_S = 1.8
PLAYED = """audio => new Promise(done => {
  audio.muted = true;
  audio.addEventListener("ended", () => done(audio.currentTime));
  audio.play();
})"""
pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(240)]


def _look(window: OfficerWindow | VisitorWindow, name: str) -> None:
    if folder := os.environ.get("PERMANENCE_SHOTS"):
        window.page.wait_for_timeout(300)
        window.page.screenshot(path=f"{folder}/{name}.png")


def _sends(visitor: Visitor, name: str, content: bytes) -> str:
    answer = visitor.request("POST", f"{visitor.path}/attachments", files={"file": (name, content)})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["attachment"])


def _says(arrive: Arrive, words: str) -> Visitor:
    visitor = arrive("35000")
    visitor.say(words)
    return visitor


def _card(column: Column, name: str) -> Locator:
    return column.root.locator(".filed", has_text=name)


def _piece(officer: OfficerWindow, name: str) -> Locator:
    return officer.page.locator("#panel-evidence .piece", has_text=name)


def test_a_photo_is_blurred_until_asked_for_and_again_after(windows: Windows, arrive: Arrive) -> None:
    visitor = _says(arrive, "Regardez la photo.")
    officer = OfficerWindow(windows)
    column = officer.take("Regardez la photo.")
    _sends(visitor, "bleu.jpg", files.photo())
    card = _card(column, "bleu.jpg")
    expect(card).to_contain_text("non analysé")
    expect(card.locator("img")).to_have_count(0)
    expect(card).not_to_contain_text("en préparation")
    _look(officer, "view-card")
    card.get_by_role("button", name="Voir").click()
    viewer = officer.page.locator(".viewer")
    picture = viewer.locator("img")
    expect(picture).to_be_visible()
    expect(viewer).to_have_attribute("data-sharp", "false")
    assert "blur" in picture.evaluate("image => getComputedStyle(image).filter")
    _look(officer, "view-blurred")
    viewer.get_by_role("button", name="Afficher nettement").click()
    assert picture.evaluate("image => getComputedStyle(image).filter") == "none"
    _look(officer, "view-sharp")
    officer.page.keyboard.press("Escape")
    expect(viewer).to_have_attribute("data-sharp", "false")
    viewer.get_by_role("button", name="Agrandir").click()
    box = officer.page.locator("dialog.lightbox")
    expect(box).to_have_attribute("data-sharp", "false")
    officer.page.keyboard.press("n")
    expect(box).to_have_attribute("data-sharp", "true")
    officer.page.keyboard.press("+")
    expect(box).to_contain_text("150")
    _look(officer, "view-lightbox")
    officer.page.keyboard.press("Escape")
    expect(box).to_have_count(0)
    expect(viewer.get_by_role("button", name="Agrandir")).to_be_focused()
    expect(viewer).to_have_attribute("data-sharp", "false")


def test_it_goes_when_another_conversation_is_read(windows: Windows, arrive: Arrive) -> None:
    first, second = _says(arrive, "La première."), _says(arrive, "La seconde.")
    _sends(first, "bleu.jpg", files.photo())
    officer = OfficerWindow(windows)
    column, other = officer.take("La première."), officer.take("La seconde.")
    _card(column, "bleu.jpg").get_by_role("button", name="Voir").click()
    viewer = officer.page.locator(".viewer")
    viewer.get_by_role("button", name="Afficher nettement").click()
    other.root.locator("textarea").focus()
    column.root.locator("textarea").focus()
    expect(viewer).to_be_hidden()
    expect(officer.page.locator("img[src^=blob]")).to_have_count(0)
    assert second.id


def test_a_recording_is_heard_inside_the_console(windows: Windows, arrive: Arrive) -> None:
    visitor = _says(arrive, "Écoutez.")
    officer = OfficerWindow(windows)
    column = officer.take("Écoutez.")
    _sends(visitor, "menaces.wav", wave(2.0))
    _card(column, "menaces.wav").get_by_role("button", name="Écouter").click()
    sound = officer.page.locator(".viewer audio")
    expect(sound).to_be_visible()
    assert sound.evaluate("audio => audio.paused"), "nothing plays by itself"
    assert sound.evaluate(PLAYED) >= MOST_OF_IT_S
    column.say("Je l’écoute.")
    _look(officer, "view-audio")


def test_a_document_is_read_page_by_page(windows: Windows, arrive: Arrive) -> None:
    visitor = _says(arrive, "Le certificat.")
    officer = OfficerWindow(windows)
    column = officer.take("Le certificat.")
    _sends(visitor, "certificat.pdf", files.document())
    _card(column, "certificat.pdf").get_by_role("button", name="Lire").click()
    viewer = officer.page.locator(".viewer")
    expect(viewer).to_contain_text("Page 1 sur 2")
    viewer.get_by_role("button", name="Afficher nettement").click()
    viewer.get_by_role("button", name="Suivante").click()
    expect(viewer).to_contain_text("Page 2 sur 2")
    expect(viewer).to_have_attribute("data-sharp", "true")
    _look(officer, "view-document")


def test_the_original_warns_first_and_each_reading_is_in_the_log(windows: Windows, arrive: Arrive) -> None:
    visitor, content = _says(arrive, "L’original."), files.photo()
    officer = OfficerWindow(windows)
    officer.take("L’original.")
    _sends(visitor, "bleu.jpg", content)
    officer.page.locator("#tab-evidence").click()
    piece = _piece(officer, "bleu.jpg")
    piece.get_by_role("button", name="Télécharger l’original").click()
    dialog = officer.page.locator("#dialog-original")
    expect(dialog).to_contain_text("peut contenir un logiciel malveillant")
    _look(officer, "view-warning")
    with officer.page.expect_download() as download:
        dialog.get_by_role("button", name="Télécharger").click()
    assert Path(download.value.path()).read_bytes() == content
    piece.locator("summary").click()
    expect(piece.locator(".custody li")).to_have_count(2)
    expect(piece.locator(".custody")).to_contain_text("téléchargée par Brigadière-cheffe Nadia")
    _look(officer, "view-pieces")
    piece.get_by_role("button", name="Dans le fil").click()
    expect(officer.page.locator(".entry .filed")).to_be_in_viewport()


def test_a_supervisor_who_reads_along_sees_it_and_a_colleague_does_not(
    windows: Windows, arrive: Arrive, police: Desk, api: Api
) -> None:
    visitor = _says(arrive, "Qui regarde ?")
    police.take(visitor.id)
    attachment = _sends(visitor, "IMG_0002.HEIC", heic())
    supervisor = OfficerWindow(windows, "superviseuse")
    supervisor.page.locator("#force-list-refresh").click()
    supervisor.page.locator(f'#force-list-rows [data-conversation="{visitor.id}"]').click()
    column = supervisor.column(visitor.id)
    _card(column, "IMG_0002.HEIC").get_by_role("button", name="Voir").click()
    expect(supervisor.page.locator(".viewer img")).to_be_visible()
    _look(supervisor, "view-supervisor")
    for username in ("policier", "gendarme"):
        stranger = api.sign_in(username, PASSWORD)
        for path in ("", f"/{attachment}", f"/{attachment}?view=safe", f"/{attachment}/custody"):
            refused: Any = stranger.get(f"desk/conversations/{visitor.id}/attachments{path}")
            problem(refused, 404 if username == "gendarme" else refused.status_code)
            assert refused.status_code in (403, 404)


def test_a_film_is_blurred_and_silent_until_asked_for(windows: Windows, arrive: Arrive) -> None:
    visitor = _says(arrive, "Le film.")
    officer = OfficerWindow(windows)
    column = officer.take("Le film.")
    _sends(visitor, "couloir.mp4", film())
    _card(column, "couloir.mp4").get_by_role("button", name="Voir").click()
    viewer, shown = officer.page.locator(".viewer"), officer.page.locator(".viewer video")
    expect(shown).to_be_visible()
    assert not shown.evaluate("film => film.controls")
    assert shown.evaluate("film => film.paused")
    viewer.get_by_role("button", name="Afficher nettement").click()
    assert shown.evaluate("film => film.controls")
    assert shown.evaluate(PLAYED) >= MOST_OF_IT_S
    _look(officer, "view-film")
