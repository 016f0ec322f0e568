"""How well and how fast triage reads the corpus: `python -m bench.triage [--confusions] [--speed]`.

The corpus was written for the project: `corpus.tsv` is what the lexicon was tuned on, the other files are not.
"""

import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from permanence.interventions import triage

DATA = Path(__file__).resolve().parent.parent / "tests" / "interventions" / "triage" / "data"
LEVELS = ("immediate", "high", "standard")
NEXT_MESSAGE = " ⏎ "


class Labelled(NamedTuple):
    """One conversation of the corpus and the level that people gave it."""

    level: str
    language: str
    messages: tuple[str, ...]


class Measure(NamedTuple):
    """Of those of a level, how many were found; of those given the level, how many are of it."""

    recall: float
    precision: float
    count: int


def parts() -> list[str]:
    """The names of the parts of the corpus."""
    return sorted(path.stem for path in DATA.glob("*.tsv"))


def corpus(name: str) -> list[Labelled]:
    """The labelled conversations of `name`.tsv."""
    lines = (DATA / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return [Labelled(level, language, tuple(text.split(NEXT_MESSAGE))) for level, language, text in rows]


def confusions(name: str) -> Iterator[tuple[Labelled, triage.Assessment]]:
    """Each conversation of `name` with what triage made of it."""
    for one in corpus(name):
        yield one, triage.score(one.messages)


def measures(name: str) -> dict[str, Measure]:
    """Recall and precision of each level on `name`.tsv."""
    seen = Counter((one.level, found.level) for one, found in confusions(name))
    out = {}
    for level in LEVELS:
        meant = sum(count for (label, _), count in seen.items() if label == level)
        given = sum(count for (_, found), count in seen.items() if found == level)
        out[level] = Measure(seen[level, level] / max(meant, 1), seen[level, level] / max(given, 1), meant)
    return out


def speed(seconds: float = 3.0) -> float:
    """Messages judged a second, one at a time, on the whole tuned corpus again and again."""
    messages = [message for one in corpus("corpus") for message in one.messages]
    for message in messages:
        triage.score([message])
    count, start = 0, time.process_time()
    while time.process_time() - start < seconds:
        for message in messages:
            triage.score([message])
        count += len(messages)
    return count / (time.process_time() - start)


def main(names: list[str]) -> None:
    """Prints the table of `docs/triage.md`."""
    print("| corpus | level | sentences | recall | precision |\n| --- | --- | --- | --- | --- |")
    for name in names:
        for level, measure in measures(name).items():
            print(f"| {name} | {level} | {measure.count} | {measure.recall:.3f} | {measure.precision:.3f} |")
    if "--confusions" in sys.argv:
        for name in names:
            for one, found in confusions(name):
                if one.level != found.level:
                    print(f"{name}: {one.level} taken for {found.level}: {NEXT_MESSAGE.join(one.messages)}")
    if "--speed" in sys.argv:
        print(f"{speed():,.0f} messages a second")


if __name__ == "__main__":
    main([one for one in sys.argv[1:] if not one.startswith("--")] or parts())
