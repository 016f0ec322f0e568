"""The system of an operations centre, on loopback: takes messages, checks their signature, fails when told to."""

import hashlib
import hmac
import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

SECRET = "a secret of the tests, shared with one peer"


@dataclass
class Received:
    """One request, as it came."""

    headers: dict[str, str]
    body: bytes
    path: str

    @property
    def key(self) -> str:
        """The key of its row."""
        return self.headers["Idempotency-Key"]

    @property
    def told(self) -> dict[str, Any]:
        """Its JSON."""
        found: dict[str, Any] = json.loads(self.body)
        return found

    @property
    def is_signed(self) -> bool:
        """Whether the signature holds, computed here as the documentation shows it."""
        return self.headers["X-Permanence-Signature"] == sign(self.body, self.headers["X-Permanence-Timestamp"])


def sign(body: bytes, timestamp: str, secret: str = SECRET) -> str:
    """The signature, by nobody's code but the standard library's."""
    return "sha256=" + hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def signed(body: bytes, *, at: float | None = None, secret: str = SECRET) -> dict[str, str]:
    """The headers of an event that the peer sends now, or at another moment."""
    timestamp = str(int(time.time() if at is None else at))
    return {"X-Permanence-Timestamp": timestamp, "X-Permanence-Signature": sign(body, timestamp, secret)}


@dataclass
class PeerSystem:
    """Remembers what arrived (`status` 2xx) and what it refused."""

    status: int = 200
    location: str = ""
    slow_s: float = 0
    arrived: list[Received] = field(default_factory=list)
    refused: list[Received] = field(default_factory=list)

    def __post_init__(self) -> None:
        peer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                time.sleep(peer.slow_s)
                status = peer.status
                (peer.arrived if status < 300 else peer.refused).append(Received(dict(self.headers), body, self.path))
                self.send_response(status)
                if peer.location:
                    self.send_header("Location", peer.location)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/secret-of-the-address"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def events(self) -> list[str]:
        """What was told, in the order of its arrival."""
        return [one.told["event"] for one in self.arrived]

    def stop(self) -> None:
        """Nothing of it is left."""
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
