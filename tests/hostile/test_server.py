"""Hostile files brought to the running app: the server lives, and other readers do not notice."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import pytest

from bench.stress.reader import Reader
from tests.browser.serve import serve
from tests.hostile.files import ATTACKS, Attack
from tests.web.running import run_awaited

#: What is brought with all tests: each took the whole server down, or all of its memory.
FEW = ("implicit-rows.xlsx", "disguised-ods.xlsx", "nested-lists.parquet")

BROUGHT = [attack for attack in ATTACKS if "GREENLINE_STRESS" in os.environ or attack.name in FEW]

#: Bytes that the server may hold at any moment while files are read for it.
PEAK = 2_000_000_000

#: Bytes by which the server may have grown when all files are gone again.
GROWTH = 400_000_000


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, psutil.Process]]:
    with serve() as server:
        yield server.address, psutil.Process(server.process.pid)


def make_table(reader: Reader) -> bytes:
    """Return a table of events whose texts hold this reader's word."""
    rows = (f"{i},2014-06-1{i % 9},35.{i},44.3,raid,{reader.mark}" for i in range(50))
    return ("id,date,latitude,longitude,type,description\n" + "\n".join(rows)).encode()


async def attack_server(base: str, attack: Attack, witness: Reader) -> tuple[list[str], bool]:
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
    flag = reader.has_heard(attack.name) or reader.has_heard(plain)
    errors = reader.errors + witness.errors
    await reader.leave()
    return errors, flag


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
        await witness.upload(f"{witness.mark}.csv", make_table(witness))
        await witness.run()
        assert witness.has_heard(witness.mark)
        result = {item.name: await attack_server(base, item, witness) for item in BROUGHT}
        await witness.upload("again.csv", make_table(witness))
        await witness.run()
        assert witness.has_heard("again")
        await witness.leave()
        return result

    with watched_server(process) as most:
        value = run_awaited(all_of_them())
    assert value == {item.name: ([], True) for item in BROUGHT}
    assert process.is_running()
    assert most[0] < PEAK
    assert process.memory_info().rss < 1_000_000_000 + GROWTH
