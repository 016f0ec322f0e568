"""Plays scripted visitors against a running server, over the live channel as a browser does.

Each is a task: it opens its conversation, types, answers, falls silent or leaves as its script says. What a lost
connection leaves out is replayed by the server, as for everybody.
"""

import asyncio
import contextlib
import json
import logging
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import picows

from permanence.desk.training.visitor import Visitor

logging.getLogger("picows.client").setLevel(logging.WARNING)  # it tells every connection
GIVES_UP_AFTER_S = 900
"""Whom nobody answered by then leaves."""
COMES_BACK_AFTER_S = 3


@dataclass(frozen=True)
class Place:
    """Where a visitor's conversation is: the server, the conversation, its secret."""

    url: str
    conversation: str
    secret: str


class Ear(picows.WSListener):
    """Puts what the server says into a queue; None at the end of the connection."""

    def __init__(self) -> None:
        self.frames: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()

    def on_ws_frame(self, transport: picows.WSTransport, frame: picows.WSFrame) -> None:
        """See picows."""
        if frame.msg_type == picows.WSMsgType.TEXT:
            self.frames.put_nowait(json.loads(frame.get_payload_as_bytes()))

    def on_ws_disconnected(self, transport: picows.WSTransport) -> None:
        """See picows."""
        self.frames.put_nowait(None)


class Player:
    """One scripted visitor in one conversation; `speed` 2 plays twice as fast."""

    def __init__(self, visitor: Visitor, place: Place, *, speed: float = 1.0) -> None:
        self.visitor, self.place, self.speed = visitor, place, speed
        self.said = 0
        """How many messages the server took."""
        self.answered = False
        self._last = 0
        self._transport: Any = None
        self._heard: asyncio.Queue[str] = asyncio.Queue()
        self._over = asyncio.Event()

    async def play(self) -> None:
        """Until they or the officer end it, or nobody answered for too long."""
        listening = asyncio.create_task(self._stay_connected())
        talking = asyncio.create_task(self._talk())
        over = asyncio.create_task(self._over.wait())
        await asyncio.wait([talking, over], return_when=asyncio.FIRST_COMPLETED)
        for task in (talking, over, listening):
            task.cancel()
        await asyncio.gather(talking, over, listening, return_exceptions=True)
        if self._transport is not None:
            self._transport.disconnect()

    async def _talk(self) -> None:
        loop = asyncio.get_running_loop()
        gives_up = loop.time() + GIVES_UP_AFTER_S / self.speed
        while not self.visitor.gone and (self.answered or loop.time() < gives_up):
            for line in await self._what_to_say():
                await self._type(line)
        if self.visitor.gone:
            await self._take_leave(self.visitor.dialogue.ends)
        else:
            await self._take_leave("quick_exit")

    async def _what_to_say(self) -> list[str]:
        try:
            heard = await asyncio.wait_for(self._heard.get(), self.visitor.waits_s() / self.speed)
        except TimeoutError:
            return self.visitor.goes_on_alone()
        while not self._heard.empty():  # an officer's answer in several messages is one answer
            heard += " " + self._heard.get_nowait()
        return self.visitor.answers_to(heard)

    async def _type(self, line: str) -> None:
        left = self.visitor.takes_s(line) / self.speed
        while left > 0:
            self._send(type="typing")
            await asyncio.sleep(min(left, 3))
            left -= 3
        self._send(type="send", id=str(uuid4()), text=line)

    async def _take_leave(self, how: str) -> None:
        if how == "thanks":
            await asyncio.sleep(2 / self.speed)
            await asyncio.to_thread(self._post, "end", {})
        elif how == "quick_exit":
            await asyncio.to_thread(self._post, "leave", {"how": "quick_exit"})

    async def _stay_connected(self) -> None:
        while True:
            with contextlib.suppress(OSError, picows.WSError):
                await self._listen()
            await asyncio.sleep(COMES_BACK_AFTER_S)

    async def _listen(self) -> None:
        ear = Ear()
        address = self.place.url.replace("http", "ws", 1).rstrip("/") + "/live"
        self._transport, _ = await picows.ws_connect(lambda: ear, address)
        self._send(type="open", secret=self.place.secret, after=self._last)
        while (frame := await ear.frames.get()) is not None:
            self._hear(frame)

    def _hear(self, frame: Mapping[str, Any]) -> None:
        if frame["type"] == "ack":
            self.said += 1
        elif frame["type"] == "message":
            self._last = max(self._last, frame["seq"])
            if frame["from"] == "officer":
                self.answered = True
                self._heard.put_nowait(frame["text"])
        if frame["type"] in ("state", "opened") and frame.get("state") == "ended":
            self._over.set()

    def _send(self, **frame: Any) -> None:
        if self._transport is not None and not self._transport.is_disconnected:
            words = json.dumps({**frame, "conversation": self.place.conversation}, ensure_ascii=False)
            self._transport.send(picows.WSMsgType.TEXT, words.encode())

    def _post(self, act: str, body: Mapping[str, str]) -> None:
        request = urllib.request.Request(  # noqa: S310 (the operator's own server)
            f"{self.place.url.rstrip('/')}/api/v1/conversations/{self.place.conversation}/{act}",
            data=json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {self.place.secret}", "Content-Type": "application/json"},
        )
        with contextlib.suppress(OSError), urllib.request.urlopen(request, timeout=10):  # noqa: S310
            pass
