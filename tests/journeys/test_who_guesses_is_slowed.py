"""With the limits of a real deployment: a guesser is slowed, told when to come back, and nobody else is."""

from collections.abc import Iterator

import httpx
import pytest

from tests.environment.api import Api, problem
from tests.environment.patience import PATIENCE_S
from tests.environment.server import Server
from tests.environment.servers import PASSWORD, Prepared, copy_of, gone_afterwards

pytestmark = [pytest.mark.once, pytest.mark.server]
NUMBERS = {"17", "112", "114"}


@pytest.fixture(scope="module")
def limited(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A demonstration whose limits are those of a deployment."""
    with gone_afterwards(copy_of(prepared, tmp_path_factory.mktemp("limited"), PERMANENCE_LIMITS="1")) as server:
        yield server


def _from(server: Server, address: str) -> Api:
    """The API as another machine of the same loopback sees it."""
    api = Api(server.url)
    api.close()
    api.pool = httpx.Client(
        base_url=f"{server.url}/api/v1",
        timeout=PATIENCE_S,
        trust_env=False,
        transport=httpx.HTTPTransport(local_address=address, verify=False),
    )
    return api


def test_guessing_return_codes_is_slowed_for_the_guesser_alone(limited: Server) -> None:
    guesser, herself = _from(limited, "127.0.0.2"), _from(limited, "127.0.0.3")
    code = herself.arrive("35000").opened["return_code"]
    answers = [guesser.post("conversations/resume", {"return_code": f"{n:016}"}).status_code for n in range(12)]
    assert answers[0] == 401
    refused = guesser.post("conversations/resume", {"return_code": "0000111122223333"})
    document = problem(refused, 429)
    assert int(refused.headers["Retry-After"]) > 0
    assert set(document["emergency_numbers"]) >= NUMBERS
    assert herself.post("conversations/resume", {"return_code": code}).status_code == 200
    guesser.close()
    herself.close()


def test_who_is_slowed_can_still_say_that_they_are_in_danger(limited: Server) -> None:
    hasty = _from(limited, "127.0.0.4")
    body = {"postal_code": "35000", "reporter": "victim"}
    answers = [hasty.post("conversations", body).status_code for _ in range(40)]
    assert answers[0] == 201
    assert set(problem(hasty.post("conversations", body), 429)["emergency_numbers"]) >= NUMBERS
    assert hasty.post("conversations", {**body, "in_danger": True}).status_code == 201
    hasty.close()


def test_guessing_a_password_is_slowed_and_its_owner_is_not(limited: Server) -> None:
    guesser, owner = _from(limited, "127.0.0.5"), _from(limited, "127.0.0.6")
    wrong = {"username": "policiere", "password": "un mauvais mot de passe"}
    answers = [guesser.post("desk/session", wrong).status_code for _ in range(12)]
    assert (answers[0], answers[-1]) == (401, 429)
    problem(guesser.post("desk/session", {**wrong, "password": PASSWORD}), 429)
    owner.sign_in("policiere", PASSWORD)
    guesser.close()
    owner.close()


def test_a_flood_of_messages_is_refused_one_by_one_and_the_connection_stays(limited: Server) -> None:
    from tests.environment.live import Live

    api = _from(limited, "127.0.0.7")
    visitor = api.arrive("35000")
    with Live(limited.live_url) as connection:
        connection.open_visitor(visitor.id, visitor.secret)
        sent = [connection.send(visitor.id, f"Message {number}") for number in range(150)]
        refused = connection.expect("error", code="too_fast")
        assert refused["retry_after_s"] >= 1
        assert refused["id"] in sent
        connection.say({"type": "ping"})
        connection.expect("pong")
    thread = visitor.thread()
    assert [one["seq"] for one in thread] == list(range(1, len(thread) + 1))
    api.close()
