"""The officers' lines of the contract, to the letter, each refusal beside its success."""

from uuid import uuid4

import pytest

from tests.environment.api import Api, Desk, problem
from tests.environment.servers import PASSWORD, Arrive

pytestmark = pytest.mark.server
QUEUE_ROW = {
    "conversation",
    "force",
    "level",
    "waiting_since",
    "reporter",
    "categories",
    "language",
    "department",
    "messages",
    "first_words",
    "here",
}
DESK_ADDRESSES = [
    ("GET", "desk/me"),
    ("GET", "desk/queue"),
    ("POST", "desk/queue/next"),
    ("GET", "desk/conversations"),
    ("GET", "desk/conversations/{id}"),
    ("GET", "desk/conversations/{id}/messages"),
    ("POST", "desk/conversations/{id}/claim"),
    ("DELETE", "desk/session"),
]


def test_a_session_has_the_fields_of_the_contract(police: Desk) -> None:
    assert set(police.session) == {"token", "expires_at", "role", "force"}
    assert (police.session["role"], police.session["force"]) == ("officer", "PN")


@pytest.mark.parametrize(("username", "password"), [("policiere", "wrong"), ("nobody-at-all", PASSWORD)])
def test_a_wrong_name_and_a_wrong_password_are_told_alike(api: Api, username: str, password: str) -> None:
    document = problem(api.post("desk/session", {"username": username, "password": password}), 401)
    known = problem(api.post("desk/session", {"username": "gendarme", "password": "wrong"}), 401)
    assert document["detail"] == known["detail"]


def test_a_session_is_renewed_and_ended(api: Api) -> None:
    desk = api.sign_in("policier", PASSWORD)
    renewed = desk.post("desk/session/renew")
    assert renewed.status_code == 200
    assert set(renewed.json()) == {"token", "expires_at", "role", "force"}
    assert desk.delete("desk/session").status_code == 204
    problem(desk.get("desk/me"), 401)


@pytest.mark.parametrize(("method", "path"), DESK_ADDRESSES)
def test_nobody_is_refused_everywhere(api: Api, arrive: Arrive, method: str, path: str) -> None:
    visitor = arrive("35000")
    problem(api.request(method, path.format(id=visitor.id)), 401)
    problem(visitor.request(method, path.format(id=visitor.id)), 401)


@pytest.mark.parametrize(("method", "path"), [one for one in DESK_ADDRESSES if "{id}" in one[1]])
def test_an_administrator_sees_no_conversation(arrive: Arrive, clerk: Desk, method: str, path: str) -> None:
    problem(clerk.request(method, path.format(id=arrive("35000").id)), 404)


@pytest.mark.parametrize(("method", "path"), [one for one in DESK_ADDRESSES if "{id}" in one[1]])
def test_the_other_force_sees_no_conversation(arrive: Arrive, gendarmerie: Desk, method: str, path: str) -> None:
    problem(gendarmerie.request(method, path.format(id=arrive("35000").id)), 404)


def test_the_queue_tells_what_the_contract_says(arrive: Arrive, police: Desk) -> None:
    visitor = arrive("35000", message={"id": str(uuid4()), "text": "Bonsoir, un renseignement."})
    row = next(row for row in police.queue() if row["conversation"] == visitor.id)
    assert set(row) >= QUEUE_ROW
    assert (row["force"], row["level"], row["reporter"], row["messages"]) == ("PN", "standard", "victim", 1)
    assert row["first_words"] == "Bonsoir, un renseignement."
    assert row["department"] == "35"


def test_the_most_urgent_comes_first_then_who_waits_longest(arrive: Arrive, police: Desk) -> None:
    calm, second, urgent = arrive("35000"), arrive("35000"), arrive("35000", in_danger=True)
    ours = {calm.id, second.id, urgent.id}
    order = [row["conversation"] for row in police.queue() if row["conversation"] in ours]
    assert order == [urgent.id, calm.id, second.id]


def test_next_gives_the_first_of_the_queue_and_204_when_none_waits(arrive: Arrive, police: Desk) -> None:
    while police.post("desk/queue/next").status_code == 200:
        pass
    visitor = arrive("35000")
    answer = police.post("desk/queue/next")
    assert (answer.status_code, answer.json()["id"]) == (200, visitor.id)
    assert police.post("desk/queue/next").status_code == 204


def test_next_is_refused_at_capacity(arrive: Arrive, api: Api) -> None:
    desk = api.sign_in("policier", PASSWORD)
    held = desk.get("desk/me").json()["holding"]
    first, _second = arrive("35000"), arrive("35000")
    desk.available(held + 1)
    desk.take(first.id)
    problem(desk.post("desk/queue/next"), 409)


def test_a_claimed_conversation_is_refused_to_a_colleague(arrive: Arrive, police: Desk, police_colleague: Desk) -> None:
    visitor = arrive("35000")
    assert police.take(visitor.id)["id"] == visitor.id
    problem(police_colleague.claim(visitor.id), 409)
    problem(police_colleague.claim(str(uuid4())), 404)


def test_only_who_holds_it_writes(arrive: Arrive, police: Desk, police_colleague: Desk) -> None:
    visitor = arrive("35000")
    path = f"desk/conversations/{visitor.id}/messages"
    police.take(visitor.id)
    body = {"id": str(uuid4()), "text": "Bonjour"}
    assert police.post(path, body).status_code == 201
    assert police.post(path, body).status_code == 200
    problem(police_colleague.post(path, {"id": str(uuid4()), "text": "Moi aussi"}), 403)


def test_read_marks_reach_the_visitor(arrive: Arrive, police: Desk) -> None:
    visitor = arrive("35000")
    police.take(visitor.id)
    seq = visitor.say("Lisez-moi.")["seq"]
    assert police.post(f"desk/conversations/{visitor.id}/read", {"seq": seq}).status_code in (200, 204)
    assert visitor.view()["read"]["officer"] == seq


@pytest.mark.parametrize(
    ("act", "body", "missing"),
    [
        ("level", {"level": "high"}, "reason"),
        ("level", {"level": "purple", "reason": "Pour voir."}, "level"),
        ("mark", {"kind": "test"}, "reason"),
        ("mark", {"kind": "unknown", "reason": "Pour voir."}, "kind"),
        ("force", {"force": "GN"}, "reason"),
        ("force", {"force": "XX", "reason": "Pour voir."}, "force"),
    ],
)
def test_a_correction_that_lacks_something_names_it(
    arrive: Arrive, police: Desk, act: str, body: dict[str, str], missing: str
) -> None:
    visitor = arrive("35000")
    police.take(visitor.id)
    document = problem(police.post(f"desk/conversations/{visitor.id}/{act}", body), 422)
    assert missing in document["errors"], document


def test_level_and_mark_are_corrected_with_a_reason(arrive: Arrive, police: Desk) -> None:
    visitor = arrive("35000")
    police.take(visitor.id)
    path = f"desk/conversations/{visitor.id}"
    assert police.post(f"{path}/level", {"level": "high", "reason": "Menaces."}).status_code == 200
    assert police.post(f"{path}/mark", {"kind": "training", "reason": "Exercice."}).status_code == 200
    file = police.get(path).json()
    assert (file["level"], file["mark"]) == ("high", "training")


def test_the_list_of_mine_has_mine_alone(arrive: Arrive, police: Desk, police_colleague: Desk) -> None:
    mine, theirs = arrive("35000"), arrive("35000")
    police.take(mine.id)
    police_colleague.take(theirs.id)
    listed = [row["id"] for row in police.get("desk/conversations", mine=True, state="active").json()["conversations"]]
    assert mine.id in listed
    assert theirs.id not in listed


@pytest.mark.parametrize("body", [{"state": "asleep"}, {"state": "available", "capacity": 0}, {}])
def test_a_presence_that_does_not_exist_is_refused(police: Desk, body: dict[str, object]) -> None:
    problem(police.put("desk/presence", body), 422)


def test_the_api_describes_itself(api: Api) -> None:
    document = api.get("openapi.json").json()
    assert document["openapi"].startswith("3.")
    paths = set(document["paths"])
    for path in ("/conversations", "/desk/queue", "/territory/postal-codes/{code}"):
        assert any(one.endswith(path) for one in paths), f"{path} is not described in {sorted(paths)}"


def test_health_and_readiness_are_outside_the_api(api: Api) -> None:
    import httpx

    assert httpx.get(f"{api.url}/healthz", trust_env=False).status_code == 200
    assert httpx.get(f"{api.url}/readyz", trust_env=False).status_code == 200
