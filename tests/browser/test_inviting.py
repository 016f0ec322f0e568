"""A second officer in a conversation, on three screens: who joins is told to everybody, both write, and one goes."""

import os

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import Column, OfficerWindow, VisitorWindow
from tests.environment.browsers import Windows

pytestmark = [pytest.mark.browser, pytest.mark.server]
WORD = "Une mineure. J’aimerais votre avis sur le 119."


def _look(page: Page, name: str) -> None:
    if folder := os.environ.get("PERMANENCE_SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png")


def _three(windows: Windows, words: str) -> tuple[VisitorWindow, OfficerWindow, OfficerWindow, Column]:
    visitor = VisitorWindow(windows).begin("35000", words)
    nadia, hugo = OfficerWindow(windows), OfficerWindow(windows, "policier")
    hugo.available()
    column = nadia.take(words)
    column.say("Je suis là.")
    return visitor, nadia, hugo, column


def _invite(officer: OfficerWindow, to: str) -> None:
    officer.page.locator("#file [data-act=invite]").click()
    dialog = officer.page.locator("#dialog-invite")
    option = dialog.locator("option", has_text=to)
    dialog.locator("select").select_option(str(option.get_attribute("value")))
    dialog.locator("textarea").fill(WORD)
    _look(officer.page, "invite-dialog")
    dialog.get_by_role("button", name="Inviter").click()


def test_a_colleague_joins_both_write_and_the_guest_leaves(windows: Windows) -> None:
    visitor, nadia, hugo, column = _three(windows, "J’ai quinze ans.")
    _invite(nadia, "Hugo")
    expect(nadia.page.locator("#invitations")).to_contain_text("Invitation à Gardien de la paix Hugo")
    asked = hugo.page.locator("#invitations .offer")
    expect(asked).to_contain_text("Brigadière-cheffe Nadia vous invite")
    expect(asked).to_contain_text(WORD)
    _look(hugo.page, "invite-asked")
    asked.get_by_role("button", name="Accepter").click()
    theirs = hugo.column(column.conversation)
    expect(theirs.root).to_contain_text("Vous écrivez ici à l’invitation de Brigadière-cheffe Nadia")
    expect(theirs.root).to_have_attribute("data-guest", "true")
    expect(theirs.root).to_have_attribute("data-mine", "false")
    tab = hugo.page.locator(f'#tabs .tab[data-conversation="{column.conversation}"]')
    expect(tab).to_contain_text("Invité")
    expect(hugo.page.locator("#load-held")).to_contain_text("0 conversation")
    expect(column.root).to_contain_text("Avec vous : Gardien de la paix Hugo")
    expect(visitor.page.locator("#thread")).to_contain_text(
        "Gardien de la paix Hugo vous rejoint. Brigadière-cheffe Nadia continue de vous répondre."
    )
    status = visitor.page.locator("#status")
    expect(status).to_have_text("Brigadière-cheffe Nadia")
    expect(visitor.page.locator("#with")).to_have_text("avec Gardien de la paix Hugo")
    theirs.root.locator("textarea").press_sequentially("Bonjour")
    expect(column.root.locator(".column__typing")).to_contain_text("Gardien de la paix Hugo est en train d’écrire")
    expect(visitor.page.locator("#typing")).to_contain_text("Gardien de la paix Hugo est en train d’écrire")
    theirs.say("Bonjour, je suis Hugo.")
    column.say("Nous sommes deux.")
    for text in ("Bonjour, je suis Hugo.", "Nous sommes deux."):
        expect(visitor.said(text)).to_be_visible()
        expect(theirs.said(text)).to_be_visible()
        expect(column.said(text)).to_be_visible()
    visitor.say("Merci à vous deux.")
    expect(theirs.said("Merci à vous deux.")).to_be_visible()
    for page, name in ((visitor.page, "invite-visitor"), (nadia.page, "invite-holder"), (hugo.page, "invite-guest")):
        _look(page, name)
    hugo.page.locator("#file [data-act=leave]").click()
    hugo.page.locator("#dialog-leave").get_by_role("button", name="Quitter la conversation").click()
    expect(theirs.root).to_have_count(0)
    expect(visitor.page.locator("#with")).to_have_text("")
    expect(status).to_have_text("Brigadière-cheffe Nadia")
    expect(visitor.page.locator("#thread")).to_contain_text("Gardien de la paix Hugo a quitté la conversation.")
    expect(column.root.locator(".column__company")).to_be_hidden()
    _look(visitor.page, "invite-visitor-after")


def test_by_keyboard_a_colleague_is_invited_answers_and_is_thanked(windows: Windows) -> None:
    visitor, nadia, hugo, column = _three(windows, "Je préfère écrire.")
    column.root.focus()
    nadia.page.keyboard.press("v")
    dialog = nadia.page.locator("#dialog-invite")
    option = dialog.locator("option", has_text="Hugo")
    dialog.locator("select").select_option(str(option.get_attribute("value")))
    dialog.get_by_role("button", name="Inviter").press("Enter")
    expect(hugo.page.locator("#invitations .offer")).to_be_visible()
    hugo.page.keyboard.press("a")
    theirs = hugo.column(column.conversation)
    expect(theirs.root.locator("textarea")).to_be_focused()
    expect(column.root).to_contain_text("Avec vous : Gardien de la paix Hugo")
    box = column.root.locator("textarea")
    box.fill("/remercier")
    box.press("Enter")
    nadia.page.locator("#dialog-thank").get_by_role("button", name="Remercier").click()
    expect(theirs.root).to_have_count(0)
    expect(hugo.page.locator("#toasts")).to_contain_text("où vous étiez invité")
    expect(visitor.page.locator("#status")).to_have_text("Brigadière-cheffe Nadia")
    column.say("Je reste avec vous.")
    expect(visitor.said("Je reste avec vous.")).to_be_visible()


def test_one_writes_to_her_while_the_other_fills_the_sheet(windows: Windows) -> None:
    visitor, nadia, hugo, column = _three(windows, "Il frappe à la porte.")
    _invite(nadia, "Hugo")
    hugo.page.locator("#invitations .offer").get_by_role("button", name="Accepter").click()
    theirs = hugo.column(column.conversation)
    theirs.root.locator(".column__intervention").click()
    hugo.page.locator("#sheet-floor").fill("3")
    expect(hugo.page.locator("#intervention .intervention__said")).to_have_attribute("data-keeping", "saved")
    column.say("Un collègue prépare l’envoi d’une patrouille.")
    column.root.locator(".column__intervention").click()
    expect(nadia.page.locator("#sheet-floor")).to_have_value("3")
    _look(hugo.page, "invite-sheet")
    expect(visitor.said("Un collègue prépare l’envoi d’une patrouille.")).to_be_visible()


def test_an_invitation_that_is_refused_changes_nothing(windows: Windows) -> None:
    visitor, nadia, hugo, column = _three(windows, "Encore moi.")
    _invite(nadia, "Hugo")
    hugo.page.locator("#invitations .offer").get_by_role("button", name="Refuser").click()
    expect(nadia.page.locator("#invitations .offer")).to_have_count(0)
    expect(nadia.page.locator("#toasts")).to_contain_text("Gardien de la paix Hugo n’a pas rejoint la conversation")
    _invite(nadia, "Hugo")
    nadia.page.locator("#invitations .offer").get_by_role("button", name="Retirer l’invitation").click()
    expect(hugo.page.locator("#invitations .offer")).to_have_count(0)
    column.say("Je reste avec vous.")
    expect(visitor.said("Je reste avec vous.")).to_be_visible()


def test_what_a_guest_has_read_is_still_unread_for_the_one_who_answers(windows: Windows) -> None:
    visitor, nadia, hugo, column = _three(windows, "On m’a suivie.")
    _invite(nadia, "Hugo")
    hugo.page.locator("#invitations .offer").get_by_role("button", name="Accepter").click()
    hugo.column(column.conversation)
    tab = nadia.page.locator(f'#tabs .tab[data-conversation="{column.conversation}"]')
    expect(column.root).to_contain_text("Avec vous : Gardien de la paix Hugo")
    nadia.page.set_viewport_size({"width": 720, "height": 450})
    other = VisitorWindow(windows).begin("35000", "Une autre personne")
    nadia.take("Une autre personne").say("Je suis là.")
    expect(column.root).to_have_count(0)
    visitor.say("Il est en bas de chez moi.")
    expect(visitor.page.locator("#thread")).to_contain_text("Lu")
    expect(tab.locator(".tab__unread")).to_have_text("1")
    tab.click()
    expect(column.said("Il est en bas de chez moi.")).to_be_visible()
    expect(tab.locator(".tab__unread")).to_have_count(0)
    other.say("Vous êtes là ?")
