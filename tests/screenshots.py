"""The pictures of the README and of the documents: `make screenshots`.

Starts a demonstration of its own, plays one evening at the desk, one emergency, one case and the figures with the same
hands as the browser tests, and writes `docs/images/`; `python -m tests.screenshots emergency` plays one of them alone.
Nothing in a picture is drawn by hand; the people and their words are invented.
"""

import base64
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser import case
from tests.browser.people import CentreWindow, Column, OfficerWindow, UnitWindow, VisitorWindow, attended
from tests.environment import chromium, picture
from tests.environment.api import Api
from tests.environment.browsers import DESKTOP, PHONE, Windows
from tests.environment.live import Live
from tests.environment.server import Server
from tests.environment.servers import CAPACITY, CAST, PASSWORD

IMAGES = Path(__file__).resolve().parents[1] / "docs" / "images"
HERS = [
    ("visitor", "Bonsoir. Je ne sais pas si je suis au bon endroit."),
    ("officer", "Bonsoir. Oui, vous êtes au bon endroit. Êtes-vous en sécurité en ce moment ?"),
    ("visitor", "Oui, il est sorti. Il rentre vers minuit."),
    ("officer", "D'accord. Nous avons un peu de temps. Dites-moi ce qui vous inquiète, avec vos mots."),
    ("visitor", "Il surveille mon téléphone. Hier il m'a poussée contre le mur."),
    ("officer", "Merci de me le dire. Ce n'est pas de votre faute. Avez-vous été blessée ?"),
]
OTHERS = [
    ("44000", "witness", False, "J'entends crier chez mes voisins depuis une heure."),
    ("59000", "victim", False, "On publie des photos de moi sans mon accord."),
]
STAYING: list[Live] = []
BEHIND_THE_DOOR = "il est derrière la porte"
SHEET = {
    "insee": "35238",
    "address": "14 rue de l’Exemple",
    "landmark": "Au-dessus de la boulangerie, porte bleue",
    "floor": "3e gauche",
    "access_code": "B2041",
    "weapon": "un couteau de cuisine",
    "children": 2,
    "can_speak": False,
    "quiet_approach": True,
    "do_not_call_back": True,
    "approach": "Par la cour : il surveille la rue depuis la fenêtre. Sans sirène.",
    "people": "Elle et ses deux enfants dans la salle de bain, lui dans le couloir",
    "aggressor": "Homme, 38 ans, grand, sweat noir",
}
LAST = "emergency"
STEPS = [
    ("a", "Prise en compte", "emergency-2-acknowledged"),
    ("p", "Patrouille en route", "emergency-3-dispatched"),
    ("s", "Patrouille sur place", LAST),
]
WAITING = [
    ("13001", "victim", True, "Il est derrière la porte."),
    ("69001", "professional", False, "Infirmière, je reçois une patiente qui a peur de rentrer."),
    ("31000", "victim", False, "Mon ancien compagnon m'attend devant le travail."),
]


def main() -> int:
    """Writes every picture; 1 where there is no browser."""
    program = chromium.find_or_install()
    if program is None:
        print(chromium.CURE)
        return 1
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="permanence-pictures-") as directory, sync_playwright() as playwright:
        server = Server(Path(directory) / "data").start()
        browser = playwright.chromium.launch(executable_path=program, args=list(chromium.OPTIONS))
        try:
            for username, facts in CAST.items():
                server.run("officer", username, "--password", PASSWORD, *facts)
            for scene in sys.argv[1:] or SCENES:
                SCENES[scene](browser, server)
        finally:
            browser.close()
            server.kill()
    return 0


def _evening(browser: Browser, server: Server) -> None:
    windows = Windows(browser, server)
    api = Api(server.url)
    api.sign_in("policiere", PASSWORD).available(CAPACITY)
    officer = OfficerWindow(windows)
    arrival = VisitorWindow(windows)
    pictures = {"arrival": _shot(arrival.page)}
    arrival.enter()
    pictures["entry"] = _shot(arrival.page)
    for postal_code, reporter, in_danger, words in OTHERS:
        _arrives(api, postal_code, reporter, in_danger, words)
        officer.take(words).say("Bonsoir, je vous lis. Dites-moi où vous êtes, si vous le voulez bien.")
    visitor, column = _conversation(windows, officer)
    for postal_code, reporter, in_danger, words in WAITING:
        _arrives(api, postal_code, reporter, in_danger, words)
        expect(officer.row(words)).to_be_visible()
    column.root.locator("textarea").focus()
    pictures["chat"] = _shot(visitor.page)
    pictures["desk"] = _shot(officer.page)
    officer.page.emulate_media(color_scheme="dark")
    pictures["night"] = _shot(officer.page)
    _write(browser, "overview", [(pictures["chat"], 262), (pictures["desk"], 860)])
    _write(browser, "visitor", [(pictures[name], 300) for name in ("arrival", "entry", "chat")])
    _write(browser, "night", [(pictures["night"], 1120)])
    for connection in STAYING:
        connection.close()
    windows.close()
    api.close()


def _emergency(browser: Browser, server: Server) -> None:
    windows = Windows(browser, server)
    api = Api(server.url)
    desk = api.sign_in("policiere", PASSWORD).available(CAPACITY)
    visitor, officer = VisitorWindow(windows).begin("35000", BEHIND_THE_DOOR), OfficerWindow(windows)
    visitor.page.get_by_role("button", name="J’ai noté mon code").click()
    column, centre = officer.take(BEHIND_THE_DOOR), CentreWindow(windows, attended(server, desk))
    centre.hears()
    column.say("Je suis là. Je préviens le centre opérationnel. Écrivez, sans bruit.")
    desk.patch(f"desk/conversations/{column.conversation}/sheet", SHEET)
    column.root.locator("[data-act=intervention]").click()
    expect(officer.page.locator("#sheet-address")).to_have_value(SHEET["address"])
    officer.page.keyboard.press("Control+Enter")
    expect(officer.page.locator("#dialog-intervention")).to_be_visible()
    officer.page.keyboard.press("Enter")
    expect(centre.state).to_contain_text("À prendre en compte")
    _write(browser, "centre", [(_shot(centre.page), 960)])
    _film(browser, "emergency-1-asked", visitor, officer, centre)
    centre.page.wait_for_timeout(1000)
    for key, state, name in STEPS:
        centre.press(key)
        expect(centre.state).to_contain_text(state)
        expect(officer.page.locator("[data-standing]")).to_contain_text(state.lower())
        if name == LAST:
            visitor.say("ils sont là, merci")
            expect(centre.page.locator("#messages")).to_contain_text("ils sont là, merci")
        _film(browser, name, visitor, officer, centre)
    windows.close()
    api.close()


def _film(browser: Browser, name: str, visitor: VisitorWindow, officer: OfficerWindow, centre: CentreWindow) -> None:
    """The three windows at one moment."""
    windows_of_three = [(visitor.page, 190), (officer.page, 560), (centre.page, 560)]
    _write(browser, name, [(_shot(page), width) for page, width in windows_of_three])


def _casework(browser: Browser, server: Server) -> None:
    windows = Windows(browser, server)
    api = Api(server.url)
    api.sign_in("policiere", PASSWORD).available(CAPACITY)
    account = case.received(server, api)
    visitor, officer, _ = case.talk(windows)
    code = visitor.code
    reference = case.fill_report(officer)
    _write(browser, "casework-1", [(_shot(visitor.page), 232), (_shot(officer.page), 760)])
    case.assess(officer)
    card = case.refer(officer)
    unit = UnitWindow(windows, account)
    inbox = _shot(unit.page)
    unit.open(reference)
    _write(browser, "casework-2", [(inbox, 560), (_shot(unit.page), 560)])
    case.propose(unit, (datetime.now(UTC) + timedelta(days=3)).date().isoformat())
    again = case.come_back(windows, code)
    expect(again.page.locator(".suite__card")).to_contain_text("à 10 h")
    again.page.locator(".suite").scroll_into_view_if_needed()
    _write(browser, "casework-3", [(_shot(again.page), 232), (_shot(unit.page), 760)])
    case.confirm(again)
    case.close(unit)
    expect(card).to_contain_text("Suite : plainte")
    _write(browser, "casework-4", [(_shot(officer.page), 960)])
    windows.close()
    api.close()


def _figures(browser: Browser, server: Server) -> None:
    """A demonstration of its own, with the past that it invents."""
    del server
    with tempfile.TemporaryDirectory(prefix="permanence-figures-") as directory:
        own = Server(Path(directory) / "data", command="demo").start()
        try:
            own.run("officer", "analyste", "--password", PASSWORD, "--role", "analyst", "--first-name", "Noa")
            windows = Windows(browser, own)
            told = [_dashboard(windows, DESKTOP, ""), _dashboard(windows, PHONE, "#ou")]
            _write(browser, "figures-1", [(told[1], 232), (told[0], 860)])
            windows.close()
        finally:
            own.kill()


def _dashboard(windows: Windows, device: dict[str, Any], part: str) -> bytes:
    page = windows.open("", device=device)
    page.goto(f"/compte/connexion?next=/brigade/chiffres/{quote(part)}")
    page.locator("[name=username]").fill("analyste")
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    expect(page.locator(".answer__sentence")).to_contain_text("depuis le 1er janvier")
    if part:
        page.locator(".tiles").scroll_into_view_if_needed()
        page.locator(".tiles").evaluate("figure => figure.scrollIntoView()")
    return _shot(page)


SCENES = {"evening": _evening, "emergency": _emergency, "casework": _casework, "figures": _figures}


def _conversation(windows: Windows, officer: OfficerWindow) -> tuple[VisitorWindow, Column]:
    first, *rest = HERS
    visitor = VisitorWindow(windows).begin("35000", first[1])
    visitor.page.get_by_role("button", name="J’ai noté mon code").click()
    column = officer.take(first[1])
    for sender, text in rest:
        speaker, listener = (visitor, column) if sender == "visitor" else (column, visitor)
        speaker.say(text)
        expect(listener.said(text)).to_be_visible()
    return visitor, column


def _arrives(api: Api, postal_code: str, reporter: str, in_danger: bool, words: str) -> None:
    """Somebody writes, and stays."""
    message = {"id": str(picture.identifier(words)), "text": words}
    visitor = api.arrive(postal_code, reporter=reporter, in_danger=in_danger, message=message)
    connection = Live(api.url.replace("http", "ws") + "/live")
    connection.open_visitor(visitor.id, visitor.secret)
    STAYING.append(connection)


def _shot(page: Page) -> bytes:
    page.wait_for_timeout(400)
    return page.screenshot(animations="disabled", caret="hide")


def _write(browser: Browser, name: str, parts: list[tuple[bytes, int]]) -> None:
    """Puts pictures side by side, each at its width, and writes them as small as they go."""
    images = "".join(
        f'<img width="{width}" src="data:image/png;base64,{base64.b64encode(data).decode()}">' for data, width in parts
    )
    page = browser.new_page(device_scale_factor=1.5)
    page.set_content(f"<style>{picture.FRAME}</style><main>{images}</main>")
    page.wait_for_timeout(300)
    path = IMAGES / f"{name}.png"
    path.write_bytes(picture.smaller(page.locator("main").screenshot(omit_background=True)))
    page.close()
    print(f"{path.relative_to(IMAGES.parents[1])}: {path.stat().st_size // 1024} KB")


if __name__ == "__main__":
    sys.exit(main())
