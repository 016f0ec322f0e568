"""What a full desk costs: `python -m bench.desk`. A thousand people wait, two hundred officers are there, on PostgreSQL.

Prints milliseconds of server time (medians): giving the next one to an officer, offering somebody when one place frees
(assignment by push, every other officer full), an officer's queue, places of all who wait.
"""

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from bench.servers import environment
from tests.environment import postgresql

WAITING, OFFICERS, TIMES = 1_000, 200, 40


def main() -> None:
    """See the module."""
    with (
        postgresql.cluster(postgresql.programs_or_install(), postgresql.DURABLE) as cluster,
        tempfile.TemporaryDirectory(prefix="permanence-bench-") as directory,
    ):
        os.environ.update(environment(Path(directory), cluster.url()), DJANGO_SETTINGS_MODULE="config.settings")
        os.environ["PERMANENCE_ASSIGNMENT"] = "push"
        import django

        django.setup()
        for name, milliseconds in _measure().items():
            sys.stdout.write(f"{name}: {milliseconds:.1f} ms\n")


def _measure() -> dict[str, float]:
    from config import server
    from permanence.desk import actions, queries

    server.migrate(quiet=True)
    officers = _fill()
    turns = iter(officers)
    return {
        "the next one, to an officer": _median(lambda: actions.claim_next(by=next(turns))),
        "an offer, when a place frees": _median(_push(officers)),
        "an officer's queue": _median(lambda: queries.waiting(officers[0])),
        "the places of all who wait": _median(queries.places),
    }


def _push(officers: list["Officer"]) -> Callable[[], object]:  # type: ignore[name-defined]  # noqa: F821
    """Whoever took somebody above is full, and so is everybody else but one, who refuses each time."""
    from permanence.accounts.models import Officer
    from permanence.desk import offers
    from permanence.desk.models import Offer

    Officer.objects.exclude(pk=officers[-1].pk).update(capacity=0)

    def turn() -> None:
        Offer.objects.all().delete()
        assert offers.drain() == 1

    return turn


def _fill() -> list["Officer"]:  # type: ignore[name-defined]  # noqa: F821 (known once Django is set up)
    from django.db import connection
    from django.utils import timezone

    from permanence.accounts.models import Officer, Presence
    from permanence.desk import opening
    from permanence.desk.arrival import Arrival

    languages, skills = (["fr"], ["fr", "tr"], ["fr", "en"]), ([], ["minors"], ["sexual", "cyber"])
    officers = Officer.objects.bulk_create(
        Officer(
            username=f"bench.{number}",
            role="officer",
            force="PN",
            presence=Presence.AVAILABLE,
            seen_at=timezone.now(),
            languages=languages[number % 3],
            skills=skills[number % 3],
        )
        for number in range(OFFICERS)
    )
    for number in range(WAITING):
        arrival = Arrival(postal_code="35000", language=("fr", "tr", "ar")[number % 3], age=("", "minor")[number % 2])
        opening.open_conversation(arrival)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as autovacuum does within the minute
    return list(officers)


def _median(act: Callable[[], object]) -> float:
    took = []
    for _ in range(TIMES):
        began = time.perf_counter()
        act()
        took.append(1000 * (time.perf_counter() - began))
    return median(took)


if __name__ == "__main__":
    main()
