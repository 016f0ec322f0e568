"""Real threads that do the same thing at the same instant."""

import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

from django.db import connections

Result = TypeVar("Result")
PATIENCE_S = 150


def at_once(acts: Sequence[Callable[[], Result]]) -> list[Result | Exception]:
    """Does all of `acts` at the same time, a thread each; answers what each returned or raised, in order."""
    results: list[Result | Exception] = [AssertionError("did not finish")] * len(acts)
    gate = threading.Barrier(len(acts))

    def run(position: int) -> None:
        try:
            gate.wait(PATIENCE_S)
            results[position] = acts[position]()
        except Exception as error:
            results[position] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[position]) for position in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_S)
    return results


def refusals(results: Sequence[Result | Exception], kind: type[Exception]) -> list[Exception]:
    """Those that were refused in this way; anything else that was raised fails the test."""
    raised = [result for result in results if isinstance(result, Exception)]
    unforeseen = [error for error in raised if not isinstance(error, kind)]
    assert not unforeseen, f"{len(unforeseen)} of {len(results)} failed otherwise, first: {unforeseen[0]!r}"
    return raised
