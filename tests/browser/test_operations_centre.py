"""An operations centre before its console: from the alert to the end, beside the visitor and the officer."""

import os
import re
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.people import CentreWindow, Column, OfficerWindow, VisitorWindow, attended
from tests.browser.test_how_it_looks_to_everybody import CONTRAST
from tests.environment.api import Desk, Visitor
from tests.environment.browsers import Windows
from tests.environment.server import Server
from tests.environment.servers import PASSWORD, Arrive, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.server]
RENNES = "35238"
SHEET = {
    "insee": RENNES,
    "address": "14 rue de l’Exemple",
    "floor": "3e gauche",
    "weapon": "un couteau",
    "children": 2,
    "can_speak": False,
    "quiet_approach": True,
    "do_not_call_back": True,
    "approach": "Par la cour, sans sirène",
}
HANDS_OFF_S = 1
"""A key pressed in the first moment of an alert was meant for what was in sight before."""


def look(page: Page, name: str) -> None:
    """A picture, where somebody wants to look."""
    if folder := os.environ.get("PERMANENCE_SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png")


def ask(police: Desk, conversation: str, **fields: object) -> str:
    """The officer asks for a patrol; the intervention's id."""
    body = {"id": str(uuid4()), **SHEET, **fields}
    answer = police.post(f"desk/conversations/{conversation}/interventions", body)
    assert answer.status_code == 201, answer.text
    return str(body["id"])


@pytest.fixture(autouse=True)
def _operators(server: Server, police: Desk) -> Iterator[None]:
    """An operator at each centre of the department of Rennes; what is left under way ends with the test."""
    attended(server, police)
    yield
    operator = signed_in(server, police, "cic")
    for one in operator.get("centre/interventions", state="open").json()["interventions"]:
        operator.post(f"centre/interventions/{one['id']}/cancel", {"reason": "fin de l’essai"})


@pytest.fixture
def held(arrive: Arrive, police: Desk) -> Visitor:
    """Somebody in danger, with her officer."""
    visitor = arrive("35000", in_danger=True, message={"id": str(uuid4()), "text": "il est derrière la porte"})
    assert police.post(f"desk/conversations/{visitor.id}/claim").status_code == 200
    return visitor


def _ask_by_hand(officer: OfficerWindow, police: Desk, column: Column) -> Locator:
    assert police.patch(f"desk/conversations/{column.conversation}/sheet", SHEET).status_code == 200
    column.root.locator("[data-act=intervention]").click()
    panel = officer.page.locator("#intervention")
    expect(panel.locator("#sheet-address")).to_have_value("14 rue de l’Exemple")
    officer.page.keyboard.press("Control+Enter")
    expect(officer.page.locator("#dialog-intervention")).to_be_visible()
    officer.page.keyboard.press("Enter")
    return panel


def _rings_with_what_matters(centre: CentreWindow) -> None:
    place = centre.page.locator("#sheet .head__place")
    expect(place).to_have_text("14 rue de l’Exemple")
    expect(centre.page.locator("body")).to_have_attribute("data-ringing", "alarm")
    expect(centre.page).to_have_title(
        "(1) Alerte · Police nationale – Ille-et-Vilaine, centre opérationnel · Permanence"
    )
    for words in ("Approche discrète", "Ne pas rappeler", "Ne peut pas parler"):
        expect(centre.page.locator(".order--strict", has_text=words)).to_be_visible()
    expect(centre.page.locator(".tile[data-field=weapon]")).to_contain_text("un couteau")
    expect(centre.page.locator("#messages")).to_contain_text("il est derrière la porte")


def _close(centre: CentreWindow, result: str) -> None:
    centre.press("c")
    dialog = centre.page.locator("#dialog-close")
    dialog.get_by_role("button", name="Clore").click()
    expect(dialog).to_contain_text("Indiquez le résultat")
    dialog.locator("textarea").fill(result)
    dialog.get_by_role("button", name="Clore").click()


def test_from_behind_the_door_to_a_patrol_on_scene_each_step_is_seen_by_all_three(
    windows: Windows, police: Desk
) -> None:
    visitor = VisitorWindow(windows).begin("35000", "il est derrière la porte")
    officer = OfficerWindow(windows)
    column = officer.take("il est derrière la porte")
    centre = CentreWindow(windows)
    centre.is_live()
    expect(centre.page.locator("#sheet")).to_contain_text("Dernière vérification")
    centre.hears()
    column.say("Je suis là. J'envoie quelqu'un.")

    panel = _ask_by_hand(officer, police, column)
    _rings_with_what_matters(centre)
    look(centre.page, "centre-alarm")

    time.sleep(HANDS_OFF_S)
    steps = [
        ("Enter", "Prise en compte", "a reçu l’alerte."),
        ("p", "Patrouille en route", "Une patrouille est en route."),
        ("s", "Patrouille sur place", "La patrouille est sur place."),
    ]
    for key, state, told in steps:
        centre.press(key)
        expect(centre.state).to_contain_text(state)
        expect(visitor.page.locator("#thread")).to_contain_text(told)
        expect(panel.locator("[data-standing]")).to_contain_text(state.lower())
    expect(centre.page.locator("body")).to_have_attribute("data-ringing", "none")

    visitor.say("ils sont là")
    expect(centre.page.locator("#messages li[data-new=true]", has_text="ils sont là")).to_be_visible()
    police.patch(f"desk/conversations/{column.conversation}/sheet", {"weapon": "un couteau et une batte"})
    expect(centre.page.locator(".tile[data-field=weapon] .mark--changed")).to_contain_text("modifié")
    panel.locator("#centre-note").fill("Elle ouvre la porte.")
    panel.locator("#centre-note").press("Enter")
    expect(centre.page.locator("#timeline .step[data-from=desk]", has_text="Elle ouvre la porte.")).to_be_visible()
    for window in (centre, officer, visitor):
        look(window.page, f"centre-on-scene-{type(window).__name__}")

    windows.watch(centre.page).forgive("422")
    _close(centre, "Auteur interpellé, personne mise à l’abri")
    expect(centre.page.locator("#sheet")).to_contain_text("Aucune alerte.")
    expect(centre.page.locator("#over")).to_be_visible()
    closed = police.get(f"desk/conversations/{column.conversation}/interventions").json()["interventions"][0]
    assert (closed["state"], closed["timeline"][-1]["text"]) == ("closed", "Auteur interpellé, personne mise à l’abri")


def test_an_alert_never_takes_the_focus_from_a_note_and_keys_act_on_what_was_read(
    windows: Windows, police: Desk, held: Visitor, arrive: Arrive
) -> None:
    ask(police, held.id)
    centre = CentreWindow(windows)
    expect(centre.state).to_contain_text("À prendre en compte")
    time.sleep(HANDS_OFF_S)
    centre.press("a")
    expect(centre.state).to_contain_text("Prise en compte")
    centre.press("n")
    centre.page.keyboard.type("La patrouille part")
    other = arrive("35000", in_danger=True)
    police.post(f"desk/conversations/{other.id}/claim")
    ask(police, other.id, address="3 impasse Inventée")
    expect(centre.page.locator("#another")).to_contain_text("3 impasse Inventée")
    expect(centre.page.locator("#note")).to_be_focused()
    expect(centre.page.locator("#note")).to_have_value("La patrouille part")
    centre.page.keyboard.press("Alt+a")
    expect(centre.page.locator("#sheet .head__place")).to_have_text("3 impasse Inventée")
    centre.page.keyboard.press("Enter")
    expect(centre.state).to_contain_text("À prendre en compte")
    time.sleep(HANDS_OFF_S)
    centre.page.keyboard.press("Enter")
    expect(centre.state).to_contain_text("Prise en compte")
    centre.card("14 rue de l’Exemple").click()
    expect(centre.page.locator("#note")).to_have_value("La patrouille part")
    centre.page.locator("#note").press("Enter")
    expect(centre.page.locator("#timeline .step[data-from=centre]", has_text="La patrouille part")).to_be_visible()
    expect(centre.page.locator("#note")).to_have_value("")


def test_a_step_that_another_operator_took_first_is_refused_in_a_sentence(
    windows: Windows, police: Desk, held: Visitor
) -> None:
    intervention = ask(police, held.id)
    colleague = police.sign_in("cic", PASSWORD)
    centre = CentreWindow(windows)
    windows.watch(centre.page).forgive("409")
    expect(centre.state).to_contain_text("À prendre en compte")

    def quicker(route: Route) -> None:
        assert colleague.post(f"centre/interventions/{intervention}/acknowledge").status_code == 200
        route.continue_()

    centre.page.route("**/acknowledge", quicker)
    centre.page.locator("[data-act=acknowledge]").click()
    expect(centre.page.locator("#toasts [role=alert]")).to_contain_text("L’intervention est « Prise en compte »")
    expect(centre.state).to_contain_text("Prise en compte")
    centre.press("s")
    expect(centre.page.locator("#toasts [role=status]")).to_contain_text("Possible : « Patrouille en route » (P)")
    centre.press("x")
    dialog = centre.page.locator("#dialog-cancel")
    dialog.locator("textarea").fill("Fausse alerte, vérifiée par téléphone")
    dialog.get_by_role("button", name="Annuler l’intervention").click()
    expect(centre.page.locator("#sheet")).to_contain_text("Aucune alerte.")


def test_she_denied_at_the_door_and_is_back_the_same_one_rings_again_with_its_history(
    windows: Windows, police: Desk, held: Visitor
) -> None:
    intervention = ask(police, held.id)
    operator = police.sign_in("cic", PASSWORD)
    centre = CentreWindow(windows)
    expect(centre.state).to_contain_text("À prendre en compte")
    for step in ("acknowledge", "dispatch", "arrive"):
        operator.post(f"centre/interventions/{intervention}/{step}")
    operator.post(f"centre/interventions/{intervention}/close", {"result": "Elle a démenti"})
    expect(centre.state).to_contain_text("Close")
    expect(centre.page.locator("#sheet .head__clocks")).to_contain_text("Durée")
    police.post(f"desk/interventions/{intervention}/reopen", {"reason": "Il est revenu"})
    expect(centre.state).to_contain_text("À prendre en compte")
    expect(centre.page.locator("#timeline")).to_contain_text("Elle a démenti")
    expect(centre.page.locator("#timeline")).to_contain_text("Il est revenu")
    expect(centre.page.locator("#sheet [data-act=acknowledge]")).to_be_visible()


def test_a_position_is_shown_with_how_exact_and_how_old_it_is(windows: Windows, police: Desk, held: Visitor) -> None:
    ask(police, held.id)
    centre = CentreWindow(windows)
    place = {"latitude": 48.117266, "longitude": -1.677793, "accuracy_m": 18}
    at = (datetime.now(UTC) - timedelta(minutes=4)).isoformat()
    held.post(f"{held.path}/location", {**place, "at": at})
    shown = centre.page.locator("#sheet .position")
    expect(shown).to_contain_text("48.117266, -1.677793")
    expect(shown).to_contain_text("à 18 m près")
    expect(shown.locator(".position__age")).to_contain_text("vieillit, il y a 4 min")
    held.post(f"{held.path}/location", {**place, "at": datetime.now(UTC).isoformat()})
    expect(shown.locator(".position__age[data-age=fresh]")).to_contain_text("il y a")
    held.delete(f"{held.path}/location")
    expect(centre.page.locator("#sheet .sheet__position")).to_contain_text("Aucune position partagée.")
    expect(centre.page.locator("#timeline")).to_contain_text("La personne ne partage plus sa position")


def test_a_lost_connection_is_said_at_once_and_what_was_missed_comes_back(
    windows: Windows, server: Server, police: Desk, held: Visitor
) -> None:
    centre = CentreWindow(windows)
    windows.watch(centre.page).forgive(r"WebSocket|Failed to load resource|ERR_")
    centre.is_live()
    server.kill()
    expect(centre.page.locator("#stale")).to_contain_text("Ce qui est affiché date de")
    expect(centre.page.locator("#link")).to_have_text("Connexion perdue")
    expect(centre.page.locator("#sheet")).to_contain_text("Cette console est coupée du serveur.")
    look(centre.page, "centre-cut-off")
    server.start()
    ask(police, held.id)
    expect(centre.state).to_contain_text("À prendre en compte")
    expect(centre.page.locator("#stale")).to_be_hidden()


def test_whoever_signs_out_in_another_tab_is_told_that_nothing_rings_here(windows: Windows) -> None:
    centre = CentreWindow(windows)
    windows.watch(centre.page).forgive("401")
    centre.is_live()
    account = windows.tab(centre.page, "/compte/")
    account.get_by_role("button", name="Se déconnecter").click()
    expect(centre.page).to_have_url(re.compile("/compte/connexion"))
    expect(centre.page.locator("main")).to_contain_text("aucune alerte ne sonne sur ce poste")


def test_where_the_live_channel_is_refused_the_list_is_read_again_and_rings(
    windows: Windows, police: Desk, held: Visitor
) -> None:
    centre_page = windows.open("/compte/connexion?next=/centre/", device={"viewport": {"width": 1280, "height": 800}})
    windows.watch(centre_page).forgive("WebSocket")
    centre_page.route_web_socket("**/live", lambda socket: socket.close())
    centre_page.locator("[name=username]").fill("cic")
    centre_page.locator("[name=password]").fill(PASSWORD)
    centre_page.locator("#sign-in button[type=submit]").click()
    expect(centre_page.locator("#polling")).to_contain_text("la liste est relue toutes les 3 secondes")
    ask(police, held.id)
    expect(centre_page.locator("#sheet .head__state")).to_contain_text("À prendre en compte")
    expect(centre_page.locator("body")).to_have_attribute("data-stale", "false")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_of_the_centre_stands_out(windows: Windows, police: Desk, held: Visitor, scheme: str) -> None:
    centre = CentreWindow(windows, color_scheme=scheme)
    centre.is_live()
    assert centre.page.evaluate(CONTRAST) == []
    ask(police, held.id)
    expect(centre.state).to_contain_text("À prendre en compte")
    assert centre.page.evaluate(CONTRAST) == []
    time.sleep(HANDS_OFF_S)
    centre.press("a")
    expect(centre.state).to_contain_text("Prise en compte")
    police.patch(f"desk/conversations/{held.id}/sheet", {"weapon": "une arme", "people": "Sa mère aussi"})
    expect(centre.page.locator(".mark--changed")).to_have_count(2)
    assert centre.page.evaluate(CONTRAST) == []
