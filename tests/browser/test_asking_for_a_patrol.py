"""The officer's intervention panel: a sheet kept as it is typed, the request, each step of the centre, the way back."""

import os
import re
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.people import OfficerWindow
from tests.environment.api import Api, Desk
from tests.environment.browsers import Windows
from tests.environment.server import Server
from tests.environment.servers import PASSWORD, Arrive

pytestmark = [pytest.mark.browser, pytest.mark.server]
STEPS = {"acknowledge": "prise en compte", "dispatch": "patrouille en route", "arrive": "sur place"}
WORDS = "Il est derrière la porte, 12 rue des Lilas"


def _words(text: str = WORDS) -> dict[str, dict[str, str]]:
    return {"message": {"id": str(uuid4()), "text": text}}


def _look(page: Page, name: str) -> None:
    if folder := os.environ.get("PERMANENCE_SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png")


def _open(officer: OfficerWindow, words: str = WORDS) -> Locator:
    column = officer.take(words)
    column.root.locator("[data-act=intervention]").click()
    panel = officer.page.locator("#intervention")
    expect(panel).to_be_visible()
    return panel


def _kept(panel: Locator) -> None:
    expect(panel.locator(".intervention__said")).to_have_text("Enregistré")


def _ask(officer: OfficerWindow) -> None:
    officer.page.keyboard.press("Control+Enter")
    expect(officer.page.locator("#dialog-intervention")).to_be_visible()
    officer.page.keyboard.press("Enter")
    expect(officer.page.locator("#dialog-intervention")).to_have_count(0)


@pytest.fixture
def centre(server: Server, api: Api, police: Desk) -> Desk:
    """An operator of the police's centre in Ille-et-Vilaine."""
    centres = police.get("desk/centres").json()["centres"]
    found = next(one["id"] for one in centres if one["department"] == "35" and one["force"] == "PN")
    facts = ["--role", "centre", "--force", "PN", "--centre", str(found), "--rank", "Major", "--first-name", "Luc"]
    server.run("officer", "centre35", "--password", PASSWORD, *facts)
    return api.sign_in("centre35", PASSWORD)


def test_from_the_first_word_to_a_patrol_on_the_spot(windows: Windows, arrive: Arrive, centre: Desk) -> None:
    visitor = arrive("35000", in_danger=True, **_words())
    officer = OfficerWindow(windows)
    panel = _open(officer)
    expect(panel.locator("#sheet-insee")).to_have_attribute("data-proposed", "true")
    expect(panel.locator("#ahead .centre")).to_have_count(1)
    expect(panel.locator(".ahead__warning")).to_contain_text("prévoyez de téléphoner")
    panel.locator("#sheet-address").fill("12 rue des Lilas")
    panel.locator("#sheet-floor").fill("2e étage, porte gauche")
    panel.locator("[data-row=weapon] [data-choice=yes]").click()
    panel.locator("#sheet-weapon").fill("un couteau")
    _kept(panel)
    _look(officer.page, "panel-filled")
    _ask(officer)
    expect(panel.locator("[data-standing]")).to_contain_text("Intervention : demandée")
    expect(panel.locator(".standing__alarm")).to_contain_text("Personne n’a ouvert la console")
    expect(panel.locator("[data-clock=request]")).to_have_text(re.compile(r"demandée depuis \d:\d\d"))
    _look(officer.page, "panel-requested")
    (one,) = centre.get("centre/interventions").json()["interventions"]
    assert one["sheet"]["weapon"] == "Oui, un couteau"
    assert one["commune"]["name"] == "Rennes"
    for step, said in STEPS.items():
        assert centre.post(f"centre/interventions/{one['id']}/{step}").status_code == 200
        expect(panel.locator("[data-standing]")).to_contain_text(said)
        expect(officer.page.locator("#tabs .tab__emergency")).to_be_visible()
    panel.locator("#centre-note").fill("Elle ne peut pas ouvrir")
    panel.locator("#centre-note").press("Enter")
    expect(panel.locator(".step[data-kind=note]")).to_contain_text("Elle ne peut pas ouvrir")
    assert centre.post(f"centre/interventions/{one['id']}/notes", {"text": "Reçu"}).status_code == 200
    expect(panel.locator(".step[data-side=centre][data-kind=note]")).to_contain_text("Reçu")
    _look(officer.page, "panel-on-scene")
    assert [said["event"] for said in visitor.thread() if said["from"] == "system"][-4:] == [
        "alerted",
        "received",
        "dispatched",
        "on_scene",
    ]
    assert centre.post(f"centre/interventions/{one['id']}/close", {"result": "Elle a démenti"}).status_code == 200
    panel.locator("[data-act=reopen-intervention]").click()
    officer.page.locator("#dialog-reopen textarea").fill("Il est revenu")
    officer.page.locator("#dialog-reopen [data-confirm]").click()
    expect(panel.locator("[data-standing]")).to_contain_text("Intervention : demandée")
    expect(panel.locator(".step").last).to_contain_text("Rouverte : Il est revenu")
    _look(officer.page, "panel-reopened")
