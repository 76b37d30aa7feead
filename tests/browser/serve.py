"""Starts the app for tests, benchmarks and pictures, on a free port of loopback."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

ROOT = Path(__file__).resolve().parents[2]

#: Seconds in which the app must answer: it first makes what a visit needs, from an empty cache.
_PATIENCE = 400


class Served(NamedTuple):
    """A server that answers."""

    address: str
    """Where, without a path."""

    process: subprocess.Popen[bytes]
    """Its process."""


def free_port() -> int:
    """Return a port of loopback that nothing listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def serve(
    command: Sequence[str] = ("streamlit", "run", "app.py", "--server.port"),
    *,
    folder: Path = ROOT,
    log: IO[bytes] | None = None,
    environment: Mapping[str, str] | None = None,
    port: int = 0,
) -> Iterator[Served]:
    """Start the app, yield it once it answers, and end it.

    Parameters
    ----------
    command
        The module and its arguments; the port is put behind them.
    folder
        The folder to start it in.
    log
        Where to write what it says; nowhere by default.
    environment
        Variables of its environment.
    port
        Where it listens; a free port by default.
    """
    port = port or free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", *command, str(port)],
        cwd=folder,
        env={**os.environ, **(environment or {})},
        stdout=log or subprocess.DEVNULL,
        stderr=subprocess.STDOUT if log else subprocess.DEVNULL,
    )
    try:
        address = f"http://localhost:{port}"
        _wait(address, process)
        yield Served(address, process)
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    """Return once the app answers."""
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"{address}/_stcore/health", timeout=5).close()
        except OSError:
            if process.poll() is not None:
                raise RuntimeError("the app ended by itself") from None
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"the app does not answer after {_PATIENCE} seconds")
