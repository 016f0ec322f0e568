"""From a chat to a complaint, as three people do it: what each presses, in the order of the evening. Played by a test,
and by the pictures of the documents."""

import re

from playwright.sync_api import Locator, expect

from tests.browser import files
from tests.browser.people import Column, OfficerWindow, UnitWindow, VisitorWindow
from tests.environment.api import Api
from tests.environment.browsers import Windows
from tests.environment.server import Server
from tests.environment.servers import PASSWORD

HERS = "Il m’a poussée contre le mur hier. Il a dit qu’il me tuerait si je partais."
AGREED = "Oui, je veux bien que vous transmettiez."
RED = ("separation", "death_threats")


def received(server: Server, api: Api, username: str = "accueil") -> str:
    """An account at the unit that answers for Rennes; its name."""
    (commune,) = api.get("territory/postal-codes/35000").json()["communes"]
    facts = ["--role", "unit", "--force", "PN", "--unit", str(commune["unit"]["id"]), "--rank", "Gardienne de la paix"]
    server.run("officer", username, *facts, "--first-name", "Léa", "--password", PASSWORD)
    return username


def talk(windows: Windows) -> tuple[VisitorWindow, OfficerWindow, Column]:
    """She writes, an officer answers, she sends a photo and says that she agrees."""
    visitor = VisitorWindow(windows).begin("35000", HERS)
    officer = OfficerWindow(windows)
    column = officer.take(HERS)
    column.say("Merci de me le dire. Acceptez-vous que je transmette à l’unité qui peut vous recevoir ?")
    send_photo(visitor)
    expect(column.root.locator(".filed")).to_contain_text("couloir.jpg")
    visitor.say(AGREED)
    expect(column.said(AGREED)).to_be_visible()
    return visitor, officer, column


def send_photo(visitor: VisitorWindow) -> None:
    """From the sheet behind `+`."""
    visitor.page.locator("#more").click()
    with visitor.page.expect_file_chooser() as choosing:
        visitor.page.get_by_role("button", name="Photo ou vidéo", exact=True).click()
    choosing.value.set_files({"name": "couloir.jpg", "mimeType": "image/jpeg", "buffer": files.photo()})
    expect(visitor.page.locator("#files-said")).to_contain_text("Photo envoyée")


def fill_report(officer: OfficerWindow) -> str:
    """The least that a unit needs, and when she may be called; filed. Answers the reference."""
    officer.page.keyboard.press("F2")
    panel = officer.page.locator("#panel-report")
    _pick(panel, "reporter", "victim")
    _fact(panel, "category").locator('[data-code="conjugal"]').click()
    _fact(panel, "kinds").locator('[data-code="physical"]').click()
    panel.locator('[data-field="summary"]').fill("Poussée contre le mur hier soir ; menaces de mort si elle part.")
    _pick(panel, "victim.sex", "female")
    panel.locator('[data-field="victim.age"]').select_option("25_34")
    panel.locator('[data-field="author.relation"]').select_option("spouse")
    _window(panel)
    expect(panel.locator(".intervention__said")).to_have_text("Gardé")
    officer.page.keyboard.press("Control+Enter")
    expect(officer.page.locator("#dialog-file-report")).to_be_visible()
    officer.page.keyboard.press("Enter")
    expect(panel.locator(".report__missing")).to_contain_text("Enregistré")
    return panel.locator("h2").inner_text()


def assess(officer: OfficerWindow) -> None:
    """Two red rows: the threshold."""
    officer.page.keyboard.press("F4")
    panel = officer.page.locator("#panel-danger")
    for name in RED:
        panel.locator(f'[data-criterion="{name}"] [data-choice="yes"]').click()
    expect(panel.locator(".danger__verdict")).to_have_text("Danger : seuil atteint")
    expect(panel.locator(".danger__said")).to_have_text("Enregistré")


def refer(officer: OfficerWindow) -> Locator:
    """To the unit that answers for Rennes, with her agreement; the card of the referral."""
    officer.page.keyboard.press("F9")
    panel = officer.page.locator("#panel-referral")
    panel.locator('[name="referral-to"]').first.check()
    panel.locator('[name="referral-ground"][value="agreement"]').check()
    panel.locator('[name="agreed"]').check()
    panel.locator('[name="summary"]').fill("Elle préfère être reçue le matin, par une femme si possible.")
    panel.locator('[data-act="send-referral"]').click()
    expect(officer.page.locator("#dialog-referral")).to_be_visible()
    officer.page.locator("#dialog-referral [data-confirm]").click()
    card = panel.locator("article.referral")
    expect(card).to_contain_text("Transmise")
    return card


def propose(unit: UnitWindow, day: str) -> None:
    """The case is accepted and she is received that day at ten."""
    unit.page.get_by_role("button", name="Accepter le dossier").click()
    form = unit.page.locator("#rendez-vous")
    form.get_by_label("Jour").fill(day)
    form.get_by_label("Heure").fill("10:00")
    form.get_by_label("Lieu").fill("Accueil du commissariat (démonstration)")
    form.get_by_label("Demander").fill("la gardienne de la paix Léa")
    form.get_by_label("À apporter").fill("Rien d’obligatoire ; vos papiers si vous les avez.")
    form.get_by_role("button", name="Proposer ce rendez-vous").click()
    expect(unit.page.locator("#said")).to_contain_text("Le rendez-vous est proposé")


def come_back(windows: Windows, code: str) -> VisitorWindow:
    """On another device, with the return code."""
    visitor = VisitorWindow(windows).enter()
    visitor.page.locator("#code-field").fill(code)
    visitor.page.get_by_role("button", name="Reprendre la conversation").click()
    visitor.is_in_the_chat()
    return visitor


def confirm(visitor: VisitorWindow) -> None:
    """She comes."""
    suite = visitor.page.locator(".suite__card")
    suite.get_by_role("button", name="Je confirme").click()
    expect(suite).to_contain_text("Votre rendez-vous est confirmé.")


def close(unit: UnitWindow) -> None:
    """She was received, and filed a complaint."""
    unit.page.reload()
    expect(unit.page.locator(".coming")).to_contain_text("confirmé")
    outcome = unit.page.locator("#suite")
    outcome.locator("summary").click()
    outcome.get_by_label("plainte", exact=True).check()
    outcome.get_by_label("Précision").fill("Plainte reçue, procédure des essais.")
    outcome.get_by_role("button", name="Enregistrer la suite et clore").click()
    expect(unit.page.locator("#said")).to_contain_text("La suite est enregistrée")


def _pick(panel: Locator, path: str, code: str) -> None:
    panel.locator(f'[data-path="{path}"] [data-code="{code}"]').first.click()


def _fact(panel: Locator, name: str) -> Locator:
    return panel.locator(f'[data-path^="facts."][data-path$=".{name}"]')


def _window(panel: Locator) -> None:
    """Every day of the week, so that it is open whenever this is played."""
    part = panel.locator('[data-part="windows"]')
    part.locator("summary").first.click()
    part.locator("[data-add=windows]").click()
    window = part.locator(".report__item")
    for day in ("lun", "mar", "mer", "jeu", "ven", "sam", "dim"):
        window.get_by_text(day, exact=True).click()
    window.get_by_label("De", exact=True).fill("00:00")
    window.get_by_label("À", exact=True).first.fill("24:00")
    window.locator('.pick[data-code="telephone"]').click()
    window.locator('[data-path$=".to"] input').fill("00 00 00 00 00")
    expect(window.locator(".report__window")).to_have_text(re.compile("Tous les jours"))
