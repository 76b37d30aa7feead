"""Commands as a shell starts them: what each takes in all, and how much of it the processor works.

The time on the clock grows with what else runs on the machine, so the least of several runs counts;
that of the processor hardly does.
Run with ``python -m bench.run commands``.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from geo.profile import current

#: Runs of each, after one that makes what is kept in the cache folder.
RUNS = 5


def measure() -> dict[str, Any]:
    """Return seconds of each command: the least on the clock, the median of the processor."""
    place = current().example
    with tempfile.TemporaryDirectory() as folder:
        lines = {
            "help": ["--help"],
            "at": ["at", "2016-01-01", "--place", place],
            "history": ["history", place],
            "export": ["export", str(Path(folder) / "x.html")],
        }
        return {name: measure_command(line) for name, line in lines.items()}


def measure_command(line: list[str]) -> dict[str, float]:
    runs = [_run(line) for _ in range(1 + RUNS)][1:]
    clock, processor = zip(*runs, strict=True)
    return {
        "clock_s": round(min(clock), 2),
        "processor_s": round(statistics.median(processor), 2),
    }


def _run(line: list[str]) -> tuple[float, float]:
    command = [sys.executable, "-m", "geo", *line]
    before, begun = count_busy_seconds(), time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=_environment())
    return time.perf_counter() - begun, count_busy_seconds() - before


def _environment() -> dict[str, str]:
    """Return the environment, in which compiled modules are kept as they are by default."""
    return {name: item for name, item in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def count_busy_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
