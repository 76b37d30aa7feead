"""Hostile files are read or refused with a sentence, within limits, and hurt nobody else.

The small ones run with all tests, the whole corpus in ``make stress``, which writes what each took
to ``files.json``.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
import psutil
import pyarrow as pa
import pytest
from pyarrow import parquet

from geo.errors import ReadError
from geo.events import read
from geo.tabular.limits import LIMITS, Limits
from geo.tabular.sheet import open_sheet
from tests.hostile import files
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


REFUSED = {
    files.implicit_rows: "has a cell in row 1,048,576",
    files.implicit_cells: "at most 1,048,576 rows and 16,384 columns",
    files.far_row: "has a cell in row 4,294,967,295",
    files.disguised_ods: "is an OpenDocument file",
    files.repeated_text: "holds too much text",
    files.wide_objects: "has 20,000 columns",
}


@pytest.mark.parametrize("make", REFUSED, ids=lambda one: one.__name__)
def test_what_would_fill_the_memory_is_counted_before_it_is_held(make: Callable[[], bytes]) -> None:
    with pytest.raises(ReadError, match=REFUSED[make]):
        open_sheet(make(), limits=Limits(unpacked=300_000_000))


def test_values_in_lists_of_parquet_count() -> None:
    values = pa.array(np.zeros(3_000, np.int8))
    column = pa.LargeListArray.from_arrays(pa.array([0, 3_000], pa.int64()), values)
    out = io.BytesIO()
    parquet.write_table(pa.table({"id": ["1"], "list": column}), out)
    with pytest.raises(ReadError, match="has 2,999 values in lists within its cells"):
        open_sheet(out.getvalue(), limits=Limits(loose=1_000))


def test_a_sheet_of_honest_rows_without_references_is_read() -> None:
    cells = "<c><v>35.4</v></c><c><v>44.3</v></c>"
    named = "".join(f'<c t="str"><v>{name}</v></c>' for name in ("lat", "lon"))
    sheet = open_sheet(files.workbook(f"<row>{named}</row>" + f"<row>{cells}</row>" * 4_000))
    assert len(sheet.frame) == 4_000


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, which must come to an end."""
    return subprocess.run(
        [sys.executable, "-m", "geo.cli", *arguments],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def test_commands_end_after_a_quotation_mark_that_is_never_closed(tmp_path: Path) -> None:
    path = tmp_path / "reports.csv"
    path.write_bytes(files.unclosed_quote())
    for arguments in (
        ("read", str(path)),
        ("export", str(tmp_path / "m.html"), "--events", str(path)),
    ):
        ended = command(*arguments)
        assert ended.returncode == 1
        assert ended.stderr.count("\n") == 1
        assert "a quotation mark may never be closed" in ended.stderr


def test_a_name_longer_than_any_file_system_takes_is_a_sentence() -> None:
    ended = command("read", "x" * 5_000 + ".csv")
    assert ended.returncode == 1
    assert "cannot be opened" in ended.stderr
    assert "Traceback" not in ended.stderr
    with pytest.raises(ReadError, match="cannot be opened"):
        read("nul\0byte.csv")
