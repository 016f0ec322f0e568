"""`permanence statistics`: what it prints and writes, and what it refuses in one line."""

import io
import json
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest
import time_machine
from click.testing import CliRunner, Result

from config.commands import statistics as command
from permanence.audit.models import Entry
from permanence.statistics.models import Cell

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few")]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command.statistics, list(arguments))


@pytest.fixture
def march(clock: time_machine.Traveller) -> None:
    """2 450 reports of the gendarmes in the first two months of the year, 2 100 a year before."""
    for start, count in ((date(2026, 1, 1), 2000), (date(2026, 2, 1), 450), (date(2025, 2, 1), 2100)):
        Cell.objects.create(grain="month", start=start, force="GN", scope="all", counts=json.dumps({"report": count}))


def test_it_prints_json_of_the_year_so_far(march: None) -> None:
    told = json.loads(run().stdout)
    assert told["question"] == {
        "from": "2026-01-01",
        "to": "2026-03-10",
        "force": None,
        "department": None,
        "scope": "all",
    }
    headlines = next(one for one in told["tables"] if one["code"] == "headlines")
    report = next(row for row in headlines["rows"] if row["code"] == "report")
    assert (report["count"], report["count_before"]) == (2450, 2100)
    assert told["sentence"].startswith("2 450 signalements depuis le 1er janvier".replace("2 ", "2\u202f"))


def test_a_period_a_force_a_department_and_a_scope_can_be_asked_for(march: None) -> None:
    asked = ["--from", "2026-02-01", "--to", "2026-02-28", "--force", "GN", "--department", "35", "--scope", "minors"]
    told = json.loads(run(*asked).stdout)
    assert told["question"] == {
        "from": "2026-02-01",
        "to": "2026-02-28",
        "force": "GN",
        "department": "35",
        "scope": "minors",
    }
    assert told["compared_with"] == {"from": "2025-02-01", "to": "2025-02-28"}


def test_days_that_have_not_come_are_left_out_of_both_periods(march: None) -> None:
    told = json.loads(run("--from", "2026-01-01", "--to", "2026-12-31").stdout)
    assert told["question"]["to"] == "2026-03-10"
    assert told["compared_with"] == {"from": "2025-01-01", "to": "2025-03-10"}


def test_csv_goes_to_standard_output_as_it_is(march: None) -> None:
    done = run("--format", "csv")
    assert done.stdout_bytes.startswith(b"\xef\xbb\xbftable;")
    assert done.exit_code == 0


def test_a_workbook_is_written_whole_and_for_this_account_alone(march: None, tmp_path: Path) -> None:
    file = tmp_path / "chiffres.xlsx"
    file.write_bytes(b"an older one")
    done = run("--format", "xlsx", "--output", str(file))
    assert (done.exit_code, done.output) == (0, "")
    assert "Chiffres clés" in openpyxl.load_workbook(io.BytesIO(file.read_bytes())).sheetnames
    assert file.stat().st_mode & 0o077 == 0
    assert [one.name for one in tmp_path.iterdir()] == ["chiffres.xlsx"]


@pytest.mark.parametrize("form", ["ods", "xlsx"])
def test_a_workbook_does_not_go_to_a_terminal(form: str, march: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        command, "sys", SimpleNamespace(stdout=SimpleNamespace(isatty=lambda: True), exit=command.sys.exit)
    )
    done = run("--format", form)
    assert done.exit_code == 2
    assert done.stderr == f"permanence: {form} is not for a terminal: give --output FILE, or send it through a pipe\n"


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        (("--from", "hier"), "--from"),
        (("--to", "2026-02-30"), "--to"),
        (("--from", "2026-03-02", "--to", "2026-03-01"), "--from"),
        (("--from", "1999-01-01"), "--from"),
        (("--to", "2099-01-01"), "--to"),
        (("--from", "2026-03-11", "--to", "2026-04-01"), "--from"),
        (("--force", "CRS"), "--force"),
        (("--department", "999"), "--department"),
        (("--scope", "everything"), "--scope"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_one_line(
    arguments: tuple[str, ...], field: str, clock: time_machine.Traveller
) -> None:
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(f"permanence: {field}: ")
    assert done.stderr.count("\n") == 1


def test_a_file_that_cannot_be_written_is_told_in_one_line(march: None, tmp_path: Path) -> None:
    done = run("--output", str(tmp_path / "nowhere" / "chiffres.json"))
    assert done.exit_code == 2
    assert done.stderr.endswith("cannot be written: No such file or directory\n")


def test_a_part_takes_no_period() -> None:
    done = run("--force", "GN", "check")
    assert (done.exit_code, done.stderr) == (2, "permanence: `check` takes no period and writes no file\n")


def test_it_is_written_down_as_the_operators(march: None) -> None:
    run("--force", "GN", "--format", "csv")
    entry = Entry.objects.get(act="export statistics")
    assert (entry.actor, entry.object_id, entry.outcome) == ("operator", "GN", "read")
    assert entry.detail == {
        "from_on": "2026-01-01",
        "to_on": "2026-03-10",
        "department": "",
        "scope": "all",
        "format": "csv",
    }


def test_a_check_names_what_differs_and_a_rebuild_makes_it_right(march: None) -> None:
    done = run("check")
    assert done.exit_code == 1
    assert "permanence: month 2025-02-01 GN all report: kept 2100, counted 0" in done.stderr
    assert json.loads(done.stdout) == {"ok": False, "differences": 3}
    assert json.loads(run("rebuild").stdout) == {"conversations": 0}
    assert json.loads(run("check").stdout) == {"ok": True, "differences": 0}
    assert Entry.objects.filter(act="rebuild statistics", actor="operator").exists()
