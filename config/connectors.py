"""`PERMANENCE_CONNECTORS`: the systems of operations centres that are told of interventions.

Refuses, in a demonstration, a system on any other machine: nobody is sent anywhere from there.
"""

from config.stores import BadSetting
from permanence.interventions.connectors.peers import Connector, Malformed, read


def connectors(text: str, *, demonstration: bool) -> list[Connector]:
    """Those of a JSON list. Raises `BadSetting`, in one line that holds neither address nor secret."""
    try:
        found = read(text)
    except Malformed as fault:
        raise BadSetting(f"PERMANENCE_CONNECTORS is not understood: {fault} (docs/connectors.md)") from None
    if demonstration and not all(one.is_here for one in found):
        raise BadSetting("PERMANENCE_CONNECTORS names another machine: a demonstration sends nobody anywhere")
    return found
