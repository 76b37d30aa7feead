"""Hostile files are read or refused with a sentence, within limits, and hurt nobody else.

The small ones run with all tests, the whole corpus on all ways in ``make stress``, which writes
what each took to ``files.json``.
"""

from __future__ import annotations

import json
import os
import socket
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from geo import Atlas
from geo.errors import ReadError
from geo.events import read
from geo.tabular.source import LIMITS
from tests.hostile.files import (
    ATTACKS,
    ELSEWHERE,
    HEAD,
    OUTSIDE,
    ROW,
    Attack,
    count_calls,
    listener,
)
from tests.hostile.ways import WAYS, run_way, watch_memory

STRESS = "GREENLINE_STRESS" in os.environ

#: Pieces that the largest of the files is read in, each within its own bound of seconds.
PIECES = 2
RESULT = Path(__file__).with_name("files.json")


#: Those of the small files that once took the whole machine: they run as pieces too with all tests.
WORST = {"implicit-rows.xlsx", "disguised-ods.xlsx", "nested-lists.parquet", "deep.json"}

CASES = [
    (attack, way)
    for attack in ATTACKS
    for way in WAYS
    if STRESS or (attack.name in WORST if way == "read" else way == "python" and not attack.large)
]


def note(name: str, way: str, **value: Any) -> None:
    """Keep what came of one file on one way."""
    every = json.loads(RESULT.read_text(encoding="utf-8")) if RESULT.is_file() else {}
    every.setdefault(name, {})[way] = value
    tidy = {key: dict(sorted(every[key].items())) for key in sorted(every)}
    RESULT.write_text(json.dumps(tidy, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


@pytest.mark.parametrize("attack", ELSEWHERE, ids=lambda attack: attack.name)
def test_what_a_file_points_to_is_not_read(attack: Attack) -> None:
    with suppress(ReadError):
        assert OUTSIDE not in read(attack.make(), attack.name).rows.to_csv()
    assert count_calls() == 0
    with socket.create_connection(listener().getsockname()):
        assert count_calls() == 1


@pytest.mark.quick(3)
@pytest.mark.timeout(400)
@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(
    ("attack", "way"), CASES, ids=[f"{attack.name}-{way}" for attack, way in CASES]
)
def test_a_hostile_file_hurts_nobody(
    attack: Attack, way: str, atlas: Atlas, tmp_path: Path
) -> None:
    file, folder = tmp_path / attack.name, tmp_path / "out"
    file.write_bytes(attack.make())
    folder.mkdir()
    with watch_memory() as most:
        start = time.monotonic()
        text = run_way(WAYS[way], atlas, file, folder)
        seconds = time.monotonic() - start
    assert way != "python" or attack.told in text
    assert count_calls() == 0 and OUTSIDE not in text
    assert most[0] < LIMITS.memory + 500_000_000
    assert read(HEAD + ROW, "next.csv").report.rows_kept == 1
    if STRESS:
        assert seconds < PIECES * LIMITS.seconds
        size = file.stat().st_size
        note(
            attack.name, way, bytes=size, seconds=round(seconds, 1),
            megabytes=round(most[0] / 1e6), told=text[:300],
        )  # fmt: skip
