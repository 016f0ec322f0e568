"""`permanence statistics verify`: anywhere, without settings, database or keys; one altered byte is told."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from config.commands.statistics import statistics
from permanence.casework.documents import keys, signing
from permanence.statistics.publications import actions, signed
from permanence.statistics.publications.actions import Made, Told

pytestmark = pytest.mark.django_db
FIGURES = [{"force": "", "department": "", "scope": "all", "counts": {"report": 2450}}]


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """The signed document of February, with its file beside it."""
    file = Made("chiffres.csv", "text/csv", b"report;2450")
    told = Told("Chiffres en février 2026, les deux forces", date(2026, 2, 1), date(2026, 2, 28))
    made = actions.publish("monthly", told, figures=FIGURES, files=[file], definitions="2026-01-01")
    (tmp_path / "chiffres.csv").write_bytes(file.content)
    path = tmp_path / "edition-1.json.gz"
    path.write_bytes(bytes(made.document))
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(statistics, ["verify", *map(str, arguments)])


def test_what_was_not_altered_is_told_with_its_key(document: Path) -> None:
    done = run(document, document.parent / "chiffres.csv")
    fingerprint = keys.fingerprint(signing.public_key())
    assert done.exit_code == 0
    assert "intact, 1 fichier intact. Chiffres en février 2026, les deux forces, édition 1" in done.stdout
    assert f"Clé {fingerprint}, à comparer" in done.stdout
    assert "celle attendue" in run(document, "--key", fingerprint).stdout


def test_an_altered_figure_an_altered_file_and_another_key_are_told(document: Path) -> None:
    file = document.parent / "chiffres.csv"
    file.write_bytes(b"report;2451")
    done = run(document, file)
    assert (done.exit_code, done.stderr) == (1, "permanence: edition-1.json.gz : Altéré : chiffres.csv.\n")
    assert "autre clé" in run(document, "--key", "0" * 64).stderr
    document.write_bytes(signed.plain(document.read_bytes()).replace(b"2450", b"2451"))
    done = run(document)
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
    assert "ont été altérés" in done.stderr


def test_what_is_no_document_or_not_there_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_bytes(b"{}")
    assert "n’est pas une publication de Permanence" in run(tmp_path / "x.json").stderr
    done = run(tmp_path / "nowhere.json")
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)


@pytest.mark.once
def test_it_asks_for_no_settings(document: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from config.cli import main; main()", "statistics", "verify", str(document)]
    done = subprocess.run(
        command, env={"PYTHONPATH": ":".join(sys.path)}, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "intact" in done.stdout
