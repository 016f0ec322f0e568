"""Quick exit, the lock, the return code: whoever comes next sees nothing."""

import pytest
import time_machine
from django.test import Client

from permanence.desk.models import Intake
from permanence.live import actions as live
from permanence.live.models import Conversation, State
from permanence.portal import session
from tests.portal.conftest import Do, page

pytestmark = pytest.mark.django_db


def _sees_a_blank_entry(browser: Client) -> None:
    shown = page(browser.get("/espace"))
    assert "Avant de commencer" in shown
    assert "data-conversation" not in shown


def test_the_place_is_a_cookie_that_ends_with_the_browser(browser: Client, visitor: Intake) -> None:
    cookie = browser.cookies[session.COOKIE]
    assert cookie["secure"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"
    assert cookie["path"] == "/"
    assert not cookie["max-age"]
    assert not cookie["expires"]


def test_quick_exit_is_a_plain_link_that_makes_the_browser_forget(
    browser: Client, visitor: Intake, settings: object
) -> None:
    response = browser.get("/sortie")
    assert response.status_code == 303
    assert response["Location"] == settings.PUBLIC_PAGE  # type: ignore[attr-defined]
    assert response["Clear-Site-Data"] == '"cookies", "storage"'
    assert response["Cache-Control"] == "no-store"
    visitor.conversation.refresh_from_db()
    assert visitor.conversation.left_how == Conversation.Left.QUICK_EXIT
    assert visitor.conversation.state == State.WAITING
    _sees_a_blank_entry(browser)


def test_the_scripts_exit_is_answered_with_nothing(browser: Client, visitor: Intake) -> None:
    response = browser.post("/sortie", {}, content_type="application/json")
    assert response.status_code == 204
    assert response["Clear-Site-Data"]
    _sees_a_blank_entry(browser)


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Purpose": "prefetch"}])
def test_neither_another_site_nor_a_prefetch_makes_anybody_leave(
    browser: Client, visitor: Intake, headers: dict[str, str]
) -> None:
    assert browser.get("/sortie", headers=headers).status_code == 303
    visitor.conversation.refresh_from_db()
    assert visitor.conversation.left_how == ""
    assert "data-conversation" in page(browser.get("/espace"))


def test_an_exit_whose_request_was_lost_still_holds(browser: Client, visitor: Intake) -> None:
    browser.cookies[session.LEFT] = "1"
    _sees_a_blank_entry(browser)


def test_a_place_left_by_quick_exit_elsewhere_does_not_open(browser: Client, visitor: Intake) -> None:
    live.leave(visitor.conversation, "quick_exit")
    _sees_a_blank_entry(browser)


def test_after_twenty_minutes_away_the_code_is_asked_for(browser: Client, visitor: Intake) -> None:
    with time_machine.travel(visitor.waiting_since + session.AWAY * 1.1):
        shown = page(browser.get("/espace"))
    assert "Cette page s’est refermée" in shown
    assert "Commencer une autre conversation" in shown
    assert "data-conversation" not in shown


def test_what_was_being_written_survives_the_lock(do: Do, browser: Client, visitor: Intake) -> None:
    code = live.return_code(visitor.conversation)
    with time_machine.travel(visitor.waiting_since + session.AWAY * 1.1):
        locked = page(do("send", text="Il revient"))
        assert 'name="text" value="Il revient"' in locked
        shown = page(do("resume", code=code, text="Il revient"))
    assert ">Il revient</textarea>" in shown


def test_an_open_page_does_not_lock(do: Do, browser: Client, visitor: Intake) -> None:
    with time_machine.travel(visitor.waiting_since + session.AWAY * 0.9):
        assert do("present").status_code == 204
    with time_machine.travel(visitor.waiting_since + session.AWAY * 1.5):
        assert "data-conversation" in page(browser.get("/espace"))


def test_a_locked_page_has_no_sign_of_life(do: Do, db: None) -> None:
    assert do("present").status_code == 409


def test_the_code_opens_the_conversation_on_another_device(visitor: Intake) -> None:
    code = live.return_code(visitor.conversation)
    elsewhere = Client()
    elsewhere.get("/")
    spaced = " ".join(code[start : start + 4] for start in range(0, 16, 4))
    assert elsewhere.post("/espace", {"do": "resume", "code": spaced}).status_code == 302
    assert str(visitor.pk) in page(elsewhere.get("/espace"))


def test_the_former_device_is_locked_once_the_code_was_used_elsewhere(browser: Client, visitor: Intake) -> None:
    elsewhere = Client()
    elsewhere.get("/")
    elsewhere.post("/espace", {"do": "resume", "code": live.return_code(visitor.conversation)})
    assert "Cette page s’est refermée" in page(browser.get("/espace"))


def test_a_wrong_code_says_what_to_do_and_locks_nobody_out(do: Do, db: None) -> None:
    response = do("resume", code="0000 0000 0000 0000")
    shown = page(response)
    assert response.status_code == 401
    assert "Commencer une autre conversation" in shown
    assert "tel:17" in shown
    assert 'value="0000 0000 0000 0000"' in shown


def test_guessing_is_slowed_and_a_new_conversation_stays_possible(do: Do, db: None) -> None:
    for _ in range(11):
        response = do("resume", code="1111 1111 1111 1111")
    assert response.status_code == 429
    assert do("start").status_code == 302


def test_a_forged_place_opens_nothing(browser: Client, visitor: Intake) -> None:
    browser.cookies[session.COOKIE] = f"{visitor.pk}.secret.:forged:signature"
    _sees_a_blank_entry(browser)


def test_a_second_visitor_of_the_same_device_sees_nothing_of_the_first(
    do: Do, browser: Client, visitor: Intake
) -> None:
    do("send", text="Un secret")
    do("new")
    _sees_a_blank_entry(browser)
    do("start")
    assert "Un secret" not in page(browser.get("/espace/fil"))


def test_a_link_on_another_site_loses_nobody_their_place(browser: Client, visitor: Intake) -> None:
    """The browser withholds a strict cookie from such a request: the answer must not take it away."""
    without = Client().get("/espace", headers={"Sec-Fetch-Site": "cross-site"})
    assert session.COOKIE not in without.cookies


def test_the_frame_of_a_closed_place_says_so(browser: Client, db: None) -> None:
    assert "Cette page s’est refermée" in page(browser.get("/espace/fil"))
