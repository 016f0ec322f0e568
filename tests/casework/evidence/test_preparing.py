"""The copy is made apart, by a process that can reach nothing, and only so often."""

import subprocess
import sys
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from permanence.casework.evidence import darkroom, preparing
from permanence.casework.evidence.models import Attachment
from tests.api.callers import is_problem
from tests.casework.evidence import files
from tests.casework.evidence.conftest import Desk, Sender, content_of, kept

TRIES = """
import socket, sys
sys.path.insert(0, sys.argv[1])
import darkroom, io, ctypes, os
darkroom._bound()
parent = os.getppid()
darkroom.shut_in()
def tried(what):
    try:
        what()
    except OSError as error:
        return "refused"
    return "done"
print(
    tried(lambda: open("/etc/hostname")),
    tried(lambda: open(f"/proc/{parent}/environ", "rb")),
    tried(lambda: socket.socket()),
    tried(lambda: os.stat("/etc/hostname") and os.open("/tmp", os.O_RDONLY)),
    tried(lambda: os.dup(1)),
)
"""


def test_who_opens_files_can_reach_no_file_no_process_and_no_network() -> None:
    place = darkroom.__file__.rpartition("/")[0]
    told = subprocess.run(
        [sys.executable, "-I", "-c", TRIES, place], capture_output=True, text=True, check=True, env={}, cwd="/"
    )
    assert told.stdout.split() == ["refused"] * 5, told


def test_the_process_is_given_no_environment() -> None:
    told = subprocess.run(
        [*preparing.PROGRAM[:3], "-c", "import os; print(dict(os.environ))"],
        capture_output=True,
        text=True,
        check=True,
        env={},
    )
    assert "PERMANENCE" not in told.stdout


@pytest.mark.django_db
def test_a_copy_in_several_pieces_is_given_whole(sender: Sender, desk_of: Desk) -> None:
    text = b"mot " * 200_000
    attachment = sender.send(text, "a.txt").json()["attachment"]
    preparing.prepare()
    assert content_of(desk_of.fetch(attachment, "?view=safe")) == text
    assert kept(attachment).pieces.filter(of="view").count() > 3
    assert content_of(desk_of.fetch(attachment)) == text, "the file itself is as it came"


@pytest.mark.django_db
def test_a_process_that_dies_leaves_the_file_to_the_next_and_the_third_gives_up(
    sender: Sender, desk_of: Desk, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(attachment: Attachment) -> Any:
        raise KeyboardInterrupt

    attachment = sender.send(files.picture()).json()["attachment"]
    monkeypatch.setattr(preparing, "develop", dies)
    for _ in range(preparing.MOST_TRIES):
        with pytest.raises(KeyboardInterrupt):
            preparing.prepare()
        assert is_problem(desk_of.fetch(attachment, "?view=safe"), 409)
        assert preparing.prepare() == 0, "another does not begin while this one may be at it"
        clock.shift(timedelta(minutes=11))
    preparing.prepare()
    assert kept(attachment).view == "none"
    assert "abîmé" in desk_of.fetch(attachment, "?view=safe").json()["detail"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "program", ["import time; time.sleep(60)", "print('x' * 100)", "print('{\"parts\": [9]}')", "raise SystemExit(3)"]
)
def test_whatever_the_process_does_instead_there_is_no_copy_and_no_failure(
    program: str, sender: Sender, desk_of: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    attachment = sender.send(files.picture()).json()["attachment"]
    monkeypatch.setattr(preparing, "PROGRAM", (sys.executable, "-I", "-c", program))
    monkeypatch.setattr(preparing, "WITHIN_S", 2)
    preparing.prepare()
    assert is_problem(desk_of.fetch(attachment, "?view=safe"), 409)
    assert kept(attachment).view == "none"


@pytest.mark.django_db
def test_whoever_sends_many_files_does_not_hold_up_the_first_of_somebody_else(
    sender: Sender, other: Sender, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = []

    def develop(attachment: Attachment) -> Any:
        opened.append(str(attachment.conversation_id))
        return {"why": "damaged"}, b""

    monkeypatch.setattr(preparing, "develop", develop)
    for number in range(4):
        sender.send(files.picture(), f"{number}.jpg")
        clock.shift(timedelta(seconds=1))
    for number in range(2):
        other.send(files.picture(), f"{number}.jpg")
        clock.shift(timedelta(seconds=1))
    assert preparing.prepare() == 6
    assert opened == [sender.id, other.id, sender.id, other.id, sender.id, sender.id]
