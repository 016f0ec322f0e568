"""Two colleagues exchange shifts; a supervisor decides only where a rest is broken."""

from collections.abc import Callable

import pytest
import time_machine
from django.test import Client

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.lib.errors import Invalid, NotFound
from permanence.roster import actions
from permanence.roster.actions import AlreadyAsked, Lapsed
from permanence.roster.models import Shift, Swap
from tests.roster.conftest import Enter

pytestmark = pytest.mark.django_db
BrowserOf = Callable[[Officer], Client]


def holder(shift: Shift) -> Officer:
    return Shift.objects.get(pk=shift.pk).officer


def test_both_shifts_change_hands_when_the_colleague_accepts(
    enter: Enter, officer: Officer, colleague: Officer
) -> None:
    given, wanted = enter(officer, 10, 20).shift, enter(colleague, 50, 60).shift
    swap = actions.ask_swap(by=officer, shift=given.pk, to=colleague, in_return=wanted.pk)
    assert (holder(given), holder(wanted)) == (officer, colleague)
    assert actions.accept_swap(by=colleague, swap=swap.pk).state == Swap.State.DONE
    assert (holder(given), holder(wanted)) == (colleague, officer)
    assert Entry.objects.filter(act="exchange shift", outcome="done").count() == 2
    with pytest.raises(Lapsed):
        actions.accept_swap(by=colleague, swap=swap.pk)


def test_a_shift_may_be_given_for_nothing_and_a_refusal_changes_nothing(
    enter: Enter, officer: Officer, colleague: Officer
) -> None:
    shift = enter(officer, 10, 20).shift
    swap = actions.ask_swap(by=officer, shift=shift.pk, to=colleague)
    with pytest.raises(AlreadyAsked):
        actions.ask_swap(by=officer, shift=shift.pk, to=colleague)
    actions.refuse_swap(by=colleague, swap=swap.pk)
    assert holder(shift) == officer
    again = actions.ask_swap(by=officer, shift=shift.pk, to=colleague)
    actions.accept_swap(by=colleague, swap=again.pk)
    assert holder(shift) == colleague


def test_a_broken_rest_waits_for_a_supervisor(
    enter: Enter, officer: Officer, colleague: Officer, supervisor: Officer, gendarme: Officer
) -> None:
    shift = enter(officer, 10, 20).shift
    enter(colleague, 25, 33)
    swap = actions.ask_swap(by=officer, shift=shift.pk, to=colleague)
    assert actions.accept_swap(by=colleague, swap=swap.pk).state == Swap.State.TO_CONFIRM
    assert holder(shift) == officer
    for somebody in (officer, colleague, gendarme):
        with pytest.raises(NotFound):
            actions.confirm_swap(by=somebody, swap=swap.pk)
    actions.confirm_swap(by=supervisor, swap=swap.pk)
    assert holder(shift) == colleague


def test_a_supervisor_may_decline(enter: Enter, officer: Officer, colleague: Officer, supervisor: Officer) -> None:
    shift = enter(officer, 10, 20).shift
    enter(colleague, 25, 33)
    swap = actions.ask_swap(by=officer, shift=shift.pk, to=colleague)
    actions.accept_swap(by=colleague, swap=swap.pk)
    actions.decline_swap(by=supervisor, swap=swap.pk)
    assert (holder(shift), Swap.objects.get().state) == (officer, Swap.State.REFUSED)


def test_it_lapses_when_a_shift_begins_moves_or_changes_hands(
    enter: Enter, officer: Officer, colleague: Officer, supervisor: Officer, clock: time_machine.Traveller
) -> None:
    moved, begun = enter(officer, 10, 20).shift, enter(officer, 50, 60).shift
    first = actions.ask_swap(by=officer, shift=moved.pk, to=colleague)
    actions.move_shift(by=supervisor, shift=moved.pk, starts_at=moved.starts_at, ends_at=moved.ends_at)
    with pytest.raises(Lapsed):
        actions.accept_swap(by=colleague, swap=first.pk)
    second = actions.ask_swap(by=officer, shift=begun.pk, to=colleague)
    clock.shift(51 * 3600)
    assert actions.lapse_swaps() == 1
    assert Entry.objects.filter(act="exchange shift", object_id=str(second.pk), detail__change="lapsed").exists()
    assert actions.lapse_swaps() == 0
    with pytest.raises(Lapsed):
        actions.accept_swap(by=colleague, swap=second.pk)


def test_refused_for_a_shift_of_somebody_else_to_somebody_who_cannot_or_is_taken(
    enter: Enter, officer: Officer, colleague: Officer, gendarme: Officer, supervisor: Officer
) -> None:
    mine, theirs = enter(officer, 10, 20).shift, enter(colleague, 12, 18).shift
    with pytest.raises(NotFound):
        actions.ask_swap(by=officer, shift=theirs.pk, to=supervisor)
    for to in (gendarme, colleague, officer):
        with pytest.raises(Invalid):
            actions.ask_swap(by=officer, shift=mine.pk, to=to)
    with pytest.raises(Invalid):
        actions.ask_swap(by=officer, shift=mine.pk, to=supervisor, in_return=theirs.pk)
    swap = actions.ask_swap(by=officer, shift=mine.pk, to=supervisor)
    for somebody in (colleague, officer, gendarme):
        with pytest.raises(NotFound):
            actions.accept_swap(by=somebody, swap=swap.pk)
    with pytest.raises(NotFound):
        actions.withdraw_swap(by=supervisor, swap=swap.pk)
    actions.withdraw_swap(by=officer, swap=swap.pk)


def test_from_page_to_page(
    enter: Enter, officer: Officer, colleague: Officer, supervisor: Officer, browser_of: BrowserOf
) -> None:
    given = enter(officer, 10, 20).shift
    wanted = enter(colleague, 50, 60).shift
    asking = browser_of(officer)
    address = f"/brigade/planning/mes-vacations/{given.pk}/echange"
    assert "Gardien de la paix Hugo" in asking.get(address).content.decode()
    assert asking.post(address, {"to": ""}).status_code == 422
    asked = asking.post(address, {"to": colleague.pk, "in_return": wanted.pk}, follow=True).content.decode()
    assert "Vous proposez à <strong>Gardien de la paix Hugo</strong>" in asked
    answering = browser_of(colleague)
    assert "vous propose sa vacation" in answering.get("/brigade/planning/mes-vacations").content.decode()
    (swap,) = Swap.objects.all()
    done = answering.post(f"/brigade/planning/echanges/{swap.pk}/accepter", follow=True).content.decode()
    assert "L’échange est fait" in done
    assert answering.post(f"/brigade/planning/echanges/{swap.pk}/refuser").status_code == 409
    assert answering.post(f"/brigade/planning/echanges/{swap.pk}/manger").status_code == 404
    assert answering.post(f"/brigade/planning/echanges/{swap.pk}/decision/valider").status_code == 403


def test_a_supervisor_settles_on_the_page_of_coverage(
    enter: Enter, officer: Officer, colleague: Officer, supervisor: Officer, browser_of: BrowserOf
) -> None:
    shift = enter(officer, 10, 20).shift
    enter(colleague, 25, 33)
    swap = actions.ask_swap(by=officer, shift=shift.pk, to=colleague)
    actions.accept_swap(by=colleague, swap=swap.pk)
    browser = browser_of(supervisor)
    assert "moins de 11 heures de repos" in browser.get("/brigade/planning/").content.decode()
    done = browser.post(f"/brigade/planning/echanges/{swap.pk}/decision/valider", follow=True).content.decode()
    assert "L’échange est fait" in done
    assert holder(shift) == colleague
