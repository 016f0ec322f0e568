"""The periodic work is done by one process at a time; another takes over when it stops or falls silent."""

from typing import Any

import pytest
from django.test import Client

from config import health, jobs
from config.jobs import Turn
from config.models import Heartbeat

pytestmark = pytest.mark.django_db


def test_one_of_two_has_the_turn() -> None:
    first, second = Turn(), Turn()
    assert first.is_mine()
    assert not second.is_mine()


def test_who_stops_gives_it_back(clock: Any) -> None:
    first, second = Turn(), Turn()
    assert first.is_mine()
    first.give_back()
    assert second.is_mine()


def test_who_falls_silent_loses_it(clock: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = Turn(), Turn()
    assert first.is_mine()
    clock.shift(jobs.SILENT_AFTER)
    assert not second._take()
    clock.shift(1)
    assert second._take()
    assert not first._take()


def test_what_one_does_not_have_it_does_not_give_back() -> None:
    first, second = Turn(), Turn()
    assert first.is_mine()
    second.give_back()
    assert Heartbeat.objects.get().by == first.process


def test_readiness_tells_the_age_of_the_heartbeat(nobody: Client, clock: Any) -> None:
    assert nobody.get("/readyz").json()["jobs"] == {"age_s": None, "state": "late"}
    assert Turn().is_mine()
    clock.shift(2)
    assert nobody.get("/readyz").json() == {
        "status": "ok",
        "database": "ok",
        "schema": "ok",
        "keys": "ok",
        "pages": "none",
        "jobs": {"age_s": 2.0, "state": "ok"},
    }
    clock.shift(health.JOBS_LATE_AFTER_S)
    answer = nobody.get("/readyz")
    assert (answer.status_code, answer.json()["jobs"]["state"]) == (200, "late")


def test_an_old_schema_is_not_ready(nobody: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "schema_fits", lambda: False)
    answer = nobody.get("/readyz")
    assert (answer.status_code, answer.json()["schema"]) == (503, "behind")
