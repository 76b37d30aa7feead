"""The second pass, year by year: repeated ids left out, events counted, GeoParquet written.

Events and deaths are counted by month, sub-district and kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from geo.events.ingest import columns
from geo.events.ingest.repeats import read_marked
from geo.events.ingest.stage import LISTED, Piece, write
from geo.events.report import Reason

#: What events are counted by.
BY: Final = ("month", "subdistrict", "type")

#: What is counted.
COUNTED: Final = ("events", "best", "low", "high", "without_deaths", "imprecise")

#: Rows of one Parquet file, about, and of one row group.
PART, GROUP = 250_000, 50_000

_ACCEPTED = "an id that no earlier file of this format has"


@dataclass(frozen=True, eq=False)
class Published:
    """What was written of one year."""

    year: int
    rows: int  #: Events written.
    counts: pd.DataFrame  #: As :func:`count` gives them.
    repeated: pa.Table  #: Events left out, as the list of what is set aside has them.


def publish(year: int, pieces: Sequence[Piece], work: Path, out: Path) -> Published:
    """Write the events of a year; done twice it writes the same files again."""
    place = out / f"year={year}"
    place.mkdir(parents=True, exist_ok=True)
    tables, again, rows, number = [no_counts()], [LISTED.empty_table()], 0, 0
    for number, (events, repeated) in enumerate(_gather_events(year, pieces, work)):
        again.append(repeated)
        if not len(events):
            continue
        ordered = columns.with_points(events.sort_by("start"))
        groups = [min(GROUP, len(events) - at) for at in range(0, len(events), GROUP)]
        write(ordered, place / f"part-{number:05d}.parquet", groups)
        tables.append(count(columns.frame(events.select(_COUNTED))))
        rows += len(events)
    return Published(year, rows, add_counts(tables), pa.concat_tables(again))


_COUNTED = ["start", "subdistrict", "type", "best", "low", "high", "position_precision"]


def _gather_events(
    year: int, pieces: Sequence[Piece], work: Path
) -> Iterator[tuple[pa.Table, pa.Table]]:
    """Yield events to write, some PART rows at a time, with the events left out among them."""
    remaining, again, rows = [], [], 0
    for piece in pieces:
        if year not in piece.years:
            continue
        table, repeated = _sorted_out(year, piece, work)
        remaining.append(table)
        again.append(repeated)
        rows += len(table)
        if rows >= PART:
            yield pa.concat_tables(remaining).unify_dictionaries(), pa.concat_tables(again)
            remaining, again, rows = [], [], 0
    if remaining:
        yield pa.concat_tables(remaining).unify_dictionaries(), pa.concat_tables(again)


def _sorted_out(year: int, piece: Piece, work: Path) -> tuple[pa.Table, pa.Table]:
    at = piece.years.index(year)
    with pq.ParquetFile(work / piece.name) as file:
        table = file.read_row_group(at)
    first = sum(piece.rows[:at])
    inside = read_marked(piece, work) - first
    inside = inside[(inside >= 0) & (inside < len(table))]
    if not len(inside):
        return table, LISTED.empty_table()
    first_of_id = np.ones(len(table), dtype=bool)
    first_of_id[inside] = False
    return table.filter(pa.array(first_of_id)), _list_repeats(table.take(inside))


def _list_repeats(table: pa.Table) -> pa.Table:
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


_IMPRECISE: Final = ("district", "governorate", "region", "country", "unknown")


def count(rows: pd.DataFrame) -> pd.DataFrame:
    cells = {
        "month": rows["start"].dt.to_period("M").dt.start_time.astype("datetime64[s]"),
        **{name: rows[name].astype("str") for name in BY[1:]},
        "events": 1,
        **{name: rows[name].fillna(0).astype("int64") for name in ("best", "low", "high")},
        "without_deaths": rows["best"].isna().astype("int64"),
        "imprecise": rows["position_precision"].isin(_IMPRECISE).astype("int64"),
    }
    return add_counts([pd.DataFrame(cells, index=rows.index)])


def add_counts(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Add tables of counts up; also the first step, from rows that count one event each."""
    if not tables:
        return no_counts()
    every = pd.concat(tables, ignore_index=True)
    sums = every.groupby(list(BY), observed=True, sort=True)[list(COUNTED)].sum()
    return sums.reset_index().astype(dict.fromkeys(COUNTED, "int64"))


def no_counts() -> pd.DataFrame:
    """Return a table of counts without rows."""
    kinds = {"month": "datetime64[s]", "subdistrict": "str", "type": "str"}
    kinds |= dict.fromkeys(COUNTED, "int64")
    return pd.DataFrame({name: pd.Series(dtype=kind) for name, kind in kinds.items()})
