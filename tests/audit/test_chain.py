"""The chain shows every alteration, and where."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from permanence.audit import chain, journal
from permanence.audit.models import Checkpoint, Entry, Head

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chain, "_outside", lambda: tmp_path / chain.CHECKPOINTS_FILE)


@pytest.fixture
def five() -> list[Entry]:
    for number in range(5):
        journal.record(by="officer:1", act="claim conversation", on=("conversation", number), reason="été", n=number)
    chain.seal_new()
    return list(Entry.objects.order_by("position"))


def test_an_untouched_chain_holds(five: list[Entry]) -> None:
    assert [entry.position for entry in five] == [1, 2, 3, 4, 5]
    assert chain.verify() is None
    assert chain.unsealed() == 0


def test_an_empty_journal_holds() -> None:
    assert chain.seal_new() == 0
    assert chain.verify() is None


def test_sealing_goes_on_where_it_stopped(five: list[Entry]) -> None:
    journal.record_refusal(by="nobody", act="sign in", on=("officer", "unknown"), reason="wrong name or password")
    assert chain.unsealed() == 1
    assert chain.seal_new() == 1
    assert chain.verify() is None


@pytest.mark.parametrize(
    "change",
    [
        {"actor": "officer:2"},
        {"act": "end conversation"},
        {"object_id": "9"},
        {"reason": "autre"},
        {"outcome": "refused"},
        {"detail": {"n": 7}},
    ],
)
def test_an_altered_entry_is_named(five: list[Entry], change: dict[str, object]) -> None:
    Entry.objects.filter(position=3).update(**change)
    assert chain.verify() == chain.Broken(3, "entry altered")


def test_a_removed_entry_is_named(five: list[Entry]) -> None:
    Entry.objects.filter(position=2).delete()
    assert chain.verify() == chain.Broken(2, "entry missing")


def test_a_chain_cut_at_its_end_is_noticed(five: list[Entry]) -> None:
    Entry.objects.filter(position__gt=3).delete()
    assert chain.verify() == chain.Broken(4, "entries missing at the end")


def test_a_chain_cut_with_its_head_and_checkpoints_is_noticed_from_the_file_outside(five: list[Entry]) -> None:
    kept = Entry.objects.get(position=3)
    Entry.objects.filter(position__gt=3).delete()
    Checkpoint.objects.all().delete()
    Head.objects.update(position=3, mac=kept.mac)
    assert chain.verify() == chain.Broken(4, "entries missing at the end")


def test_the_file_outside_is_in_the_data_directory() -> None:
    assert settings.PERMANENCE.data_dir.is_dir()


@pytest.mark.sqlite  # PostgreSQL holds nothing but moments there
def test_a_moment_that_is_no_moment_is_an_altered_entry(five: list[Entry]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_entry SET at = 'hier' WHERE position = 2")
    assert chain.verify() == chain.Broken(2, "entry altered")


def test_a_head_taken_away_is_named(five: list[Entry]) -> None:
    Head.objects.all().delete()
    assert chain.verify() == chain.Broken(6, "head missing")


@pytest.mark.parametrize("line", [b"12 zz\n", b"\xff\xfe\n", b"nonsense\n"])
def test_a_checkpoints_file_that_is_not_one_is_named(five: list[Entry], tmp_path: Path, line: bytes) -> None:
    with (tmp_path / chain.CHECKPOINTS_FILE).open("ab") as file:
        file.write(line)
    assert chain.verify() == chain.Broken(1, "checkpoints file unreadable")


def test_a_line_torn_by_a_power_cut_is_no_alarm_and_is_mended(five: list[Entry], tmp_path: Path) -> None:
    with (tmp_path / chain.CHECKPOINTS_FILE).open("ab") as file:
        file.write(b"6 0a1")
    assert chain.verify() is None
    journal.record(by="officer:1", act="sign out", on=("officer", 1))
    chain.seal_new()
    assert chain.verify() is None
    assert len((tmp_path / chain.CHECKPOINTS_FILE).read_text(encoding="ascii").splitlines()) == 2


def test_what_somebody_put_into_an_address_is_cut_to_what_a_row_holds() -> None:
    told = {"by": "officer:1", "act": "see desk", "on": ("page", "/brigade/" + "a" * 300)}
    journal.record_refusal(**told, reason="policy")
    journal.record_reading(**told)
    assert {len(one.object_id) for one in Entry.objects.all()} == {journal.LONGEST_ID}
    assert journal.has_read(**told, since=Entry.objects.order_by("pk")[0].at)
