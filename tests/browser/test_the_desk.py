"""The console: four conversations at once, nobody missed, two tabs of one officer, a reason where one is needed."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.browser.people import OfficerWindow
from tests.environment.browsers import Windows
from tests.environment.servers import Arrive, Connect

pytestmark = [pytest.mark.browser, pytest.mark.server]
FOUR = ["Première personne", "Deuxième personne", "Troisième personne", "Quatrième personne"]


def _words(text: str) -> dict[str, dict[str, str]]:
    return {"message": {"id": str(uuid4()), "text": text}}


def test_an_officer_holds_four_and_each_answer_goes_to_whom_it_is_for(windows: Windows, arrive: Arrive) -> None:
    visitors = {text: arrive("35000", **_words(text)) for text in FOUR}
    officer = OfficerWindow(windows)
    for text in FOUR:
        row = officer.row(text)
        expect(row).to_be_visible()
        row.click()
        tab = officer.page.locator(f'#tabs [data-conversation="{visitors[text].id}"]')
        expect(tab).to_be_visible()
    for text in reversed(FOUR):
        officer.page.locator(f'#tabs [data-conversation="{visitors[text].id}"]').click()
        officer.column(visitors[text].id).say(f"À vous, {text}")
    for text, visitor in visitors.items():
        assert visitor.answers() == [f"À vous, {text}"]


def test_a_conversation_out_of_sight_shows_what_is_unread(windows: Windows, arrive: Arrive) -> None:
    visitors = [arrive("35000", **_words(f"Hors de vue {number}")) for number in range(4)]
    officer = OfficerWindow(windows)
    for number, visitor in enumerate(visitors):
        officer.row(f"Hors de vue {number}").click()
        expect(officer.page.locator(f'#tabs [data-conversation="{visitor.id}"]')).to_be_visible()
    hidden = officer.page.locator('#tabs [data-in-sight="false"]').first
    conversation = hidden.get_attribute("data-conversation")
    next(visitor for visitor in visitors if visitor.id == conversation).say("Vous êtes là ?")
    expect(officer.page.locator(f'#tabs [data-conversation="{conversation}"] .tab__unread')).to_have_text("1")
    officer.page.locator(f'#tabs [data-conversation="{conversation}"]').click()
    expect(officer.column(conversation or "").said("Vous êtes là ?")).to_be_visible()


def test_whoever_takes_a_conversation_is_on_duty(windows: Windows, arrive: Arrive) -> None:
    arrive("35000", **_words("Qui est là ?"))
    officer = OfficerWindow(windows, "policier")
    officer.page.locator("#presence label", has_text="Fin de service").click()
    officer.take("Qui est là ?")
    expect(officer.page.locator("#presence input[value=available]")).to_be_checked()


def test_a_draft_is_kept_through_a_reload(windows: Windows, arrive: Arrive) -> None:
    arrive("35000", **_words("Un brouillon pour moi"))
    officer = OfficerWindow(windows)
    column = officer.take("Un brouillon pour moi")
    column.root.locator("textarea").fill("Je cherche les mots")
    officer.page.reload()
    officer.is_connected()
    expect(officer.column(column.conversation).root.locator("textarea")).to_have_value("Je cherche les mots")


def test_two_tabs_of_one_officer_say_the_same(windows: Windows, arrive: Arrive) -> None:
    visitor = arrive("35000", **_words("Deux onglets"))
    officer = OfficerWindow(windows)
    second = windows.tab(officer.page, "/brigade/")
    expect(second.locator("#queue-rows")).to_have_attribute("aria-busy", "false")
    officer.take("Deux onglets").say("Dit dans le premier.")
    there = second.locator(f'article.column[data-conversation="{visitor.id}"]')
    expect(there.get_by_text("Dit dans le premier.", exact=True)).to_be_visible()


def test_signing_out_in_one_tab_leaves_all(windows: Windows) -> None:
    officer = OfficerWindow(windows, "policier")
    second = windows.tab(officer.page, "/brigade/")
    expect(second.locator("#queue-rows")).to_have_attribute("aria-busy", "false")
    for page in (officer.page, second):
        windows.watch(page).forgive(r"401|403|WebSocket")
    officer.page.locator("#me-menu > summary").click()
    officer.page.get_by_role("button", name="Se déconnecter").click()
    expect(officer.page).to_have_url(re.compile("/compte/connexion"))
    expect(second).to_have_url(re.compile("/compte/connexion"))


def test_correcting_the_force_asks_for_a_reason_and_moves_it(windows: Windows, arrive: Arrive) -> None:
    visitor = arrive("35000", **_words("C'est la gendarmerie chez moi"))
    police, gendarme = OfficerWindow(windows), OfficerWindow(windows, "gendarme")
    police.take("C'est la gendarmerie chez moi")
    windows.watch(police.page).forgive(r"Failed to load resource.*422")
    police.page.locator("#file [data-act=force]").click()
    dialog = police.page.locator("#dialog-force")
    dialog.locator("select[name=force]").select_option("GN")
    dialog.locator("[data-confirm]").click()
    expect(dialog.locator(".field__error:visible")).to_have_count(1)
    dialog.locator("textarea[name=reason]").fill("Commune rurale.")
    dialog.locator("[data-confirm]").click()
    expect(dialog).to_have_count(0)
    column = gendarme.take("C'est la gendarmerie chez moi")
    expect(column.said("C'est la gendarmerie chez moi")).to_be_visible()
    expect(police.page.locator(f'article.column[data-conversation="{visitor.id}"]')).to_have_count(0)


def test_a_night_s_thread_is_there_within_seconds_after_a_reload(
    windows: Windows, arrive: Arrive, live: Connect
) -> None:
    visitor = arrive("35000", **_words("Longue nuit"))
    hers = live()
    hers.open_visitor(visitor.id, visitor.secret)
    for number in range(300):
        hers.send_and_wait(visitor.id, f"Message {number} d'une longue nuit.")
    officer = OfficerWindow(windows)
    officer.take("Longue nuit")
    officer.page.reload()
    officer.is_connected()
    expect(officer.column(visitor.id).root.locator(".entry--visitor")).to_have_count(301)


def test_a_row_that_changes_under_the_finger_is_taken_all_the_same(windows: Windows, arrive: Arrive) -> None:
    visitor = arrive("35000", message={"id": str(uuid4()), "text": "Un doigt posé"})
    officer = OfficerWindow(windows)
    row = officer.row("Un doigt posé")
    expect(row).to_contain_text("1 message")
    row.hover()
    officer.page.mouse.down()
    visitor.say("et un mot de plus")
    officer.page.wait_for_timeout(1500)
    officer.page.mouse.up()
    officer.column(visitor.id)
