"""The counters at the visitors' door: numbers of nobody, kept in memory, added in batches, never lost nor doubled by a
failure of the store."""

import asyncio
import contextlib
from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from permanence.portal import counted
from permanence.statistics import visits
from permanence.statistics.exports import tables
from permanence.statistics.exports.material import gather
from permanence.statistics.models import Visits
from permanence.statistics.queries import Question

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 10)


@pytest.fixture(autouse=True)
def _from_zero(clock: time_machine.Traveller) -> Iterator[None]:
    counted.connect(visits.count)
    visits.forget()
    yield
    visits.forget()


def _counted() -> dict[str, int]:
    visits.flush()
    return dict(visits.between(TODAY, TODAY))


def test_an_arrival_is_counted_in_its_language_and_nothing_is_written_then(nobody: Client) -> None:
    with CaptureQueriesContext(connection) as asked:
        nobody.get("/", headers={"Accept-Language": "uk-UA,uk;q=0.9,fr;q=0.5"})
    assert not [one for one in asked if "statistics_visits" in one["sql"]]
    assert _counted() == {"arrived": 1, "arrived|language|uk": 1}
    row = Visits.objects.get()
    assert (row.day, row.hour, row.language) == (TODAY, 3, "uk")


def test_what_a_browser_sends_makes_no_rows_of_its_own(nobody: Client) -> None:
    for told in ("xx", "fr", "", "<script>", "a" * 5000, "zz-ZZ"):
        nobody.get("/", headers={"Accept-Language": told})
    assert _counted() == {
        "arrived": 6,
        "arrived|language|other": 2,
        "arrived|language|fr": 1,
        "arrived|language|unknown": 3,
    }


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"},
        {"User-Agent": "curl/8.5.0"},
        {"User-Agent": "UptimeMonitor/1.0"},
    ],
)
def test_who_says_to_be_nobody_is_not_counted(nobody: Client, headers: dict[str, str]) -> None:
    assert nobody.get("/", headers=headers).status_code == 200
    assert _counted() == {}


def test_a_browser_of_an_old_telephone_is_somebody(nobody: Client) -> None:
    agent = "Mozilla/5.0 (Linux; Android 6.0; CUBOT NOTE S) AppleWebKit/537.36 Chrome/90.0 Mobile Safari/537.36"
    nobody.get("/", headers={"User-Agent": agent})
    nobody.head("/", headers={"User-Agent": agent})
    assert _counted()["arrived"] == 1


@pytest.mark.usefixtures("few")
def test_each_step_from_the_door_to_a_conversation_is_counted(nobody: Client) -> None:
    nobody.get("/")
    nobody.get("/espace")
    nobody.post("/espace", {"do": "start", "postal_code": "3500"})
    nobody.post("/espace", {"do": "start", "postal_code": "35000", "message": "Bonjour", "key": str(KEY)})
    nobody.post("/espace", {"do": "start", "postal_code": "35000", "message": "Bonjour", "key": str(KEY)})
    found = _counted()
    steps = ("arrived", "entered", "asked_again", "located", "began", "wrote", "left")
    assert {name: found.get(name, 0) for name in steps} == dict.fromkeys(steps[:-1], 1) | {"left": 0}


KEY = "6f1d1df4-93cf-4b0c-8a57-0a0c8f4b6b0e"


def test_leaving_from_the_door_is_counted_and_leaving_a_conversation_is_not(nobody: Client) -> None:
    nobody.get("/sortie", headers={"Sec-Fetch-Site": "same-origin"})
    assert _counted()["left"] == 1


def test_batches_add_up(nobody: Client) -> None:
    for _ in range(3):
        nobody.get("/")
        assert visits.flush() == 1
    assert visits.flush() == 0
    assert Visits.objects.get().count == 3


def test_what_could_not_be_written_is_written_later_and_once(nobody: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    nobody.get("/")
    nobody.get("/", headers={"Accept-Language": "fr"})
    add, done = visits._add, []

    def fails_after_one(key: visits.Key, number: int) -> None:
        if done:
            raise DatabaseError
        add(key, number)
        done.append(key)

    monkeypatch.setattr(visits, "_add", fails_after_one)
    with pytest.raises(DatabaseError):
        visits.flush()
    monkeypatch.undo()
    nobody.get("/")
    assert _counted()["arrived"] == 3


def test_a_stop_writes_what_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    written = []
    monkeypatch.setattr(visits, "in_store", _at_once)
    monkeypatch.setattr(visits, "flush", lambda: written.append(1))
    visits.count("arrived", "fr")

    async def stopped_at_once() -> None:
        running = asyncio.create_task(visits.run())
        await asyncio.sleep(0)
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running

    asyncio.run(stopped_at_once())
    assert written == [1]


async def _at_once(function: object) -> None:
    assert callable(function)
    function()


def test_they_are_told_for_both_forces_and_all_of_france_alone(nobody: Client) -> None:
    nobody.get("/", headers={"Accept-Language": "fr"})
    visits.flush()
    told = {table.code: table for table in tables.sheets(Question(date(2026, 1, 1), TODAY))}
    assert told["visits"].row("arrived")["count"] == 1
    assert "change_low" not in told["visits"].row("arrived")
    assert told["visit_languages"].row("fr")["label"] == "Français"
    assert gather(Question(date(2026, 1, 1), TODAY, force="GN")).visits is None
    assert gather(Question(date(2026, 1, 1), TODAY, scope="minors")).visits is None
