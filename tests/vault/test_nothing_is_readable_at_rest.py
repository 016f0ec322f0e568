"""What people write is in no file, in no column and in no line that the server says, through a whole conversation."""

import base64
import html
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import psycopg
import pytest
from psycopg import sql

from tests.environment.api import Api
from tests.environment.live import Live
from tests.environment.server import Server
from tests.environment.servers import Prepared, gone_afterwards, with_keys_from_the_environment

pytestmark = pytest.mark.server
MARKER = "le chien bleu dort sous l'escalier du phare"
BY_PAGE = "la girafe verte attend derrière la pharmacie"
ANSWER = "nous vous croyons, le hibou veille aussi"
DRAFT_OF_NOBODY = "un marteau jaune, trop long pour être dit "
FIRST_NAME = "Philomène-Aurore"
"""Typed in a message: officers' own names are plain facts of their account."""
PASSWORD = "une phrase que personne d'autre n'essaie"


@pytest.fixture(scope="module")
def house(prepared: Prepared, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A deployment whose keys come from the environment, as in production."""
    with gone_afterwards(with_keys_from_the_environment(prepared, tmp_path_factory.mktemp("rest"))) as server:
        facts = ["--role", "officer", "--force", "PN", "--first-name", "Nadia", "--password", PASSWORD]
        server.run("officer", "nadia", *facts)
        yield server


@pytest.fixture(scope="module")
def typed(house: Server) -> list[str]:
    """A conversation by every door: live channel, HTTP API, page without a script; refusals too. What was typed."""
    api = Api(house.url)
    visitor = api.arrive("35000")
    desk = api.sign_in("nadia", PASSWORD).available()
    desk.take(visitor.id)
    with Live(house.live_url) as live, Live(house.live_url) as at_the_desk:
        live.open_visitor(visitor.id, visitor.secret)
        at_the_desk.open_officer(desk.token)
        live.send_and_wait(visitor.id, f"{MARKER}, dit {FIRST_NAME}")
        at_the_desk.send_and_wait(visitor.id, ANSWER)
        live.send(visitor.id, DRAFT_OF_NOBODY * 200)
        live.expect("error")
        live.say({"type": "send", "conversation": visitor.id, "id": "pas un identifiant", "text": MARKER})
        live.expect("error")
    visitor.say(f"{MARKER} encore")
    visitor.post(f"{visitor.path}/messages", {"id": "pas un identifiant", "text": DRAFT_OF_NOBODY})
    desk.say(visitor.id, ANSWER)
    code = visitor.opened["return_code"]
    resumed = api.post("conversations/resume", {"return_code": code}).json()
    api.post("conversations/resume", {"return_code": "1234567812345678"})
    api.close()
    texts = [MARKER, BY_PAGE, ANSWER, DRAFT_OF_NOBODY.strip(), FIRST_NAME, PASSWORD, desk.token]
    return [*texts, visitor.secret, resumed["secret"], *_spellings(code), *_by_page(house.url)]


def test_in_no_file_of_the_data_directory_nor_in_what_the_server_says(house: Server, typed: list[str]) -> None:
    files = [*(path for path in house.data_dir.rglob("*") if path.is_file()), house.log]
    if not house.database_url:
        assert {"permanence.sqlite3", "permanence.sqlite3-wal"} <= {path.name for path in files}
    _in_none(files, typed)
    with pytest.raises(AssertionError, match="readable"):
        _in_none(files, ["Démonstration".lower()])  # said at the start: this search does find what is there
    house.stop()
    _in_none([*(path for path in house.data_dir.rglob("*") if path.is_file()), house.log], typed)


def test_in_no_column_of_no_table(house: Server, typed: list[str]) -> None:
    held: dict[str, list[bytes]] = {}
    for table, value in _every_value(house):
        held.setdefault(table, []).append(value if isinstance(value, bytes) else str(value).encode())
    assert {"live_message", "live_conversation", "audit_entry", "accounts_token"} <= set(held)
    for table, values in held.items():
        _absent(b"\0".join(values), typed, table)


def _by_page(url: str) -> list[str]:
    """The journey without a script; answers the return code that the page shows and the secret in the cookie."""
    with httpx.Client(base_url=url, trust_env=False, headers={"Sec-Fetch-Site": "same-origin"}) as browser:
        _look(browser, "/")
        _do(browser, "start", key=str(uuid4()), postal_code="35000", message=f"{BY_PAGE}, bonjour")
        _do(browser, "send", id=str(uuid4()), text=BY_PAGE)
        assert BY_PAGE in html.unescape(_look(browser, "/espace/fil"))
        shown = re.search(r"\b\d{4}(?:\s\d{4}){3}\b", html.unescape(_look(browser, "/espace")))
        assert shown is not None, "the page shows no return code"
        _, secret, *_ = browser.cookies["__Host-espace"].split(".")
        _do(browser, "send", id=str(uuid4()), text=DRAFT_OF_NOBODY * 200, status=422)
        return [secret, *_spellings(shown[0])]


def _do(browser: httpx.Client, what: str, status: int = 302, **fields: str) -> None:
    answer = browser.post("/espace", data={"do": what, **fields})
    assert answer.status_code == status, answer.text
    _keep_cookies(browser)


def _look(browser: httpx.Client, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, answer.text
    _keep_cookies(browser)
    return answer.text


def _keep_cookies(browser: httpx.Client) -> None:
    """Loopback is a safe place for a browser, not for this client: it is told to send what is Secure."""
    for cookie in browser.cookies.jar:
        cookie.secure = False


def _spellings(code: str) -> list[str]:
    digits = re.sub(r"\D", "", code)
    return [digits, " ".join(digits[start : start + 4] for start in range(0, 16, 4))] if digits else []


def _forms(text: str) -> set[bytes]:
    """A text as it might be written down."""
    plain = text.encode()
    escaped = text.encode("ascii", "backslashreplace")
    return {plain, escaped, base64.b64encode(plain)[:-4], plain.hex().encode(), text.encode("utf-16-le")}


def _in_none(files: list[Path], typed: list[str]) -> None:
    for path in files:
        _absent(path.read_bytes(), typed, path.name)


def _absent(content: bytes, typed: list[str], where: str) -> None:
    found = [text for text in typed if any(form in content for form in _forms(text))]
    assert not found, f"{found} readable in {where}"


def _every_value(house: Server) -> Iterator[tuple[str, Any]]:
    if house.database_url:
        yield from _every_value_of_postgresql(house.database_url)
        return
    with sqlite3.connect(house.data_dir / "permanence.sqlite3") as opened:
        tables = [name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            for row in opened.execute(f'SELECT * FROM "{table}"'):
                yield from ((table, value) for value in row if value is not None)


def _every_value_of_postgresql(url: str) -> Iterator[tuple[str, Any]]:
    with psycopg.connect(url) as opened:
        tables = opened.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (table,) in tables:
            for row in opened.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier(table))):
                yield from ((table, value) for value in row if value is not None)
