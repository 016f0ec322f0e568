"""An officer corrects the force: the conversation moves with its history, and the first desk lets go."""

import pytest

from tests.environment.api import Desk, problem
from tests.environment.servers import Arrive, Connect

pytestmark = pytest.mark.server


def test_the_other_desk_receives_the_conversation_with_its_history(
    arrive: Arrive, police: Desk, gendarmerie: Desk, live: Connect
) -> None:
    visitor = arrive("35000", message={"id": "5b0f3a56-3b3f-4a55-9c8f-1f6f52a3f5a1", "text": "Je suis chez ma mère."})
    police.take(visitor.id)
    police.say(visitor.id, "Dans quelle commune ?")
    problem(gendarmerie.get(f"desk/conversations/{visitor.id}"), 404)
    hers, first = live(), live()
    hers.open_visitor(visitor.id, visitor.secret)
    first.open_officer(police.token)

    moved = police.post(
        f"desk/conversations/{visitor.id}/force", {"force": "GN", "reason": "Elle vit dans une commune de gendarmerie."}
    )

    assert moved.status_code == 200, moved.text
    assert hers.expect("message", event="moved")["data"] == {"force": "GN"}
    assert first.expect("state", conversation=visitor.id, gone=True)
    assert visitor.view()["force"] == "GN"
    assert visitor.view()["state"] == "waiting"
    assert visitor.id in [row["conversation"] for row in gendarmerie.queue()]
    assert visitor.id not in [row["conversation"] for row in police.queue()]
    gendarmerie.take(visitor.id)
    texts = [message["text"] for message in gendarmerie.thread(visitor.id)]
    assert texts[0] == "Je suis chez ma mère."
    assert "Dans quelle commune ?" in texts
    gendarmerie.say(visitor.id, "Bonjour, je prends la suite.")
    hers.expect("message", text="Bonjour, je prends la suite.")


def test_the_desk_that_gave_it_away_reads_and_writes_no_more(arrive: Arrive, police: Desk, gendarmerie: Desk) -> None:
    visitor = arrive("35000")
    police.take(visitor.id)
    police.post(f"desk/conversations/{visitor.id}/force", {"force": "GN", "reason": "Commune de gendarmerie."})
    gendarmerie.take(visitor.id)
    problem(police.get(f"desk/conversations/{visitor.id}"), 404)
    problem(police.get(f"desk/conversations/{visitor.id}/messages"), 404)
    problem(police.claim(visitor.id), 404)


@pytest.mark.parametrize("reason", [None, "", "   "])
def test_a_correction_without_a_reason_is_refused(arrive: Arrive, police: Desk, reason: str | None) -> None:
    visitor = arrive("35000")
    police.take(visitor.id)
    body = {"force": "GN"} if reason is None else {"force": "GN", "reason": reason}
    document = problem(police.post(f"desk/conversations/{visitor.id}/force", body), 422)
    assert "reason" in document["errors"]
    assert visitor.view()["force"] == "PN"


def test_a_visitor_without_a_force_stands_in_both_queues_and_the_first_claim_settles_it(
    arrive: Arrive, police: Desk, gendarmerie: Desk
) -> None:
    visitor = arrive(None)
    assert visitor.opened["force"] is None
    for desk in (police, gendarmerie):
        assert visitor.id in [row["conversation"] for row in desk.queue()]
    gendarmerie.take(visitor.id)
    assert visitor.view()["force"] == "GN"
    problem(police.claim(visitor.id), 404)
    assert visitor.id not in [row["conversation"] for row in police.queue()]
