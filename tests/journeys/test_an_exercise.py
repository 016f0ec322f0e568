"""`permanence simulate`: scripted visitors talk with an officer in training while the real desk sees nothing of it."""

import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.environment.api import Api, Desk
from tests.environment.server import Server
from tests.environment.servers import PASSWORD

pytestmark = [pytest.mark.once, pytest.mark.server]
QUESTIONS = (
    "Je suis là, je vous lis. Êtes-vous en sécurité ?",
    "Y a-t-il des enfants ?",
    "Je vous crois. Depuis quand ?",
)


@pytest.fixture
def trainee(server: Server, api: Api) -> Desk:
    server.run(
        "officer", "eleve", "--role", "officer", "--force", "PN", "--first-name", "Charlie", "--training",
        "--password", PASSWORD,
    )  # fmt: skip
    return api.sign_in("eleve", PASSWORD).available(20)


@pytest.fixture
def session(server: Server, trainee: Desk) -> Iterator[list[dict[str, Any]]]:
    """What the command told, complete when the test waits for `done`."""
    told: list[dict[str, Any]] = []
    options = ["--url", server.url, "--rate", "7200", "--minutes", "0.04", "--speed", "200", "--seed", "11"]

    def play() -> None:
        done = server.run("simulate", *options, "--force", "PN")
        told.extend(json.loads(line) for line in done.stdout.splitlines())

    playing = threading.Thread(target=play)
    playing.start()
    yield told
    playing.join(60)
    assert not playing.is_alive()


def _answer(trainee: Desk, told: list[dict[str, Any]]) -> list[str]:
    """Takes whoever comes and asks a little, until the exercise is over."""
    held: dict[str, int] = {}
    until = time.monotonic() + 50
    while len(told) < 2 and time.monotonic() < until:
        taken = trainee.post("desk/queue/next")
        if taken.status_code == 200:
            held[taken.json()["id"]] = 0
        for conversation, asked in held.items():
            if trainee.get(f"desk/conversations/{conversation}").json()["state"] == "active":
                answer = {"id": f"00000000-0000-4000-8000-{asked:012x}", "text": QUESTIONS[asked % len(QUESTIONS)]}
                trainee.post(f"desk/conversations/{conversation}/messages", answer)
                held[conversation] += 1
        time.sleep(0.1)
    return list(held)


def test_visitors_come_are_answered_and_take_their_leave(
    session: list[dict[str, Any]], trainee: Desk, police: Desk
) -> None:
    held = _answer(trainee, session)
    start, *visitors, sum_of_all = session
    assert start["seed"] == 11
    assert sum_of_all["arrivals"] == len(visitors) == len(held) > 0
    assert sum_of_all["answered"] == len(held)
    assert sum_of_all["messages"] >= 3 * len(held)
    for conversation in held:
        thread = trainee.thread(conversation)
        assert [message["seq"] for message in thread] == list(range(1, len(thread) + 1))
        assert trainee.get(f"desk/conversations/{conversation}").json()["mark"] == "training"
        assert police.get(f"desk/conversations/{conversation}").status_code == 404
    assert police.queue() == []


def test_without_a_server_it_says_so_in_one_line(server: Server) -> None:
    refused = server.run("simulate", "--url", "http://127.0.0.1:9", check=False)
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1
    assert "No server answers" in refused.stderr
    assert "Traceback" not in refused.stderr
