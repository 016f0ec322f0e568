"""The report beside the chat: filled and kept as it is typed, quoted from the thread, by two hands, through a lost
network; filed once."""

import os
import re
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.people import OfficerWindow
from tests.environment.api import Desk
from tests.environment.browsers import Windows
from tests.environment.servers import Arrive

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(240)]
WORDS = "Il m’a frappée hier soir devant les enfants"


def _words(text: str = WORDS) -> dict[str, object]:
    return {"message": {"id": str(uuid4()), "text": text}}


def _look(page: Page, name: str, *, night: bool = False) -> None:
    folder = os.environ.get("PERMANENCE_SHOTS")
    if folder and night:
        page.emulate_media(color_scheme="dark")
        page.set_viewport_size({"width": 1280, "height": 800})
    if folder:
        page.screenshot(path=f"{folder}/{name}.png")


def _open(officer: OfficerWindow, words: str = WORDS) -> Locator:
    officer.take(words)
    officer.page.keyboard.press("F2")
    panel = officer.page.locator("#panel-report")
    expect(panel.locator(".report__form")).to_be_visible()
    return panel


def _kept(panel: Locator) -> None:
    expect(panel.locator(".intervention__said")).to_have_text("Gardé")


def _pick(panel: Locator, path: str, words: str) -> None:
    panel.locator(f'[data-path="{path}"] .pick', has_text=words).first.click()


def _fact(panel: Locator, name: str) -> Locator:
    return panel.locator(f'[data-path^="facts."][data-path$=".{name}"]')


def test_from_what_was_said_at_the_entry_to_a_report_that_counts(windows: Windows, arrive: Arrive) -> None:
    arrive("35000", reporter="victim", categories=["conjugal", "physical"], **_words())
    officer = OfficerWindow(windows)
    panel = _open(officer)
    page = officer.page
    expect(panel.locator(".report__missing")).to_contain_text("Il manque : qui écrit")
    expect(_fact(panel, "category").locator('[aria-pressed="true"]')).to_have_count(0)
    _look(page, "report-begun")
    panel.locator("[data-act=file-report]").click()
    expect(page.get_by_text("Le signalement n’est pas encore enregistré, il manque : qui écrit")).to_be_visible()
    expect(panel.locator('[data-path="reporter"] .pick').first).to_be_focused()
    expect(page.locator("#dialog-file-report")).to_have_count(0)
    _look(page, "report-lacking")
    panel.locator("[data-suggested=reporter]").click()
    panel.locator("[data-suggested=facts]").click()
    _kept(panel)
    expect(panel.locator("h2")).to_have_text(re.compile(r"^PN-\d{4}-\d{6}$"))
    expect(_fact(panel, "kinds").locator('[aria-pressed="true"]')).to_have_text("Physiques")
    _fact(panel, "offences").get_by_text("Violences physiques").click()
    _fact(panel, "when").get_by_text("Depuis").click()
    _fact(panel, "from_on").locator("input").fill("03/2024")
    _fact(panel, "insee").locator("input").fill("35000")
    _pick(panel, "victim.sex", "Femme")
    panel.locator('[data-field="victim.age"]').select_option("25_34")
    panel.locator('[data-field="author.relation"]').select_option("spouse")
    _kept(panel)
    expect(_fact(panel, "insee").locator("select")).to_contain_text("Rennes")
    _look(page, "report-filled")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#dialog-file-report")).to_be_visible()
    _look(page, "report-filing")
    page.keyboard.press("Enter")
    expect(panel.locator(".report__missing")).to_contain_text("Enregistré")
    expect(panel.locator("[data-act=file-report]")).to_be_hidden()
    expect(page.locator("#tab-report .dossier__badge")).to_have_text("✓")
    _look(page, "report-filed")
    _look(page, "report-night", night=True)


def test_a_message_goes_into_a_field_in_one_gesture_and_the_field_leads_back_to_it(
    windows: Windows, arrive: Arrive
) -> None:
    arrive("35000", reporter="victim", **_words())
    officer = OfficerWindow(windows)
    panel = _open(officer)
    page = officer.page
    page.locator('.entry[data-seq="1"]').hover()
    page.locator('.entry[data-seq="1"] [data-tool=into-report]').click()
    expect(page.locator("#dialog-into-report")).to_be_visible()
    _look(page, "report-into")
    page.keyboard.press("1")
    told = _fact(panel, "text").locator("textarea")
    expect(told).to_have_value(
        re.compile(r"^« Il m’a frappée hier soir devant les enfants » \(la personne, \d\d:\d\d\)$")
    )
    _kept(panel)
    panel.locator(".report__seq").click()
    expect(page.locator('.entry[data-seq="1"]')).to_have_attribute("data-found", "current")
    page.locator('.entry[data-seq="1"]').hover()
    page.locator('.entry[data-seq="1"] [data-tool=into-report]').click()
    page.keyboard.press("c")
    consent = panel.locator('[data-part="consent"]')
    expect(consent.locator(".report__seq")).to_have_count(1)
    expect(consent.locator('[data-path="consent.how"] [aria-pressed="true"]')).to_have_text(
        "Écrit dans la conversation"
    )


def test_what_is_typed_stays_through_a_lost_network_and_a_reload(windows: Windows, arrive: Arrive) -> None:
    arrive("35000", **_words("Réseau perdu"))
    officer = OfficerWindow(windows)
    panel = _open(officer, "Réseau perdu")
    page = officer.page
    windows.watch(page).forgive("Failed to load resource|ERR_")
    page.route("**/report", lambda route: route.abort())
    panel.locator('[data-field="summary"]').fill("Typed while nothing answers")
    expect(panel.locator(".intervention__said")).to_contain_text("Rien n’est perdu")
    expect(page.locator("#tab-report .dossier__badge")).to_have_text("!")
    _look(page, "report-offline")
    page.unroute("**/report")
    page.reload()
    officer.is_connected()
    expect(panel.locator('[data-field="summary"]')).to_have_value("Typed while nothing answers")
    _kept(panel)
    page.reload()
    officer.is_connected()
    expect(panel.locator('[data-field="summary"]')).to_have_value("Typed while nothing answers")


def test_a_refused_field_says_why_and_keeps_what_was_typed(windows: Windows, arrive: Arrive) -> None:
    arrive("35000", reporter="victim", categories=["conjugal"], **_words("Champ refusé"))
    officer = OfficerWindow(windows)
    windows.watch(officer.page).forgive("Failed to load resource.*422")
    panel = _open(officer, "Champ refusé")
    panel.locator("[data-suggested=facts]").click()
    begun = _fact(panel, "from_on").locator("input")
    begun.fill("31/02/2024")
    panel.locator('[data-field="summary"]').fill("Le reste est gardé")
    expect(_fact(panel, "from_on").locator(".sheet__said")).to_have_text("Cette date n’existe pas.")
    expect(begun).to_have_value("31/02/2024")
    expect(begun).to_have_attribute("aria-invalid", "true")
    _look(officer.page, "report-refused")
    panel.locator('[data-part="windows"] summary').click()
    panel.locator("[data-add=windows]").click()
    window = panel.locator('[data-part="windows"] .report__item')
    window.get_by_text("lun", exact=True).click()
    expect(window.locator(".report__window")).to_contain_text("il manque : l’heure de début")
    window.get_by_label("De", exact=True).fill("16:00")
    window.get_by_label("À", exact=True).first.fill("14:00")
    window.get_by_label("À", exact=True).first.blur()
    expect(window.get_by_text("L’heure de fin doit suivre celle de début.")).to_be_visible()
    begun.fill("02/2024")
    begun.blur()
    window.get_by_label("À", exact=True).first.fill("18:30")
    window.get_by_label("À", exact=True).first.blur()
    window.locator('.pick[data-code="telephone"]').click()
    window.locator('[data-path$=".to"] input').fill("06 00 00 00 00")
    expect(window.locator(".report__window")).to_have_text("Le lundi de 16 h à 18 h 30, appel au 06 00 00 00 00.")
    _kept(panel)
    _look(officer.page, "report-windows")


def test_two_officers_fill_it_at_once_and_each_sees_the_other(windows: Windows, arrive: Arrive, chief: Desk) -> None:
    visitor = arrive("35000", **_words("À deux"))
    officer = OfficerWindow(windows)
    panel = _open(officer, "À deux")
    panel.locator('[data-field="author.text"]').fill("Grand, brun")
    _kept(panel)
    address = f"desk/conversations/{visitor.id}/report"
    given = {"victim.sex": "female", "summary": "Écrit par la superviseuse"}
    assert chief.patch(address, {"given": given}).status_code == 200
    expect(panel.locator('[data-field="summary"]')).to_have_value("Écrit par la superviseuse")
    expect(panel.locator('[data-path="summary"] .sheet__said')).to_contain_text("Modifié à l’instant par")
    expect(panel.locator('[data-path="victim.sex"] [aria-pressed="true"]')).to_have_text("Femme")
    expect(panel.locator('[data-field="author.text"]')).to_have_value("Grand, brun")
    _look(officer.page, "report-two")
    panel.get_by_role("button", name="Historique").click()
    history = officer.page.locator("#dialog-report-history")
    expect(history.locator(".history__one")).to_have_count(2)
    expect(history).to_contain_text("Victime · Sexe")
    _look(officer.page, "report-history")


def test_who_wrote_a_field_is_told_that_a_colleague_wrote_over_it(
    windows: Windows, arrive: Arrive, chief: Desk
) -> None:
    visitor = arrive("35000", **_words("L’un sur l’autre"))
    officer = OfficerWindow(windows)
    panel = _open(officer, "L’un sur l’autre")
    text = panel.locator('[data-field="author.text"]')
    text.fill("Grand, brun")
    _kept(panel)
    text.blur()
    said = panel.locator('[data-path="author.text"] .sheet__said')
    expect(said).to_be_hidden()
    given = {"author.text": "Petit, blond"}
    assert chief.patch(f"desk/conversations/{visitor.id}/report", {"given": given}).status_code == 200
    expect(text).to_have_value("Petit, blond")
    expect(said).to_contain_text("Modifié à l’instant par")


def test_an_earlier_report_is_tied_by_the_reference_she_gives(windows: Windows, arrive: Arrive) -> None:
    arrive("35000", **_words("La première fois"))
    officer = OfficerWindow(windows)
    windows.watch(officer.page).forgive("Failed to load resource.*422")
    panel = _open(officer, "La première fois")
    panel.locator('[data-field="summary"]').fill("Une première fois")
    _kept(panel)
    reference = panel.locator("h2").inner_text()
    arrive("35000", **_words("De nouveau moi"))
    panel = _open(officer, "De nouveau moi")
    panel.locator('[data-field="summary"]').fill("Une seconde fois")
    _kept(panel)
    panel.locator("[data-act=find-report]").click()
    dialog = officer.page.locator("#dialog-find-report")
    dialog.locator("[name=value]").fill(reference)
    dialog.locator("[data-confirm]").click()
    expect(dialog.get_by_text("Indiquez un motif")).to_be_visible()
    dialog.locator("[name=reason]").fill("elle dit avoir déjà écrit")
    _look(officer.page, "report-link")
    dialog.locator("[data-confirm]").click()
    found = officer.page.locator("#dialog-found-reports")
    expect(found).to_contain_text(reference)
    expect(found).not_to_contain_text("première fois")
    _look(officer.page, "report-found")
    found.get_by_role("button", name="Rattacher").click()
    panel.locator(".link__read").click()
    expect(officer.page.locator("#dialog-earlier-report")).to_contain_text("Une première fois")
    _look(officer.page, "report-earlier")


def test_the_tabs_answer_to_the_keyboard(windows: Windows, arrive: Arrive) -> None:
    arrive("35000", **_words("Au clavier"))
    officer = OfficerWindow(windows)
    panel = _open(officer, "Au clavier")
    page = officer.page
    expect(panel.locator('[data-path="reporter"] .pick').first).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    expect(panel.locator('[data-path="reporter"] .pick').nth(1)).to_be_focused()
    page.keyboard.press("F2")
    expect(page.locator("textarea.composer__box")).to_be_focused()
    page.keyboard.press("Escape")
    page.locator("#tab-report").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#panel-file")).to_be_visible()
    expect(panel).to_be_hidden()
    page.reload()
    officer.is_connected()
    expect(page.locator("#panel-file")).to_be_visible()
    page.locator("textarea.composer__box").fill("/signalement")
    page.keyboard.press("Enter")
    expect(panel).to_be_visible()
