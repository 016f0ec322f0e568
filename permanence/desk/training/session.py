"""An exercise: scripted visitors arrive at a rate, as at a real desk (a Poisson process), and are played."""

import asyncio
import json
import random
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from asgiref.sync import sync_to_async
from django.db import connection

from permanence.desk.training import actions
from permanence.desk.training.dialogues import Dialogue, dialogues
from permanence.desk.training.player import Place, Player
from permanence.desk.training.visitor import Visitor
from permanence.lib.errors import Unavailable

Tell = Callable[[Mapping[str, Any]], None]


@dataclass
class Session:
    """`rate` arrivals an hour during `minutes`; the same `seed` brings the same visitors at the same moments."""

    url: str
    rate: float
    minutes: float
    seed: int
    force: str | None = None
    speed: float = 1.0
    apart: bool = True
    _met: list[Player] = field(default_factory=list)

    async def run(self, tell: Tell) -> None:
        """Until the last visitor has gone. Raises `Unavailable` where no server answers at `url`."""
        await asyncio.to_thread(self._find_server)
        dice = random.Random(self.seed)  # noqa: S311 (scripts, not secrets)
        playing: set[asyncio.Task[None]] = set()
        left = self.minutes * 60
        while (gap := dice.expovariate(self.rate / 3600)) < left:
            await asyncio.sleep(gap)
            left -= gap
            playing.add(asyncio.create_task(self._one(random.Random(dice.random()), tell)))  # noqa: S311
            playing = {task for task in playing if not task.done()}
        await asyncio.gather(*playing)
        answered = sum(player.answered for player in self._met)
        tell({"arrivals": len(self._met), "answered": answered, "messages": sum(player.said for player in self._met)})

    async def _one(self, dice: random.Random, tell: Tell) -> None:
        dialogue = dice.choice(dialogues())
        opened = await sync_to_async(self._open)(dialogue, dice)
        player = Player(Visitor(dialogue, dice), Place(self.url, *opened), speed=self.speed)
        self._met.append(player)
        await player.play()
        tell({"dialogue": dialogue.name, "answered": player.answered, "said": player.said})

    def _open(self, dialogue: Dialogue, dice: random.Random) -> tuple[str, str]:
        try:
            opened = actions.open_exercise(dialogue, dice=dice, force=self.force, apart=self.apart)
        finally:
            connection.close()
        return str(opened.conversation.pk), opened.secret

    def _find_server(self) -> None:
        try:
            with urllib.request.urlopen(f"{self.url.rstrip('/')}/healthz", timeout=5) as answer:  # noqa: S310
                json.loads(answer.read() or b"{}")
        except (OSError, ValueError) as error:
            raise Unavailable(f"No server answers at {self.url} ({error}): start it first.") from None
