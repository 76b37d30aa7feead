"""The second pass, year by year: repeated ids left out, events counted, GeoParquet written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from geo.events.ingest import columns, counts
from geo.events.ingest.repeats import marked
from geo.events.ingest.stage import LISTED, Piece, write
from geo.events.report import Reason

#: Rows of one Parquet file, about, and of one row group.
PART, GROUP = 250_000, 50_000

_ACCEPTED = "an id that no earlier file of this format has"


@dataclass(frozen=True, eq=False)
class Published:
    """What was written of one year."""

    year: int
    """The year."""

    rows: int
    """Events written."""

    counts: pd.DataFrame
    """As :func:`geo.events.ingest.counts.count` gives them."""

    repeated: pa.Table
    """Events left out, as the list of what is set aside has them."""


def publish(year: int, pieces: Sequence[Piece], work: Path, out: Path) -> Published:
    """Write the events of a year; done twice it writes the same files again.

    Parameters
    ----------
    year
        The year.
    pieces
        All pieces, in order.
    work
        Where the pieces lie.
    out
        Where ``year=.../part-....parquet`` are written.

    Returns
    -------
    Published
        What was written, the counts of the year, and the ids that repeat.
    """
    place = out / f"year={year}"
    place.mkdir(parents=True, exist_ok=True)
    tables, again, rows, number = [counts.count_nothing()], [LISTED.empty_table()], 0, 0
    for number, (kept, repeated) in enumerate(_gathered(year, pieces, work)):
        again.append(repeated)
        if not len(kept):
            continue
        ordered = columns.with_points(kept.sort_by("start"))
        groups = [min(GROUP, len(kept) - at) for at in range(0, len(kept), GROUP)]
        write(ordered, place / f"part-{number:05d}.parquet", groups)
        tables.append(counts.count(columns.frame(kept.select(_COUNTED))))
        rows += len(kept)
    return Published(year, rows, counts.total(tables), pa.concat_tables(again))


_COUNTED = ["start", "subdistrict", "type", "best", "low", "high", "position_precision"]


def _gathered(
    year: int, pieces: Sequence[Piece], work: Path
) -> Iterator[tuple[pa.Table, pa.Table]]:
    """Yield events to write, some PART rows at a time, with the events left out among them."""
    kept, again, rows = [], [], 0
    for piece in pieces:
        if year not in piece.years:
            continue
        one, repeated = _sorted_out(year, piece, work)
        kept.append(one)
        again.append(repeated)
        rows += len(one)
        if rows >= PART:
            yield pa.concat_tables(kept).unify_dictionaries(), pa.concat_tables(again)
            kept, again, rows = [], [], 0
    if kept:
        yield pa.concat_tables(kept).unify_dictionaries(), pa.concat_tables(again)


def _sorted_out(year: int, piece: Piece, work: Path) -> tuple[pa.Table, pa.Table]:
    at = piece.years.index(year)
    with pq.ParquetFile(work / piece.name) as file:
        table = file.read_row_group(at)
    first = sum(piece.rows[:at])
    inside = marked(piece, work) - first
    inside = inside[(inside >= 0) & (inside < len(table))]
    if not len(inside):
        return table, LISTED.empty_table()
    keep = np.ones(len(table), dtype=bool)
    keep[inside] = False
    return table.filter(pa.array(keep)), _listed(table.take(inside))


def _listed(table: pa.Table) -> pa.Table:
    """Return events left out as rows set aside; which row of the file they were is not kept."""
    size = len(table)
    cells = {
        "file": table["file"].cast(pa.string()),
        "row": pa.nulls(size, pa.int64()),
        "reason": pa.array([Reason.DUPLICATE_ID.value] * size),
        "column": pa.array(["id"] * size),
        "value": table["id"],
        "accepted": pa.array([_ACCEPTED] * size),
    }
    return pa.table([cells[field.name] for field in LISTED], schema=LISTED)
