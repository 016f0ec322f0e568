"""How tests wait: for what they are about, as long as a busy machine may take; haste is for `bench/` to measure."""

import asyncio
import time
from collections.abc import Callable

PATIENCE_S = 60.0
"""What hangs for so long will not come: no promise of the product, only the end of a test that waits in vain."""


def until(holds: Callable[[], object], what: str = "it") -> None:
    """Waits until it holds."""
    deadline = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline, f"{what} did not come about"
        time.sleep(0.05)


async def comes_true(holds: Callable[[], object], what: str = "it") -> None:
    """As `until`, on the event loop of what it waits for."""
    deadline = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < deadline, f"{what} did not come about"
        await asyncio.sleep(0.01)
