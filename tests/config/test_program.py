"""The `permanence` program, run as its operator runs it."""

import base64
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
pytestmark = [pytest.mark.server, pytest.mark.once]  # always on SQLite


def program(data_dir: Path) -> Run:
    """Runs the program on a data directory."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith("PERMANENCE_")}
    variables |= {
        "PERMANENCE_DATA_DIR": str(data_dir),
        "PERMANENCE_SECRET_KEY": "k" * 40,
        "PERMANENCE_MASTER_KEY": base64.b64encode(b"m" * 32).decode(),
        "DATABASE_URL": "",
    }

    def run(*arguments: str, given: str = "", **changed: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", "from config.cli import main; main()", *arguments]
        return subprocess.run(
            command, input=given, env={**variables, **changed}, capture_output=True, text=True, timeout=240, check=False
        )

    return run


@pytest.fixture
def permanence(tmp_path: Path) -> Run:
    """Runs the program on a data directory of its own."""
    return program(tmp_path)


@pytest.fixture(scope="module")
def _made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data_dir = tmp_path_factory.mktemp("demonstration")
    assert program(data_dir)("demo", "--prepare").returncode == 0
    return data_dir


@pytest.fixture
def _demonstration(_made_once: Path, tmp_path: Path) -> None:
    """The data directory after `demo --prepare`."""
    shutil.copytree(_made_once, tmp_path, dirs_exist_ok=True)


def test_help_needs_no_setting(permanence: Run) -> None:
    done = permanence("--help", PERMANENCE_MASTER_KEY="")
    assert done.returncode == 0
    assert {"serve", "demo", "officer", "territory", "audit", "jobs", "keys", "check"} <= set(done.stdout.split())


def test_a_missing_key_is_one_line(permanence: Run) -> None:
    done = permanence("officer", "martin", "--role", "analyst", PERMANENCE_MASTER_KEY="")
    assert done.returncode == 2
    assert done.stderr.startswith("permanence: PERMANENCE_MASTER_KEY is not set")
    assert done.stderr.count("\n") == 1


def test_a_database_without_schema_is_one_line(permanence: Run) -> None:
    done = permanence("officer", "martin", "--role", "analyst")
    assert done.returncode == 2
    assert "--migrate" in done.stderr
    assert "Traceback" not in done.stderr


def test_serve_without_schema_says_what_to_do(permanence: Run) -> None:
    done = permanence("serve", "--port", "1")
    assert done.returncode == 2
    assert "--migrate" in done.stderr


def test_several_workers_need_postgresql(permanence: Run) -> None:
    done = permanence("serve", "--workers", "2", "--port", "1")
    assert done.returncode == 2
    assert "PostgreSQL" in done.stderr


def test_a_refused_start_changes_nothing(permanence: Run, tmp_path: Path) -> None:
    assert permanence("serve", "--workers", "2", "--migrate", "--port", "1").returncode == 2
    assert not list(tmp_path.glob("*.sqlite3"))


def test_accounts_the_audit_chain_and_the_refusal_to_serve_a_demonstration(permanence: Run) -> None:
    assert permanence("demo", "--prepare").returncode == 0
    refused = permanence("serve", "--port", "1")
    assert refused.returncode == 2
    assert "demonstration" in refused.stderr

    created = permanence(
        "officer", "martin", "--role", "officer", "--force", "GN", "--password-file", "-", given="une phrase de passe\n"
    )
    assert created.returncode == 0, created.stderr
    assert json.loads(created.stdout)["created"] is True
    assert "phrase" not in created.stdout
    again = json.loads(permanence("officer", "martin", "--role", "supervisor", "--force", "GN").stdout)
    assert (again["created"], again["role"]) == (False, "supervisor")

    kept = json.loads(permanence("officer", "martin", "--role", "supervisor", "--rank", "Major").stdout)
    assert (kept["force"], kept["name"]) == ("GN", "Major")
    nowhere = permanence("officer", "dupont", "--role", "unit", "--unit", "999999999")
    assert nowhere.returncode == 1
    assert "unit" in nowhere.stderr

    weak = permanence("officer", "martin", "--role", "officer", "--force", "ZZ", "--password", "court")
    assert weak.returncode == 1
    assert "force" in weak.stderr

    verified = permanence("audit", "verify")
    assert verified.returncode == 0
    assert json.loads(verified.stdout)["ok"] is True


@pytest.mark.usefixtures("_demonstration")
def test_keys_that_are_gone_stop_the_start_and_none_are_made(permanence: Run, tmp_path: Path) -> None:
    (tmp_path / "keys" / "root").unlink()
    for command in (["demo", "--prepare"], ["serve", "--port", "1"], ["jobs"], ["keys", "check"]):
        done = permanence(*command)
        assert done.returncode in (1, 2)
        assert "root is missing: restore the keys directory" in done.stderr
        assert done.stderr.count("\n") == 1
    assert not list((tmp_path / "keys").iterdir())


def test_a_database_of_an_earlier_edition_is_one_line(permanence: Run, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "permanence.sqlite3") as database:
        database.execute("CREATE TABLE vault_datakey (id INTEGER PRIMARY KEY, wrapped BLOB)")
        database.execute("CREATE TABLE audit_entry (id INTEGER PRIMARY KEY)")
        database.execute("INSERT INTO audit_entry (id) VALUES (1)")
    database.close()
    for command in (["demo", "--prepare"], ["serve", "--migrate", "--port", "1"]):
        done = permanence(*command)
        assert done.returncode == 2
        assert "made by an earlier edition" in done.stderr
        assert done.stderr.count("\n") == 1


@pytest.mark.usefixtures("_demonstration")
def test_rotating_without_a_new_key_is_one_line(permanence: Run) -> None:
    done = permanence("keys", "rotate")
    assert done.returncode == 2
    assert done.stderr.startswith("permanence: PERMANENCE_NEW_MASTER_KEY is not set")


def test_check_names_every_fault_in_one_run_prints_no_secret_and_makes_nothing(permanence: Run, tmp_path: Path) -> None:
    done = permanence(
        "check",
        PERMANENCE_SECRET_KEY="a secret too short",
        PERMANENCE_MASTER_KEY="",
        PERMANENCE_LIMITS="off",
        PORT="http",
        PERMANENCE_DATA_DIR=str(tmp_path / "nowhere"),
    )
    assert done.returncode == 1
    for words in (
        "PERMANENCE_SECRET_KEY is too short",
        "PERMANENCE_MASTER_KEY is not set",
        "PERMANENCE_LIMITS is not 1",
    ):
        assert f"settings: {words}" in done.stdout
    assert "PORT is 'http'" in done.stdout
    assert "there is no database" in done.stdout
    assert "roster: not looked at: there is no database" in done.stdout
    assert "too short" in done.stdout
    assert "a secret too short" not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "nowhere").exists()


def test_check_of_a_database_that_does_not_answer_is_a_fault_without_its_password(permanence: Run) -> None:
    done = permanence("check", DATABASE_URL="postgresql://permanence:motdepasse@127.0.0.1:1/permanence")
    assert done.returncode == 1
    assert "FAULT  database: PostgreSQL does not answer" in done.stdout
    assert "motdepasse" not in done.stdout + done.stderr
    assert "accounts: not looked at: the database does not answer" in done.stdout


@pytest.mark.usefixtures("_demonstration")
def test_check_refuses_a_demonstration(permanence: Run) -> None:
    done = permanence("check")
    assert done.returncode == 1
    assert "demonstration accounts" in done.stdout
