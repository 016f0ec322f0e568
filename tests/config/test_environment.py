"""Settings: a missing or bad one stops the start with one line that names it and the cure."""

import base64
import json
from datetime import timedelta
from pathlib import Path

import pytest

from config.environment import examine, read
from config.stores import BadSetting

KEY = base64.b64encode(bytes(32)).decode()
GOOD = {"PERMANENCE_SECRET_KEY": "x" * 32, "PERMANENCE_MASTER_KEY": KEY}


def variables(tmp_path: Path, **changed: str) -> dict[str, str]:
    return {**GOOD, "PERMANENCE_DATA_DIR": str(tmp_path), **changed}


def test_the_least_that_is_needed(tmp_path: Path) -> None:
    settings = read(variables(tmp_path))
    assert settings.database["NAME"] == str(tmp_path / "permanence.sqlite3")
    assert (settings.otp_required, settings.limits, settings.port, settings.demonstration) == (True, 1, 8000, False)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PERMANENCE_SECRET_KEY", ""),
        ("PERMANENCE_SECRET_KEY", "court"),
        ("PERMANENCE_MASTER_KEY", ""),
        ("PERMANENCE_MASTER_KEY", "pas du base64 !"),
        ("PERMANENCE_MASTER_KEY", base64.b64encode(bytes(16)).decode()),
        ("PERMANENCE_OTP", "peut-être"),
        ("PERMANENCE_LIMITS", "-1"),
        ("PERMANENCE_LIMITS", "beaucoup"),
        ("PERMANENCE_LIMITS", "nan"),
        ("PORT", "0"),
        ("PORT", "99999"),
        ("PORT", "http"),
        ("DATABASE_URL", "mysql://x/y"),
        ("DATABASE_URL", "postgresql://x:port/y"),
        ("PERMANENCE_MASTER_KEY_FILE", "/nulle/part"),
    ],
)
def test_a_bad_one_is_named_in_one_line(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(BadSetting) as refusal:
        read(variables(tmp_path, **{name: value}))
    message = str(refusal.value)
    assert name.removesuffix("_FILE") in message
    assert "\n" not in message


def test_all_that_is_bad_can_be_told_at_once(tmp_path: Path) -> None:
    given = variables(tmp_path, PERMANENCE_MASTER_KEY="", PORT="0", PERMANENCE_SECRET_KEY_FILE="/nulle/part")
    found, usable = examine(given)
    assert set(found) == {"PERMANENCE_SECRET_KEY", "PERMANENCE_MASTER_KEY", "PORT"}
    assert read(usable).port == 8000
    assert examine(variables(tmp_path)) == ({}, variables(tmp_path))


def test_demonstration_keys_that_cannot_be_read_are_told_once(tmp_path: Path) -> None:
    (tmp_path / "demonstration-keys.json").write_text("{")
    found, _usable = examine(variables(tmp_path))
    assert list(found) == [""]


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_text(KEY + "\n")
    given = {
        "PERMANENCE_SECRET_KEY": "x" * 32,
        "PERMANENCE_MASTER_KEY_FILE": str(file),
        "PERMANENCE_DATA_DIR": str(tmp_path),
    }
    assert read(given).master_key == bytes(32)


def test_postgresql_is_used_with_a_pool(tmp_path: Path) -> None:
    database = read(variables(tmp_path, DATABASE_URL="postgresql://u%40x:p%2F@h:5433/base")).database
    assert (database["USER"], database["PASSWORD"], database["HOST"], database["PORT"]) == ("u@x", "p/", "h", "5433")
    assert database["NAME"] == "base"
    assert "pool" in database["OPTIONS"]


def test_a_demonstrations_keys_are_found_in_its_data_directory(tmp_path: Path) -> None:
    keys = {"secret_key": "y" * 32, "master_key": KEY}
    (tmp_path / "demonstration-keys.json").write_text(json.dumps(keys))
    settings = read({"PERMANENCE_DATA_DIR": str(tmp_path)})
    assert (settings.demonstration, settings.secret_key, settings.otp_required) == (True, "y" * 32, False)


def test_keys_from_the_environment_win(tmp_path: Path) -> None:
    (tmp_path / "demonstration-keys.json").write_text(json.dumps({"secret_key": "y" * 32, "master_key": KEY}))
    assert not read(variables(tmp_path)).demonstration


def test_no_translator_and_no_preview_unless_asked_for(tmp_path: Path) -> None:
    settings = read(variables(tmp_path))
    assert (settings.translator_url, settings.typing_preview) == ("", False)
    given = variables(tmp_path, PERMANENCE_TRANSLATOR_URL="http://127.0.0.1:5000/", PERMANENCE_TYPING_PREVIEW="on")
    assert (read(given).translator_url, read(given).typing_preview) == ("http://127.0.0.1:5000", True)


@pytest.mark.parametrize("url", ["ftp://x", "translator", "http://", "http://x/?q=1", "file:///etc"])
def test_a_translator_s_address_that_is_none_stops_the_start(tmp_path: Path, url: str) -> None:
    with pytest.raises(BadSetting, match="PERMANENCE_TRANSLATOR_URL"):
        read(variables(tmp_path, PERMANENCE_TRANSLATOR_URL=url))


def test_officers_ask_for_the_next_themselves_unless_told_otherwise(tmp_path: Path) -> None:
    assert not read(variables(tmp_path)).push
    assert read(variables(tmp_path, PERMANENCE_ASSIGNMENT="push")).push
    with pytest.raises(BadSetting, match="PERMANENCE_ASSIGNMENT is 'both': give push or pull"):
        read(variables(tmp_path, PERMANENCE_ASSIGNMENT="both"))


@pytest.mark.parametrize("text", ["0", "-5", "1.5", "two", "86401", "²"])
def test_an_overflow_that_is_no_number_of_seconds_stops_the_start(tmp_path: Path, text: str) -> None:
    assert read(variables(tmp_path)).overflow_after is None
    assert read(variables(tmp_path, PERMANENCE_OVERFLOW_AFTER="300")).overflow_after == timedelta(minutes=5)
    with pytest.raises(BadSetting, match="PERMANENCE_OVERFLOW_AFTER"):
        read(variables(tmp_path, PERMANENCE_OVERFLOW_AFTER=text))
