"""An administrator's browser, and a partner that they wrote down."""

from collections.abc import Callable
from typing import Any

import pytest

from permanence.casework.partners import actions
from permanence.casework.referrals.models import Partner
from tests.administration.conftest import _look_again, admin, few

__all__ = ["_look_again", "admin", "few"]

FIELDS: dict[str, Any] = {
    "name": "Association des essais",
    "purpose": "Écoute et accompagnement",
    "telephone": "00 00 00 00 00",
    "departments": ["35"],
    "source": "une page des essais",
}
Write = Callable[..., Partner]


@pytest.fixture
def write(few: None) -> Write:
    """`write(telephone="…")`: a partner with these fields."""
    return lambda **fields: actions.add_partner(by="officer:1", **{**FIELDS, **fields})
