"""A visitor sends a photo: over a network that breaks, refused, left in the middle, without a script; the officer sees
it at once and has every byte of it."""

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import CDPSession, FilePayload, Locator, expect

from tests.browser import files
from tests.browser.people import OfficerWindow, VisitorWindow
from tests.casework.evidence.files import heic
from tests.environment.api import Desk
from tests.environment.browsers import Windows

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(240)]
SLOW = {"offline": False, "latency": 80, "downloadThroughput": 40_000, "uploadThroughput": 40_000}
FAST = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}


def _look(window: VisitorWindow | OfficerWindow, name: str) -> None:
    if folder := os.environ.get("PERMANENCE_SHOTS"):
        window.page.screenshot(path=f"{folder}/{name}.png")


def _file(name: str, content: bytes, media_type: str = "image/jpeg") -> FilePayload:
    return {"name": name, "mimeType": media_type, "buffer": content}


def _send(visitor: VisitorWindow, file: FilePayload | Path, *, how: str = "Photo ou vidéo") -> Locator:
    """Chooses it with the sheet; answers its place in the thread."""
    visitor.page.locator("#more").click()
    with visitor.page.expect_file_chooser() as choosing:
        visitor.page.get_by_role("button", name=how, exact=True).click()
    choosing.value.set_files(file)
    expect(visitor.page.locator("#sheet")).to_be_hidden()
    return visitor.thread.locator(".said--visitor:has(.filed)").last


@contextmanager
def _on_a_slow_network(visitor: VisitorWindow) -> Iterator[CDPSession]:
    network = visitor.page.context.new_cdp_session(visitor.page)
    network.send("Network.enable")
    network.send("Network.emulateNetworkConditions", SLOW)
    yield network
    network.send("Network.emulateNetworkConditions", FAST)


def _pieces(police: Desk, words: str) -> list[dict[str, Any]]:
    (row,) = [row for row in police.queue() if row["first_words"] == words]
    conversation = str(police.take(row["conversation"])["id"])
    return list(police.get(f"desk/conversations/{conversation}/attachments").json()["attachments"])


def test_the_officer_sees_it_at_once_without_a_reload(windows: Windows) -> None:
    visitor = VisitorWindow(windows).begin("35000", "J’ai une photo.")
    column = OfficerWindow(windows).take("J’ai une photo.")
    visitor.page.locator("#more").click()
    expect(visitor.page.locator("#sheet")).to_contain_text("L’original reste sur votre appareil")
    _look(visitor, "send-sheet")
    visitor.page.keyboard.press("Escape")
    expect(visitor.page.locator("#more")).to_be_focused()
    sent = _send(visitor, _file("IMG_20261129_231502_photo_du_couloir.jpg", files.photo()))
    expect(sent).to_contain_text("IMG_20261129_23150…uloir.jpg")
    expect(visitor.page.locator("#files-said")).to_contain_text("Photo envoyée, ")
    card = column.root.locator(".filed")
    expect(card).to_contain_text("Photo IMG_20261129_231502", timeout=1000)
    expect(sent).to_contain_text("Lu")
    expect(sent.locator("progress")).to_have_count(0)
    expect(visitor.thread.locator("img")).to_have_count(0)
    _look(visitor, "send-sent")


def test_a_network_that_breaks_in_the_middle_loses_and_doubles_nothing(windows: Windows, police: Desk) -> None:
    visitor = VisitorWindow(windows).begin("35000", "Le réseau coupe.")
    content = files.photo(width=700, height=500, noise=True)
    with _on_a_slow_network(visitor):
        sent = _send(visitor, _file("preuve.jpg", content))
        expect(sent.locator(".filed__state")).to_have_text(_percent_above(15))
        _look(visitor, "send-under-way")
        visitor.page.context.set_offline(True)
        windows.watch(visitor.page).forgive("ERR_INTERNET_DISCONNECTED|WebSocket")
        expect(sent).to_contain_text("En pause : pas de réseau. L’envoi reprendra.")
        _look(visitor, "send-paused")
        visitor.page.context.set_offline(False)
    expect(sent).to_contain_text("Envoyé")
    visitor.say("Elle est partie ?")
    (piece,) = _pieces(police, "Le réseau coupe.")
    assert piece["sha256"] == hashlib.sha256(content).hexdigest()
    assert piece["size"] == len(content)
    expect(visitor.thread.locator(".filed")).to_have_count(1)


def _percent_above(least: int) -> re.Pattern[str]:
    return re.compile(rf"Envoi (?:{'|'.join(str(one) for one in range(least, 100))})\s%")


def test_what_is_refused_says_why_and_what_to_do(windows: Windows, police: Desk, tmp_path: Path) -> None:
    visitor = VisitorWindow(windows).begin("35000", "Trop grand.")
    large = tmp_path / "film.mp4"
    with large.open("wb") as film:
        film.truncate(61_200_000)
    refused = _send(visitor, large)
    expect(refused).to_contain_text(
        "Ce fichier fait 61,2 Mo, la limite est de 50 Mo. Coupez la vidéo en plusieurs parties"
    )
    _look(visitor, "send-refused")
    refused.get_by_role("button", name="Retirer").click()
    expect(visitor.thread.locator(".filed")).to_have_count(0)
    expect(_send(visitor, _file("vide.jpg", b""))).to_contain_text("Ce fichier est vide")
    windows.watch(visitor.page).forgive("415")
    archive = _send(visitor, _file("photos.zip", b"PK\x03\x04" + bytes(200), "application/zip"), how="Fichier")
    expect(archive).to_contain_text("Les archives et les documents de bureautique ne sont pas acceptés")
    expect(visitor.page.locator("#files-alert")).to_contain_text("Les archives")
    expect(_send(visitor, _file("bonne.jpg", files.photo()))).to_contain_text("Envoyé")
    assert [piece["name"] for piece in _pieces(police, "Trop grand.")] == ["bonne.jpg"]


def test_what_is_on_its_way_can_be_taken_back(windows: Windows, police: Desk) -> None:
    visitor = VisitorWindow(windows).begin("35000", "Non, pas celle-là.")
    with _on_a_slow_network(visitor):
        sent = _send(visitor, _file("autre.jpg", files.photo(width=700, height=500, noise=True)))
        expect(sent.locator(".filed__state")).to_have_text(_percent_above(5))
        sent.get_by_role("button", name="Annuler").click()
    expect(visitor.thread.locator(".filed")).to_have_count(0)
    assert _pieces(police, "Non, pas celle-là.") == []


def test_quick_exit_stops_it_at_once(windows: Windows, police: Desk) -> None:
    visitor = VisitorWindow(windows).begin("35000", "Il arrive.")
    with _on_a_slow_network(visitor) as network:
        sent = _send(visitor, _file("preuve.jpg", files.photo(width=900, height=700, noise=True)))
        expect(sent.locator(".filed__state")).to_have_text(_percent_above(5))
        network.send("Network.emulateNetworkConditions", FAST)
        visitor.quit()
        visitor.page.wait_for_url(lambda url: "espace" not in url)
        visitor.page.wait_for_timeout(1500)
    assert _pieces(police, "Il arrive.") == []
    visitor.page.goto("/espace")
    assert visitor.page.evaluate("sessionStorage.length") == 0


def test_a_page_loaded_anew_says_that_the_file_must_be_chosen_again(windows: Windows) -> None:
    visitor = VisitorWindow(windows).begin("35000", "La page se recharge.")
    with _on_a_slow_network(visitor) as network:
        sent = _send(visitor, _file("preuve.jpg", files.photo(width=900, height=700, noise=True)))
        expect(sent.locator(".filed__state")).to_have_text(_percent_above(5))
        stored = visitor.page.evaluate("JSON.stringify({...sessionStorage})")
        assert "preuve" not in stored, "not even its name is kept on the device"
        network.send("Network.emulateNetworkConditions", FAST)
        visitor.page.reload()
    visitor.is_in_the_chat()
    expect(visitor.page.locator("#files-note")).to_contain_text("Choisissez-le de nouveau")
    _look(visitor, "send-interrupted")
    again = _send(visitor, _file("IMG_0002.HEIC", heic(), ""))
    expect(again).to_contain_text("Envoyé")
    expect(again).to_contain_text("Photo, ")
    expect(visitor.page.locator("#files-note")).to_be_hidden()


def test_asked_for_again_it_says_first_what_that_leaves_on_the_device(windows: Windows) -> None:
    visitor = VisitorWindow(windows).begin("35000", "Je veux la revoir.")
    content = files.photo()
    sent = _send(visitor, _file("preuve.jpg", content))
    expect(sent).to_contain_text("Envoyé")
    sent.get_by_role("button", name="preuve.jpg").click()
    expect(sent).to_contain_text("L’enregistrer le remet sur cet appareil.")
    _look(visitor, "send-take")
    with visitor.page.expect_download() as download:
        sent.get_by_role("button", name="Enregistrer sur cet appareil").click()
    assert download.value.suggested_filename == "preuve.jpg"
    assert Path(download.value.path()).read_bytes() == content


def test_without_a_script_it_is_sent_by_a_form_and_what_was_typed_stays(windows: Windows, police: Desk) -> None:
    visitor = VisitorWindow(windows, script=False).begin("35000", "Sans script.")
    windows.watch(visitor.page).forgive("415")
    visitor.page.get_by_text("Joindre une photo ou un fichier").click()
    visitor.page.locator("#text").fill("je vous envoie la photo")
    _look(visitor, "send-plain")
    visitor.page.locator("#attach").set_input_files(_file("page.html", b"<html>", "text/html"))
    visitor.page.get_by_role("button", name="Envoyer ce fichier").click()
    expect(visitor.page.locator("#error")).to_contain_text("Les pages web")
    expect(visitor.page.locator("#text")).to_have_value("je vous envoie la photo")
    expect(visitor.page.locator("#attach")).to_be_visible()
    _look(visitor, "send-plain-refused")
    content = files.photo()
    visitor.page.locator("#attach").set_input_files(_file("preuve.jpg", content))
    visitor.page.get_by_role("button", name="Envoyer ce fichier").click()
    bubble = visitor.thread.locator(".said--visitor:has(.filed)")
    expect(bubble).to_contain_text("preuve.jpg")
    expect(bubble).to_contain_text("Photo, ")
    expect(visitor.page.locator("#text")).to_have_value("je vous envoie la photo")
    _look(visitor, "send-plain-sent")
    bubble.locator("summary").click()
    with visitor.page.expect_download() as download:
        bubble.get_by_role("button", name="Enregistrer sur cet appareil").click()
    assert Path(download.value.path()).read_bytes() == content
    (piece,) = _pieces(police, "Sans script.")
    assert piece["sha256"] == hashlib.sha256(content).hexdigest()


def test_without_a_script_a_file_too_large_leaves_what_was_being_written(windows: Windows, tmp_path: Path) -> None:
    visitor = VisitorWindow(windows, script=False).begin("35000", "Sans script, trop grand.")
    windows.watch(visitor.page).forgive("413")
    film = tmp_path / "film.mp4"
    with film.open("wb") as made:
        made.truncate(61_200_000)
    visitor.page.locator("#text").fill("une phrase « commencée »,\nsur deux lignes")
    visitor.page.get_by_text("Joindre une photo ou un fichier").click()
    visitor.page.locator("#attach").set_input_files(film)
    visitor.page.get_by_role("button", name="Envoyer ce fichier").click()
    expect(visitor.page.locator("#error")).to_contain_text(
        "Ce fichier pèse 61,2 Mo : un fichier peut peser 50 Mo au plus"
    )
    expect(visitor.page.locator("#text")).to_have_value("une phrase « commencée »,\nsur deux lignes")
    _look(visitor, "send-too-large-without-script")
    visitor.page.get_by_role("button", name="Envoyer", exact=True).click()
    expect(visitor.said("une phrase « commencée »,\nsur deux lignes")).to_be_visible()
