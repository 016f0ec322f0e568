"""`permanence territory`: what it prints, and the exit status."""

import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from config.commands.territory import territory
from permanence.territory import queries
from permanence.territory.actions import editions
from permanence.territory.changes import Summary
from permanence.territory.official import sources
from permanence.territory.official.tables import FileRefused
from tests.territory.files import jurisdictions, row

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few")]

CESSON = row("35051", "Cesson-Sévigné", "GN", "Gendarmerie - Brigade de Cesson-Sévigné", "1008574", "35510")


@pytest.fixture(autouse=True)
def _nothing_embedded(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command loads the carried facts first; here a handful stands for them."""
    monkeypatch.setattr("permanence.territory.actions.load_embedded", lambda by: Summary("", already_loaded=True))


def run(*arguments: str) -> Result:
    return CliRunner().invoke(territory, list(arguments))


def test_lookup_prints_one_object_a_code_as_the_api_does() -> None:
    result = run("lookup", "35000", "35150")
    assert [json.loads(line) for line in result.stdout.splitlines()] == [
        queries.lookup("35000"),
        queries.lookup("35150"),
    ]
    assert result.exit_code == 0


def test_lookup_tells_unknown_and_malformed_codes_apart() -> None:
    result = run("lookup", "35000", "00000", "ABC")
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [answer.get("status") for answer in answers] == [None, 404, 422]
    assert {"type", "title", "detail"} <= set(answers[1])
    assert result.exit_code == 1


def test_import_tells_what_changed(tmp_path: Path) -> None:
    file = tmp_path / "competences.csv"
    file.write_bytes(jurisdictions(CESSON))
    result = run("import", str(file))
    assert result.exit_code == 0
    assert "competences.csv : 1 ligne lue" in result.stdout
    assert "modifié, compétence 35051 Cesson-Sévigné" in result.stdout
    assert queries.place(insee="35051").unit_name == "Gendarmerie - Brigade de Cesson-Sévigné"


def test_import_names_the_broken_line_and_goes_on_with_the_next_file(tmp_path: Path) -> None:
    broken, good = tmp_path / "broken.csv", tmp_path / "good.csv"
    broken.write_bytes(jurisdictions(CESSON, row("1", "A")))
    good.write_bytes(jurisdictions(CESSON))
    result = run("import", str(broken), str(good))
    assert "ligne 3 : code de commune « 1 » mal formé" in result.stderr
    assert "good.csv : 1 ligne lue" in result.stdout
    assert result.exit_code == 1


def test_a_dry_run_says_so_and_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "competences.csv"
    file.write_bytes(jurisdictions(CESSON))
    assert "rien n'est changé" in run("import", "--dry-run", str(file)).stdout
    assert queries.place(insee="35051").unit_name == "Gendarmerie nationale – Ille-et-Vilaine"


@pytest.mark.parametrize(
    ("where", "why"),
    [("/nowhere/file.csv", "n'existe pas"), ("ftp://127.0.0.1/file.csv", "adresse http"), ("/", "n'existe pas")],
)
def test_what_cannot_be_read_is_refused_in_words(where: str, why: str) -> None:
    result = run("import", where)
    assert why in result.stderr
    assert result.exit_code == 1


def test_a_file_larger_than_any_official_one_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "LARGEST", 10)
    file = tmp_path / "large.csv"
    file.write_bytes(b"0123456789A")
    with pytest.raises(FileRefused, match="dépasse"):
        sources.read(str(file))


class _Official(http.server.BaseHTTPRequestHandler):
    """Serves one official file, a redirection that leaves the web, and nothing else."""

    def do_GET(self) -> None:
        if self.path.startswith("/competences.csv"):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(jurisdictions(CESSON))
        elif self.path == "/elsewhere":
            self.send_response(302)
            self.send_header("Location", "file:///etc/hostname")
            self.end_headers()
        else:
            self.send_error(404)

    def log_message(self, *_args: object) -> None:
        """Silent."""


@pytest.fixture
def address() -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Official)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_address_is_read_and_named_without_its_secrets(address: str) -> None:
    data, label = sources.read(f"{address}/competences.csv?jeton=secret")
    assert data == jurisdictions(CESSON)
    assert "secret" not in label


@pytest.mark.parametrize("path", ["/missing.csv", "/elsewhere"])
def test_an_address_that_does_not_give_the_file_is_refused(address: str, path: str) -> None:
    with pytest.raises(FileRefused, match="n'a pas répondu"):
        sources.read(address + path)


def test_an_address_that_gives_too_much_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "LARGEST", 10)
    with pytest.raises(FileRefused, match="dépasse"):
        sources.read(f"{address}/competences.csv")


def test_the_two_official_files_are_told_apart_by_their_columns() -> None:
    assert editions.kind_of(tuple(jurisdictions().decode().split("\n")[0].split(";"))) == "jurisdictions"
    with pytest.raises(FileRefused, match="non reconnue"):
        editions.kind_of(("code_commune", "institution"))
