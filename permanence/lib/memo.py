"""A costly answer that many ask for at once: computed once, good for a moment."""

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Remembered(Generic[T]):
    """Calls `compute` at most once in `for_s` seconds, whoever asks; safe between threads."""

    def __init__(self, compute: Callable[[], T], for_s: float) -> None:
        self._compute = compute
        self._for_s = for_s
        self._lock = threading.Lock()
        self._kept: tuple[float, T] | None = None

    def __call__(self) -> T:
        """The answer, at most `for_s` seconds old."""
        with self._lock:
            now = time.monotonic()
            if self._kept is None or now - self._kept[0] >= self._for_s:
                self._kept = (now, self._compute())
            return self._kept[1]
