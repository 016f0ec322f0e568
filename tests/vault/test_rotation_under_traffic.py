"""Keys are changed while people talk, the change is killed in the middle, and nobody notices."""

import base64
import json
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.environment.api import Api, Visitor
from tests.environment.live import Live
from tests.environment.patience import PATIENCE_S
from tests.environment.server import Server
from tests.environment.servers import Prepared, gone_afterwards, with_keys_from_the_environment
from tests.vault.conftest import SECOND

pytestmark = pytest.mark.server
MANY = 3_000
"""Data keys: some batches, so that a rotation has a middle in which it can be killed."""
SLOWLY = (
    "import django; django.setup(); from permanence.vault import rotation; rotation.SHORTEST_REST_S = 1.0; "
    "from config.cli import main; main()"
)
"""The program, resting so long between two batches that even a busy machine finds the middle."""


def _text(master: bytes) -> str:
    return base64.b64encode(master).decode()


@pytest.fixture
def house(prepared: Prepared, tmp_path: Path) -> Iterator[Server]:
    """A deployment with its keys from the environment."""
    with gone_afterwards(with_keys_from_the_environment(prepared, tmp_path)) as server:
        yield server


class Talk:
    """Somebody who writes without a pause, and remembers what was acknowledged."""

    def __init__(self, server: Server, visitor: Visitor) -> None:
        self.visitor = visitor
        self.acknowledged: dict[int, str] = {}
        self._over = threading.Event()
        self._live = Live(server.live_url)
        self._live.open_visitor(visitor.id, visitor.secret)
        self._thread = threading.Thread(target=self._talk, daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Stops writing."""
        self._over.set()
        self._thread.join(PATIENCE_S)
        self._live.close()

    def _talk(self) -> None:
        while not self._over.is_set():
            text = f"message {len(self.acknowledged)}"
            self.acknowledged[self._live.send_and_wait(self.visitor.id, text)["seq"]] = text
            time.sleep(0.01)


def test_keys_change_under_traffic_through_a_crash_and_a_restart(house: Server) -> None:
    former = house.variables["PERMANENCE_MASTER_KEY"]
    api = Api(house.url)
    talks = [Talk(house, api.arrive("35000")) for _ in range(3)]
    elsewhere = api.arrive("35000")
    elsewhere.say("avant")
    _multiply_keys(house)

    _kill_in_the_middle(house)
    half = json.loads(house.run("keys", "check").stdout)
    assert 0 < half["left_to_rotate"] < MANY
    assert half["former_master_key_opens"] is True
    meanwhile = api.arrive("35000")
    meanwhile.say("au milieu")
    assert [said["text"] for said in elsewhere.thread() if said["from"] == "visitor"] == ["avant"]

    house.variables["PERMANENCE_NEW_MASTER_KEY"] = _text(SECOND)
    so_far = [len(talk.acknowledged) for talk in talks]
    done = json.loads(house.run("keys", "rotate").stdout)
    assert all(len(talk.acknowledged) > before for talk, before in zip(talks, so_far, strict=True))
    assert done["data_keys"] == half["left_to_rotate"]
    elsewhere.say("après")
    code = elsewhere.opened["return_code"]
    resumed = api.visitor(api.post("conversations/resume", {"return_code": code}).json())
    for talk in talks:
        talk.end()
        assert len(talk.acknowledged) > 20
        assert _said(talk.visitor) == talk.acknowledged

    house.stop()
    house.variables["PERMANENCE_MASTER_KEY"] = _text(SECOND)
    house.start()
    assert json.loads(house.run("keys", "finish").stdout) == {"former_master_key": "opens nothing"}
    assert list(_said(resumed).values()) == ["avant", "après"]
    assert list(_said(meanwhile).values()) == ["au milieu"]
    assert all(_said(talk.visitor) == talk.acknowledged for talk in talks)
    again = api.post("conversations/resume", {"return_code": meanwhile.opened["return_code"]})
    assert again.status_code == 200
    assert json.loads(house.run("keys", "check").stdout)["left_to_rotate"] == 0
    assert json.loads(house.run("audit", "verify").stdout)["ok"] is True
    api.close()
    _opens_nothing(house, former)


def _opens_nothing(house: Server, former: str) -> None:
    house.stop()
    house.variables["PERMANENCE_MASTER_KEY"] = former
    for command in (["jobs"], ["demo", "--prepare"], ["serve"], ["keys", "check"], ["audit", "verify"]):
        refused = house.run(*command, check=False)
        assert refused.returncode in (1, 2)
        assert refused.stderr.startswith("permanence: PERMANENCE_MASTER_KEY does not open")
        assert refused.stderr.count("\n") == 1


def _said(visitor: Visitor) -> dict[int, str]:
    """Everything that this visitor said, by number; no number missing in the thread."""
    said: list[dict[str, Any]] = []
    while more := visitor.thread(after=said[-1]["seq"] if said else 0, limit=200):
        said += more
    assert [one["seq"] for one in said] == list(range(1, len(said) + 1))
    return {one["seq"]: one["text"] for one in said if one["from"] == "visitor"}


def _kill_in_the_middle(house: Server) -> None:
    slowly = {"PERMANENCE_NEW_MASTER_KEY": _text(SECOND), "DJANGO_SETTINGS_MODULE": "config.settings"}
    command = [sys.executable, "-c", SLOWLY, "keys", "rotate"]
    rotation = subprocess.Popen(command, env={**house.variables, **slowly}, stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + PATIENCE_S
    while not _ask(house, "SELECT count(*) FROM vault_datakey WHERE under_id LIKE '%.2'"):
        assert rotation.poll() is None, "the rotation ended before it could be killed"
        assert time.monotonic() < deadline, "the rotation did not begin"
        time.sleep(0.02)
    rotation.send_signal(signal.SIGKILL)
    rotation.wait(PATIENCE_S)


def _multiply_keys(house: Server) -> None:
    """Copies of a data key that is there: as many as a busy year makes."""
    numbers = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {MANY})"
    copied = "INSERT INTO vault_datakey (wrapped, under_id, created_at)"
    one = "(SELECT wrapped, under_id, created_at FROM vault_datakey LIMIT 1) AS k"
    _ask(house, f"{numbers} {copied} SELECT k.wrapped, k.under_id, k.created_at FROM n, {one}")


def _ask(house: Server, statement: str) -> int:
    if house.database_url:
        with psycopg.connect(house.database_url) as opened:
            answer = opened.execute(statement)
            return answer.fetchone()[0] if answer.description else 0  # type: ignore[index]
    opened_file = sqlite3.connect(house.data_dir / "permanence.sqlite3", timeout=PATIENCE_S)
    try:
        with opened_file:
            found = opened_file.execute(statement).fetchone()
            return int(found[0]) if found else 0
    finally:
        opened_file.close()
