"""What is typed in the sheet is never lost, a refusal stands beside its field, and one request is one alarm."""

import os
import re
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.people import Column, OfficerWindow
from tests.browser.test_how_it_looks_to_everybody import CONTRAST
from tests.environment.api import Desk
from tests.environment.browsers import Windows
from tests.environment.servers import Arrive

pytestmark = [pytest.mark.browser, pytest.mark.server]
SHEET = re.compile(r"/desk/conversations/[^/]+/sheet$")
ASKED = re.compile(r"/desk/conversations/[^/]+/interventions$")


def _look(page: Page, name: str) -> None:
    if folder := os.environ.get("PERMANENCE_SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png")


def _come(arrive: Arrive, officer: OfficerWindow, words: str) -> tuple[Column, Locator]:
    arrive("35000", message={"id": str(uuid4()), "text": words})
    column = officer.take(words)
    expect(column.said(words)).to_be_visible()
    officer.page.keyboard.press("Escape")
    officer.page.keyboard.press("u")
    panel = officer.page.locator("#intervention")
    expect(panel).to_be_visible()
    return column, panel


def _says(panel: Locator, words: str) -> None:
    expect(panel.locator(".intervention__said")).to_contain_text(words)


def test_through_a_lost_network_and_a_reload(windows: Windows, arrive: Arrive, police: Desk) -> None:
    officer = OfficerWindow(windows)
    windows.watch(officer.page).forgive("Failed to load resource|ERR_")
    column, panel = _come(arrive, officer, "Le réseau tombe.")
    officer.page.route(SHEET, lambda route: route.abort())
    panel.locator("#sheet-address").fill("3 impasse du Puits")
    _says(panel, "Non enregistré, nouvel essai")
    officer.page.reload()
    officer.is_connected()
    expect(panel.locator("#sheet-address")).to_have_value("3 impasse du Puits")
    _says(panel, "Non enregistré, nouvel essai")
    officer.page.unroute(SHEET)
    _says(panel, "Enregistré")
    kept = police.get(f"desk/conversations/{column.conversation}/sheet").json()
    assert kept["sheet"] == {"address": "3 impasse du Puits"}


def test_a_refusal_stands_beside_its_field_and_the_rest_is_kept(windows: Windows, arrive: Arrive, police: Desk) -> None:
    officer = OfficerWindow(windows)
    windows.watch(officer.page).forgive("Failed to load resource.*422")
    column, panel = _come(arrive, officer, "Un code très long.")
    panel.locator("#sheet-access_code").fill("9" * 61)
    panel.locator("#sheet-floor").fill("4e")
    expect(panel.locator("#sheet-access_code-error")).to_have_text("Au plus 60 caractères (61).")
    _says(panel, "Un champ n’est pas enregistré")
    _look(officer.page, "panel-refused")
    expect(panel.locator("#sheet-access_code")).to_have_value("9" * 61)
    assert police.get(f"desk/conversations/{column.conversation}/sheet").json()["sheet"] == {"floor": "4e"}
    panel.locator("#sheet-access_code").fill("12B34")
    _says(panel, "Enregistré")
    expect(panel.locator("#sheet-access_code-error")).to_be_hidden()


def test_without_a_place_the_reason_is_asked_for_under_its_field(windows: Windows, arrive: Arrive) -> None:
    officer = OfficerWindow(windows)
    windows.watch(officer.page).forgive("Failed to load resource.*422")
    _, panel = _come(arrive, officer, "Elle ne sait pas où elle est.")
    panel.locator("#sheet-insee").select_option("")
    panel.locator("[data-act=request-intervention]").click()
    expect(officer.page.locator("#dialog-intervention")).to_contain_text("commune inconnue")
    officer.page.keyboard.press("Enter")
    expect(panel.locator("#sheet-no_place_reason-error")).to_contain_text("pourquoi il n’est pas connu")
    panel.locator("#sheet-no_place_reason").fill("Enfermée dans un coffre de voiture")
    panel.locator("[data-act=request-intervention]").click()
    officer.page.keyboard.press("Enter")
    expect(panel.locator("[data-standing]")).to_contain_text("demandée")
    expect(panel.locator(".standing__centres")).to_contain_text("lieu inconnu")


def test_an_answer_lost_on_its_way_is_one_alarm(windows: Windows, arrive: Arrive, police: Desk) -> None:
    officer = OfficerWindow(windows)
    windows.watch(officer.page).forgive("Failed to load resource|ERR_")
    column, panel = _come(arrive, officer, "Il frappe à la porte.")
    sent: list[str] = []

    def lose(route: Route) -> None:
        sent.append(route.request.post_data_json["id"])
        if len(sent) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    officer.page.route(ASKED, lose)
    panel.locator("[data-act=request-intervention]").click()
    expect(officer.page.locator("#dialog-intervention")).to_contain_text("non confirmée")
    _look(officer.page, "panel-confirm")
    officer.page.keyboard.press("Enter")
    expect(panel.locator("[data-standing]")).to_contain_text("demandée")
    expect(panel.locator("[data-act=request-intervention]")).to_be_hidden()
    assert len(sent) == 2
    assert len(set(sent)) == 1
    asked = police.get(f"desk/conversations/{column.conversation}/interventions").json()["interventions"]
    assert len(asked) == 1


def test_a_message_goes_into_a_field_by_the_keyboard_alone(windows: Windows, arrive: Arrive) -> None:
    officer = OfficerWindow(windows)
    column, panel = _come(arrive, officer, "12 rue des Lilas")
    keys = officer.page.keyboard
    column.root.locator(".thread").focus()
    for key in ("ArrowUp", "Tab", "Tab", "Tab"):
        keys.press(key)
    expect(officer.page.locator("[data-tool=sheet]:focus")).to_have_count(1)
    keys.press("Enter")
    expect(officer.page.locator("#dialog-into-sheet")).to_contain_text("12 rue des Lilas")
    _look(officer.page, "into-sheet")
    keys.press("a")
    expect(panel.locator("#sheet-address")).to_have_value("12 rue des Lilas")
    _says(panel, "Enregistré")
    panel.locator("[data-row=children] input[type=radio]").first.focus()
    keys.press("o")
    panel.locator("#sheet-children").fill("2")
    _says(panel, "Enregistré")
    keys.press("Escape")
    expect(column.root.locator("textarea")).to_be_focused()


def test_the_others_are_handed_over_in_one_gesture_and_this_one_stays(windows: Windows, arrive: Arrive) -> None:
    nadia, hugo = OfficerWindow(windows), OfficerWindow(windows, "policier")
    hugo.available()
    arrive("35000", message={"id": str(uuid4()), "text": "Une autre, calme."})
    nadia.take("Une autre, calme.")
    column, panel = _come(arrive, nadia, "Il a un couteau.")
    panel.locator("[data-act=hand-others]").click()
    dialog = nadia.page.locator("#dialog-hand-over")
    expect(dialog).to_contain_text("Vous gardez celle en cours. 1 conversation")
    _look(nadia.page, "hand-others")
    option = dialog.locator("option", has_text="Hugo")
    dialog.locator("select").select_option(str(option.get_attribute("value")))
    dialog.locator("textarea").fill("Calme, elle attend un rendez-vous.")
    dialog.locator("[data-confirm]").click()
    offers = hugo.page.locator("#transfers .offer")
    expect(offers).to_have_count(1)
    expect(offers).to_contain_text("elle attend un rendez-vous")
    offers.get_by_role("button", name="Accepter").click()
    expect(nadia.page.locator("#load-held")).to_contain_text("1 conversation")
    expect(column.root).to_be_visible()


def test_a_supervisor_reads_the_sheet_along_and_may_complete_it(windows: Windows, arrive: Arrive) -> None:
    officer, chief = OfficerWindow(windows), OfficerWindow(windows, "superviseuse")
    column, panel = _come(arrive, officer, "On nous regarde.")
    panel.locator("#sheet-address").fill("8 rue du Four")
    _says(panel, "Enregistré")
    chief.page.locator("#force-list-refresh").click()
    chief.page.locator(f'#force-list-rows [data-conversation="{column.conversation}"]').click()
    chief.column(column.conversation).root.locator("[data-act=intervention]").click()
    theirs = chief.page.locator("#intervention")
    expect(theirs.locator("#sheet-address")).to_have_value("8 rue du Four")
    theirs.locator("#sheet-landmark").fill("En face de la boulangerie")
    expect(panel.locator("#sheet-landmark")).to_have_value("En face de la boulangerie")


def test_an_alarm_leaves_without_a_field_that_cannot_be_kept(windows: Windows, arrive: Arrive, police: Desk) -> None:
    officer = OfficerWindow(windows)
    windows.watch(officer.page).forgive("Failed to load resource|ERR_")
    column, panel = _come(arrive, officer, "Vite, il monte.")
    officer.page.route(SHEET, lambda route: route.abort())
    panel.locator("#sheet-address").fill("9 rue de l’Exemple")
    panel.locator("#sheet-access_code").fill("9" * 61)
    panel.locator("[data-act=request-intervention]").click()
    officer.page.keyboard.press("Enter")
    expect(panel.locator("[data-standing]")).to_contain_text("demandée")
    expect(panel.locator("#sheet-access_code-error")).to_have_text("Au plus 60 caractères (61).")
    asked = police.get(f"desk/conversations/{column.conversation}/interventions").json()["interventions"]
    assert [one["sheet"]["address"] for one in asked] == ["9 rue de l’Exemple"]


def test_what_was_typed_and_not_kept_is_never_written_over_what_a_colleague_filled(
    windows: Windows, arrive: Arrive, police: Desk, police_colleague: Desk
) -> None:
    officer = OfficerWindow(windows)
    windows.watch(officer.page).forgive("Failed to load resource|ERR_")
    column, panel = _come(arrive, officer, "Elle passe à une collègue.")
    officer.page.route(SHEET, lambda route: route.abort())
    panel.locator("#sheet-address").fill("adresse fausse")
    _says(panel, "Non enregistré, nouvel essai")
    _passed(column.conversation, police, police_colleague)
    path = f"desk/conversations/{column.conversation}/sheet"
    assert police_colleague.patch(path, {"address": "12 rue juste"}).status_code == 200
    officer.page.unroute(SHEET)
    expect(officer.page.get_by_text("adresse fausse")).to_be_visible()
    _passed(column.conversation, police_colleague, police)
    expect(panel.locator("#sheet-address")).to_have_value("12 rue juste")
    panel.locator("#sheet-floor").fill("4e")
    _says(panel, "Enregistré")
    assert police.get(path).json()["sheet"] == {"address": "12 rue juste", "floor": "4e"}


def _passed(conversation: str, giver: Desk, taker: Desk) -> None:
    offered = giver.post(f"desk/conversations/{conversation}/transfer", {"officer": taker.get("desk/me").json()["id"]})
    (offer,) = offered.json()["transfers"]
    assert taker.post(f"desk/transfers/{offer['id']}/accept").status_code == 200


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_of_the_panel_stands_out_before_and_after(windows: Windows, arrive: Arrive, scheme: str) -> None:
    officer = OfficerWindow(windows, color_scheme=scheme)
    _, panel = _come(arrive, officer, f"Contraste, {scheme}.")
    panel.locator("[data-row=weapon] [data-choice=yes]").click()
    panel.locator("[data-row=dogs] [data-choice=no]").click()
    expect(panel.locator("#ahead .centre")).to_have_count(1)
    assert officer.page.evaluate(CONTRAST) == []
    panel.locator("[data-act=request-intervention]").click()
    officer.page.keyboard.press("Enter")
    expect(panel.locator(".standing__alarm")).to_be_visible()
    assert officer.page.evaluate(CONTRAST) == []


def test_an_alarm_that_could_not_leave_before_the_conversation_did_is_said_aloud(
    windows: Windows, arrive: Arrive, police: Desk, police_colleague: Desk
) -> None:
    officer = OfficerWindow(windows)
    windows.watch(officer.page).forgive("Failed to load resource|ERR_")
    column, panel = _come(arrive, officer, "Le réseau est tombé trop tôt.")
    officer.page.route(ASKED, lambda route: route.abort())
    panel.locator("#sheet-address").fill("5 rue de l’Exemple")
    panel.locator("[data-act=request-intervention]").click()
    officer.page.keyboard.press("Enter")
    expect(panel.locator(".intervention__trouble")).to_contain_text("pas encore partie")
    _passed(column.conversation, police, police_colleague)
    officer.page.unroute(ASKED)
    expect(officer.page.locator("#toasts")).to_contain_text("n’est pas partie. Prévenez votre superviseur")
