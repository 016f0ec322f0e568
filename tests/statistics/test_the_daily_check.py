"""Once a day the figures are compared with the rows; what differs is told, in the log and by `permanence check`."""

import logging

import pytest
import time_machine
from django.utils import timezone

from config.check import Kind
from config.check.figures import figures
from permanence.audit import chain
from permanence.statistics import checking, keeping
from permanence.statistics.models import Cell, Cursor
from tests.desk.conftest import Arrive

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def told(kind: Kind) -> list[str]:
    """What `permanence check` says of them."""
    return [finding.text for finding in figures() if finding.kind is kind]


def test_it_is_due_once_a_day_and_once_the_figures_follow(clock: time_machine.Traveller, arrive: Arrive) -> None:
    assert not checking.is_due()
    arrive("35000")
    chain.seal_new()
    keeping.sweep()
    assert checking.is_due()
    assert checking.check_and_tell() == 0
    assert not checking.is_due()
    clock.shift(86_401)
    assert checking.is_due()


def test_what_differs_is_told_in_the_log_and_by_the_command(arrive: Arrive, caplog: pytest.LogCaptureFixture) -> None:
    arrive("35000")
    keeping.sweep()
    Cell.objects.filter(grain="day", scope="all").update(counts='{"conversation": 12}')
    with caplog.at_level(logging.ERROR):
        assert checking.check_and_tell() > 1
    assert "conversation: kept 12, counted 1" in caplog.text
    assert "permanence statistics rebuild" in told(Kind.FAULT)[0]


def test_the_command_says_when_they_were_compared(clock: time_machine.Traveller) -> None:
    assert told(Kind.NOTE) == ["not compared with the rows yet: the periodic work does it once a day"]
    Cursor.objects.create(pk=1, checked_at=timezone.now())
    assert told(Kind.OK) == ["they are what the rows say, as compared on 2026-03-10"]
    clock.shift(4 * 86_400)
    assert "since 2026-03-10" in told(Kind.NOTE)[0]
