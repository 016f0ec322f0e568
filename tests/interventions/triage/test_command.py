"""`permanence triage`: a line in, a line out, whatever the bytes, with no settings and no database."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.once
PROGRAM = [sys.executable, "-c", "from config.cli import main; main()", "triage"]


def judge(given: bytes, tmp_path: Path) -> list[dict[str, object]]:
    bare = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path), "DATABASE_URL": "nonsense"}
    told = subprocess.run(
        PROGRAM,
        input=given, capture_output=True, check=True, env=bare, cwd=tmp_path,
    )  # fmt: skip
    assert not told.stderr
    assert not list(tmp_path.iterdir())
    return [json.loads(line) for line in told.stdout.splitlines()]


def test_each_line_gets_its_answer_in_order(tmp_path: Path) -> None:
    answers = judge("bonjour\nil a un couteau\nil m'a frappée hier\n".encode(), tmp_path)
    assert [answer["level"] for answer in answers] == ["standard", "immediate", "high"]
    assert answers[1]["signals"] == [{"name": "weapon", "start": 0, "end": 15}]
    assert all(set(answer) == {"level", "score", "signals"} for answer in answers)


def test_an_empty_line_gets_an_answer_too(tmp_path: Path) -> None:
    assert len(judge(b"\n\nvite", tmp_path)) == 3


def test_bytes_that_are_no_text_do_not_stop_it(tmp_path: Path) -> None:
    answers = judge(b"\xff\xfe\x00 il me frappe\r\n\xed\xa0\x80\nau secours\n", tmp_path)
    assert [answer["level"] for answer in answers] == ["immediate", "standard", "immediate"]


def test_a_line_is_judged_alone(tmp_path: Path) -> None:
    assert [answer["level"] for answer in judge(b"il a\nun rendez-vous\n", tmp_path)] == ["standard", "standard"]


def test_it_answers_before_the_input_ends(tmp_path: Path) -> None:
    with subprocess.Popen(
        PROGRAM,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=tmp_path, env={"PYTHONPATH": os.pathsep.join(sys.path)},
    ) as process:  # fmt: skip
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("à l'aide\n".encode())
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["level"] == "immediate"
        process.stdin.close()
