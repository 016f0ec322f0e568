"""A person in danger leaves by quick exit: her officer sees the countdown, the supervisor the alarm."""

import os
from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import OfficerWindow, VisitorWindow
from tests.environment.api import Desk
from tests.environment.browsers import Windows
from tests.environment.server import Server
from tests.environment.servers import Prepared, copy_of, gone_afterwards

pytestmark = [pytest.mark.browser, pytest.mark.server]


@pytest.fixture(scope="module")
def _server(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    impatient = copy_of(prepared, tmp_path_factory.mktemp("server"), PERMANENCE_WATCHDOG_QUICK_EXIT="9")
    with gone_afterwards(impatient) as server:
        yield server


def test_a_quick_exit_counts_down_to_an_alarm_that_somebody_looks_after(windows: Windows) -> None:
    visitor = VisitorWindow(windows).begin(message="Il est derrière la porte.")
    nadia, ines = OfficerWindow(windows), OfficerWindow(windows, "superviseuse")
    column = nadia.take("Il est derrière la porte.")
    visitor.page.locator("#danger-menu > summary").click()
    visitor.page.locator("#danger").click()
    expect(column.root).to_have_attribute("data-level", "immediate")
    visitor.quit()
    watch = column.root.locator(".column__watch")
    expect(watch).to_contain_text("sortie rapide · alarme dans 0:0")
    shot(nadia.page, "countdown")
    expect(watch).to_contain_text("Sans nouvelles depuis")
    alarm = ines.page.locator("#emergencies .emergency", has_text="derrière la porte")
    expect(alarm).to_contain_text("« Il est derrière la porte. »")
    expect(alarm).to_contain_text("Rennes")
    shot(nadia.page, "alarm")
    shot(ines.page, "alarm-supervisor")
    alarm.get_by_role("button", name="Je m’en occupe").click()
    dialog = ines.page.locator("#dialog-watch")
    dialog.get_by_label("Motif").fill("patrouille demandée")
    dialog.get_by_role("button", name="Je m’en occupe").click()
    expect(alarm).to_have_count(0)
    expect(watch).to_contain_text("pris en main par Capitaine Inès")


def test_of_one_person_a_supervisor_reads_each_emergency_once(windows: Windows, police: Desk) -> None:
    visitor = VisitorWindow(windows).begin(message="Je ne sais pas où je suis.")
    ines = OfficerWindow(windows, "superviseuse")
    row = next(row for row in police.queue() if row["first_words"] == "Je ne sais pas où je suis.")
    police.take(row["conversation"])
    body = {"id": str(uuid4()), "no_place_reason": "elle ne sait pas"}
    assert police.post(f"desk/conversations/{row['conversation']}/interventions", body).status_code == 201
    visitor.quit()
    hers = ines.page.locator("#welcome-needs .need", has_text=row["conversation"][:6].upper())
    expect(hers.filter(has_text="sans nouvelles")).to_have_count(1)
    expect(hers.filter(has_text="lieu inconnu")).to_have_count(1)
    ines.page.wait_for_timeout(3_000)
    expect(hers).to_have_count(2)


HEARD = """
    window.heard = [];
    window.Notification = class { constructor(title, { tag }) { heard.push(tag); } addEventListener() {} };
    Notification.permission = "granted";
    document.hasFocus = () => false;
    localStorage.setItem("permanence.notifications", "true");
"""


def test_an_alarm_calls_her_officer_at_once(windows: Windows) -> None:
    visitor = VisitorWindow(windows).begin(message="Il m’a frappée.")
    nadia = OfficerWindow(windows)
    nadia.page.add_init_script(HEARD)
    nadia.page.reload()
    nadia.is_connected()
    column = nadia.take("Il m’a frappée.")
    visitor.page.locator("#danger-menu > summary").click()
    visitor.page.locator("#danger").click()
    expect(column.root).to_have_attribute("data-level", "immediate")
    visitor.quit()
    expect(column.root.locator(".column__watch")).to_contain_text("Sans nouvelles depuis")
    nadia.page.wait_for_function("heard.includes('permanence-alarm')")


def test_under_the_mark_what_betrays_does_not_leave(windows: Windows) -> None:
    visitor = VisitorWindow(windows).begin(message="Tout va bien, c’était une erreur.")
    nadia = OfficerWindow(windows)
    column = nadia.take("Tout va bien")
    page = nadia.page
    page.get_by_role("button", name="Noter un mot convenu").click()
    page.locator("#dialog-check-word").get_by_label("Mot convenu").fill("tarte aux pommes")
    page.locator("#dialog-check-word").get_by_role("button", name="Enregistrer").click()
    expect(page.locator("#file")).to_contain_text("tarte aux pommes")
    page.get_by_role("button", name="L’auteur lit peut-être").click()
    page.locator("#dialog-doubt").get_by_label("Motif").fill("elle n’écrit plus pareil")
    page.locator("#dialog-doubt").get_by_role("button", name="Mettre la mention").click()
    expect(page.locator(".file__doubt")).to_be_visible()
    column.root.locator("textarea").fill("La patrouille arrive.")
    column.root.get_by_role("button", name="Envoyer").click()
    expect(column.root.locator(".thread")).to_contain_text("« patrouille »")
    shot(page, "doubt")
    column.say("Bonne soirée à vous.")
    expect(visitor.said("Bonne soirée à vous.")).to_be_visible()
    assert "patrouille" not in visitor.page.locator("#thread").inner_text()


def shot(page: Page, name: str) -> None:
    """A picture to look at, where somebody asked for them."""
    if folder := os.environ.get("PERMANENCE_SHOTS"):
        page.screenshot(path=f"{folder}/watch-{name}.png")
