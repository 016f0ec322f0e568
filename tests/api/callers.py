"""A visitor's and an officer's application, over Django's test client."""

import json
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client

from permanence.accounts import sessions
from permanence.accounts.models import Officer


class Caller:
    """Speaks JSON to the API, with a secret or a token."""

    def __init__(self, bearer: str = "") -> None:
        self.client = Client(raise_request_exception=False)
        self.headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}

    def __call__(self, method: str, path: str, body: object = None) -> Any:
        """The response; its `json()` is the document."""
        sent = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
        return self.client.generic(method, f"/api/v1{path}", headers=self.headers, **sent)  # type: ignore[arg-type]


def anybody() -> Caller:
    """No secret at all."""
    return Caller()


def of(officer: Officer) -> Caller:
    """An officer's application."""
    return Caller(sessions.issue(officer).token)


class Visitor(Caller):
    """A visitor who has just opened a conversation."""

    def __init__(self, **fields: object) -> None:
        opened = anybody()("POST", "/conversations", fields or {"postal_code": "35000"})
        assert opened.status_code == 201, opened.content
        self.opened = opened.json()
        self.id = self.opened["id"]
        super().__init__(self.opened["secret"])

    def say(self, text: str, identifier: str = "") -> Any:
        """Sends a message."""
        body = {"id": identifier or str(uuid4()), "text": text}
        return self("POST", f"/conversations/{self.id}/messages", body)


def is_problem(response: HttpResponse, status: int) -> bool:
    """Whether the answer is a problem document of this status, without a trace of the code."""
    document = json.loads(response.content)
    assert response["Content-Type"] == "application/problem+json", response["Content-Type"]
    assert document["status"] == response.status_code == status, (response.status_code, document)
    assert document["title"]
    assert document["detail"]
    assert "Traceback" not in response.content.decode()
    return True
