"""One message to one connector, now: signed, over TLS, to the named address and nowhere else, for a bounded time."""

import json
import time
import urllib.error
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any

from permanence.interventions.connectors import signing
from permanence.interventions.connectors.peers import Connector
from permanence.lib.outward import post

PATIENCE_S = 5.0
LONGEST_ANSWER = 64 * 1024


class NotDelivered(Exception):
    """It did not arrive; the message is a status or the name of an error, never an address."""

    def __init__(self, fault: str, status: int = 0) -> None:
        super().__init__(fault)
        self.status = status


def send(connector: Connector, told: Mapping[str, Any], *, key: str) -> None:
    """Any 2xx is an arrival. Raises `NotDelivered`."""
    body = json.dumps(told, ensure_ascii=False).encode()
    signed = signing.headers(connector.secret, body, now=time.time(), key=key)
    try:
        post(connector.url, body, patience_s=PATIENCE_S, longest=LONGEST_ANSWER, headers=signed)
    except urllib.error.HTTPError as error:
        error.close()
        raise NotDelivered(f"HTTP {error.code}", error.code) from None
    except (OSError, HTTPException, ValueError) as error:
        raise NotDelivered(type(error).__name__) from None
