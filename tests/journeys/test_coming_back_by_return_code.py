"""An anonymous person comes back to their own conversation, and nobody else does."""

import re
import time

import pytest

from tests.environment.api import Api, Desk, Visitor, problem
from tests.environment.servers import Arrive, Connect

pytestmark = pytest.mark.server


def _resume(api: Api, code: str) -> Visitor:
    answer = api.post("conversations/resume", {"return_code": code})
    assert answer.status_code == 200, answer.text
    assert set(answer.json()) == {"id", "secret"}
    return api.visitor(answer.json())


def test_the_code_is_sixteen_digits_and_can_be_asked_for_again(arrive: Arrive) -> None:
    visitor = arrive("35000")
    code = visitor.opened["return_code"]
    assert re.fullmatch(r"\d{16}", code)
    assert visitor.get(f"{visitor.path}/return-code").json() == {"return_code": code}


@pytest.mark.parametrize("between", ["", " ", "-", "  ", "\u00a0"])
def test_the_code_is_taken_as_people_write_it(api: Api, arrive: Arrive, between: str) -> None:
    visitor = arrive("35000")
    fours = re.findall(r"\d{4}", visitor.opened["return_code"])
    assert _resume(api, between.join(fours)).id == visitor.id


def test_coming_back_gives_a_new_secret_and_the_old_one_stops(api: Api, arrive: Arrive, live: Connect) -> None:
    visitor = arrive("35000")
    visitor.say("Je reviendrai.")
    old = live()
    old.open_visitor(visitor.id, visitor.secret)
    back = _resume(api, visitor.opened["return_code"])
    assert back.secret != visitor.secret
    problem(visitor.get(visitor.path), 401)
    problem(visitor.post(f"{visitor.path}/messages", {"id": "0b8e3bb2-5b8e-4f6c-8f5b-0e2a4f4f8d11", "text": "?"}), 401)
    assert old.expect("error")["code"] == "unauthorised"
    assert old.closed_with() == 4401
    assert [message["text"] for message in back.thread()][:1] == ["Je reviendrai."]
    back.post(f"{back.path}/end")


def test_an_ended_conversation_waits_again_in_the_same_thread(api: Api, arrive: Arrive, police: Desk) -> None:
    visitor = arrive("35000", in_danger=True)
    visitor.say("Il est parti.")
    police.take(visitor.id)
    problem(police.post(f"desk/conversations/{visitor.id}/end", {}), 422)
    ended = police.post(f"desk/conversations/{visitor.id}/end", {"reason": "Une patrouille est avec elle."})
    assert ended.status_code == 200
    assert visitor.view()["state"] == "ended"
    problem(visitor.post(f"{visitor.path}/messages", {"id": "3f0a4b62-7a67-4a0e-9d2a-6f6ad27fd0a4", "text": "?"}), 409)

    back = _resume(api, visitor.opened["return_code"])

    assert back.view()["state"] == "waiting"
    row = next(row for row in police.queue() if row["conversation"] == visitor.id)
    assert row["level"] == "immediate", "the level is kept"
    back.say("Il est revenu.")
    police.take(visitor.id)
    thread = police.thread(visitor.id)
    assert [one["seq"] for one in thread] == list(range(1, len(thread) + 1))
    assert [one["event"] for one in thread if one["from"] == "system"] == [
        "danger",
        "joined",
        "ended",
        "resumed",
        "joined",
    ]
    assert [one["text"] for one in thread if one["from"] == "visitor"] == ["Il est parti.", "Il est revenu."]
    back.post(f"{back.path}/end")


def test_no_wrong_code_is_refused_before_the_time_that_every_answer_takes(api: Api, arrive: Arrive) -> None:
    arrive("35000")
    spent = []
    for code in ("0000 0000 0000 0000", "1234123412341234", "9999 9999 9999 9998"):
        began = time.monotonic()
        problem(api.post("conversations/resume", {"return_code": code}), 401)
        spent.append(time.monotonic() - began)
    assert min(spent) > 0.29, spent


@pytest.mark.parametrize("code", ["", "abc", "1", "1234 1234 1234 123", "١٢٣٤ ١٢٣٤ ١٢٣٤ ١٢٣٤", "1" * 5000])
def test_what_is_no_code_is_refused_without_a_stack_trace(api: Api, code: str) -> None:
    answer = api.post("conversations/resume", {"return_code": code})
    problem(answer, 422 if answer.status_code == 422 else 401)
