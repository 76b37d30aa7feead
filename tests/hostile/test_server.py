"""Hostile files brought to the running app: the server lives, and other readers do not notice."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import pytest

from tests.browser.serve import served
from tests.hostile.files import ATTACKS, Attack
from tests.stress.reader import Reader
from tests.web.running import awaited

#: What is brought with all tests: each took the whole server down, or all of its memory.
FEW = ("implicit-rows.xlsx", "disguised-ods.xlsx", "nested-lists.parquet")

BROUGHT = [one for one in ATTACKS if "GREENLINE_STRESS" in os.environ or one.name in FEW]

#: Bytes that the server may hold at any moment while files are read for it.
PEAK = 2_000_000_000

#: Bytes by which the server may have grown when all files are gone again.
GROWTH = 400_000_000


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, psutil.Process]]:
    with served() as server:
        yield server.address, psutil.Process(server.process.pid)


def mine(reader: Reader) -> bytes:
    """Return a table of events whose texts hold this reader's word."""
    rows = (f"{i},2014-06-1{i % 9},35.{i},44.3,raid,{reader.mark}" for i in range(50))
    return ("id,date,latitude,longitude,type,description\n" + "\n".join(rows)).encode()


async def attacked(base: str, attack: Attack, witness: Reader) -> tuple[list[str], bool]:
    """Bring a file; return the errors of both readers, and whether its bringer was told of it."""
    reader = Reader(base, 1)
    await reader.join()
    await reader.run("")
    await reader.upload(attack.name, attack.make())
    bringing = asyncio.create_task(reader.run())
    await witness.run("d=2014-06-10")
    await witness.run("d=2017-10-16")
    await bringing
    plain = attack.name.replace("-", "\\-").replace(".", "\\.")
    told = reader.heard(attack.name) or reader.heard(plain)
    errors = reader.errors + witness.errors
    await reader.leave()
    return errors, told


@contextmanager
def watched_server(process: psutil.Process) -> Iterator[list[int]]:
    """Look at the memory of the server's own process again and again; the list holds the most."""
    most, done = [0], threading.Event()

    def look() -> None:
        while not done.wait(0.05):
            most[0] = max(most[0], process.memory_info().rss)

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield most
    finally:
        done.set()
        thread.join()


@pytest.mark.thorough
@pytest.mark.timeout(1200)
def test_the_server_lives_and_others_do_not_notice(server: tuple[str, psutil.Process]) -> None:
    base, process = server

    async def all_of_them() -> dict[str, tuple[list[str], bool]]:
        witness = Reader(base, 2)
        await witness.join()
        await witness.run("")
        await witness.upload(f"{witness.mark}.csv", mine(witness))
        await witness.run()
        assert witness.heard(witness.mark)
        found = {one.name: await attacked(base, one, witness) for one in BROUGHT}
        await witness.upload("again.csv", mine(witness))
        await witness.run()
        assert witness.heard("again")
        await witness.leave()
        return found

    with watched_server(process) as most:
        found = awaited(all_of_them())
    assert found == {one.name: ([], True) for one in BROUGHT}
    assert process.is_running()
    assert most[0] < PEAK
    assert process.memory_info().rss < 1_000_000_000 + GROWTH
