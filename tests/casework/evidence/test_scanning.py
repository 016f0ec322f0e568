"""A scanner, where there is one: what it says is noted; what it finds is withheld; nobody waits for it."""

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from pytest_django import Settings

from config.check import Kind
from config.check import evidence as check
from config.evidence import scanner
from config.stores import BadSetting
from permanence.casework.evidence import clamd, preparing, scanning
from permanence.casework.evidence.models import Custody
from tests.api.callers import is_problem
from tests.casework.evidence.conftest import Desk, Sender, kept

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
SIGN = b"a sign that the scanner of this test knows"


class FakeClamd:
    """Speaks clamd's protocol on loopback; finds what bears `SIGN`; `verdict` answers anything else."""

    def __init__(self) -> None:
        self.door = socket.create_server(("127.0.0.1", 0))
        self.verdict = ""
        self.address = clamd.Address(host="127.0.0.1", port=self.door.getsockname()[1])
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self.door.accept()
            except OSError:
                return
            with line, line.makefile("rb") as heard:
                command = b"".join(iter(lambda: heard.read(1), b"\0"))
                line.sendall((self._look(heard) if command == b"zINSTREAM" else "PONG").encode() + b"\0")

    def _look(self, heard: object) -> str:
        content = b""
        while length := int.from_bytes(heard.read(4), "big"):  # type: ignore[attr-defined]
            content += heard.read(length)  # type: ignore[attr-defined]
        found = "stream: Essai.Signature FOUND" if SIGN in content else "stream: OK"
        return self.verdict or found


@pytest.fixture(autouse=True)
def _asked_anew() -> Iterator[None]:
    scanning._left_alone.clear()
    yield
    scanning._left_alone.clear()


@pytest.fixture
def fake(settings: Settings) -> Iterator[FakeClamd]:
    """A scanner that the settings name."""
    started = FakeClamd()
    settings.PERMANENCE = replace(settings.PERMANENCE, clamd=started.address)
    yield started
    started.door.close()


@pytest.fixture
def away(settings: Settings) -> clamd.Address:
    """A scanner that the settings name and that is not there."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        nobody = clamd.Address(host="127.0.0.1", port=door.getsockname()[1])
    settings.PERMANENCE = replace(settings.PERMANENCE, clamd=nobody)
    return nobody


def test_without_a_scanner_a_file_is_said_not_to_be_scanned(sender: Sender, desk_of: Desk) -> None:
    sender.send(b"bonjour", "a.txt")
    preparing.prepare()
    (listed,) = desk_of.listed()
    assert (listed["scan"], listed["view"]) == ("", "ready")


def test_what_is_clean_is_said_to_be(fake: FakeClamd, sender: Sender, desk_of: Desk) -> None:
    attachment = sender.send(b"bonjour", "a.txt").json()["attachment"]
    preparing.prepare()
    assert desk_of.listed()[0]["scan"] == "clean"
    assert [act for act, _ in desk_of.custody(attachment)] == ["received", "scanned"]


def test_what_is_infected_is_kept_and_withheld_and_the_thread_says_so(
    fake: FakeClamd, sender: Sender, desk_of: Desk
) -> None:
    attachment = sender.send(b"mot " + SIGN, "a.txt").json()["attachment"]
    preparing.prepare()
    for answer in (desk_of.fetch(attachment), desk_of.fetch(attachment, "?view=safe"), sender.fetch(attachment)):
        assert is_problem(answer, 409)
        assert "retenu" in answer.json()["detail"]
    last = sender.thread()[-1]
    assert (last["event"], last["data"], last["text"]) == ("withheld", {"withheld": attachment}, scanning.WITHHELD)
    assert kept(attachment).pieces.filter(of="file").exists()
    assert not kept(attachment).pieces.filter(of="view").exists()
    assert [act for act, _ in desk_of.custody(attachment)] == ["received", "scanned", "withheld"]


def test_a_scanner_that_is_away_is_asked_again_and_holds_nothing_up(
    away: clamd.Address, sender: Sender, desk_of: Desk, clock: time_machine.Traveller, settings: Settings
) -> None:
    sender.send(b"bonjour", "a.txt")
    preparing.prepare()
    (listed,) = desk_of.listed()
    assert (listed["scan"], listed["view"]) == ("", "ready")
    assert preparing.prepare() == 0, "not at once"
    started = FakeClamd()
    settings.PERMANENCE = replace(settings.PERMANENCE, clamd=started.address)
    clock.shift(timedelta(seconds=61))
    assert preparing.prepare() == 1
    assert desk_of.listed()[0]["scan"] == "clean"
    started.door.close()


def test_a_scanner_without_a_verdict_is_asked_again_much_later(
    fake: FakeClamd, sender: Sender, desk_of: Desk, clock: time_machine.Traveller
) -> None:
    fake.verdict = "INSTREAM size limit exceeded. ERROR"
    sender.send(b"bonjour", "a.txt")
    preparing.prepare()
    assert desk_of.listed()[0]["scan"] == ""
    clock.shift(timedelta(minutes=59))
    assert preparing.prepare() == 0


def test_a_find_without_a_name_is_a_find(fake: FakeClamd, sender: Sender, desk_of: Desk) -> None:
    fake.verdict = "stream:  FOUND"
    sender.send(b"bonjour", "a.txt")
    preparing.prepare()
    assert desk_of.listed()[0]["scan"] == "infected"


@pytest.mark.parametrize("word", [b"", b"."])
def test_a_scanner_that_hangs_or_goes_on_for_ever_is_asked_once_and_the_copies_are_made(
    word: bytes, sender: Sender, desk_of: Desk, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clamd, "PATIENCE_S", 0.2)
    asked, gone = [], threading.Event()

    def serve() -> None:
        with suppress(OSError):
            while True:
                line, _ = door.accept()
                asked.append(1)
                with line, suppress(OSError):
                    while not gone.wait(0.02):
                        line.sendall(word)

    with socket.create_server(("127.0.0.1", 0)) as door:
        threading.Thread(target=serve, daemon=True).start()
        address = clamd.Address(host="127.0.0.1", port=door.getsockname()[1])
        settings.PERMANENCE = replace(settings.PERMANENCE, clamd=address)
        for name in ("a.txt", "b.txt", "c.txt"):
            sender.send(b"bonjour", name)
        assert preparing.prepare() == 3
        gone.set()
    assert len(asked) == 1
    assert [(one["scan"], one["view"]) for one in desk_of.listed()] == [("", "ready")] * 3


def test_what_came_before_there_was_a_scanner_is_scanned_once_there_is(
    sender: Sender, desk_of: Desk, settings: Settings
) -> None:
    sender.send(b"bonjour", "a.txt")
    preparing.prepare()
    started = FakeClamd()
    settings.PERMANENCE = replace(settings.PERMANENCE, clamd=started.address)
    scanning.take_up()
    assert preparing.prepare() == 1
    assert desk_of.listed()[0]["scan"] == "clean"
    assert Custody.objects.filter(act="scanned").count() == 1
    started.door.close()


def test_check_faults_a_scanner_that_does_not_answer(away: clamd.Address) -> None:
    (found,) = check.scanner()
    assert found.kind is Kind.FAULT
    assert "PERMANENCE_CLAMD" in found.text


def test_check_is_well_with_one_that_does_and_notes_that_there_is_none(fake: FakeClamd, settings: Settings) -> None:
    assert [one.kind for one in check.scanner()] == [Kind.OK]
    settings.PERMANENCE = replace(settings.PERMANENCE, clamd=None)
    assert [one.kind for one in check.scanner()] == [Kind.NOTE]


def test_where_a_scanner_listens_is_read_from_one_setting() -> None:
    assert scanner({}) is None
    assert scanner({"PERMANENCE_CLAMD": "unix:/run/clamd.ctl"}) == clamd.Address(path="/run/clamd.ctl")
    assert scanner({"PERMANENCE_CLAMD": "tcp:127.0.0.1:3310"}) == clamd.Address(host="127.0.0.1", port=3310)
    for wrong in ("clamd", "tcp:host", "tcp:host:0", "unix:relative", "http://host:1"):
        with pytest.raises(BadSetting, match="PERMANENCE_CLAMD"):
            scanner({"PERMANENCE_CLAMD": wrong})
