"""Commands as a shell starts them: what each takes in all, and how much of it the processor works.

Warm is a command that has run before. Cold is its first run of a wheel just installed: nothing is
in the cache folder, and Python's modules are compiled, as an installer does.

The time on the clock grows with what else runs on the machine, so the least of several runs counts;
that of the processor hardly does.
Run with ``python -m bench.run commands``.
"""

from __future__ import annotations

import compileall
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from typing import Any

from geo.profile import current

#: Runs of each, after one that makes what is kept in the cache folder.
RUNS = 5


def measure() -> dict[str, Any]:
    """Return seconds of each command: the least on the clock, the median of the processor."""
    place = current().example
    with tempfile.TemporaryDirectory() as folder:
        installed = Path(folder) / "installed"
        command = (sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps")
        target = ("--no-build-isolation", "--wheel-dir", folder, Path(__file__).parents[1])
        subprocess.run((*command, *target), check=True)
        with zipfile.ZipFile(next(Path(folder).glob("*.whl"))) as wheel:
            wheel.extractall(installed)
        compileall.compile_dir(installed, quiet=1)
        lines = {
            "help": ["--help"],
            "at": ["at", "2016-01-01", "--place", place],
            "history": ["history", place],
            "export": ["export", str(Path(folder) / "x.html")],
        }
        result: dict[str, Any] = {}
        loads = []
        for name, line in lines.items():
            result[name] = {**measure_warm(line), "cold": measure_cold(line, installed)}
            loads.append(os.getloadavg()[0])
    return {**result, "load": round(max(loads), 1)}


def measure_warm(line: list[str]) -> dict[str, float]:
    """Return what a command takes that has run before."""
    return _sum([_run(line) for _ in range(1 + RUNS)][1:])


def measure_cold(line: list[str], installed: Path) -> dict[str, float]:
    """Return what a command takes that runs for the first time, each time with an empty cache."""
    runs = []
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as cache:
            runs.append(_run(line, PYTHONPATH=str(installed), GREENLINE_CACHE=cache))
    return _sum(runs)


def _sum(runs: list[tuple[float, float]]) -> dict[str, float]:
    clock, processor = zip(*runs, strict=True)
    return {
        "clock_s": round(min(clock), 2),
        "processor_s": round(statistics.median(processor), 2),
    }


def _run(line: list[str], **named: str) -> tuple[float, float]:
    command = [sys.executable, "-P", "-m", "geo", *line]
    environment = os.environ | named
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # compiled modules are kept, as by default
    before, begun = count_busy_seconds(), time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
    return time.perf_counter() - begun, count_busy_seconds() - before


def count_busy_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
