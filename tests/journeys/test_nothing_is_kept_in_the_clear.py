"""A deployment with its own keys: whoever steals the database and the logs reads no word, no code and no secret."""

import base64
import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from tests.environment.api import Api
from tests.environment.live import Live
from tests.environment.server import Server
from tests.environment.servers import DEPLOYMENT, PASSWORD, Prepared, deployed, gone_afterwards

pytestmark = pytest.mark.server
WORDS = ["Il garde mes papiers dans le coffre bleu.", "Une patrouille peut passer ce soir."]
BESIDE = {
    "notes": {"text": "Elle écrit depuis la cave."},
    "facts": {"text": "Un fusil sous l'escalier."},
    "reminders": {"text": "Vérifier si elle est sortie.", "minutes": 5},
}
OWN = "Ici Nadia, je reprends avec vous."


@dataclass
class Spoken:
    """A server on which a conversation took place, and everything that must not be found anywhere."""

    server: Server
    hidden: dict[str, str] = field(default_factory=dict)


@pytest.fixture(scope="module")
def spoken(bare: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Spoken]:
    """What `serve --migrate` made of an empty directory, one conversation by both doors, then a stop."""
    keys = {name: DEPLOYMENT[name] for name in ("PERMANENCE_SECRET_KEY", "PERMANENCE_MASTER_KEY")}
    with gone_afterwards(deployed(bare, tmp_path_factory.mktemp("serve"))) as server:
        server.run("officer", "policiere", "--role", "officer", "--force", "PN", "--password", PASSWORD)
        hidden = {**keys, **_conversation(server)}
        server.stop()
        yield Spoken(server, hidden)


def _conversation(server: Server) -> dict[str, str]:
    api = Api(server.url)
    visitor = api.arrive("35000")
    desk = api.sign_in("policiere", PASSWORD).available()
    desk.take(visitor.id)
    visitor.say(WORDS[0])
    with Live(server.live_url) as connection:
        connection.open_officer(desk.token)
        connection.expect("opened", conversation=visitor.id)
        connection.send_and_wait(visitor.id, WORDS[1])
    for kind, body in BESIDE.items():
        kept = desk.post(f"desk/conversations/{visitor.id}/{kind}", {"id": str(uuid4()), **body})
        assert kept.status_code == 201, kept.text
    assert desk.post("desk/replies/own", {"shortcut": "a-moi", "text": OWN}).status_code == 201
    code = visitor.opened["return_code"]
    back = api.post("conversations/resume", {"return_code": code}).json()
    api.post("conversations/resume", {"return_code": "1111 2222 3333 4444"})
    api.post("desk/session", {"username": "policiere", "password": "un mauvais mot de passe"})
    api.close()
    return {
        "her words": WORDS[0],
        "their words": WORDS[1],
        **{kind: str(body["text"]) for kind, body in BESIDE.items()},
        "an officer's own reply": OWN,
        "the return code": code,
        "the secret": visitor.secret,
        "the secret after coming back": back["secret"],
        "the officer's token": desk.token,
        "the officer's password": PASSWORD,
        "a password that was tried": "un mauvais mot de passe",
        "a code that was tried": "1111222233334444",
    }


def test_files_and_logs_hold_nothing(spoken: Spoken) -> None:
    for path in [*spoken.server.data_dir.rglob("*"), spoken.server.log]:
        if path.is_file():
            _holds_nothing(path.name, path.read_bytes(), spoken.hidden)


def test_the_log_holds_no_address_and_no_name(spoken: Spoken) -> None:
    for word in ("127.0.0.1 -", "policiere", "35000", "Traceback"):
        assert word not in spoken.server.told


@pytest.mark.postgresql
def test_tables_hold_nothing(spoken: Spoken) -> None:
    with psycopg.connect(spoken.server.database_url) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (table,) in tables:
            rows = connection.execute(f'SELECT t::text FROM "{table}" t').fetchall()  # type: ignore[call-overload]
            _holds_nothing(table, "\n".join(row for (row,) in rows).encode(), spoken.hidden)


def test_every_act_is_in_a_chain_that_verifies(spoken: Spoken) -> None:
    told = json.loads(spoken.server.run("audit", "verify").stdout)
    assert told["ok"] is True
    assert told["entries"] + told["unsealed"] >= 8


@pytest.mark.sqlite
def test_a_row_that_was_altered_is_named(spoken: Spoken, tmp_path: Path) -> None:
    copy = tmp_path / "altered"
    shutil.copytree(spoken.server.data_dir, copy, ignore=shutil.ignore_patterns("permanence.sqlite3*"))
    with (
        closing(sqlite3.connect(spoken.server.data_dir / "permanence.sqlite3")) as written_to,
        closing(sqlite3.connect(copy / "permanence.sqlite3")) as altered_copy,
        altered_copy,
    ):
        written_to.backup(altered_copy)
        altered_copy.execute("UPDATE audit_entry SET actor = 'officer:99' WHERE position = 3")
    variables = {name: spoken.hidden[name] for name in ("PERMANENCE_SECRET_KEY", "PERMANENCE_MASTER_KEY")}
    altered = Server(copy, command="serve", PERMANENCE_OTP="optional", **variables)
    done = altered.run("audit", "verify", check=False)
    assert done.returncode == 1
    assert json.loads(done.stdout)["position"] == 3


def _holds_nothing(where: str, content: bytes, hidden: dict[str, str]) -> None:
    for what, text in hidden.items():
        forms = (text.encode(), text.encode().hex().encode(), base64.b64encode(text.encode())[:-4])
        assert not any(form in content for form in forms), f"{what} is in {where}"
