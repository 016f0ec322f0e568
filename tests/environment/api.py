"""A client of the HTTP API, as its contract says: visitors and officers by their secret, refusals to the letter."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import httpx

from tests.environment.patience import PATIENCE_S, until

Json = dict[str, Any]


class Api:
    """`/api/v1` of a server, for nobody in particular; `visitor` and `officer` answer one for somebody."""

    def __init__(self, url: str, bearer: str = "", pool: httpx.Client | None = None) -> None:
        self.url = url
        self.bearer = bearer
        self.pool = pool or httpx.Client(base_url=f"{url}/api/v1", timeout=PATIENCE_S, trust_env=False, verify=False)

    def close(self) -> None:
        """Lets go of the connections, for all who share them."""
        self.pool.close()

    def request(self, method: str, path: str, **named: Any) -> httpx.Response:
        """Any request below `/api/v1/`, with the bearer's secret unless `headers` say otherwise."""
        named.setdefault("headers", {"Authorization": f"Bearer {self.bearer}"} if self.bearer else {})
        return self.pool.request(method, path, **named)

    def arrive(self, postal_code: str | None = "35000", **fields: Any) -> "Visitor":
        """A visitor comes; `fields` are those of `POST /conversations`."""
        answer = self.post("conversations", {"postal_code": postal_code, "reporter": "victim", **fields})
        assert answer.status_code == 201, answer.text
        return self.visitor(answer.json())

    def visitor(self, opened: Json) -> "Visitor":
        """Somebody who was given the secret of a conversation."""
        return Visitor(self, opened)

    def sign_in(self, username: str, password: str) -> "Desk":
        """An officer signs in."""
        answer = self.post("desk/session", {"username": username, "password": password})
        assert answer.status_code == 200, answer.text
        return Desk(self, answer.json())

    def get(self, path: str, **query: Any) -> httpx.Response:
        """GET below `/api/v1/`."""
        return self.request("GET", path, params=query)

    def post(self, path: str, body: Mapping[str, Any] | None = None) -> httpx.Response:
        """POST below `/api/v1/`."""
        return self.request("POST", path, **({} if body is None else {"json": body}))

    def put(self, path: str, body: Mapping[str, Any]) -> httpx.Response:
        """PUT below `/api/v1/`."""
        return self.request("PUT", path, json=body)

    def patch(self, path: str, body: Mapping[str, Any]) -> httpx.Response:
        """PATCH below `/api/v1/`."""
        return self.request("PATCH", path, json=body)

    def delete(self, path: str) -> httpx.Response:
        """DELETE below `/api/v1/`."""
        return self.request("DELETE", path)


class Visitor(Api):
    """The visitor of one conversation. `opened` is the answer that made them one."""

    def __init__(self, api: Api, opened: Json) -> None:
        super().__init__(api.url, opened["secret"], api.pool)
        self.opened = opened
        self.id: str = opened["id"]
        self.secret: str = opened["secret"]
        self.path = f"conversations/{self.id}"

    def say(self, text: str, identifier: str = "") -> Json:
        """Says something; answers `{"seq", "at"}`."""
        answer = self.post(f"{self.path}/messages", {"id": identifier or str(uuid4()), "text": text})
        assert answer.status_code in (200, 201), answer.text
        return dict(answer.json())

    def thread(self, after: int = 0, **query: Any) -> list[Json]:
        """The messages after a number."""
        answer = self.get(f"{self.path}/messages", after=after, **query)
        assert answer.status_code == 200, answer.text
        return list(answer.json()["messages"])

    def answers(self) -> list[str]:
        """What an officer has said, once anything is: a console's box is empty before the server has what it held."""
        until(lambda: any(one["from"] == "officer" for one in self.thread()), "a word of an officer")
        return [one["text"] for one in self.thread() if one["from"] == "officer"]

    def view(self) -> Json:
        """The conversation as the visitor may see it."""
        answer = self.get(self.path)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())


class Desk(Api):
    """An officer at the desk, by their token."""

    def __init__(self, api: Api, session: Json) -> None:
        super().__init__(api.url, session["token"], api.pool)
        self.session = session
        self.token: str = session["token"]

    def available(self, capacity: int = 10) -> "Desk":
        """Says that they are on duty."""
        answer = self.put("desk/presence", {"state": "available", "capacity": capacity})
        assert answer.status_code == 204, answer.text
        return self

    def queue(self) -> list[Json]:
        """Who waits."""
        return list(self.get("desk/queue").json()["waiting"])

    def claim(self, conversation: str) -> httpx.Response:
        """Tries to take a conversation."""
        return self.post(f"desk/conversations/{conversation}/claim")

    def take(self, conversation: str) -> Json:
        """Takes a conversation."""
        answer = self.claim(conversation)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def say(self, conversation: str, text: str, identifier: str = "") -> Json:
        """Says something to the visitor; answers `{"seq", "at"}`."""
        body = {"id": identifier or str(uuid4()), "text": text}
        answer = self.post(f"desk/conversations/{conversation}/messages", body)
        assert answer.status_code in (200, 201), answer.text
        return dict(answer.json())

    def thread(self, conversation: str, after: int = 0) -> list[Json]:
        """The messages after a number."""
        answer = self.get(f"desk/conversations/{conversation}/messages", after=after)
        assert answer.status_code == 200, answer.text
        return list(answer.json()["messages"])


def problem(answer: httpx.Response, status: int) -> Json:
    """The problem document of a refusal, checked against RFC 9457 and the contract; answers it."""
    assert answer.status_code == status, f"{answer.status_code} instead of {status}: {answer.text}"
    assert answer.headers["content-type"].split(";")[0] == "application/problem+json", answer.headers
    document: Json = answer.json()
    assert {"type", "title", "status", "detail"} <= set(document), document
    assert document["status"] == status, document
    assert "Traceback" not in answer.text
    return document
