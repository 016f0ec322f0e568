"""`permanence triage`: judges messages, one a line, from standard input; one JSON object a line, at once.

Each line is a message alone. It asks for no settings, no database and no keys, so that any program can run it anywhere.
What is read is neither kept nor written.
"""

import json
import os
import sys
from collections.abc import Iterable
from typing import BinaryIO

import click


@click.command()
def triage() -> None:
    """Judges messages, one a line, from standard input."""
    try:
        answer(sys.stdin.buffer, sys.stdout.buffer)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def answer(lines: Iterable[bytes], out: BinaryIO) -> None:
    """One JSON object for each of `lines`, an empty one too; bytes that are not UTF-8 are read as unknown letters."""
    from permanence.interventions.triage import score

    for line in lines:
        found = score([line.rstrip(b"\r\n").decode("utf-8", errors="replace")])
        signals = [{"name": one.name, "start": one.start, "end": one.end} for one in found.signals]
        told = {"level": found.level, "score": found.score, "signals": signals}
        out.write(json.dumps(told).encode() + b"\n")
        out.flush()
