"""Hostile files are read or refused with a sentence, within limits, and hurt nobody else.

The small ones run with all tests, the whole corpus in ``make stress``, which writes what each took
to ``files.json``.
"""

from __future__ import annotations

import json
import os
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil
import pytest

from geo.errors import ReadError
from geo.events import read
from geo.tabular.limits import LIMITS
from tests.hostile.files import ATTACKS, HEAD, ROW, Attack

STRESS = "GREENLINE_STRESS" in os.environ
RESULT = Path(__file__).with_name("files.json")


@contextmanager
def watched() -> Iterator[list[int]]:
    """Lend a list whose one number is the most memory that a process below this one held."""
    most, done = [0], threading.Event()

    def watch() -> None:
        while not done.wait(0.02):
            for one in psutil.Process().children(recursive=True):
                with suppress(psutil.Error):
                    most[0] = max(most[0], one.memory_info().rss)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield most
    finally:
        done.set()
        thread.join()


def outcome(attack: Attack, content: bytes) -> str:
    """Return what came of reading a file; the report of one that is read adds up."""
    try:
        report = read(content, attack.name).report
    except ReadError as error:
        message = str(error)
        assert message.startswith(attack.name)
        assert tempfile.gettempdir() not in message
        assert "Traceback" not in message
        return message
    assert report.rows_read == report.kept + sum(report.set_aside.values())
    return f"{report.kept} of {report.rows_read} rows kept"


@pytest.mark.timeout(300)
@pytest.mark.parametrize("attack", ATTACKS, ids=lambda one: one.name)
def test_a_hostile_file_hurts_nobody(attack: Attack) -> None:
    if attack.large and not STRESS:
        pytest.skip("takes long: make stress runs it")
    content = attack.make()
    with watched() as most:
        start = time.monotonic()
        found = outcome(attack, content)
        seconds = time.monotonic() - start
    assert most[0] < LIMITS.memory + 500_000_000
    assert read(HEAD + ROW, "next.csv").report.kept == 1
    if STRESS:
        _write(attack.name, len(content), found, seconds, most[0])


def _write(name: str, size: int, found: str, seconds: float, most: int) -> None:
    """Add the figures of one file to the list."""
    every = json.loads(RESULT.read_text(encoding="utf-8")) if RESULT.is_file() else {}
    every[name] = {
        "bytes": size,
        "seconds": round(seconds, 1),
        "megabytes": round(most / 1e6),
        "outcome": found[:200],
    }
    text = json.dumps(dict(sorted(every.items())), indent=2, ensure_ascii=False)
    RESULT.write_text(f"{text}\n", encoding="utf-8")
