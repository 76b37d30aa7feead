"""Files made to hold up the server: what a second reader waits, and what the server's memory is."""

from __future__ import annotations

import asyncio
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

from bench.stress import attacks
from bench.stress.reader import Reader
from geo.web.saving import KINDS
from tests.browser.serve import serve
from tests.web.running import run_awaited

TABLE = Path(__file__).with_name("attacks.json")

DAYS = ("2014-06-10", "2014-08-03", "2017-09-27", "2017-10-16", "2017-11-01", "2003-04-10")

#: Seconds for which sessions flood the server, and after which readers who left are forgotten.
FLOOD = int(os.environ.get("GREENLINE_STRESS_FLOOD", "10"))
AWAY = int(os.environ.get("GREENLINE_STRESS_AWAY", "120"))

SMALL = b"id,date,latitude,longitude\n1,2017-10-16,35.4,44.3\n"


@dataclass(frozen=True)
class Act:
    """What some sessions do at once, and what that did to version 1.0.0 on two cores."""

    title: str
    before: str
    name: str  #: Name of the file that is brought; empty where none is.
    make: Callable[[], bytes] = bytes
    count: int = 1  #: Sessions.


ACTS = [
    Act("control map of two combs, 14 kB", "16 s in the server's own process, a second reader waits 2.5 s",
        "a.geojson", lambda: attacks.crossing_combs(500)),
    Act("control map of two combs, 130 kB", "more than 6.5 GB after 11 s",
        "b.geojson", lambda: attacks.crossing_combs(3_000)),
    Act("control map of 1,000 days", "10.5 s in the server's own process",
        "c.geojson", lambda: attacks.many_days(1_000)),
    Act("1,000,000 rows of 340 letters, four times", "server at 3.7 GB",
        "d.parquet", lambda: attacks.repeated_text(340), 4),
    Act("1,000,000 rows of 680 letters", "refused, server 380 MB larger",
        "g.parquet", lambda: attacks.repeated_text(680)),
    Act("1,000,000 rows of 8,000 letters", "", "h.parquet", lambda: attacks.repeated_text(8_000)),
    Act("gzip of 3,000,000 empty members, six times", "a small file waits 38 s",
        "e.csv.gz", lambda: attacks.empty_members(3_000_000), 6),
    Act("table of 50 MB, forty times", "server at up to 2.4 GB", "f.csv", lambda: SMALL * 1_000_000, 40),
    Act("film of 31 days, eight times", "", "", count=8),
]  # fmt: skip

#: Floods: sessions that ask for runs fifty times a second, whether they read what comes, and how
#: long another reader waited before.
FLOODS = [(5, True, "12.7 s"), (20, True, ""), (20, False, "19.9 s")]


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, psutil.Process]]:
    with serve() as server:
        yield server.address, psutil.Process(server.process.pid)


async def attack(reader: Reader, act: Act, content: bytes) -> str:
    """Bring a file, or make a film; return how the server refuses it, if before it is read."""
    await reader.join()
    await reader.run("")
    if not act.name:
        await reader.open_section("export")
        reader.choose_film(KINDS.index(".mp4"))
        await reader.run()
        reader.make_film()
        await reader.run(seconds=300)
        assert not reader.errors
        return ""
    try:
        await reader.upload(act.name, content)
    except OSError as error:
        return str(error)
    await reader.run()
    return ""


async def look_around(reader: Reader, ended: asyncio.Event) -> list[float]:
    waits = []
    while not ended.is_set():
        begun = time.monotonic()
        await reader.run(f"d={random.choice(DAYS)}")
        waits.append(time.monotonic() - begun)
        await asyncio.sleep(0.3)
    return waits


async def bring_small(reader: Reader, wait: float) -> float:
    """Bring a small file while others are read; return how long that takes."""
    await asyncio.sleep(wait)
    begun = time.monotonic()
    await reader.upload("small.csv", SMALL)
    await reader.run()
    return time.monotonic() - begun


async def measure(base: str, process: psutil.Process, act: Act) -> dict[str, Any]:
    content, ended = act.make(), asyncio.Event()
    watching, honest = Reader(base, 1), Reader(base, 2)
    for reader in (watching, honest):
        await reader.join()
        await reader.run("")
    memory = [process.memory_info().rss]

    async def watch() -> None:
        while not ended.is_set():
            memory.append(process.memory_info().rss)
            await asyncio.sleep(0.1)

    others = asyncio.gather(look_around(watching, ended), watch())
    begun = time.monotonic()
    small = asyncio.create_task(bring_small(honest, 1.0))
    attackers = [Reader(base, 10 + at) for at in range(act.count)]
    refused = await asyncio.gather(
        *(attack(reader, act, content) for reader in attackers), return_exceptions=True
    )
    seconds, small_wait = time.monotonic() - begun, await small
    ended.set()
    waits, _ = await others
    for reader in (watching, honest, *attackers):
        await reader.leave()
    return {
        "act": act.title,
        "before": act.before,
        "bytes": len(content),
        "seconds": round(seconds, 1),
        "second_reader_s": round(max(waits), 2),
        "small_file_s": round(small_wait, 2),
        "memory_start_mb": round(memory[0] / 1e6),
        "memory_most_mb": round(max(memory) / 1e6),
        "refused": sum(isinstance(item, str) and bool(item) for item in refused),
        "failed": [repr(item) for item in refused if isinstance(item, BaseException)],
    }


async def measure_flood(base: str, count: int, before: str, *, reads: bool) -> dict[str, Any]:
    """Return how long a reader waits while sessions ask for runs fifty times a second."""
    honest, ended = Reader(base, 3), asyncio.Event()
    await honest.join()
    await honest.run("")
    watching = asyncio.create_task(look_around(honest, ended))
    await asyncio.gather(*(Reader(base, 50 + at).flood(FLOOD, reads=reads) for at in range(count)))
    ended.set()
    waits = await watching
    await honest.leave()
    act = f"{count} sessions that change the day 50 times a second" + ("" if reads else ", unread")
    return {"act": act, "before": before, "second_reader_s": round(max(waits), 2)}


def measure_polygon() -> dict[str, Any]:
    """Return how long the command takes for a polygon of 2,500 random corners."""
    rng = random.Random(1)
    corners = ";".join(f"{rng.uniform(42, 46):.4f},{rng.uniform(34, 37):.4f}" for _ in range(2_500))
    begun = time.monotonic()
    command = [sys.executable, "-m", "geo", "exposure", "--polygon", corners]
    code = subprocess.run(command, capture_output=True, timeout=120, check=False).returncode
    seconds = round(time.monotonic() - begun, 1)
    title, before = "`greenline exposure` of 2,500 random corners", "45 s and more"
    return {"act": title, "before": before, "seconds": seconds, "code": code}


@pytest.mark.timeout(900)
def test_nobody_holds_up_another_reader(server: tuple[str, psutil.Process]) -> None:
    base, process = server
    values = [run_awaited(measure(base, process, act)) for act in ACTS]
    floods = [
        run_awaited(measure_flood(base, count, before, reads=reads))
        for count, reads, before in FLOODS
    ]
    polygon = measure_polygon()
    time.sleep(AWAY)
    after = round(process.memory_info().rss / 1e6)
    result = {
        "acts": values,
        "floods": floods,
        "polygon": polygon,
        "memory_after_mb": after,
        "memory_start_mb": values[0]["memory_start_mb"],
    }
    TABLE.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(json.dumps(result, indent=2))
    assert [value["failed"] for value in values] == [[]] * len(ACTS)
    assert max(value["memory_most_mb"] for value in values) <= 800
    assert max(value["small_file_s"] for value in values) <= 5
    assert max(flood["second_reader_s"] for flood in floods) <= 2
