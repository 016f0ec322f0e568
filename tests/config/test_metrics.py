"""`/metrics` tells numbers to this machine, or to whoever bears the token; to anybody else there is no such page."""

import dataclasses
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from config import metrics
from permanence.live.metrics import Histogram
from tests.desk.conftest import arrive, few

__all__ = ["arrive", "few"]

pytestmark = pytest.mark.django_db
TOKEN = "a token of the tests, which is long enough"
SAMPLE = re.compile(r'^[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [-+0-9.eInfNa]+$')


@pytest.fixture(autouse=True)
def _asked_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics, "_stored", metrics._ask_store)


def read(nobody: Client, **more: Any) -> str:
    answer = nobody.get("/metrics", **more)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain")
    return str(answer.content.decode())


def test_this_machine_reads_well_formed_numbers(nobody: Client) -> None:
    lines = [line for line in read(nobody).splitlines() if not line.startswith("#")]
    assert len(lines) > 50
    assert [line for line in lines if not SAMPLE.match(line)] == []


def test_who_waits_is_told_by_force(nobody: Client, arrive: Callable[..., Any]) -> None:
    arrive("35000")
    told = read(nobody)
    assert 'permanence_waiting_visitors{force="PN"} 1.0' in told
    assert 'permanence_waiting_visitors{force="GN"} 0.0' in told
    assert re.search(r"^permanence_audit_unsealed_entries [1-9]", told, re.MULTILINE)


def test_another_machine_finds_nothing(nobody: Client) -> None:
    assert nobody.get("/metrics", REMOTE_ADDR="192.0.2.7").status_code == 404


def test_what_comes_through_a_proxy_finds_nothing(nobody: Client) -> None:
    assert nobody.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 404


def test_whoever_bears_the_token_reads_from_anywhere(nobody: Client, settings: Any) -> None:
    settings.PERMANENCE = dataclasses.replace(settings.PERMANENCE, metrics_token=TOKEN)
    away: Any = {"REMOTE_ADDR": "192.0.2.7"}
    assert "permanence_messages_total" in read(nobody, headers={"Authorization": f"Bearer {TOKEN}"}, **away)
    for wrong in (f"Bearer {TOKEN}x", "Bearer ", TOKEN):
        assert nobody.get("/metrics", headers={"Authorization": wrong}, **away).status_code == 404


def test_a_histogram_counts_each_value_once_and_adds_up() -> None:
    histogram = Histogram((1, 5))
    for value in (0.5, 1, 3, 7):
        histogram.take(value)
    assert histogram.buckets() == [("1", 2.0), ("5", 3.0), ("+Inf", 4.0)]
    assert histogram.total == 11.5
