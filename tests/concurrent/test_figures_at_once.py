"""The figures are counted while everything changes, by several processes that each believe it their turn: nothing is
counted twice, nothing is missed."""

import threading
from functools import partial
from uuid import UUID

import pytest

from permanence.accounts.models import Officer
from permanence.audit import chain
from permanence.desk import actions, opening
from permanence.desk.arrival import Arrival
from permanence.live import journal
from permanence.live.batch import Draft
from permanence.live.models import Conversation, Sender
from permanence.statistics import following, keeping, recount, sharing
from permanence.statistics.fingerprints import Fingerprints, Weights
from permanence.statistics.models import Cell, Counted
from permanence.statistics.queries import Question, vector
from tests.concurrent.crowd import PATIENCE_S, at_once, refusals

pytestmark = pytest.mark.django_db(transaction=True)
VISITORS, SWEEPERS, SWEEPS = 6, 3, 12


def live_through(officer: Officer) -> UUID:
    """A conversation from its first word to its end, which then proves to be a duplicate."""
    pk = opening.open_conversation(Arrival(categories=("conjugal",))).conversation.pk
    journal.append(Draft(pk, Sender.VISITOR, "bonjour"))
    actions.claim(by=officer, conversation=pk)
    journal.append(Draft(pk, Sender.OFFICER, "bonjour", officer=officer.pk))
    actions.mark(by=officer, conversation=pk, kind="duplicate", reason="deux fois la même")
    actions.mark(by=officer, conversation=pk, kind="genuine", reason="une erreur")
    actions.end(by=officer, conversation=pk)
    return pk


def keep_counting() -> int:
    """What the periodic work does, without pause."""
    for _ in range(SWEEPS):
        chain.seal_new()
        keeping.sweep()
    return 0


def test_sweeps_at_once_and_changes_meanwhile_leave_exact_figures(officer: Officer) -> None:
    acts = [partial(live_through, officer)] * VISITORS
    results = at_once([*acts, *[keep_counting] * SWEEPERS])
    assert not refusals(results, AssertionError)
    chain.seal_new()
    keeping.sweep()
    begun = Conversation.objects.order_by("created_at").values_list("created_at", flat=True)
    day = begun[0].date()
    told = vector(Question(day.replace(month=1, day=1), day.replace(month=12, day=31)))
    assert (told["conversation"], told["answered"], told["set_aside"]) == (VISITORS, VISITORS, 0)
    assert Counted.objects.count() == VISITORS
    assert recount.check(afresh=True) == []


def test_a_rebuild_while_others_count_leaves_exact_figures(officer: Officer) -> None:
    acts = [partial(live_through, officer)] * VISITORS
    results = at_once([*acts, keep_counting, recount.rebuild, recount.rebuild])
    assert not refusals(results, AssertionError)
    chain.seal_new()
    keeping.sweep()
    assert recount.check(afresh=True) == []
    assert Cell.objects.exists()


def test_what_changed_is_counted_in_a_thread_of_its_own(officer: Officer) -> None:
    live_through(officer)
    chain.seal_new()
    keeping.sweep_in_a_thread()
    for thread in threading.enumerate():
        if thread.name == "counting":
            thread.join(PATIENCE_S)
    assert Counted.objects.count() == 1
    assert not following.pending()
    assert recount.check() == []


def test_nobody_waits_for_a_check_which_sees_one_moment(officer: Officer) -> None:
    with recount.snapshot():
        assert Conversation.objects.count() == 0
        assert not refusals(at_once([partial(live_through, officer)]), AssertionError)
        assert Conversation.objects.count() == 0
    assert Conversation.objects.count() == 1


@pytest.mark.postgresql
def test_a_check_shared_among_processes_sees_one_moment_and_finds_what_differs(
    officer: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "FEWEST", 0)
    monkeypatch.setattr("os.sched_getaffinity", lambda _pid: {0, 1, 2})
    for _ in range(VISITORS):
        live_through(officer)
    chain.seal_new()
    keeping.sweep()
    alone, shared = Fingerprints(Weights(b"a secret")), Fingerprints(Weights(b"a secret"))
    with recount.snapshot() as is_seen_by_others:
        assert is_seen_by_others
        sharing.fingerprint(alone, frozenset(), afresh=False, is_seen_by_others=False)
        assert not refusals(at_once([partial(live_through, officer)]), AssertionError)  # after the moment
        sharing.fingerprint(shared, frozenset(), afresh=True, is_seen_by_others=True)
    assert shared.by_cell() == alone.by_cell()
    chain.seal_new()
    keeping.sweep()
    assert recount.check() == []
    Cell.objects.filter(grain="day", scope="all").update(counts='{"conversation": 12}')
    assert {(one.key, one.kept) for one in recount.check()} >= {("conversation", 12)}
