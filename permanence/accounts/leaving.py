"""What becomes of what an officer held elsewhere when they leave: said by the rooms above, in callables that the wiring
hands down. Each is called inside the transaction of the leaving itself, with the officer's row locked."""

from collections.abc import Callable

from permanence.accounts.models import Officer

Leaving = Callable[[Officer], object]


def _nothing_to_leave(_officer: Officer) -> object:
    return None


_desk: Leaving = _nothing_to_leave
_shift: Leaving = _nothing_to_leave


def connect(*, desk: Leaving, shift: Leaving) -> None:
    """Called once, by the wiring."""
    global _desk, _shift
    _desk, _shift = desk, shift


def leave_the_desk(officer: Officer) -> None:
    """Their account was closed, or is for something else from now on."""
    _desk(officer)


def end_shift(officer: Officer) -> None:
    """They ended their shift, or signed out: they come back, and may still hold what they held."""
    _shift(officer)
