"""What the systems of operations centres tell us, signed. A wrong signature and an unknown name are the same 401."""

import json
import time
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router
from pydantic import Field, ValidationError

from permanence.api import doors
from permanence.api.v1 import answers, shapes
from permanence.audit import journal as audit
from permanence.interventions.connectors import events, signing
from permanence.interventions.connectors.peers import Connector
from permanence.lib.errors import Invalid, Unauthorised
from permanence.lib.limits import Limit

router = Router(tags=["connectors"])
LONGEST_BODY = 32 * 1024
BY_NAME = Limit("connector events", 600, 60)
FORGED = Limit("forged connector events", 20, 60)
NOBODY = Connector("nobody", "", "0" * 64, ())
"""Whose secret a signature is compared with where the name is not known: that takes the same time."""
WRONG = "Signature refusée."


class Event(shapes.Strict):
    """`id`: the peer's own, the same for every attempt; `from`: its name here; `text`: of a note, the result of a
    closure, the reason of a cancellation; `centre`: for which of its centres, where it serves several."""

    id: str = Field(min_length=1, max_length=80, pattern=r"^[\x21-\x7e]+$")
    sender: str = Field(alias="from")
    event: Literal["acknowledge", "dispatch", "arrive", "close", "cancel", "note"]
    intervention: UUID
    text: shapes.Words = ""
    centre: int | None = None


class Taken(answers.Answer):
    """Where the intervention stands, and the number of the step in its timeline."""

    intervention: str
    state: str
    number: int


BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": Event.model_json_schema()}},
    },
    "parameters": [
        {"in": "header", "name": name, "required": True, "schema": {"type": "string"}}
        for name in (signing.TIMESTAMP, signing.SIGNATURE)
    ],
}


@router.post("/connectors/{name}/events", response=Taken, openapi_extra=BODY)
def take(request: HttpRequest, name: str) -> dict[str, Any]:
    """A step of a centre, or a note; the same `id` again is answered alike; 409 out of order (docs/connectors.md)."""
    connector = _signed(request, name)
    BY_NAME.hit(connector.name)
    given = _event(request.body)
    if given.sender != connector.name:
        raise Invalid("Cet évènement vient d’un autre.", errors={"from": "Donnez le nom du connecteur."})
    return events.receive(
        connector,
        event=given.id,
        kind=given.event,
        intervention=given.intervention,
        said=given.text,
        centre=given.centre,
    )


def _signed(request: HttpRequest, name: str) -> Connector:
    """The connector that signed the request. Raises `Unauthorised`; `TooMany` for whoever goes on trying."""
    known = events.connector(name)
    body = request.body if _length(request) <= LONGEST_BODY else b""
    is_theirs = signing.holds(
        (known or NOBODY).secret,
        body,
        timestamp=request.headers.get(signing.TIMESTAMP, ""),
        signed=request.headers.get(signing.SIGNATURE, ""),
        now=time.time(),
    )
    if known is not None and is_theirs:
        return known
    FORGED.hit(doors.client(request))
    if known is not None:
        on = ("connector", known.name)
        audit.record_refusal(by="nobody", act="connector event", on=on, reason="signature")
    raise Unauthorised(WRONG)


def _length(request: HttpRequest) -> int:
    try:
        return int(request.headers.get("Content-Length") or 0)
    except ValueError:
        return LONGEST_BODY + 1


def _event(body: bytes) -> Event:
    try:
        return Event.model_validate(json.loads(body))
    except ValidationError as refusal:
        errors = {".".join(map(str, one["loc"])) or "body": "Valeur manquante ou refusée." for one in refusal.errors()}
        raise Invalid("Certains champs sont à corriger.", errors=errors) from None
    except (ValueError, RecursionError):
        raise Invalid("Le corps de la requête n’est pas du JSON.") from None
