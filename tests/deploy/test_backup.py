"""A backup that was never restored is none: the drill of `deploy/` backs up a running service, reads it elsewhere."""

import base64
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.environment import postgresql
from tests.environment.api import Desk
from tests.environment.server import Server
from tests.environment.servers import Arrive

pytestmark = pytest.mark.server
DEPLOY = Path(__file__).resolve().parent.parent.parent / "deploy"
MARKER = "il a caché mon passeport derrière la chaudière"


@pytest.fixture
def elsewhere(server: Server) -> Iterator[str]:
    """An empty database to restore into, where the service's own is PostgreSQL."""
    if not server.database_url:
        yield ""
        return
    url = postgresql.new_database(server.database_url)
    yield url
    postgresql.drop_database(url)


def with_keys(server: Server) -> dict[str, str]:
    """The service's environment as a deployment has it: keys from the environment, not from the data directory."""
    kept = json.loads((server.data_dir / "demonstration-keys.json").read_text(encoding="utf-8"))
    programs = postgresql.programs()
    return {
        **server.variables,
        "PERMANENCE_MASTER_KEY": kept["master_key"],
        "PERMANENCE_SECRET_KEY": kept["secret_key"],
        "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
    }


def drill(variables: dict[str, str], into: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, DEPLOY / "drill-backup", *(["--into", into] if into else [])]
    return subprocess.run(command, env=variables, capture_output=True, text=True, check=False, timeout=240)


def test_what_was_said_is_read_from_the_backup_and_the_chain_holds(
    server: Server, arrive: Arrive, police: Desk, elsewhere: str
) -> None:
    visitor = arrive("35000")
    police.take(visitor.id)
    visitor.say(MARKER)
    police.say(visitor.id, "Je vous lis.")
    done = drill(with_keys(server), elsewhere)
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert told["ok"]
    assert told["conversations"] >= 1
    assert told["messages"] >= visitor.view()["last"]
    assert told["audit"]["ok"]
    assert MARKER not in done.stdout + done.stderr


def test_another_master_key_reads_nothing_of_it(server: Server, arrive: Arrive, elsewhere: str) -> None:
    arrive("35000").say(MARKER)
    variables = {
        **with_keys(server),
        "PERMANENCE_MASTER_KEY": base64.b64encode(b"another key of thirty-two bytes!").decode(),
    }
    done = drill(variables, elsewhere)
    assert done.returncode == 1
    assert json.loads(done.stdout.splitlines()[-1])["ok"] is False


def test_database_and_keys_do_not_go_to_one_place(server: Server, tmp_path: Path) -> None:
    command = [sys.executable, DEPLOY / "backup", tmp_path, "--keys", tmp_path]
    done = subprocess.run(command, env=with_keys(server), capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "another place" in done.stderr


def test_a_key_that_was_destroyed_leaves_the_copy_with_the_next_backup(server: Server, tmp_path: Path) -> None:
    command = [sys.executable, DEPLOY / "backup", tmp_path / "data", "--keys", tmp_path / "keys"]
    destroyed = server.data_dir / "keys" / "a-quarter-of-1999"
    destroyed.write_bytes(b"the key of a quarter that retention ends")
    for _ in range(2):
        subprocess.run(command, env=with_keys(server), check=True)
        assert (tmp_path / "keys" / "keys" / destroyed.name).exists() == destroyed.exists()
        destroyed.unlink(missing_ok=True)
    assert sorted(path.name for path in (tmp_path / "keys").rglob("*")) == sorted(
        [path.name for path in (server.data_dir / "keys").rglob("*")] + ["keys"]
    )


def test_the_backup_holds_nothing_that_can_be_read(server: Server, arrive: Arrive, tmp_path: Path) -> None:
    arrive("35000").say(MARKER)
    command = [sys.executable, DEPLOY / "backup", tmp_path / "data", "--keys", tmp_path / "keys"]
    subprocess.run(command, env=with_keys(server), check=True)
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.stat().st_mode & 0o077 for path in written} == {0}
    assert all(MARKER.encode() not in path.read_bytes() for path in written)
