"""A report is filed once, when it says enough to count; the commander's figure is one question over plain columns."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.casework.reports import actions, queries
from permanence.casework.reports.models import Report
from permanence.desk import actions as desk
from permanence.lib.errors import NotFound
from permanence.live.models import Conversation
from tests.casework.reports.test_keeping import keep
from tests.desk.conftest import Arrive

WHOLE = {"reporter": "victim", "facts.ab12.category": "conjugal", "facts.ab12.kinds": ["physical", "psychological"]}


def _filed(by: Officer, conversation: Conversation, **more: Any) -> Report:
    actions.keep(by=by, conversation=conversation.pk, given=WHOLE | more)
    return actions.file(by=by, conversation=conversation.pk)


def test_a_report_that_says_enough_is_filed_with_its_moment_and_its_officer(
    held: Conversation, officer: Officer, clock: time_machine.Traveller
) -> None:
    report = _filed(officer, held)
    assert (report.filed_at, report.filed_by) == (datetime(2026, 3, 10, 2, 30, tzinfo=UTC), officer)
    [entry] = Entry.objects.filter(act="file report")
    assert entry.detail["reference"] == report.reference


@pytest.mark.parametrize(
    ("given", "lacking"),
    [
        ({}, {"reporter", "facts"}),
        ({"summary": "Des mots"}, {"reporter", "facts"}),
        ({"reporter": "victim"}, {"facts"}),
        ({"facts.ab12.category": "sexist"}, {"reporter"}),
        ({"reporter": "victim", "facts.ab12.text": "sans catégorie"}, {"facts"}),
    ],
)
def test_what_is_missing_is_named_in_one_sentence(
    given: dict[str, str], lacking: set[str], held: Conversation, officer: Officer
) -> None:
    if given:
        actions.keep(by=officer, conversation=held.pk, given=given)
    with pytest.raises(actions.Incomplete) as refused:
        actions.file(by=officer, conversation=held.pk)
    assert set(refused.value.errors) == lacking
    assert refused.value.detail.startswith("Pour enregistrer le signalement, il manque : ")
    assert all(words in refused.value.detail for words in refused.value.errors.values())
    assert not Entry.objects.filter(act="file report").exists()


def test_it_is_filed_once_and_what_comes_later_is_a_version(
    held: Conversation, officer: Officer, guest: Officer, clock: time_machine.Traveller
) -> None:
    first = _filed(officer, held)
    clock.shift(60)
    again = actions.file(by=guest, conversation=held.pk)
    assert (again.filed_at, again.filed_by) == (first.filed_at, officer)
    later = keep(guest, held, victim__sex="female")
    assert (later.version, later.filed_at) == (2, first.filed_at)
    assert Entry.objects.filter(act="file report").count() == 1


def test_a_colleague_files_nothing(held: Conversation, officer: Officer, colleague: Officer) -> None:
    keep(officer, held, reporter="victim")
    with pytest.raises(NotFound):
        actions.file(by=colleague, conversation=held.pk)


def _commanders_figure(force: str, since: datetime) -> int:
    """Reports of conjugal violence (physical, psychological, sexual) against women, one force, year to date."""
    kinds = {"facts__category": "conjugal", "facts__kind__in": queries.COMMANDERS_KINDS}
    asked = queries.counted().filter(force=force, filed_at__gte=since, victim_sex="female", **kinds)
    return int(asked.aggregate(number=Count("pk", distinct=True))["number"])


def test_the_commander_s_figure_is_one_question_over_plain_columns(
    arrive: Arrive, officer: Officer, clock: time_machine.Traveller
) -> None:
    told: list[tuple[dict[str, Any], str]] = [
        ({"victim.sex": "female"}, ""),  # counts, once, though two kinds are true
        ({"victim.sex": "female", "facts.ab12.kinds": ["sexual"]}, ""),  # counts
        ({"victim.sex": "male"}, ""),
        ({}, ""),
        ({"victim.sex": "female", "facts.ab12.kinds": ["economic"]}, ""),
        ({"victim.sex": "female", "facts.ab12.category": "intrafamily"}, ""),
        ({"victim.sex": "female"}, "test"),
        ({"victim.sex": "female"}, "abuse"),
    ]
    for more, mark in told:
        conversation = arrive("35000")
        desk.claim(by=officer, conversation=conversation.pk)
        _filed(officer, conversation, **more)
        if mark:
            desk.mark(by=officer, conversation=conversation.pk, kind=mark, reason="ce n’en est pas une")
    unfiled = arrive("35000")
    desk.claim(by=officer, conversation=unfiled.pk)
    actions.keep(by=officer, conversation=unfiled.pk, given=WHOLE | {"victim.sex": "female"})
    new_year = datetime(2025, 12, 31, 23, tzinfo=UTC)
    with CaptureQueriesContext(connection) as asked:
        assert _commanders_figure("PN", new_year) == 2
    assert len(asked) == 1
    assert "body" not in asked[0]["sql"]
    assert _commanders_figure("GN", new_year) == 0
    assert _commanders_figure("PN", new_year + timedelta(days=365)) == 0
