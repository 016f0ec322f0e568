"""What helps an officer write and remember: replies inserted and never sent alone, facts, reminders, search."""

import sqlite3
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.people import Column, OfficerWindow, VisitorWindow
from tests.desk.test_search import TABLE
from tests.environment.api import Desk
from tests.environment.browsers import Windows
from tests.environment.server import Server
from tests.environment.servers import Arrive

SAFE = "Avant tout\u00a0: êtes-vous en sécurité là où vous êtes, en ce moment\u00a0?"
pytestmark = [pytest.mark.browser, pytest.mark.server]


def _words(text: str) -> dict[str, dict[str, str]]:
    return {"message": {"id": str(uuid4()), "text": text}}


def _write(column: Column) -> Locator:
    box = column.root.locator("textarea.composer__box")
    box.click()
    return box


def test_a_prepared_reply_is_found_by_its_words_inserted_and_not_sent(windows: Windows, arrive: Arrive) -> None:
    visitor = arrive("35000", **_words("Une réponse préparée"))
    officer = OfficerWindow(windows)
    box = _write(officer.take("Une réponse préparée"))
    box.press_sequentially("/SÉCUR")
    expect(officer.page.get_by_role("option").first).to_contain_text("/securite")
    box.press("Enter")
    expect(box).to_have_value(SAFE)
    assert not [one for one in visitor.thread() if one["from"] == "officer"]
    box.press("Enter")
    expect(box).to_have_value("")
    assert visitor.answers() == [SAFE]


def test_what_the_desk_knows_is_filled_and_what_it_does_not_is_asked_for(windows: Windows, arrive: Arrive) -> None:
    visitor = arrive("35000", **_words("Un rendez-vous"))
    officer = OfficerWindow(windows)
    column = officer.take("Un rendez-vous")
    box = _write(column)
    box.press_sequentially("/rendez-vous-pris")
    box.press("Enter")
    assert (
        officer.page.evaluate(
            "getSelection().toString() || document.activeElement.value.slice("
            "document.activeElement.selectionStart, document.activeElement.selectionEnd)"
        )
        == "{jour}"
    )
    box.press("Enter")
    expect(column.root.locator(".composer__left")).to_have_text("À compléter avant l’envoi : jour")
    assert not [one for one in visitor.thread() if one["from"] == "officer"]
    for words, missing in (("mardi", "heure"), ("14 h", "lieu")):
        box.press_sequentially(words)
        column.root.get_by_role("button", name="Envoyer").click()
        expect(column.root.locator(".composer__left")).to_have_text(f"À compléter avant l’envoi : {missing}")
    box.press_sequentially("au commissariat")
    box.press("Enter")
    expect(box).to_have_value("")
    (said,) = visitor.answers()
    assert said.startswith("Votre rendez-vous est noté\u00a0: mardi à 14 h, au commissariat.")


def test_officer_and_force_are_filled(windows: Windows, arrive: Arrive) -> None:
    arrive("35000", **_words("Qui êtes-vous ?"))
    officer = OfficerWindow(windows)
    column = officer.take("Qui êtes-vous ?")
    column.root.locator(".suggested [data-reply=bonjour]").click()
    expect(column.root.locator("textarea")).to_have_value(
        "Bonjour, je suis Brigadière-cheffe Nadia, de la Police nationale. Vous avez bien fait d’écrire. "
        "Je lis ce que vous me dites, prenez le temps qu’il vous faut."
    )
    expect(column.root.locator(".suggested")).to_be_hidden()


def test_a_command_that_is_not_one_never_leaves(windows: Windows, arrive: Arrive) -> None:
    visitor = arrive("35000", **_words("Une commande"))
    officer = OfficerWindow(windows)
    column = officer.take("Une commande")
    box = _write(column)
    box.press_sequentially("/zzzz")
    box.press("Enter")
    box.press("Escape")
    box.press("Enter")
    column.root.get_by_role("button", name="Envoyer").click()
    expect(column.root.locator(".composer__left")).to_contain_text("Une commande ne s’envoie pas")
    assert not [one for one in visitor.thread() if one["from"] == "officer"]


def test_a_slash_inside_a_sentence_is_only_a_slash(windows: Windows, arrive: Arrive) -> None:
    arrive("35000", **_words("Un slash"))
    column = OfficerWindow(windows).take("Un slash")
    box = _write(column)
    box.press_sequentially("Lundi et/ou mardi, le 17 / 112")
    box.press("Enter")
    expect(column.said("Lundi et/ou mardi, le 17 / 112")).to_be_visible()


def test_suggestions_follow_the_conversation_and_can_be_hidden(windows: Windows, arrive: Arrive) -> None:
    arrive("35000", reporter="witness", **_words("Je suis témoin"))
    officer = OfficerWindow(windows)
    column = officer.take("Je suis témoin")
    expect(column.root.locator(".suggested__one").first).to_have_attribute("data-reply", "temoin")
    officer.page.locator("#settings-open").click()
    officer.page.locator("#dialog-settings label", has_text="Masquées").click()
    officer.page.keyboard.press("Escape")
    expect(column.root.locator(".suggested")).to_be_hidden()


def test_a_reply_of_one_s_own_is_written_offered_and_refused_where_it_cannot_be_typed(
    windows: Windows, arrive: Arrive
) -> None:
    arrive("35000", **_words("Mes mots"))
    officer = OfficerWindow(windows)
    column = officer.take("Mes mots")
    box = _write(column)
    box.press_sequentially("/reponses")
    box.press("Enter")
    officer.page.locator("#dialog-own-replies [data-act=add]").click()
    dialog = officer.page.locator("#dialog-own-reply")
    dialog.locator("[name=shortcut]").fill("À moi")
    dialog.locator("[name=text]").fill("Ici Nadia, je vous lis.")
    windows.watch(officer.page).forgive(r"Failed to load resource.*422")
    dialog.locator("[data-confirm]").click()
    expect(dialog.locator(".field__error:visible")).to_have_count(1)
    dialog.locator("[name=shortcut]").fill("a-moi")
    dialog.locator("[data-confirm]").click()
    expect(officer.page.locator("#dialog-own-replies")).to_contain_text("/a-moi")
    officer.page.keyboard.press("Escape")
    box.press_sequentially("/a-m")
    box.press("Enter")
    expect(box).to_have_value("Ici Nadia, je vous lis.")


def test_searching_a_conversation_says_how_many_and_goes_from_one_to_the_next(windows: Windows, arrive: Arrive) -> None:
    visitor = arrive("35000", **_words("Il a cassé la porte d’entrée"))
    for number in range(30):
        visitor.say(f"Message {number}")
    visitor.say("La PORTE est fermée")
    officer = OfficerWindow(windows)
    column = officer.take("Il a cassé la porte")
    _write(column)
    officer.page.keyboard.press("Control+f")
    officer.page.keyboard.type("porté")
    expect(column.root.locator(".finder__said")).to_have_text("2 sur 2")
    officer.page.keyboard.press("Enter")
    expect(column.root.locator(".finder__said")).to_have_text("1 sur 2")
    expect(column.root.locator(".entry[data-found=current]")).to_contain_text("cassé la porte")
    expect(column.said("Il a cassé la porte d’entrée")).to_be_in_viewport()
    officer.page.keyboard.press("Escape")
    expect(column.root.locator(".finder")).to_be_hidden()
    expect(column.root.locator("textarea.composer__box")).to_be_focused()


def test_a_sentence_is_quoted_and_pinned_from_the_thread_by_the_keyboard(windows: Windows, arrive: Arrive) -> None:
    visitor = arrive("35000", **_words("Il a un fusil dans l’armoire"))
    officer = OfficerWindow(windows)
    column = officer.take("Il a un fusil")
    expect(column.root.locator("textarea")).to_be_focused()
    expect(column.said("Il a un fusil dans l’armoire")).to_be_visible()
    column.root.locator(".thread").focus()
    officer.page.keyboard.press("ArrowUp")
    officer.page.keyboard.press("Tab")
    officer.page.keyboard.press("Enter")
    expect(column.root.locator("textarea")).to_have_value("« Il a un fusil dans l’armoire »\n")
    column.root.locator(".thread").focus()
    for key in ("ArrowUp", "Tab", "Tab", "Enter"):
        officer.page.keyboard.press(key)
    officer.page.locator("#dialog-fact [data-confirm]").click()
    expect(officer.page.locator("#pinned .pinned__text")).to_have_text("Il a un fusil dans l’armoire")
    officer.page.reload()
    officer.is_connected()
    officer.column(visitor.id).root.locator("textarea").click()
    expect(officer.page.locator("#pinned .pinned__text")).to_have_text("Il a un fusil dans l’armoire")
    officer.page.locator("#pinned .pinned__fact .button").click()
    expect(officer.page.locator("#pinned")).to_be_hidden()


def test_questions_asked_stay_ticked(windows: Windows, arrive: Arrive) -> None:
    visitor = arrive("35000", categories=["conjugal"], **_words("Des questions"))
    officer = OfficerWindow(windows)
    officer.take("Des questions")
    officer.page.locator("#notebook [data-question=weapon]").click()
    expect(officer.page.locator("#notebook [data-question=weapon]")).to_be_checked()
    expect(officer.page.locator("#notebook li[data-asked=true]")).to_have_count(1)
    officer.page.reload()
    officer.is_connected()
    officer.column(visitor.id).root.locator("textarea").click()
    expect(officer.page.locator("#notebook [data-question=weapon]")).to_be_checked()


def test_a_reminder_rings_after_a_crash_until_it_is_done(windows: Windows, arrive: Arrive, server: Server) -> None:
    visitor = arrive("35000", **_words("À rappeler"))
    officer = OfficerWindow(windows)
    windows.watch(officer.page).forgive("WebSocket|ERR_CONNECTION|Failed to load")
    column = officer.take("À rappeler")
    box = _write(column)
    box.press_sequentially("/rappel")
    box.press("Enter")
    dialog = officer.page.locator("#dialog-reminder")
    dialog.locator("[name=text]").fill("Voir si elle est sortie")
    dialog.locator("[data-confirm]").click()
    expect(officer.page.locator("#notebook .reminder")).to_contain_text("Voir si elle est sortie")
    expect(officer.page.locator("#due")).to_be_hidden()
    officer.page.keyboard.type("Je continue d’écrire")
    expect(box).to_have_value("Je continue d’écrire")
    server.kill()
    _make_due(server)
    server.start()
    due = officer.page.locator("#due .due")
    expect(due).to_contain_text("Voir si elle est sortie")
    officer.page.reload()
    officer.is_connected()
    expect(due).to_contain_text("Rennes")
    due.get_by_role("button", name="Fait").click()
    expect(due).to_have_count(0)
    expect(officer.column(visitor.id).root).to_be_visible()


def _make_due(server: Server) -> None:
    """Its hour has come while the server was away."""
    past = (datetime.now(UTC) - timedelta(minutes=1)).strftime("%Y-%m-%d %H:%M:%S")
    with sqlite3.connect(server.data_dir / "permanence.sqlite3") as connection:
        connection.execute("UPDATE craft_reminder SET due_at = ?", [past])
    connection.close()


def test_without_a_translator_and_without_the_setting_nothing_of_them_is_there(
    windows: Windows,
) -> None:
    visitor = VisitorWindow(windows).begin(message="Rien de plus")
    expect(visitor.page.locator("#seen")).to_have_count(0)
    column = OfficerWindow(windows).take("Rien de plus")
    expect(column.said("Rien de plus")).to_be_visible()
    expect(column.root.locator("[data-tool=translate]")).to_have_count(0)
    visitor.page.locator("#text").press_sequentially("Il est rentré")
    expect(column.root.locator(".column__typing")).to_have_text("La personne est en train d’écrire")


def test_the_console_and_the_server_find_the_same_words(windows: Windows) -> None:
    page = OfficerWindow(windows).page
    source = page.evaluate(
        "performance.getEntriesByType('resource').map((one) => one.name).find((name) => /folding/.test(name))"
    )
    for text, wanted, expected in TABLE:
        told = page.evaluate(
            "async ([source, text, wanted]) => (await import(source)).found(text, wanted)"
            ".map(({ start, end }) => text.slice(start, end))",
            [source, text, wanted],
        )
        assert told == expected, (text, wanted)


def test_a_supervisor_s_whisper_shows_at_once_to_the_officer_alone(
    windows: Windows, arrive: Arrive, chief: Desk
) -> None:
    visitor = arrive("35000", **_words("Un conseil"))
    officer = OfficerWindow(windows)
    _write(officer.take("Un conseil"))
    expect(officer.page.locator("#notebook")).to_be_visible()
    whisper = {"id": str(uuid4()), "text": "Demande l’étage"}
    assert chief.post(f"desk/conversations/{visitor.id}/notes", whisper).status_code == 201
    expect(officer.page.locator("#toasts")).to_contain_text("Nouvelle note de la brigade, Rennes")
    note = officer.page.locator("#notebook .note[data-kind=whisper]")
    expect(note).to_contain_text("Conseil du superviseur. Demande l’étage")
    assert not [one for one in visitor.thread() if "étage" in one["text"]]


def test_a_note_half_written_stays_through_another_conversation_and_a_reload(windows: Windows, arrive: Arrive) -> None:
    visitor = arrive("35000", **_words("Une note à moitié"))
    officer = OfficerWindow(windows)
    column = officer.take("Une note à moitié")
    _write(column)
    officer.page.keyboard.press("Control+;")
    officer.page.keyboard.type("À vérifier")
    officer.page.reload()
    officer.is_connected()
    _write(officer.column(visitor.id))
    expect(officer.page.locator("#note")).to_have_value("À vérifier")
