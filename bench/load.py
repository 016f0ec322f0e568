"""The load generator, a process of its own: `python -m bench.load < PLAN.json`, prints one JSON object.

Closed loop: every party sends its next message when the former one was acknowledged (echo: came back). A plan is
`{"ports": [...], "parties": [...] | null, "connections": N, "warm_s": S, "measure_s": S}`; without parties the server
is a bare echo. Written for little CPU of its own (picows, no JSON parsing of what arrives), which it reports.
"""

import asyncio
import json
import resource
import sys
import time
from typing import Any

import picows
import uvloop

from bench import people

WORDS = (
    "Il est revenu hier soir, il a crié dans l'escalier et les voisins ont entendu ; je ne sais pas quoi faire, aidez."
)
ID_AT = b'"id":"'


class Tally:
    """What was seen while measuring."""

    def __init__(self) -> None:
        self.sent_at: dict[bytes, float] = {}
        self.to_ack: list[float] = []
        self.to_delivery: list[float] = []
        self.measuring = False
        self.stopped = False
        self.errors = 0
        self.opened = 0
        self.number = 0

    def next_id(self) -> bytes:
        """A UUID, cheaply."""
        self.number += 1
        return b"00000000-0000-4000-8000-%012x" % self.number


class Party(picows.WSListener):  # type: ignore[misc]
    """One connection in closed loop."""

    def __init__(self, tally: Tally, open_frame: bytes | None, head: bytes, tail: bytes) -> None:
        self.tally = tally
        self.open_frame = open_frame
        self.head, self.tail = head, tail
        self.transport: Any = None

    def on_ws_connected(self, transport: Any) -> None:
        """Opens its conversation, or is ready at once."""
        self.transport = transport
        if self.open_frame is not None:
            transport.send(picows.WSMsgType.TEXT, self.open_frame)
        else:
            self.tally.opened += 1

    def speak(self) -> None:
        """Sends one message."""
        identifier = self.tally.next_id()
        self.tally.sent_at[identifier] = time.perf_counter()
        self.transport.send(picows.WSMsgType.TEXT, self.head + identifier + self.tail)

    def on_ws_frame(self, transport: Any, frame: Any) -> None:
        """An ack (or echo) lets the next message go; a message is a delivery."""
        if frame.msg_type != picows.WSMsgType.TEXT:
            return
        payload = frame.get_payload_as_bytes()
        if payload.startswith((b'{"type":"ack"', b'{"type":"send"')):
            self._answered(payload)
        elif payload.startswith(b'{"type":"message"'):
            self._delivered(payload)
        elif payload.startswith(b'{"type":"opened"') and b'"conversation":"' in payload[:40]:
            self.tally.opened += 1
        elif payload.startswith(b'{"type":"error"'):
            self.tally.errors += 1

    def _answered(self, payload: bytes) -> None:
        tally = self.tally
        if tally.measuring:
            at = payload.find(ID_AT) + len(ID_AT)
            sent = tally.sent_at.get(payload[at : at + 36])
            if sent is not None:
                tally.to_ack.append(time.perf_counter() - sent)
        if not tally.stopped:
            self.speak()

    def _delivered(self, payload: bytes) -> None:
        tally = self.tally
        if tally.measuring:
            at = payload.find(ID_AT) + len(ID_AT)
            sent = tally.sent_at.get(payload[at : at + 36])
            if sent is not None:
                tally.to_delivery.append(time.perf_counter() - sent)


async def run(plan: dict[str, Any]) -> dict[str, Any]:
    """Connects everybody, warms, measures."""
    tally = Tally()
    parties = _parties(plan, tally)
    for number, party in enumerate(parties):
        port = plan["ports"][number % len(plan["ports"])]
        await picows.ws_connect(lambda party=party: party, f"ws://127.0.0.1:{port}/live")
    async with asyncio.timeout(60):
        while tally.opened < len(parties):
            await asyncio.sleep(0.05)
    await asyncio.sleep(0.5)
    for party in parties:
        party.speak()
    await asyncio.sleep(plan["warm_s"])
    result = await _measure(tally, plan["measure_s"])
    tally.stopped = True
    await asyncio.sleep(0.3)
    return result


async def _measure(tally: Tally, seconds: float) -> dict[str, Any]:
    print("measuring", file=sys.stderr, flush=True)
    cpu, began, tally.measuring = _cpu(), time.perf_counter(), True
    await asyncio.sleep(seconds)
    took, tally.measuring = time.perf_counter() - began, False
    print("measured", file=sys.stderr, flush=True)
    return {
        "messages": len(tally.to_ack),
        "seconds": took,
        "per_second": len(tally.to_ack) / took,
        "ack_ms": _percentiles(tally.to_ack),
        "delivery_ms": _percentiles(tally.to_delivery),
        "load_cpu_s": _cpu() - cpu,
        "errors": tally.errors,
    }


def _parties(plan: dict[str, Any], tally: Tally) -> list[Party]:
    if plan["parties"] is None:
        head, tail = _frame("00000000-0000-4000-8000-000000000000")
        return [Party(tally, None, head, tail) for _ in range(plan["connections"])]
    found = []
    for one in plan["parties"]:
        head, tail = _frame(one["conversation"])
        found += [Party(tally, frame, head, tail) for frame in (people.as_visitor(one), people.as_officer(one))]
    return found


def _frame(conversation: str) -> tuple[bytes, bytes]:
    whole = json.dumps(
        {"type": "send", "conversation": conversation, "id": "@", "text": WORDS},
        ensure_ascii=False,
        separators=(",", ":"),
    )
    head, tail = whole.split("@")
    return head.encode(), tail.encode()


def _percentiles(seconds: list[float]) -> dict[str, float]:
    if not seconds:
        return {}
    ordered = sorted(seconds)
    return {f"p{p}": 1000 * ordered[min(len(ordered) - 1, int(len(ordered) * p / 100))] for p in (50, 99)}


def _cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    print(json.dumps(uvloop.run(run(json.load(sys.stdin)))))
