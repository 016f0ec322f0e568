"""The grid of danger beside the conversation: answered while talking, tied to her words, never lost; people decide."""

import os
import re
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.people import Column, OfficerWindow
from tests.browser.test_how_it_looks_to_everybody import CONTRAST
from tests.environment.api import Desk
from tests.environment.browsers import Windows
from tests.environment.servers import Arrive

pytestmark = [pytest.mark.browser, pytest.mark.server, pytest.mark.timeout(240)]
KEEPING = re.compile(r"/desk/conversations/[^/]+/danger$")
WORDS = "Il a dit qu’il me tuerait si je partais."


def _look(page: Page, name: str) -> None:
    if folder := os.environ.get("PERMANENCE_SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png")


def _come(arrive: Arrive, officer: OfficerWindow, words: str = WORDS) -> tuple[Column, Locator]:
    arrive("35000", message={"id": str(uuid4()), "text": words})
    column = officer.take(words)
    expect(column.said(words)).to_be_visible()
    officer.page.keyboard.press("F4")
    panel = officer.page.locator("#panel-danger")
    expect(panel.locator(".danger__row")).to_have_count(23)
    return column, panel


def _row(panel: Locator, name: str) -> Locator:
    return panel.locator(f'[data-criterion="{name}"]')


def _say(panel: Locator, name: str, answer: str) -> None:
    _row(panel, name).locator(f'[data-choice="{answer}"]').click()
    expect(_row(panel, name)).to_have_attribute("data-answer", answer)


def _kept(panel: Locator) -> None:
    expect(panel.locator(".danger__said")).to_have_text("Enregistré")


def _answers(police: Desk, column: Column) -> dict[str, dict[str, object]]:
    found = police.get(f"desk/conversations/{column.conversation}/danger").json()
    answers: dict[str, dict[str, object]] = found["answers"]
    return answers


def test_answered_while_talking_until_the_threshold_and_a_human_decides(
    windows: Windows, arrive: Arrive, police: Desk
) -> None:
    officer = OfficerWindow(windows)
    column, panel = _come(arrive, officer)
    expect(panel.locator(".danger__part").first).to_contain_text("En rouge : 2 oui suffisent")
    expect(panel.locator(".danger__threshold")).to_have_text("Danger dès 12 oui sur 23, ou 2 oui sur 5 en rouge.")
    _say(panel, "separation", "yes")
    _say(panel, "injured", "no")
    _say(panel, "isolated", "unknown")
    _kept(panel)
    expect(panel.locator(".danger__verdict")).to_have_text("Non atteint, pas exclu")
    expect(panel.locator(".danger__open")).to_contain_text("21 sans réponse : jusqu’à 22 oui possibles")
    _look(officer.page, "danger-open")
    _take(column, "menacé de mort")
    expect(_row(panel, "death_threats").locator(".danger__go")).to_have_text("message 1")
    expect(panel.locator(".danger__verdict")).to_have_text("Danger : seuil atteint")
    expect(officer.page.locator("#tab-danger .dossier__badge")).to_have_text("Oui")
    _kept(panel)
    assert _answers(police, column)["death_threats"] == {"answer": "yes", "seq": 1}
    expect(panel.locator('[data-suggests="intervention"]')).to_be_visible()
    file = police.get(f"desk/conversations/{column.conversation}").json()
    assert file["level"] == "high", "her words made it urgent; the grid changed nothing"
    _look(officer.page, "danger-reached")
    panel.locator('[data-suggests="level"]').click()
    dialog = officer.page.locator("#dialog-level")
    expect(dialog.locator("select")).to_have_value("immediate")
    dialog.locator("textarea").fill("seuil de la grille atteint")
    dialog.locator("[data-confirm]").click()
    expect(panel.locator('[data-suggests="level"]')).to_have_count(0)
    panel.locator('[data-suggests="intervention"]').click()
    expect(officer.page.locator("#intervention")).to_be_visible()


def _take(column: Column, words: str) -> None:
    """From the message's tools, the question found by its words."""
    entry = column.root.locator('.entry[data-seq="1"]')
    entry.hover()
    entry.locator('[data-tool="into-danger"]').click()
    dialog = column.root.page.locator("#dialog-into-danger")
    dialog.locator(".into__filter").fill(words)
    expect(dialog.locator(".into__criteria li:visible")).to_have_count(1)
    _look(column.root.page, "danger-into")
    dialog.locator(".into__filter").press("Enter")
    expect(dialog).to_have_count(0)


def test_by_the_keyboard_alone(windows: Windows, arrive: Arrive, police: Desk) -> None:
    officer = OfficerWindow(windows)
    column, panel = _come(arrive, officer, "Il a un fusil dans le placard.")
    page = officer.page
    expect(_row(panel, "firearms").locator("input").first).to_be_focused()
    page.keyboard.press("o")
    expect(_row(panel, "firearms").locator(".danger__tie")).to_be_visible()
    page.keyboard.press("Tab")  # what has appeared is not in the way
    page.keyboard.press("n")
    expect(_row(panel, "separation")).to_have_attribute("data-answer", "no")
    _kept(panel)
    assert _answers(police, column) == {"firearms": {"answer": "yes"}, "separation": {"answer": "no"}}
    page.keyboard.press("Delete")
    expect(_row(panel, "separation")).not_to_have_attribute("data-answer", "no")
    _kept(panel)
    assert _answers(police, column) == {"firearms": {"answer": "yes"}}
    page.keyboard.press("Escape")
    expect(column.root.locator("textarea")).to_be_focused()


def test_an_answer_leads_to_what_supports_it_and_back_through_its_history(
    windows: Windows, arrive: Arrive, police: Desk
) -> None:
    officer = OfficerWindow(windows)
    column, panel = _come(arrive, officer, "Il me suit partout.")
    note = {"id": str(uuid4()), "text": "Sa sœur confirme."}
    assert police.post(f"desk/conversations/{column.conversation}/notes", note).status_code == 201
    _say(panel, "harassment", "yes")
    page = officer.page
    dialog = page.locator("#dialog-support")
    _row(panel, "harassment").locator("input:checked").press("r")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    _row(panel, "harassment").locator(".danger__tie").click()
    dialog.locator("select").select_option("note 1")
    _look(page, "danger-support")
    dialog.locator("[data-confirm]").click()
    _row(panel, "harassment").locator(".danger__go").click()
    expect(page.locator("#dialog-note")).to_contain_text("Sa sœur confirme.")
    page.keyboard.press("Escape")
    _kept(panel)
    panel.get_by_role("button", name="Historique").click()
    scores = page.locator("#dialog-scores")
    expect(scores.locator(".scores__one")).to_have_count(2)
    expect(scores.locator(".scores__one").first).to_contain_text("oui → oui, note 1")
    _look(page, "danger-history")


def test_through_a_lost_network_and_a_reload(windows: Windows, arrive: Arrive, police: Desk) -> None:
    officer = OfficerWindow(windows)
    windows.watch(officer.page).forgive("Failed to load resource|ERR_")
    column, panel = _come(arrive, officer, "Le réseau tombe encore.")
    officer.page.route(KEEPING, lambda route: route.abort() if route.request.method == "PATCH" else route.continue_())
    _say(panel, "firearms", "yes")
    expect(panel.locator(".danger__said")).to_contain_text("Non enregistré, nouvel essai")
    officer.page.reload()
    officer.is_connected()
    expect(_row(panel, "firearms")).to_have_attribute("data-answer", "yes")
    officer.page.unroute(KEEPING)
    _kept(panel)
    assert _answers(police, column) == {"firearms": {"answer": "yes"}}


def test_the_supervisor_reads_it_along(windows: Windows, arrive: Arrive) -> None:
    officer, chief = OfficerWindow(windows), OfficerWindow(windows, "superviseuse")
    column, panel = _come(arrive, officer, "Il m’a serré le cou.")
    _say(panel, "strangled_or_confined", "yes")
    _say(panel, "separation", "yes")
    _kept(panel)
    chief.page.locator("#force-list-refresh").click()
    chief.page.locator(f'#force-list-rows [data-conversation="{column.conversation}"]').first.click()
    told = chief.page.locator("#file .file__danger")
    expect(told).to_contain_text("Danger : seuil atteint")
    expect(told).to_contain_text("2 oui, dont 2 en rouge")
    _look(chief.page, "danger-supervisor")
    _say(panel, "separation", "no")
    expect(told).to_contain_text("1 oui, dont 1 en rouge")


def test_it_can_be_read_by_day_and_by_night(windows: Windows, arrive: Arrive) -> None:
    officer = OfficerWindow(windows)
    _, panel = _come(arrive, officer, "Il boit et il crie.")
    panel.get_by_role("button", name="Comment demander").click()
    for name, answer in (("firearms", "yes"), ("separation", "yes"), ("injured", "unknown"), ("substances", "yes")):
        _say(panel, name, answer)
    for scheme in ("light", "dark"):
        officer.page.emulate_media(color_scheme=scheme)
        assert officer.page.evaluate(CONTRAST) == []
        _look(officer.page, f"danger-{scheme}")
