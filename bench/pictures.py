"""Pages, pictures, films and atlases of one view: processor seconds and memory.

What else runs on the machine hardly changes these. Run with ``python -m bench.run pictures``.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import psutil

from geo import Atlas, View
from geo.draw.kept_page import kept_page
from geo.pictures import painter

#: What `greenline export` is measured with: name, file, options.
COMMANDS = {
    "page": ("map.html",),
    "png": ("map.png",),
    "film": ("film.mp4", "--dates", "2014-06-01..2014-07-30"),
}

#: Runs of each, after one that makes what is kept in the cache folder; the median counts.
RUNS = 3

#: Days that are drawn one after the other in one process.
DAYS = 30


def measure() -> dict[str, dict[str, float]]:
    """Measure each command in a process of its own, and another day in one that has drawn."""
    atlas = Atlas.load()
    result = {name: measure_command(words) for name, words in COMMANDS.items()}
    return result | {"day": {"cpu_s": measure_day(atlas)}}


def measure_command(words: tuple[str, ...]) -> dict[str, float]:
    """Return processor seconds, memory and size of the file of ``greenline export``."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / words[0]
        runs = [_run("export", str(file), *words[1:]) for _ in range(1 + RUNS)][1:]
        used = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
        return used | {"kb": round(file.stat().st_size / 1000)}


def measure_day(atlas: Atlas) -> float:
    """Return the processor seconds of another day of a view, of both processes."""
    view, frame = View(date=date(2014, 6, 1)), painter.Frame(kept_page(atlas).home, 1000, 900)
    painter.draw(atlas, view, frame)
    before = _count_busy_seconds()
    for days in range(1, 1 + DAYS):
        painter.draw(atlas, view.with_(date=view.date + timedelta(days)), frame)
    return round((_count_busy_seconds() - before) / DAYS, 3)


def _count_busy_seconds() -> float:
    """Return how long this process and those that it started kept the processor busy."""
    program = psutil.Process()
    processes = [program, *program.children(recursive=True)]
    return sum(sum(process.cpu_times()[:4]) for process in processes)


def _run(*words: str) -> dict[str, float]:
    """Run ``greenline`` in a process of its own; return processor seconds and memory.

    The memory is that of the largest of its processes.
    """
    command_line = [sys.executable, "-m", "geo", *words]
    # An installation has its bytecode: where none may be written, each run would compile anew.
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": ""}
    with subprocess.Popen(
        command_line, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment
    ) as running:
        # The painter is a worker that its keeper ends: who waits for the program does not count it.
        workers: dict[int, tuple[float, float]] = {}
        program = psutil.Process(running.pid)
        while not (ended := os.wait4(running.pid, os.WNOHANG))[0]:
            with suppress(psutil.Error):
                for worker in program.children(recursive=True):
                    if worker.ppid() != running.pid:
                        busy, memory = sum(worker.cpu_times()[:2]), worker.memory_info().rss
                        workers[worker.pid] = (busy, memory)
            time.sleep(0.03)
        _, status, used = ended
        running.returncode = os.waitstatus_to_exitcode(status)
    if running.returncode:
        raise SystemExit(f"{' '.join(command_line)}: ended with {running.returncode}")
    return {
        "cpu_s": round(
            used.ru_utime + used.ru_stime + sum(busy for busy, _ in workers.values()), 2
        ),
        "mb": round(max([used.ru_maxrss / 1e3, *(memory / 1e6 for _, memory in workers.values())])),
    }
