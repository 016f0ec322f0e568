"""Postal codes as the API and the command answer them, on the facts of the whole of France."""

import json

import pytest

from tests.environment.api import Api, problem
from tests.environment.server import Server

pytestmark = pytest.mark.server


def test_a_code_of_one_force(api: Api) -> None:
    answer = api.get("territory/postal-codes/35000")
    assert answer.status_code == 200
    place = answer.json()
    assert set(place) == {"postal_code", "force", "ask", "communes"}
    assert (place["postal_code"], place["force"], place["ask"]) == ("35000", "PN", None)
    (rennes,) = place["communes"]
    assert set(rennes) == {"insee", "name", "department", "force", "unit"}
    assert (rennes["insee"], rennes["name"], rennes["department"], rennes["force"]) == ("35238", "Rennes", "35", "PN")
    assert set(rennes["unit"]) == {"id", "name"}


@pytest.mark.parametrize(("code", "force"), [("35000", "PN"), ("54800", None), ("98800", None)])
def test_a_mixed_code_asks_and_a_plain_one_does_not(api: Api, code: str, force: str | None) -> None:
    place = api.get(f"territory/postal-codes/{code}").json()
    forces = {commune["force"] for commune in place["communes"]}
    assert place["force"] == force or (force is None and len(forces) == 1)
    assert (place["ask"] is None) == (place["force"] is not None)


def test_an_unknown_code_and_a_malformed_one_are_told_apart(api: Api) -> None:
    problem(api.get("territory/postal-codes/00000"), 404)
    for malformed in ("ABC", "3500", "350000", "٣٥٠٠٠"):
        problem(api.get(f"territory/postal-codes/{malformed}"), 422)


def test_the_command_answers_one_object_a_code_as_the_api_does(server: Server, api: Api) -> None:
    codes = ["35000", "54800", "01400", "97150", "98800", "00000", "ABC"]
    done = server.run("territory", "lookup", *codes, check=False)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1, "unknown and malformed codes are told by the exit status"
    assert len(answers) == len(codes)
    for code, answer in zip(codes[:5], answers[:5], strict=True):
        assert answer == api.get(f"territory/postal-codes/{code}").json()
    assert [answer["status"] for answer in answers[5:]] == [404, 422]
