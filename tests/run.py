"""The whole test suite, with all it needs: `python -m tests.run [what pytest takes]`, which `make test` calls.

Answers for: finding or installing Chromium, PostgreSQL, Redis and nginx; everything once on SQLite, then once more on
a PostgreSQL cluster of its own whatever does not need a browser; one last line that says how it went.
Refuses to leave out in silence: without Chromium or PostgreSQL the run fails and says what to install.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from xml.etree import ElementTree

from tests.environment import chromium, nginx, postgresql, redis

NOTHING_COLLECTED = 5
WHOLE = (
    ("--numprocesses=5", "--dist=loadfile", "--no-loadscope-reorder", "--ignore=tests/chaos"),
    ("--numprocesses=3", "--dist=load", "tests/chaos"),
)
"""The whole suite: in more processes than cores, for tests wait much, a file of tests in one of them, in the order of
the collection; then, with the machine to themselves, the drills. A selection runs in one process, as a debugger
needs."""


@dataclass(frozen=True)
class Outcome:
    """How one pass went."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0
    broken: bool = False
    """The pass itself could not run to its end."""

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(
            self.passed + other.passed,
            self.failed + other.failed,
            self.skipped + other.skipped,
            self.broken or other.broken,
        )


def main(arguments: Sequence[str]) -> int:
    """Runs both passes; 0 only when nothing failed and nothing was missing."""
    signal.signal(signal.SIGTERM, _interrupted)
    began = time.monotonic()
    browser = chromium.find_or_install()
    if browser is None:
        print(f"tests: browser tests cannot run and will fail. {chromium.CURE}", flush=True)
    redis.install()
    if nginx.find_or_install() is None:
        print(f"tests: what runs behind nginx cannot run and will fail. {nginx.CURE}", flush=True)
    variables = {**os.environ, chromium.VARIABLE: str(browser or "")}
    # A machine that keeps no compiled modules would compile them anew in each of some hundred processes.
    variables.pop("PYTHONDONTWRITEBYTECODE", None)
    total = _pass("SQLite", arguments, (), {**variables, "DATABASE_URL": ""}) + _on_postgresql(arguments, variables)
    print(_last_line(total, time.monotonic() - began), flush=True)
    return 1 if total.failed or total.broken or not total.passed else 0


def _on_postgresql(arguments: Sequence[str], variables: Mapping[str, str]) -> Outcome:
    try:
        with postgresql.cluster(postgresql.programs_or_install()) as cluster:
            # The cluster ends with the pass: its databases need not be dropped one by one, under their last readers.
            kept = ("--reuse-db",)
            return _pass("PostgreSQL", arguments, kept, {**variables, "DATABASE_URL": cluster.url()})
    except postgresql.Missing as reason:
        print(f"tests: {reason}", flush=True)
        return Outcome(broken=True)


def _pass(name: str, arguments: Sequence[str], options: Sequence[str], variables: Mapping[str, str]) -> Outcome:
    print(f"tests: on {name}", flush=True)
    return sum((_run([*options, *part], variables) for part in ([arguments] if arguments else WHOLE)), Outcome())


def _run(arguments: Sequence[str], variables: Mapping[str, str]) -> Outcome:
    with _report() as report:
        command = [sys.executable, "-m", "pytest", f"--junit-xml={report}", *arguments]
        code = subprocess.run(command, check=False, env=dict(variables)).returncode
        outcome = _outcome(report)
    if outcome.failed and code == 1:
        outcome = _once_more(outcome, arguments, variables)
    return outcome + Outcome(broken=code not in (0, 1, NOTHING_COLLECTED))


def _once_more(first: Outcome, arguments: Sequence[str], variables: Mapping[str, str]) -> Outcome:
    """What failed runs again, alone: on a busy machine a wait may have been too short. It is said, never hidden."""
    print(f"tests: {first.failed} failed; once more, alone, in case the machine was busy", flush=True)
    apart = ("--numprocesses", "--dist", "--no-loadscope")
    alone = [argument for argument in arguments if not argument.startswith(apart)]
    with _report() as report:
        command = [sys.executable, "-m", "pytest", f"--junit-xml={report}", "--last-failed", *alone]
        subprocess.run(command, check=False, env=dict(variables))
        second = _outcome(report)
    if second.broken or second.passed + second.failed != first.failed:
        return first
    print(f"tests: {second.passed} of them passed alone: they depend on the machine's haste, look at them", flush=True)
    return Outcome(first.passed + second.passed, second.failed, first.skipped)


@contextmanager
def _report() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="permanence-report-") as directory:
        yield Path(directory) / "report.xml"


def _outcome(report: Path) -> Outcome:
    if not report.exists():
        return Outcome(broken=True)
    suites = list(ElementTree.parse(report).iter("testsuite"))
    tests, failures, errors, skipped = (
        sum(int(suite.get(name, "0")) for suite in suites) for name in ("tests", "failures", "errors", "skipped")
    )
    failed = failures + errors
    return Outcome(passed=max(tests - failed - skipped, 0), failed=failed, skipped=skipped)


def _last_line(total: Outcome, seconds: float) -> str:
    skipped = f", {total.skipped} skipped" if total.skipped else ""
    broken = ", and a pass could not run to its end" if total.broken else ""
    return f"{total.passed} passed, {total.failed} failed{skipped} in {seconds:.0f} s{broken}"


def _interrupted(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        print("tests: interrupted", flush=True)
        sys.exit(130)
