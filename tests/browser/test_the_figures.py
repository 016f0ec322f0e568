"""The figures in a browser: nothing sideways, nothing pale, by day and by night; days asked for where wanted."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_how_it_looks_to_everybody import CONTRAST, SIDEWAYS, SIZES
from tests.environment.browsers import Windows
from tests.environment.server import Server
from tests.environment.servers import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.server]
DASHBOARD = "/brigade/chiffres/"
PAGES = [DASHBOARD, f"{DASHBOARD}semaine/", f"{DASHBOARD}definitions/", f"{DASHBOARD}definitions/report/"]


@pytest.fixture(autouse=True)
def _analyst(server: Server) -> None:
    server.run("officer", "analyste", "--role", "analyst", "--password", PASSWORD)


def _open(windows: Windows, **options: object) -> Page:
    page = windows.open("", **options)
    windows.watch(page).forgive(r"Failed to load resource.*422")
    page.goto(f"/compte/connexion?next={DASHBOARD}")
    page.locator("[name=username]").fill("analyste")
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    expect(page.locator(".answer__sentence")).to_be_visible()
    return page


@pytest.mark.parametrize("size", SIZES)
def test_nothing_scrolls_sideways(windows: Windows, size: str) -> None:
    page = _open(windows, device=SIZES[size])
    for path in PAGES:
        page.goto(path)
        assert page.evaluate(SIDEWAYS) <= 0, f"{path}, {size}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out(windows: Windows, scheme: str) -> None:
    page = _open(windows, color_scheme=scheme)
    for path in [*PAGES, f"{DASHBOARD}?from=hier"]:
        page.goto(path)
        assert page.evaluate(CONTRAST) == [], f"{path}, {scheme}"


def test_another_question_by_keyboard_asks_for_days_only_where_they_are_wanted(windows: Windows) -> None:
    page = _open(windows)
    page.locator(".asking__more > summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#id_from")).to_be_hidden()
    page.locator("#id_period").select_option("dates")
    page.locator("#id_from").fill("2025-03-01")
    page.locator("#id_to").fill("2025-02-01")
    page.locator("#id_scope").select_option("couple_women")
    page.get_by_role("button", name="Afficher").click()
    expect(page.locator("#id_from-error")).to_have_text("Le début de la période doit précéder sa fin.")
    expect(page.locator("#id_scope")).to_have_value("couple_women")
    page.locator("#id_to").fill("2025-04-30")
    page.get_by_role("button", name="Afficher").click()
    expect(page.locator(".answer__sentence")).to_contain_text("du 1er mars au 30 avril 2025")
