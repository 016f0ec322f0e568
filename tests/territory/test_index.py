"""What every visit asks is answered from memory, and never from a memory that is too old."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from permanence.lib.errors import NotFound
from permanence.territory import actions, index, queries
from permanence.territory.models import Commune, Jurisdiction, Revision

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few")]


def _another_process_settles_narbonne() -> None:
    """The same rows, written past this process's memory."""
    unit = Jurisdiction.objects.get(commune="11262", force="GN").unit
    Commune.objects.filter(pk="11262").update(settled_force="GN", settled_unit=unit, settled_at="2026-01-01T00:00Z")
    Revision.objects.update(token="00000000-0000-4000-8000-000000000000")


def _fail_half_way() -> None:
    with actions.changing():
        Commune.objects.filter(pk="35238").update(name="Ailleurs")
        raise ZeroDivisionError


def test_a_second_question_asks_the_database_nothing() -> None:
    queries.lookup("35000")
    with CaptureQueriesContext(
        connection,
    ) as captured:
        for _ in range(1000):
            queries.lookup("35000")
    assert len(captured) <= 1


def test_a_change_of_this_process_is_seen_at_once() -> None:
    assert queries.lookup("11100")["force"] is None
    actions.settle_commune(insee="11262", force="GN", by="officer:1")
    assert queries.lookup("11100")["force"] == "GN"


def test_a_change_of_another_process_is_seen_when_the_revision_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "LOOK_EVERY_S", 0.0)
    assert queries.lookup("11100")["force"] is None
    _another_process_settles_narbonne()
    assert queries.lookup("11100")["force"] == "GN"


def test_within_the_delay_the_index_is_the_one_we_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "LOOK_EVERY_S", 3600.0)
    index.forget()
    assert queries.lookup("11100")["force"] is None
    _another_process_settles_narbonne()
    assert queries.lookup("11100")["force"] is None


def test_while_one_thread_rebuilds_the_others_go_on_with_what_they_have() -> None:
    queries.lookup("35000")
    index.forget()
    with index._lock:
        assert queries.lookup("35000")["force"] == "PN"


def test_a_change_that_fails_leaves_the_answers_as_they_were() -> None:
    with pytest.raises(NotFound):
        actions.settle_commune(insee="99999", force="GN", by="officer:1")
    with pytest.raises(ZeroDivisionError):
        _fail_half_way()
    assert queries.lookup("35000")["communes"][0]["name"] == "Rennes"


def test_an_empty_database_answers_without_a_place() -> None:
    Jurisdiction.objects.all().delete()
    Commune.objects.all().delete()
    Revision.objects.all().delete()
    index.forget()
    assert queries.place("35000") == queries.Place()
    assert queries.time_zone("35") == "Europe/Paris"
    assert queries.help_lines("35") == []
