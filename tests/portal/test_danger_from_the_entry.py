"""Danger, from the entry: nothing more is asked, and what was already answered is not lost."""

import pytest
from django.test import Client

from permanence.desk.models import Intake
from permanence.live import journal

pytestmark = pytest.mark.usefixtures("few")


@pytest.fixture
def visitor() -> Client:
    client = Client(headers={"Sec-Fetch-Site": "same-origin"})
    client.get("/espace")
    return client


def test_what_was_answered_goes_along(visitor: Client) -> None:
    visitor.post("/espace", {"do": "danger", "postal_code": "35000", "reporter": "witness", "message": "Il frappe"})
    intake = Intake.objects.get()
    assert (intake.level, intake.force, intake.reporter) == ("immediate", "PN", "witness")
    assert [said.text for said in journal.read(intake.conversation) if not said.event] == ["Il frappe"]


@pytest.mark.parametrize("message", ["", "   ", "x" * 4001, "a\x00"])
def test_nothing_wrong_in_the_form_stands_in_the_way(visitor: Client, message: str) -> None:
    answer = visitor.post("/espace", {"do": "danger", "postal_code": "ABC", "reporter": "x", "message": message})
    assert answer.status_code == 302
    assert Intake.objects.get().level == "immediate"


def test_from_the_first_page_nobody_is_taken_for_a_victim(visitor: Client) -> None:
    visitor.post("/espace", {"do": "danger"})
    assert Intake.objects.get().reporter == ""
