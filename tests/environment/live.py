"""A client of the live channel, as docs/live-channel.md says: frames, and nothing guessed."""

import json
import time
from collections.abc import Callable
from contextlib import ExitStack
from types import TracebackType
from typing import Any
from uuid import uuid4

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.environment.patience import PATIENCE_S

Frame = dict[str, Any]


class Live:
    """One connection. `frames` holds all that came, in order; `expect` waits for one and answers it."""

    def __init__(self, url: str) -> None:
        self._held = ExitStack()
        self.socket: ClientConnection = self._held.enter_context(
            connect(url, proxy=None, open_timeout=PATIENCE_S, close_timeout=2)
        )
        self.frames: list[Frame] = []
        self._looked_at = 0

    def __enter__(self) -> "Live":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Goes away."""
        self._held.close()

    def say(self, frame: Frame) -> None:
        """Sends a frame as it is."""
        self.socket.send(json.dumps(frame))

    def open_visitor(self, conversation: str, secret: str, after: int = 0) -> Frame:
        """Joins as the visitor and answers `opened`."""
        self.say({"type": "open", "conversation": conversation, "secret": secret, "after": after})
        return self.expect("opened", conversation=conversation)

    def open_officer(self, token: str, after: dict[str, int] | None = None) -> Frame:
        """Joins as an officer and answers their own `opened`."""
        self.say({"type": "open", "token": token, **({} if after is None else {"after": after})})
        return self.expect("opened", conversation=None)

    def follow(self, conversation: str, after: int = 0) -> Frame:
        """Reads a conversation and answers its `opened`."""
        self.say({"type": "follow", "conversation": conversation, "after": after})
        return self.expect("opened", conversation=conversation)

    def send(self, conversation: str, text: str, identifier: str = "") -> str:
        """Says something without waiting; answers the message's id."""
        identifier = identifier or str(uuid4())
        self.say({"type": "send", "conversation": conversation, "id": identifier, "text": text})
        return identifier

    def send_and_wait(self, conversation: str, text: str, identifier: str = "") -> Frame:
        """Says something and answers its `ack`."""
        return self.expect("ack", id=self.send(conversation, text, identifier))

    def expect(self, kind: str, *, within: float = PATIENCE_S, **fields: Any) -> Frame:
        """The next frame of this type whose fields have these values (None: absent), among those not yet answered."""

        def fits(frame: Frame) -> bool:
            return frame["type"] == kind and all(frame.get(name) == value for name, value in fields.items())

        return self.expect_that(fits, f"{kind} {fields}", within=within)

    def expect_that(self, fits: Callable[[Frame], bool], what: str, *, within: float = PATIENCE_S) -> Frame:
        """The next frame that fits, among those not yet passed by an earlier `expect`."""
        deadline = time.monotonic() + within
        while True:
            for position in range(self._looked_at, len(self.frames)):
                if fits(self.frames[position]):
                    self._looked_at = position + 1
                    return self.frames[position]
            if not self._receive(deadline - time.monotonic()):
                raise AssertionError(f"no {what} within {within} s; after it was last found: {self._rest()}")

    def silent_for(self, seconds: float, *kinds: str) -> bool:
        """Whether no frame of these types comes for a while."""
        start, deadline = len(self.frames), time.monotonic() + seconds
        while self._receive(deadline - time.monotonic()):
            pass
        return not [frame for frame in self.frames[start:] if frame["type"] in kinds]

    def messages(self, conversation: str) -> list[Frame]:
        """The `message` frames of a conversation that came so far, in the order in which they came."""
        return [frame for frame in self.frames if frame["type"] == "message" and frame["conversation"] == conversation]

    def closed_with(self, within: float = PATIENCE_S) -> int:
        """The code with which the server closed the connection."""
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            try:
                self._take(self.socket.recv(timeout=max(deadline - time.monotonic(), 0.01)))
            except ConnectionClosed as closed:
                return closed.rcvd.code if closed.rcvd else 1006
        raise AssertionError("the connection stayed open")

    def _receive(self, seconds: float) -> bool:
        if seconds <= 0:
            return False
        try:
            self._take(self.socket.recv(timeout=seconds))
        except TimeoutError:
            return False
        return True

    def _take(self, data: str | bytes) -> None:
        assert isinstance(data, str), "the server sent a binary frame"
        self.frames.append(json.loads(data))

    def _rest(self) -> list[Frame]:
        return self.frames[self._looked_at :]
