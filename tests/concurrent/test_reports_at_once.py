"""Reports opened at the same instant are numbered without a gap; what several officers fill at once is all kept."""

from functools import partial
from uuid import UUID

import pytest

from permanence.accounts.models import Officer
from permanence.casework.reports import actions, queries
from permanence.casework.reports.models import Report
from permanence.desk import actions as desk
from permanence.desk import opening
from permanence.desk.arrival import Arrival
from permanence.lib.errors import Invalid
from tests.concurrent.crowd import at_once, refusals
from tests.conftest import MakeOfficer

pytestmark = pytest.mark.django_db(transaction=True)
OFFICERS = 8
EACH = 5
CHILD = {"name": "Lou", "age": 6, "exposed": "witness", "text": "dans sa chambre"}


def _held(officer: Officer) -> UUID:
    conversation = opening.open_conversation(Arrival()).conversation.pk
    desk.claim(by=officer, conversation=conversation)
    return conversation


def test_reports_opened_at_once_are_numbered_without_a_gap_though_some_fail(make_officer: MakeOfficer) -> None:
    officers = [
        make_officer(f"agent-{number}", force="PN" if number % 2 else "GN", capacity=20) for number in range(OFFICERS)
    ]
    held = {officer: [_held(officer) for _ in range(EACH)] for officer in officers}

    def fill(officer: Officer) -> int:
        opened = 0
        for conversation in held[officer]:
            with pytest.raises(Invalid):
                actions.keep(by=officer, conversation=conversation, given={"victim.sex": "?"})
            opened += actions.keep(by=officer, conversation=conversation, given={"summary": "x"}) is not None
        return opened

    results = at_once([partial(fill, officer) for officer in officers])
    assert not refusals(results, AssertionError)
    assert results == [EACH] * OFFICERS
    for force in ("PN", "GN"):
        given = sorted(Report.objects.filter(force=force).values_list("reference", flat=True))
        assert [int(reference[-6:]) for reference in given] == list(range(1, EACH * OFFICERS // 2 + 1))


def test_what_several_fill_at_once_is_all_kept_and_the_report_opens_once(make_officer: MakeOfficer) -> None:
    holder = make_officer("agent", force="PN", capacity=20)
    supervisors = [make_officer(f"chef-{number}", "supervisor", "PN") for number in range(OFFICERS)]
    conversation = _held(holder)

    def fill(officer: Officer) -> None:
        for name, value in CHILD.items():
            given = {f"children.kid{officer.username[-1]}.{name}": value}
            actions.keep(by=officer, conversation=conversation, given=given)

    assert not refusals(at_once([partial(fill, officer) for officer in supervisors]), AssertionError)
    report = queries.of(conversation)
    assert report is not None
    assert [version["number"] for version in queries.versions(report)] == list(range(OFFICERS * len(CHILD), 0, -1))
    assert len(queries.content(report)) == OFFICERS * len(CHILD)


def test_two_who_file_at_once_file_it_once(make_officer: MakeOfficer) -> None:
    holder, chief = make_officer("agent", force="PN"), make_officer("chef", "supervisor", "PN")
    conversation = _held(holder)
    actions.keep(by=holder, conversation=conversation, given={"reporter": "victim", "facts.ab12.category": "sexist"})
    filed = at_once([partial(actions.file, by=one, conversation=conversation) for one in (holder, chief)])
    assert not refusals(filed, AssertionError)
    assert len({report.filed_at for report in filed if isinstance(report, Report)}) == 1
