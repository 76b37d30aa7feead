"""Five million made-up events from Parquet files to a folder: seconds, and the memory it takes.

Run alone with ``python -m bench.ingest [COUNT]``.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import psutil

from bench.events import make_events

COUNT, FILES = 5_000_000, 20

#: Runs the command as a reader would.
CODE = "import sys; from geo.cli import main; sys.exit(main(sys.argv[1:]))"


def measure(count: int = COUNT) -> dict[str, Any]:
    """Return seconds and peak memory (MB, of all processes together) of an ingest and of reading.

    ``events_s`` reads the positions and days of one month of it, ``columns_s`` those of all.
    """
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / "in", Path(folder) / "out"
        source.mkdir()
        for number in range(FILES):
            make_events(count // FILES, seed=number).to_parquet(source / f"{number:02d}.parquet")
        before = count_busy_seconds()
        seconds, peak = watch_command([str(source), "--out", str(out)])
        manifest = json.loads((out / "ingest.json").read_text(encoding="utf-8"))
        if manifest["events"] != count // FILES * FILES:
            raise AssertionError((out / "report.json").read_text(encoding="utf-8"))
        return {
            "events": manifest["events"],
            "ingest_s": round(seconds, 1),
            "cpu_s": round(count_busy_seconds() - before, 1),
            "events_a_second": round(count / seconds),
            "peak_mb": round(peak / 1e6),
            "source_mb": _size(source),
            "folder_mb": _size(out),
            **_reading(out),
        }


def watch_command(words: list[str]) -> tuple[float, int]:
    start, peak = time.perf_counter(), 0
    process = subprocess.Popen(
        [sys.executable, "-c", CODE, "ingest", *words], stdout=subprocess.DEVNULL
    )
    while process.poll() is None:
        peak = max(peak, _memory(process.pid))
        time.sleep(0.1)
    if process.returncode:
        raise AssertionError(f"the ingest ended with {process.returncode}")
    return time.perf_counter() - start, peak


def count_busy_seconds() -> float:
    """Return the seconds that ended children of this process kept the processor busy."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _memory(pid: int) -> int:
    try:
        item = psutil.Process(pid)
        every = [item, *item.children(recursive=True)]
        return sum(process.memory_info().rss for process in every)
    except psutil.NoSuchProcess:
        return 0


def _reading(out: Path) -> dict[str, float]:
    names = ["lon", "lat", "start", "end"]
    june = [
        ("start", "<=", pd.Timestamp("2014-06-30")),
        ("end", ">=", pd.Timestamp("2014-06-01")),
    ]
    return {
        "counts_s": _seconds(lambda: pd.read_parquet(out / "counts.parquet")),
        "events_s": _seconds(
            lambda: pd.read_parquet(
                out / "events", columns=names, filters=[*june, ("year", "<=", 2014)]
            )
        ),
        "columns_s": _seconds(lambda: pd.read_parquet(out / "events", columns=names)),
    }


def _seconds(run: Callable[[], Any]) -> float:
    start = time.perf_counter()
    run()
    return round(time.perf_counter() - start, 3)


def _size(folder: Path) -> int:
    return round(sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6)


if __name__ == "__main__":
    print(json.dumps(measure(*map(int, sys.argv[1:])), indent=2))
