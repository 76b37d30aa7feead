"""Fifty people at once, five with the drawer open: nobody sees another's data, nobody waits, no error."""

from __future__ import annotations

import asyncio
import json
import os
import random
import statistics
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import psutil
import pytest

from bench.stress.reader import Reader
from tests.browser.serve import serve
from tests.web.running import run_awaited

PEOPLE = int(os.environ.get("GREENLINE_STRESS_PEOPLE", "50"))
SECONDS = int(os.environ.get("GREENLINE_STRESS_SECONDS", "120"))
#: One of so many has the drawer open: the page of the others tells the app of no change.
OPEN = 10
TABLE = Path(__file__).with_name("load.json")
FIRST, LAST = date(2003, 1, 1), date(2026, 7, 1)


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, psutil.Process]]:
    with serve() as server:
        yield server.address, psutil.Process(server.process.pid)


def events(reader: Reader) -> bytes:
    """Return a table of events whose texts hold this reader's word."""
    rows = [
        f"{reader.number}-{i},2014-0{1 + i % 9}-1{i % 9},{35 + i % 20 / 10},{43 + i % 25 / 10},"
        f"raid,{reader.mark} {i}"
        for i in range(300)
    ]
    return ("id,date,latitude,longitude,type,description\n" + "\n".join(rows)).encode()


async def run_reader(reader: Reader, until: float, times: list[float]) -> None:
    """Come, bring events, look around, leave and come back, as long as there is time."""
    rng = random.Random(reader.number)
    await asyncio.sleep(rng.uniform(0, 10))
    await reader.join()
    await reader.run("")
    await reader.upload(f"{reader.mark}.csv", events(reader))
    await reader.run()
    assert reader.has_heard(reader.mark), f"reader {reader.number} does not see his own events"
    if reader.number % OPEN:
        await asyncio.sleep(max(0, until - time.monotonic()))
    else:
        reader.open_drawer()
        await reader.run()
    while time.monotonic() < until:
        day = FIRST + timedelta(rng.randrange((LAST - FIRST).days))
        reader.report(f"d={day}&p={rng.choice(('held', 'federal', 'region', 'un'))}")
        begun = time.monotonic()
        await reader.run()
        times.append(time.monotonic() - begun)
        await asyncio.sleep(rng.uniform(1, 3))
    await reader.leave()


async def watch(process: psutil.Process, until: float, memory: list[float]) -> None:
    while time.monotonic() < until:
        memory.append(process.memory_info().rss / 1e6)
        await asyncio.sleep(2)


async def crowd(base: str, process: psutil.Process) -> dict[str, Any]:
    busy = os.getloadavg()[0]
    until = time.monotonic() + SECONDS
    readers = [Reader(base, number) for number in range(PEOPLE)]
    times: list[float] = []
    memory: list[float] = []
    watching = asyncio.create_task(watch(process, until, memory))
    ended = await asyncio.gather(
        *(run_reader(reader, until, times) for reader in readers), return_exceptions=True
    )
    await watching
    failed = [repr(item) for item in ended if isinstance(item, BaseException)]
    leaks = [
        (item.number, other.number)
        for item in readers
        for other in readers
        if item is not other and item.has_heard(other.mark)
    ]
    third = len(memory) // 3
    return {
        "load_before": round(busy, 1),
        "people": PEOPLE,
        "seconds": SECONDS,
        "runs": len(times),
        "run_median_s": round(statistics.median(times), 2) if times else None,
        "run_p95_s": round(sorted(times)[int(0.95 * len(times))], 2) if times else None,
        "memory_start_mb": round(memory[0]),
        "memory_middle_mb": round(statistics.mean(memory[third : 2 * third])),
        "memory_end_mb": round(statistics.mean(memory[2 * third :])),
        "failed": failed,
        "errors": [error for reader in readers for error in reader.errors],
        "leaks": leaks,
    }


@pytest.mark.timeout(SECONDS + 300)
def test_fifty_people_at_once(server: tuple[str, psutil.Process]) -> None:
    value = run_awaited(crowd(*server))
    TABLE.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(value, indent=2))
    assert value["failed"] == []
    assert value["errors"] == []
    assert value["leaks"] == []
    assert value["runs"] >= PEOPLE / OPEN
    assert value["memory_end_mb"] < 1.15 * value["memory_middle_mb"] + 50
