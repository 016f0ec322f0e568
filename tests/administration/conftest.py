"""A handful of communes, and the browsers of those who come."""

from collections.abc import Callable

import pytest
from django.test import Client

from permanence.accounts.models import Officer
from tests.territory.conftest import _look_again, few

__all__ = ["_look_again", "few"]

BrowserOf = Callable[[Officer], Client]


@pytest.fixture
def admin(administrator: Officer, browser_of: BrowserOf, few: None) -> Client:
    """The administrator's browser."""
    return browser_of(administrator)
