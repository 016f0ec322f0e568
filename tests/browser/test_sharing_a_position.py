"""The visitor shares where she is, once or followed until somebody is there; takes it back; is told when it fails."""

import os
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.browser.people import OfficerWindow, VisitorWindow
from tests.environment.api import Api, Desk
from tests.environment.browsers import Windows
from tests.environment.server import Server
from tests.environment.servers import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.server]
HERE = {"latitude": 48.1147, "longitude": -1.6794, "accuracy": 14}
THERE = {"latitude": 48.1161, "longitude": -1.6794, "accuracy": 9}
GRANTED: dict[str, Any] = {"geolocation": HERE, "permissions": ["geolocation"]}


def _look(window: VisitorWindow | OfficerWindow, name: str) -> None:
    if folder := os.environ.get("PERMANENCE_SHOTS"):
        window.page.screenshot(path=f"{folder}/{name}.png")


def _share(visitor: VisitorWindow, how: str) -> None:
    visitor.page.locator("#more").click()
    visitor.page.locator("#add-position").click()
    expect(visitor.page.locator("#share")).to_be_visible()
    _look(visitor, "share-open")
    visitor.page.get_by_role("button", name=how).click()


def _position(police: Desk, words: str) -> dict[str, Any] | None:
    return police.get(f"desk/conversations/{words}/sheet").json()["position"]


def _taken(police: Desk, words: str) -> str:
    (row,) = [row for row in police.queue() if row["first_words"] == words]
    return str(police.take(row["conversation"])["id"])


def test_once_and_the_officer_sees_it_until_she_takes_it_back(windows: Windows) -> None:
    visitor = VisitorWindow(windows, **GRANTED).begin("35000", "Je ne sais pas où je suis.")
    officer = OfficerWindow(windows)
    column = officer.take("Je ne sais pas où je suis.")
    column.root.locator("[data-act=intervention]").click()
    officer.page.locator("[data-act=ask-position]").click()
    expect(column.root.locator("textarea")).to_have_value(
        "Pouvez-vous partager votre position ? Touchez « + » à gauche de l’endroit où vous écrivez, puis « Partager ma "
        "position ». Elle n’est montrée qu’à moi et aux secours, et vous pouvez arrêter quand vous voulez. Si cela ne "
        "marche pas, écrivez la rue, un repère, l’étage."
    )
    column.root.locator("textarea").press("Enter")
    expect(visitor.thread.get_by_text("Pouvez-vous partager votre position ?")).to_be_visible()
    _share(visitor, "Une fois")
    expect(visitor.page.locator("#shared-said")).to_contain_text("à 14 m près")
    _look(visitor, "share-done")
    seen = officer.page.locator("[data-position=place]")
    expect(seen).to_have_text("48.11470, -1.67940, à 14 m près")
    expect(officer.page.locator("[data-position=age]")).to_contain_text("il y a")
    _look(officer, "panel-position")
    visitor.page.get_by_role("button", name="Ne plus partager").click()
    expect(visitor.page.locator("#shared-said")).to_have_text("Votre position n’est plus partagée.")
    expect(seen).to_be_hidden()


def test_followed_through_a_reload_and_until_the_patrol_is_there(
    windows: Windows, police: Desk, server: Server, api: Api
) -> None:
    visitor = VisitorWindow(windows, **GRANTED).begin("35000", "Il me suit.")
    conversation = _taken(police, "Il me suit.")
    _share(visitor, "Suivre")
    expect(visitor.page.locator("#shared-said")).to_contain_text("Position suivie")
    visitor.page.reload()
    visitor.is_in_the_chat()
    expect(visitor.page.locator("#shared-said")).to_contain_text("Position suivie")
    visitor.page.wait_for_timeout(10_500)
    visitor.page.context.set_geolocation(THERE)
    expect(visitor.page.locator("#shared-said")).to_contain_text("à 9 m près")
    assert (_position(police, conversation) or {})["latitude"] == THERE["latitude"]
    for said in _patrol(police, server, api, conversation):
        expect(visitor.thread.locator(f'[data-event="{said}"]')).to_be_visible()
    expect(visitor.page.locator("#shared-said")).to_contain_text("Secours sur place")
    expect(visitor.thread.locator('[data-event="on_scene"]')).to_be_in_viewport()
    _look(visitor, "share-on-scene")
    assert _position(police, conversation) is not None, "the last place stays known"


def _patrol(police: Desk, server: Server, api: Api, conversation: str) -> list[str]:
    """A patrol is asked for and arrives; what she is told."""
    centres = police.get(f"desk/conversations/{conversation}/centres", insee="35238").json()["centres"]
    facts = ["--role", "centre", "--force", "PN", "--centre", str(centres[0]["id"])]
    server.run("officer", "centre35", "--password", PASSWORD, *facts)
    centre = api.sign_in("centre35", PASSWORD)
    pk = str(uuid4())
    asked = police.post(f"desk/conversations/{conversation}/interventions", {"id": pk, "insee": "35238"})
    assert asked.status_code == 201, asked.text
    for step in ("acknowledge", "dispatch", "arrive"):
        assert centre.post(f"centre/interventions/{pk}/{step}").status_code == 200
    return ["alerted", "received", "dispatched", "on_scene"]


def test_refused_by_the_device_says_what_to_write_instead(windows: Windows, police: Desk) -> None:
    visitor = VisitorWindow(windows, permissions=[]).begin("35000", "Sans accord.")
    _share(visitor, "Une fois")
    expect(visitor.page.locator("#shared-said")).to_contain_text("n’a pas donné son accord")
    expect(visitor.page.locator("#shared-said")).to_contain_text("la rue et le numéro")
    expect(visitor.page.locator("#withdraw")).to_be_hidden()
    _look(visitor, "share-refused")
    visitor.say("12 rue des Lilas, 2e étage")
    assert _position(police, _taken(police, "Sans accord.")) is None


def test_without_a_script_what_is_shared_is_taken_back_and_the_text_stays(windows: Windows, police: Desk) -> None:
    visitor = VisitorWindow(windows, script=False).begin("35000", "Sans script.")
    expect(visitor.page.locator("#more")).to_be_hidden()
    expect(visitor.page.locator("#withdraw")).to_be_hidden()
    expect(visitor.page.locator("#here")).to_be_hidden()
    _look(visitor, "share-plain")


def test_in_danger_what_to_do_and_the_way_to_share_are_in_sight(windows: Windows) -> None:
    visitor = VisitorWindow(windows, **GRANTED)
    visitor.page.get_by_role("button", name="Je suis en danger maintenant").click()
    visitor.is_in_the_chat()
    _look(visitor, "danger")
    for words in ("Coupez le son de votre téléphone.", "Écrivez ici où vous êtes"):
        expect(visitor.page.locator("#now").get_by_text(words)).to_be_in_viewport()
    expect(visitor.page.locator(".bar__danger")).to_be_in_viewport()
    visitor.page.locator("#here").click()
    visitor.page.get_by_role("button", name="Une fois").click()
    expect(visitor.page.locator("#shared-said")).to_contain_text("à 14 m près")
    _look(visitor, "danger-shared")
