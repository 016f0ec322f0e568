"""ASGI extensions: what our server (`config/channel.py`) can do beyond the standard, by its name in a scope.

An application asks `scope["extensions"]` and does the standard thing where it is not there.
"""

from collections.abc import Callable, Iterable
from typing import Protocol

DIRECT = "permanence.direct"
"""A `Direct`: texts in and out without a task between."""


class Direct(Protocol):
    """The server's end of a connection, to be called on its event loop."""

    def listen(self, hear: Callable[[str], bool]) -> None:
        """`hear` is called with each text at once, unless a former one is still to be taken by `receive`.

        Where it answers False the text is left for `receive`. It must neither block nor raise.
        """

    def write(self, texts: Iterable[bytes]) -> bool:
        """Sends these texts (UTF-8) in one write; False, and nothing is sent, where nobody reads them."""
