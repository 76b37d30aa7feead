"""The first pass over one file: events attributed and laid down by year, the rest listed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from geo.errors import GreenlineError
from geo.events.attribution import Attributor
from geo.events.ingest import columns
from geo.events.ingest.inputs import Input, digest
from geo.events.report import ASIDE, Report, joined
from geo.events.schema import Events
from geo.events.user_events import Attributed, attribute_pieces

#: A function that reads a file piece by piece.
Reader = Callable[[Path], Iterator[Events]]

#: Rows set aside that the report shows for each reason.
EXAMPLES = 3

#: What is listed of a row set aside.
LISTED = pa.schema(
    [("file", pa.string()), ("row", pa.int64()), *((name, pa.string()) for name in ASIDE[1:])]
)


@dataclass(frozen=True)
class Piece:
    """Events of a piece of a file, laid down in one Parquet file with a row group a year."""

    name: str  #: Its name in the folder at work: number of the file, number of the piece.
    input: int  #: Number of the file that it comes from.
    years: tuple[int, ...]  #: Year of each row group, in order.
    rows: tuple[int, ...]  #: Rows of each row group.


@dataclass(frozen=True, eq=False)
class Staged:
    """What became of one file."""

    input: Input  #: The file.
    sha256: str  #: SHA-256 of its bytes in hex.
    size: int  #: Its size in bytes.
    report: Report | None  #: What was read; None where it cannot be read.
    pieces: tuple[Piece, ...]  #: Where its events lie.
    fault: str  #: Why it cannot be read; empty where it can.


def stage(file: Input, ready: Attributor, folder: Path, reader: Reader) -> Staged:
    """Read and attribute one file; done twice it writes the same files again."""
    pieces: list[Piece] = []
    reports: list[Report] = []
    try:
        for number, events in enumerate(attribute_pieces(reader(file.path), ready)):
            piece = _write_piece(file, number, events, folder)
            pieces += [piece] if piece.rows else []
            shown = events.report.aside.groupby("reason", sort=False).head(EXAMPLES)
            reports.append(replace(events.report, aside=shown))
    except GreenlineError as error:
        return Staged(file, "", 0, None, (), str(error))
    report = replace(joined(reports), file=file.name)
    return Staged(file, digest(file.path), file.path.stat().st_size, report, tuple(pieces), "")


def _write_piece(file: Input, number: int, events: Attributed, folder: Path) -> Piece:
    name = f"{file.number:05d}-{number:05d}"
    if len(events.report.aside):
        write(_list_aside(file.name, events.report.aside), folder / f"{name}.aside")
    origin = {"format": events.report.format, "file": file.name}
    table = columns.stage_table(events.rows, events.attributed, origin)
    year = events.rows["start"].dt.year.to_numpy()
    order = np.argsort(year, kind="stable")
    years, counts = np.unique(year, return_counts=True)
    if len(years):
        write(table.take(order), folder / name, [int(count) for count in counts])
    return Piece(name, file.number, tuple(map(int, years)), tuple(map(int, counts)))


def _list_aside(file: str, aside: pd.DataFrame) -> pa.Table:
    cells: dict[str, Any] = {name: aside[name].astype("str") for name in ASIDE[1:]}
    cells |= {"file": [file] * len(aside), "row": aside["row"]}
    arrays = [pa.array(cells[field.name], field.type, from_pandas=True) for field in LISTED]
    return pa.Table.from_arrays(arrays, schema=LISTED)


def write(table: pa.Table, path: Path, groups: list[int] | None = None) -> None:
    """Write a Parquet file in one step, with row groups of given lengths."""
    part = path.with_name(f"{path.name}.{np.random.default_rng().integers(2**62):x}.part")
    try:
        with pq.ParquetWriter(part, table.schema, compression="zstd") as writer:
            start = 0
            for length in groups or [len(table)]:
                writer.write_table(table.slice(start, length), row_group_size=max(length, 1))
                start += length
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
