"""What a lost hint left unsaid of an officer's seats is found within a turn of the repair."""

import asyncio
from unittest.mock import Mock

import pytest
from django.utils import timezone

from permanence.accounts import sessions
from permanence.accounts.models import Officer
from permanence.desk import actions
from permanence.live import repair
from permanence.live.models import Conversation, Guest
from permanence.live.reading import OfficerReader
from tests.desk.conftest import Arrive

pytestmark = pytest.mark.django_db(transaction=True)


def _turn(reader: OfficerReader, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether the connection of this reader was told to look at its rights again."""
    connection = Mock(reader=reader)
    monkeypatch.setattr(repair, "connections", {connection})
    asyncio.run(repair._rights_of_officers())
    return bool(connection.recheck.called)


def test_a_seat_taken_or_joined_elsewhere_is_found(
    arrive: Arrive, officer: Officer, colleague: Officer, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: Conversation = arrive("35000")
    reader = OfficerReader(colleague, sessions.issue(colleague).token)
    assert not _turn(reader, monkeypatch)
    actions.claim(by=officer, conversation=held.pk)
    assert not _turn(reader, monkeypatch)
    joined = Guest.objects.create(conversation=held, officer=colleague, joined_at=timezone.now())
    assert _turn(reader, monkeypatch)
    assert asyncio.run(reader.recheck([])) == (set(), {held.pk})
    assert reader.speaks_in(held.pk)
    assert not _turn(reader, monkeypatch)
    Guest.objects.filter(pk=joined.pk).update(left_at=timezone.now())
    assert _turn(reader, monkeypatch)
    assert asyncio.run(reader.recheck([held.pk])) == ({held.pk}, set())
    assert not reader.speaks_in(held.pk)
