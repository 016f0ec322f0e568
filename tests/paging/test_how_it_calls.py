"""A page goes out once, again until somebody acknowledges it; its end is told; a channel that fails is tried again."""

import dataclasses
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.mail import get_connection
from django.db import connections
from django.utils import timezone

from permanence.accounts.models import Officer
from permanence.audit.models import Entry
from permanence.desk.paging import actions, channels, delivery, queries
from permanence.desk.paging.models import Alarm, Channel, Page
from permanence.lib.errors import NotFound
from tests.desk.conftest import Arrive
from tests.environment.pager import Mailbox, Pager
from tests.paging.conftest import Connect

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def unstaffed(arrive: Arrive, clock: time_machine.Traveller, pager: Pager) -> None:
    """Somebody waits, nobody is there, and it was noticed."""
    arrive("35000")
    clock.shift(61)
    actions.sweep()


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    """Whoever is on call, by mail."""
    found = Mailbox()
    settings.PERMANENCE = dataclasses.replace(settings.PERMANENCE, page_mail=["astreinte@example.org"])
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", found.port
    yield found
    found.stop()


def told(pager: Pager) -> list[str]:
    actions.sweep()
    delivery.deliver()
    return [page["event"] for page in pager.told]


def test_a_page_is_a_sentence_and_figures_and_nothing_of_the_visitor(unstaffed: None, pager: Pager) -> None:
    assert told(pager) == ["alarm"]
    (page,) = pager.told
    assert page["text"] == "Police nationale : personne n’est connecté et 1 personne attend depuis 3 h 30"
    assert (page["kind"], page["force"], page["people"], page["times"]) == ("unstaffed", "PN", 1, 1)
    assert set(page) == {"path", "service", "id", "event", "kind", "force", "since", "people", "times", "text", "url"}
    assert "35000" not in str(page)


def test_it_goes_out_once_and_again_while_nobody_acknowledges(
    unstaffed: None, pager: Pager, clock: time_machine.Traveller
) -> None:
    for _ in range(5):
        assert told(pager) == ["alarm"]
        clock.shift(60)
    clock.shift(15 * 60)
    assert told(pager) == ["alarm", "alarm"]
    assert [page["times"] for page in pager.told] == [1, 2]
    assert len({page["id"] for page in pager.told}) == 1


def test_who_acknowledges_it_is_called_no_more_and_is_told_when_it_is_over(
    unstaffed: None,
    pager: Pager,
    clock: time_machine.Traveller,
    supervisor: Officer,
    officer: Officer,
    connect: Connect,
) -> None:
    told(pager)
    actions.acknowledge(by=supervisor, alarm=Alarm.objects.get().pk)
    clock.shift(3600)
    assert told(pager) == ["alarm"]
    connect(officer)
    told(pager)
    clock.shift(61)
    connect(officer)
    told(pager)
    told(pager)
    events = [page["event"] for page in pager.told if page["kind"] == "unstaffed"]
    assert events == ["alarm", "resolved"]  # that they have waited for an hour is another alarm
    assert pager.told[-1]["text"].startswith("Résolu. Police nationale")


def test_what_was_never_paged_has_no_end_to_tell(
    unstaffed: None, pager: Pager, clock: time_machine.Traveller, officer: Officer, connect: Connect
) -> None:
    clock.shift(61)
    connect(officer)
    assert told(pager) == []
    assert Alarm.objects.get().over_at is not None


def test_a_moment_s_return_is_not_the_end(
    unstaffed: None, pager: Pager, clock: time_machine.Traveller, officer: Officer, connect: Connect
) -> None:
    told(pager)
    connect(officer)
    clock.shift(30)
    told(pager)
    Officer.objects.update(seen_at=None)
    clock.shift(31)
    assert told(pager) == ["alarm"]
    assert Alarm.objects.count() == 1


def test_a_channel_that_fails_is_tried_again_later_each_time_and_shown(
    unstaffed: None, pager: Pager, clock: time_machine.Traveller
) -> None:
    pager.status = 500
    assert queries.state().state == "ok"
    for wait in (0, 5, 15, 30):
        clock.shift(wait)
        before = len(pager.told)
        told(pager)
        assert len(pager.told) == before + 1
        told(pager)
        assert len(pager.told) == before + 1, "not again before its time"
    page = Page.objects.get()
    assert (page.failures, page.fault) == (4, "HTTP 500")
    assert queries.state().failing == [Channel.WEBHOOK]
    pager.status = 200
    clock.shift(60)
    told(pager)
    assert queries.state().state == "ok"


def test_a_webhook_is_never_followed_elsewhere_and_its_address_is_in_no_row(
    unstaffed: None, pager: Pager, caplog: pytest.LogCaptureFixture
) -> None:
    pager.status, pager.location = 302, "http://192.0.2.1/elsewhere"
    told(pager)
    page = Page.objects.get()
    assert page.fault == "HTTP 302"
    assert "secret-of-the-address" not in caplog.text + page.fault + str(list(Entry.objects.values()))


def test_a_webhook_that_is_not_there_is_a_failure_without_its_address(unstaffed: None, pager: Pager) -> None:
    pager.stop()
    delivery.deliver()
    assert Page.objects.get().fault in ("URLError", "ConnectionRefusedError")


def test_mail_says_the_same_and_that_nobody_reads_answers(
    arrive: Arrive, clock: time_machine.Traveller, mailbox: Mailbox
) -> None:
    assert get_connection() is not None
    arrive("35000")
    clock.shift(61)
    actions.sweep()
    assert delivery.deliver() == 1
    (mail,) = mailbox.mails
    assert "Auto-Submitted: auto-generated" in mail
    assert "To: astreinte@example.org" in mail
    assert "astreinte" not in str(list(Entry.objects.values()))


def test_each_channel_is_told_and_one_that_fails_keeps_the_other_from_nothing(
    unstaffed: None, pager: Pager, mailbox: Mailbox
) -> None:
    pager.status = 500
    actions.sweep()
    assert delivery.deliver() == 1
    assert len(mailbox.mails) == 1


def test_without_a_channel_alarms_are_kept_and_nothing_is_sent(arrive: Arrive, clock: time_machine.Traveller) -> None:
    arrive("35000")
    clock.shift(61)
    assert actions.sweep() == 1
    assert (Page.objects.count(), delivery.deliver(), queries.state().state) == (0, 0, "none")


def test_a_page_that_another_process_took_is_not_sent_twice(unstaffed: None, pager: Pager) -> None:
    page = Page.objects.select_related("alarm").get()
    Page.objects.update(due_at=timezone.now() + delivery.TAKEN_FOR)
    assert delivery._deliver(page) is False
    assert pager.told == []


def test_one_that_died_leaves_it_to_another(unstaffed: None, pager: Pager, clock: time_machine.Traveller) -> None:
    Page.objects.update(due_at=timezone.now() + delivery.TAKEN_FOR)
    assert told(pager) == []
    clock.shift(61)
    assert told(pager) == ["alarm"]


def test_an_end_that_comes_while_a_page_is_on_its_way_is_told_too(
    unstaffed: None, pager: Pager, monkeypatch: pytest.MonkeyPatch
) -> None:
    def while_sending(page: Page) -> None:
        actions._close(Alarm.objects.get(), timezone.now())

    monkeypatch.setattr(channels, "send", while_sending)
    delivery.deliver()
    assert Page.objects.get(is_end=False).due_at is None
    assert Page.objects.filter(is_end=True).exclude(due_at=None).count() == 1


@pytest.mark.parametrize("who", ["officer", "gendarme", "unit", "analyst", "administrator", "stranger"])
def test_only_who_answers_for_the_desk_acknowledges(who: str, unstaffed: None, request: pytest.FixtureRequest) -> None:
    with pytest.raises(NotFound):
        actions.acknowledge(by=request.getfixturevalue(who), alarm=Alarm.objects.get().pk)
    assert Entry.objects.filter(outcome=Entry.Outcome.REFUSED, act="acknowledge alarm").count() == 1


def test_what_is_acknowledged_stays_whose_it_is(unstaffed: None, supervisor: Officer, commander: Officer) -> None:
    alarm = Alarm.objects.get().pk
    actions.acknowledge(by=supervisor, alarm=alarm)
    assert actions.acknowledge(by=commander, alarm=alarm).acknowledged_by == supervisor


@pytest.mark.django_db(transaction=True)
def test_of_two_processes_one_sends(unstaffed: None, pager: Pager) -> None:
    barrier = threading.Barrier(2)
    page = Page.objects.select_related("alarm").get()

    def send() -> None:
        try:
            seen = Page.objects.select_related("alarm").get(pk=page.pk)  # both as it is due, whoever is quicker then
            barrier.wait()
            delivery._deliver(seen)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(pager.told) == 1


def test_who_looks_after_one_person_in_danger_is_called_for_the_next_one(
    arrive: Arrive, pager: Pager, clock: time_machine.Traveller, supervisor: Officer, officer: Officer, connect: Connect
) -> None:
    def dangers() -> list[tuple[str, int]]:
        told(pager)
        return [(page["event"], page["people"]) for page in pager.told if page["kind"] == "danger"]

    connect(officer)
    arrive("35000", in_danger=True)
    clock.shift(61)
    assert dangers() == [("alarm", 1)]
    actions.acknowledge(by=supervisor, alarm=Alarm.objects.get(kind="danger").pk)
    clock.shift(30)
    assert dangers() == [("alarm", 1)]
    arrive("35000", in_danger=True)
    clock.shift(61)
    assert dangers() == [("alarm", 1), ("alarm", 2)]
    alarm = Alarm.objects.get(kind="danger")
    assert (alarm.acknowledged_at, alarm.acknowledged_by) == (None, None)
