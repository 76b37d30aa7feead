"""Each file is read by a process of its own: the same events, and no harm beyond it."""

from __future__ import annotations

import io
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import psutil
import pyarrow as pa
import pytest
from pyarrow import parquet

from geo.errors import ReadError
from geo.events import chunks, read
from geo.events.draft import How, Mapping
from geo.events.reading import events_here
from geo.tabular.source import LIMITS, Limits
from geo.worker import limited
from tests.events.made import validate
from tests.tabular.makers import read_here

HEAD = "id,date,lat,lon,type,deaths,note\n"


def table(rows: int) -> bytes:
    """Return a table of events, some of which are set aside."""
    lines = (
        f"{i},2017-10-{1 + i % 31:02d},{35 + i % 90 / 30},{44.3 if i % 7 else ''},k{i % 5},{i % 9},n{i}\n"
        for i in range(rows)
    )
    return (HEAD + "".join(lines)).encode()


def assert_same(left: object, right: object) -> None:
    """Compare two pieces of events, reports and types included."""
    for name in ("rows", "origin"):
        pd.testing.assert_frame_equal(getattr(left, name), getattr(right, name))
    pd.testing.assert_frame_equal(left.report.aside, right.report.aside)
    assert left.report.to_dict() == right.report.to_dict()


def test_events_and_report_are_those_that_reading_here_gives() -> None:
    content = table(60)
    assert_same(read(content, "t.csv"), read_here(content, "t.csv"))
    for left, right in zip(
        chunks(content, "t.csv", 25), events_here(content, "t.csv", 25), strict=True
    ):
        assert_same(left, right)
        validate(left.rows)
    mapping = Mapping(lat="lat", lon="lon", start="date", text="note")
    assert_same(read(content, mapping=mapping), read_here(content, how=How(mapping)))
    assert list(read(content, origin=False).origin.columns) == []


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("rows", "limits", "says"),
    [
        (300_000, Limits(memory=30_000_000), r"^t.csv: .*needs more than 30 MB of memory"),
        (100_000, Limits(seconds=0.01), r"t.csv: takes longer to read than 0.01 seconds"),
    ],
)
def test_too_little_of_what_reading_takes_is_a_sentence(
    rows: int, limits: Limits, says: str
) -> None:
    with pytest.raises(ReadError, match=says):
        read(table(rows), "t.csv", limits=limits)
    assert read(table(3)).report.rows_read == 3


def servers() -> Iterator[psutil.Process]:
    """Yield the process that starts readers for this one; painters have one of their own."""
    process = limited.workers._process
    with suppress(psutil.Error):
        if process is not None:
            yield psutil.Process(process.pid)


def readers() -> list[psutil.Process]:
    """Return the processes that read for this one, without those that keep them."""
    result = []
    for server in servers():
        with suppress(psutil.Error):
            for keeper in server.children():
                result += keeper.children()
    return result


def read_and_disturb(what: Callable[[], object]) -> str:
    """Read a file for long and do something meanwhile; return what the reader says of it."""
    texts: list[str] = []

    def reading() -> None:
        try:
            texts.append(f"{read(table(200_000), 't.csv').report.rows_read} rows")
        except ReadError as error:
            texts.append(str(error))

    read(table(3))
    while readers():
        time.sleep(0.01)
    thread = threading.Thread(target=reading)
    thread.start()
    while not readers():
        time.sleep(0.01)
    what()
    thread.join(60)
    assert read(table(3)).report.rows_read == 3
    return texts[0]


def test_a_reader_that_breaks_off_is_a_sentence() -> None:
    text = read_and_disturb(lambda: readers()[0].kill())  # noqa: PLW0108 -- found when it is called
    assert text.startswith("t.csv: made the process that read it break off (SIGKILL)")


@pytest.mark.thorough
def test_a_lost_server_is_started_again_and_what_it_reads_goes_on() -> None:
    assert read_and_disturb(lambda: [server.kill() for server in servers()]) == "200000 rows"


def test_what_is_no_longer_wanted_is_ended_and_its_folder_removed() -> None:
    values = chunks(table(150_000), "t.csv", 1_000)
    next(values)
    reader = readers()[0]
    folders = set(Path(tempfile.gettempdir()).glob("greenline-*"))
    values.close()
    _, alive = psutil.wait_procs([reader, reader.parent()], timeout=60)
    assert not alive
    assert any(not folder.exists() for folder in folders)


@pytest.mark.thorough
def test_a_few_bytes_that_grow_to_more_than_anybody_holds_are_refused_before_they_are_received() -> (
    None
):
    text = pa.DictionaryArray.from_arrays(
        pa.array(np.zeros(100_000, np.int32)), pa.array(["x" * 700])
    )
    columns = {"date": ["2017-10-16"] * 100_000, "lat": [35.4] * 100_000, "lon": [44.3] * 100_000}
    stored = io.BytesIO()
    parquet.write_table(pa.table(columns | {"text": text}), stored)
    assert len(stored.getvalue()) < 200_000
    assert read(stored.getvalue(), "t.parquet", origin=False).report.rows_kept == 100_000
    small = replace(LIMITS, handed=50_000_000)
    with pytest.raises(ReadError, match=r"comes to more than .* as events"):
        read(stored.getvalue(), "t.parquet", origin=False, limits=small)
