"""Starts what is measured, on loopback, each with a data directory of its own, and reads its CPU and memory."""

import base64
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
FAR_AWAY = "1000"
"""The factor of limits that a load from one address does not reach."""


@dataclass
class Measured:
    """A server under measure: where it listens, its processes, who talks there."""

    ports: list[int]
    processes: list["subprocess.Popen[bytes]"]
    parties: list[dict[str, str]] | None
    start_s: float

    def cpu_s(self) -> float:
        """User and system time of the server's processes so far, their children included."""
        return sum(cpu_of(process.pid) for process in self.processes)

    def memory_kb(self) -> float:
        """Resident memory of the server's processes."""
        return sum(_resident(pid) for process in self.processes for pid in _tree(process.pid)) / 1024


@contextmanager
def echo() -> Iterator[Measured]:
    """A bare echo under uvicorn with the product's options."""
    port = free_port()
    code = (
        "import uvicorn; uvicorn.run('bench.echo:application', port=%d, loop='uvloop', ws='websockets-sansio', "
        "ws_per_message_deflate=False, ws_ping_interval=20, lifespan='off', access_log=False, log_level='error')"
    )
    process = subprocess.Popen([sys.executable, "-c", code % port])
    try:
        took = wait_for(port)
        yield Measured([port], [process], None, took)
    finally:
        stop(process)


@contextmanager
def product(
    conversations: int, *, database: str = "", processes: int = 1, limits: str = FAR_AWAY
) -> Iterator[Measured]:
    """The product, sealed, audited, durable; every process a `serve` of its own behind one database."""
    with tempfile.TemporaryDirectory(prefix="permanence-bench-") as directory:
        variables = environment(Path(directory), database, limits)
        parties = prepare(conversations, variables)
        started: list[subprocess.Popen[bytes]] = []
        try:
            ports = [free_port() for _ in range(processes)]
            started = [serve(port, variables) for port in ports]
            took = max(wait_for(port, "/readyz") for port in ports)
            yield Measured(ports, started, parties, took)
        finally:
            for process in started:
                stop(process)


def prepare(conversations: int, variables: dict[str, str]) -> list[dict[str, str]]:
    """Conversations with their secrets and tokens, in a database of these settings."""
    command = [sys.executable, "-m", "bench.prepare", str(conversations)]
    done = subprocess.run(command, env=variables, stdout=subprocess.PIPE, check=True)
    parties: list[dict[str, str]] = json.loads(done.stdout)
    return parties


def environment(data_dir: Path, database: str, limits: str = FAR_AWAY) -> dict[str, str]:
    """The settings of a server under load: its own keys; limits are counted, by default without being reached."""
    return {
        **os.environ,
        "PERMANENCE_DATA_DIR": str(data_dir),
        "PERMANENCE_SECRET_KEY": "k" * 40,
        "PERMANENCE_MASTER_KEY": base64.b64encode(b"m" * 32).decode(),
        "PERMANENCE_LIMITS": limits,
        "PERMANENCE_OTP": "optional",
        "DATABASE_URL": database,
    }


def serve(port: int, variables: dict[str, str]) -> "subprocess.Popen[bytes]":
    """`permanence serve` on a port."""
    command = [sys.executable, "-c", "from config.cli import main; main()", "serve", "--port", str(port)]
    return subprocess.Popen(command, env=variables, stderr=subprocess.DEVNULL)


def stop(process: "subprocess.Popen[bytes]") -> None:
    """Ends a process that was started here."""
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(15)
        return
    process.kill()
    process.wait()


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
        return number


def load(server: Measured, **plan: Any) -> tuple[dict[str, Any], float]:
    """Runs the load generator against a server: its result, and the server's CPU seconds while it measured."""
    generator = subprocess.Popen(
        [sys.executable, "-m", "bench.load"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert generator.stdin
    assert generator.stdout
    assert generator.stderr
    generator.stdin.write(json.dumps({"ports": server.ports, "parties": server.parties, **plan}).encode())
    generator.stdin.close()
    before = after = server.cpu_s()
    for line in generator.stderr:
        if line.strip() == b"measuring":
            before = server.cpu_s()
        elif line.strip() == b"measured":
            after = server.cpu_s()
        else:
            sys.stderr.buffer.write(line)
    result: dict[str, Any] = json.loads(generator.stdout.read())
    generator.wait()
    return result, after - before


def wait_for(port: int, path: str = "") -> float:
    """Seconds until a port answers (with `path`: until that page does)."""
    began = time.monotonic()
    while time.monotonic() - began < 60:
        try:
            if path:
                urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=1).close()
            else:
                socket.create_connection(("127.0.0.1", port), 1).close()
            return time.monotonic() - began
        except OSError:
            time.sleep(0.02)
    raise SystemExit("a server did not start")


def cpu_of(pid: int) -> float:
    """User and system time so far of a process and of its children that live."""
    return sum(_cpu(one) for one in _tree(pid))


def _tree(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children")
    with suppress(OSError):
        return [pid, *(one for child in children.read_text().split() for one in _tree(int(child)))]
    return [pid]


def _cpu(pid: int) -> float:
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICK
    return 0.0


def _resident(pid: int) -> int:
    with suppress(OSError):
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
    return 0
