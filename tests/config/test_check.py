"""Each thing that `permanence check` looks at: its fault named with the cure, nothing said where all is well."""

import dataclasses
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from click.testing import CliRunner
from django.conf import settings as django_settings
from django.db import DatabaseError
from django.utils import timezone

from config import check
from config.check import Finding, Kind, desk, settings, store
from config.commands.check import check as command
from config.jobs import JOBS
from config.models import Heartbeat
from permanence.accounts.models import Force, Officer, Role
from permanence.audit.journal import OPERATOR
from permanence.desk.craft import actions as craft
from permanence.roster.models import Shift, Team
from permanence.territory import help_lines
from permanence.territory.models import HelpLine, Unit
from permanence.vault import actions as vault
from tests.territory.conftest import _look_again, few

__all__ = ["_look_again", "few"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
Look = Callable[[], Iterator[Finding]]
RANDOM = bytes(range(32))


def told(look: Look, kind: Kind = Kind.FAULT) -> list[str]:
    """What it found of this kind."""
    return [finding.text for finding in look() if finding.kind is kind]


@pytest.fixture
def given(settings: Any) -> Callable[..., None]:
    """`given(limits=2.0)`: the settings of a service that may open, but for this."""

    def changed(**fields: Any) -> None:
        open_to_all = {"otp_required": True, "limits": 1.0, "hosts": ["permanence.example"], "master_key": RANDOM}
        open_to_all["page_webhook"] = "https://astreinte.example/appel"
        settings.PERMANENCE = dataclasses.replace(settings.PERMANENCE, **{**open_to_all, **fields})

    return changed


@pytest.fixture
def a_real_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cluster of the tests flushes nothing, and its clock goes on while the tests' stands still."""
    monkeypatch.setattr(store, "_postgresql", list)


@pytest.fixture
def staffed(officer: Officer, gendarme: Officer) -> None:
    """Somebody of each force, at every hour of the next month."""
    for account in (officer, gendarme):
        team = Team.objects.create(force=account.force, name="Nuit et jour")
        now = timezone.now()
        Shift.objects.create(
            officer=account, team=team, starts_at=now - timedelta(days=1), ends_at=now + timedelta(days=30)
        )


def test_settings_of_a_service_that_may_open_are_well(given: Callable[..., None]) -> None:
    given()
    assert [finding.kind for finding in settings.look()] == [Kind.OK]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"limits": 2.0}, "PERMANENCE_LIMITS is not 1"),
        ({"limits": 0.5}, "PERMANENCE_LIMITS is not 1"),
        ({"limits": None}, "PERMANENCE_LIMITS is not 1"),
        ({"otp_required": False}, "PERMANENCE_OTP is optional"),
        ({"hosts": ["127.0.0.1", "localhost"]}, "PERMANENCE_HOSTS names this machine only"),
        ({"hosts": ["*"]}, "PERMANENCE_HOSTS holds *"),
        ({"demonstration": True}, "this is a demonstration"),
        ({"master_key": bytes(32)}, "PERMANENCE_MASTER_KEY is not random"),
        ({"secret_key": "k" * 40}, "PERMANENCE_SECRET_KEY is not random"),
        ({"translator_url": "http://192.0.2.1:5000"}, "PERMANENCE_TRANSLATOR_URL is not encrypted"),
    ],
)
def test_a_setting_that_does_not_suit_the_public_is_named(
    given: Callable[..., None], changed: dict[str, Any], words: str
) -> None:
    given(**changed)
    (line,) = told(settings.look)
    assert line.startswith(words)
    assert ("k" * 40) not in line


def test_a_translator_on_this_machine_is_worth_a_note(given: Callable[..., None]) -> None:
    given(translator_url="http://127.0.0.1:5000")
    assert told(settings.look) == []
    assert len(told(settings.look, Kind.NOTE)) == 1


def test_a_setting_that_cannot_be_read_is_a_fault(given: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    given()
    monkeypatch.setitem(settings.bad, "PORT", "PORT is 'http': give a number")
    assert told(settings.look) == ["PORT is 'http': give a number"]
    assert told(settings.look, Kind.OK) == []


def test_a_data_directory_that_is_not_there_is_a_fault(given: Callable[..., None], tmp_path: Path) -> None:
    given(data_dir=tmp_path)
    assert told(store.data_directory) == []
    given(data_dir=tmp_path / "nowhere")
    assert "is not a directory" in told(store.data_directory)[0]
    assert not (tmp_path / "nowhere").exists()


def test_a_data_directory_without_room_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "ROOM", 2**62)
    assert "MB left: make room" in told(store.data_directory)[0]


def test_a_database_with_its_schema_is_well(a_real_disk: None) -> None:
    assert told(store.database) == []
    assert told(store.database, Kind.OK)


def test_a_database_that_lacks_a_migration_is_a_fault_and_stops_what_stands_on_it() -> None:
    from django.db.migrations.recorder import MigrationRecorder

    MigrationRecorder.Migration.objects.filter(app="craft").delete()
    assert "missing or old" in told(store.database)[0]
    found = dict(check.run([check.Check("roster", desk.roster)]))
    assert found["roster"].kind is Kind.SKIPPED


def test_a_database_of_a_newer_program_is_a_fault() -> None:
    from django.db.migrations.recorder import MigrationRecorder

    MigrationRecorder.Migration.objects.create(app="desk", name="9999_of_tomorrow", applied=timezone.now())
    assert "a newer program's" in told(store.database)[0]


@pytest.mark.postgresql
def test_postgresql_that_does_not_wait_for_its_disk_is_a_fault() -> None:
    assert any(line.startswith("PostgreSQL does not wait for its disk") for line in told(store.database))


def test_a_clock_that_is_not_the_database_s_is_a_fault() -> None:
    now = timezone.now()
    assert list(store._clock(now + timedelta(seconds=1))) == []
    (found,) = store._clock(now + timedelta(seconds=90))
    assert "90 s apart" in found.text


def test_keys_that_open_nothing_are_a_fault(db: None) -> None:
    vault.prepare()
    assert told(store.keys) == []
    from permanence.vault.models import KeyFile

    KeyFile.objects.update(mark=b"another database")
    assert "another database's" in told(store.keys)[0]


def test_keys_are_not_looked_at_under_a_stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.bad, "PERMANENCE_MASTER_KEY", "it is not set")
    with pytest.raises(check.NotLookedAt, match="PERMANENCE_MASTER_KEY is wrong"):
        list(store.keys())


def test_redis_that_does_not_answer_is_a_fault_without_its_password(given: Callable[..., None]) -> None:
    given(redis_url="redis://:secret@127.0.0.1:1/0")
    (line,) = told(store.redis)
    assert "Redis at 127.0.0.1 does not answer" in line
    assert "secret" not in line


def test_no_redis_is_nothing_to_look_at(given: Callable[..., None]) -> None:
    given(redis_url="")
    assert list(store.redis()) == []


def test_assets_that_are_not_made_are_a_fault(settings: Any, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    assert "make install" in told(store.assets)[0]
    (tmp_path / "staticfiles.json").write_text("{}")
    assert told(store.assets) == []


def test_periodic_work_that_never_ran_or_fell_silent_is_a_fault(clock: time_machine.Traveller) -> None:
    assert "never ran" in told(desk.jobs)[0]
    Heartbeat.objects.create(name=JOBS, by="somebody", at=timezone.now())
    assert told(desk.jobs) == []
    clock.shift(61)
    assert "silent for 61 s" in told(desk.jobs)[0]


def test_a_journal_that_nobody_seals_is_a_fault(monkeypatch: pytest.MonkeyPatch, administrator: Officer) -> None:
    Heartbeat.objects.create(name=JOBS, by="somebody", at=timezone.now())
    monkeypatch.setattr(desk, "UNSEALED", -1)
    assert "wait for the sealer" in told(desk.jobs)[0]


def test_facts_that_are_not_loaded_are_faults() -> None:
    found = told(desk.reference_data)
    assert [line.split(" ")[1] for line in found] == ["territory", "number", "number", "number", "replies"]


def test_facts_that_are_loaded_are_well_and_neutral_units_or_old_hours_are_notes(few: None) -> None:
    help_lines.load()
    craft.load_replies(by=OPERATOR)
    Unit.objects.update(is_neutral=True)
    HelpLine.objects.filter(number="3919").update(dated_on="2020-01-01")
    assert told(desk.reference_data) == []
    notes = told(desk.reference_data, Kind.NOTE)
    assert any("neutral names" in line for line in notes)
    assert any("more than a year old" in line for line in notes)


def test_a_force_without_an_officer_is_a_fault_and_lacking_supervisors_a_note(officer: Officer) -> None:
    (line,) = told(desk.accounts)
    assert line.startswith("Gendarmerie nationale: no officer")
    assert len(told(desk.accounts, Kind.NOTE)) == 3


def test_accounts_of_a_demonstration_are_a_fault(officer: Officer, gendarme: Officer) -> None:
    Officer.objects.filter(pk=officer.pk).update(is_demonstration=True)
    assert "demonstration accounts" in told(desk.accounts)[0]


def test_an_officer_in_training_answers_for_nobody(officer: Officer, gendarme: Officer) -> None:
    Officer.objects.filter(pk=officer.pk).update(in_training=True)
    assert told(desk.accounts)[0].startswith("Police nationale: no officer")


def test_a_force_without_a_roster_is_a_fault() -> None:
    assert len(told(desk.roster)) == len(Force)
    assert "no shift was ever entered" in told(desk.roster)[0]


def test_a_hole_of_the_coming_weeks_is_a_fault_by_its_hour(staffed: None) -> None:
    assert told(desk.roster) == []
    Shift.objects.filter(officer__force=Force.GN).update(ends_at=timezone.now() + timedelta(days=6, hours=5))
    (line,) = told(desk.roster)
    assert line.startswith("Gendarmerie nationale: not enough officers from 2026-03-16 08:30 (Paris) to ")


def test_all_is_well_and_the_command_says_so(
    few: None,
    staffed: None,
    administrator: Officer,
    given: Callable[..., None],
    settings: Any,
    tmp_path: Path,
    a_real_disk: None,
) -> None:
    given(data_dir=django_settings.PERMANENCE.data_dir, master_key=django_settings.PERMANENCE.master_key)
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "staticfiles.json").write_text("{}")
    vault.prepare()
    help_lines.load()
    craft.load_replies(by=OPERATOR)
    Officer.objects.create(username="chef", role=Role.SUPERVISOR)
    Heartbeat.objects.create(name=JOBS, by="somebody", at=timezone.now())
    done = CliRunner().invoke(command, [])
    assert done.exit_code == 0, done.output
    assert done.output.endswith("fit to open\n")
    for name in ("settings", "data directory", "database", "keys", "pages", "periodic work", "accounts", "roster"):
        assert f"ok     {name}: " in done.output


def test_the_command_tells_every_fault_at_once_and_ends_with_1() -> None:
    done = CliRunner().invoke(command, [])
    assert done.exit_code == 1
    for name in ("settings", "periodic work", "reference data", "accounts", "roster"):
        assert f"FAULT  {name}: " in done.output


def test_a_check_that_fails_itself_is_a_fault() -> None:
    def look() -> Iterator[Finding]:
        raise DatabaseError("the server\nwent away")
        yield

    ((name, found),) = check.run([check.Check("anything", look)])
    assert (name, found.kind, found.text) == (
        "anything",
        Kind.FAULT,
        "the database does not answer this question (the server)",
    )


def test_the_grid_of_danger_is_told_with_its_threshold(monkeypatch: pytest.MonkeyPatch) -> None:
    (line,) = told(settings.grid, Kind.OK)
    assert line.endswith("23 questions, danger at 12 yes or 2 of the 5 red")
    monkeypatch.setitem(settings.bad, "PERMANENCE_DANGER_GRID", "…")
    with pytest.raises(check.NotLookedAt):
        list(settings.grid())
