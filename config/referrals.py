"""The delays of referrals, from one setting: what is left out is the table's own."""

import json
from collections.abc import Mapping

from config.stores import BadSetting
from permanence.casework.referrals import rules
from permanence.casework.referrals.steps import State

Delays = Mapping[State, rules.Rule]
VARIABLE = "PERMANENCE_REFERRAL_DELAYS"


def delays(text: str) -> Delays:
    """The table with the hours given, as JSON. Raises `BadSetting`."""
    try:
        given = json.loads(text) if text else {}
        return rules.changed(given)
    except ValueError as error:
        raise BadSetting(f"{VARIABLE} cannot be taken: {error}") from None
