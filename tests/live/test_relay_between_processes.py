"""Two processes of one deployment: the visitor on one, the officer on the other, and nothing that shows it.

Each test runs through PostgreSQL's NOTIFY and through Redis. Redis is the test's own, and may be stopped.
"""

import re
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import httpx
import psycopg
import pytest

from permanence.api.v1.polling import LONGEST_WAIT_S
from permanence.live import repair
from tests.environment import postgresql, redis
from tests.environment.api import Api, Desk, Visitor
from tests.environment.live import Live
from tests.environment.patience import PATIENCE_S, until
from tests.environment.redis import RedisServer
from tests.environment.server import Server
from tests.environment.servers import CAPACITY, PASSWORD, Prepared

pytestmark = [pytest.mark.server, pytest.mark.postgresql]


class Pair:
    """Two servers on one database. `cut` breaks what is between them for good, or for as long as it stays broken."""

    def __init__(self, first: Server, second: Server, kind: str, between: RedisServer | None) -> None:
        self.first, self.second, self.kind, self.between = first, second, kind, between

    def cut(self) -> None:
        """The relay loses its way: Redis is gone, or PostgreSQL ends the listening connections."""
        if self.between is not None:
            self.between.stop()
            return
        with psycopg.connect(self.first.database_url, autocommit=True) as connection:
            ended = connection.execute(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                "WHERE datname = current_database() AND query LIKE 'LISTEN %'"
            ).fetchone()
        assert ended == (2,)

    def know_each_other(self) -> bool:
        """Whether each process has heard of the other, and listens."""
        return all(
            (metric(one, "relay_processes"), metric(one, "relay_listening")) == (1, 1)
            for one in (self.first, self.second)
        )


def metric(server: Server, name: str) -> float:
    """What a process counts."""
    told = httpx.get(f"{server.url}/metrics", trust_env=False, timeout=PATIENCE_S).text
    return sum(float(value) for value in re.findall(rf"^permanence_{name}(?:{{.*}})? (\S+)$", told, re.MULTILINE))


def came_by_the_relay(to: Server, speaker: Live, listener: Live, conversation: str, text: str) -> bool:
    """Says something and waits for it on the other process: whether no turn of repair there can have brought it."""
    turns = metric(to, "repair_turns_total")
    identifier = speaker.send(conversation, text)
    listener.expect("message", id=identifier)
    speaker.expect("ack", id=identifier)
    return metric(to, "repair_turns_total") == turns


@pytest.fixture(scope="module", params=["postgresql", "redis"])
def _pair(
    request: pytest.FixtureRequest, prepared: Prepared, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Pair]:
    url = postgresql.new_database(prepared.database_url, prepared.database_url)
    with ExitStack() as held:
        held.callback(postgresql.drop_database, url)
        between = held.enter_context(redis.server()) if request.param == "redis" else None
        variables = {"REDIS_URL": between.url} if between else {}
        data_dir = tmp_path_factory.mktemp("pair") / "data"
        shutil.copytree(prepared.data_dir, data_dir)
        servers = [Server(data_dir, database_url=url, **variables) for _ in range(2)]
        for server in servers:
            held.callback(server.kill)
            server.start()
        yield Pair(*servers, request.param, between)


@pytest.fixture
def pair(_pair: Pair) -> Pair:
    for server in (_pair.first, _pair.second):
        if not server.is_running:
            server.start()
    return _pair


@pytest.fixture
def visitor(pair: Pair) -> Iterator[Visitor]:
    api = Api(pair.first.url)
    someone = api.arrive("35000")
    yield someone
    someone.post(f"{someone.path}/end")
    api.close()


@pytest.fixture
def officer(pair: Pair) -> Iterator[Desk]:
    api = Api(pair.second.url)
    yield api.sign_in("policiere", PASSWORD).available(CAPACITY)
    api.close()


@pytest.fixture
def connect() -> Iterator[Callable[[Server], Live]]:
    with ExitStack() as held:
        yield lambda server: held.enter_context(Live(server.live_url))


Connect = Callable[[Server], Live]


def both(pair: Pair, visitor: Visitor, officer: Desk, connect: Connect) -> tuple[Live, Live]:
    """The visitor's connection to the first process, that of the officer who holds the conversation to the second."""
    officer.take(visitor.id)
    hers, theirs = connect(pair.first), connect(pair.second)
    hers.open_visitor(visitor.id, visitor.secret, after=visitor.view()["last"])
    theirs.open_officer(officer.token)
    theirs.expect("opened", conversation=visitor.id)
    until(pair.know_each_other, "the relay")
    return hers, theirs


def test_what_one_says_reaches_the_other_before_any_repair(
    pair: Pair, visitor: Visitor, officer: Desk, connect: Connect
) -> None:
    hers, theirs = both(pair, visitor, officer, connect)
    by_the_relay = 0
    for number in range(20):
        said = f"message {number}"
        if number % 2:
            by_the_relay += came_by_the_relay(pair.second, hers, theirs, visitor.id, said)
        else:
            by_the_relay += came_by_the_relay(pair.first, theirs, hers, visitor.id, said)
    assert by_the_relay > 2, "a turn of repair every few seconds may come between, not each time"
    numbers = [frame["seq"] for frame in hers.frames if frame["type"] in ("message", "ack")]
    assert numbers == list(range(numbers[0], numbers[0] + 20))


def test_typing_and_read_marks_cross(pair: Pair, visitor: Visitor, officer: Desk, connect: Connect) -> None:
    hers, theirs = both(pair, visitor, officer, connect)
    last = hers.send_and_wait(visitor.id, "Vous êtes là ?")["seq"]
    hers.say({"type": "typing", "conversation": visitor.id})
    theirs.expect("typing", **{"from": "visitor"})
    theirs.say({"type": "read", "conversation": visitor.id, "seq": last})
    assert hers.expect("read")["officer"] == last


def test_the_visitors_coming_and_going_is_seen_on_the_other_process(
    pair: Pair, visitor: Visitor, officer: Desk, connect: Connect
) -> None:
    officer.take(visitor.id)
    theirs = connect(pair.second)
    theirs.open_officer(officer.token)
    until(pair.know_each_other, "the relay")
    with Live(pair.first.live_url) as hers:
        assert hers.open_visitor(visitor.id, visitor.secret)["present"] is True
        theirs.expect("presence", visitor="here")
    theirs.expect("presence", visitor="dropped")


def test_a_new_visitor_stands_in_the_queue_of_the_other_process(pair: Pair, officer: Desk, connect: Connect) -> None:
    theirs = connect(pair.second)
    theirs.open_officer(officer.token)
    theirs.expect("queue")
    until(pair.know_each_other, "the relay")
    api = Api(pair.first.url)
    someone = api.arrive("35000")
    theirs.expect_that(lambda frame: frame["type"] == "queue" and someone.id in str(frame), "the queue with her")
    someone.post(f"{someone.path}/end")
    api.close()


def test_a_long_poll_on_the_other_process_returns_at_once(pair: Pair, visitor: Visitor, officer: Desk) -> None:
    officer.take(visitor.id)
    last = visitor.view()["last"]
    until(pair.know_each_other, "the relay")
    with ThreadPoolExecutor(1) as beside:
        answer = beside.submit(visitor.get, f"{visitor.path}/messages", after=last, wait=LONGEST_WAIT_S)
        began = time.monotonic()
        time.sleep(0.5)
        officer.say(visitor.id, "Je vous lis.")
        assert [one["text"] for one in answer.result(PATIENCE_S).json()["messages"]] == ["Je vous lis."]
    assert time.monotonic() - began < LONGEST_WAIT_S, "before its time was over"


def test_without_the_relay_everything_arrives_by_the_repair_that_is_due_within_five_seconds(
    pair: Pair, visitor: Visitor, officer: Desk, connect: Connect
) -> None:
    hers, theirs = both(pair, visitor, officer, connect)
    pair.cut()
    assert repair.EVERY_S < 5
    for number in range(3):
        identifier = hers.send(visitor.id, f"sans relais {number}")
        hers.expect("ack", id=identifier)
        theirs.expect("message", id=identifier)
    numbers = [frame["seq"] for frame in theirs.messages(visitor.id)]
    assert numbers == list(range(numbers[0], numbers[0] + 3))
    if pair.between is not None:
        pair.between.start()


def test_the_relay_mends_itself(pair: Pair, visitor: Visitor, officer: Desk, connect: Connect) -> None:
    hers, theirs = both(pair, visitor, officer, connect)
    pair.cut()
    time.sleep(1)
    if pair.between is not None:
        pair.between.start()
    until(lambda: came_by_the_relay(pair.second, hers, theirs, visitor.id, "de nouveau"), "the relay")


@pytest.mark.parametrize("_pair", ["postgresql"], indirect=True)
def test_a_process_that_is_killed_takes_its_officers_with_it_in_half_a_minute(
    pair: Pair, visitor: Visitor, officer: Desk, connect: Connect
) -> None:
    hers, _theirs = both(pair, visitor, officer, connect)
    assert visitor.view()["state"] == "active"
    pair.second.kill()
    hers.expect("state", present=False)
