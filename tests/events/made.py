"""Made-up event files and a reader for them, which workers in other processes can import."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from bench.events import make_events
from geo.events.schema import (
    ASIDE,
    COLUMNS,
    OPTIONAL,
    TYPES,
    Events,
    Reason,
    Report,
    counted,
    nothing_aside,
    typed,
)  # fmt: skip
from geo.profile import current

#: Every so many rows have no position in the files made.
LOST = 50


def make(folder: Path, files: int, rows: int = 400, piece: int = 150) -> Path:
    """Write files with ids of their own, and one more that repeats ids of the first two."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = [_three_years(make_events(rows, seed)) for seed in range(files)]
    again = pd.concat([tables[0].tail(30), tables[1].head(20), _three_years(make_events(40, 99))])
    for number, table in enumerate([*tables, again]):
        table.iloc[LOST::LOST, table.columns.get_loc("lon")] = float("nan")
        table.to_parquet(folder / f"{number:03d}.parquet", row_group_size=piece, index=False)
    return folder


def _three_years(rows: pd.DataFrame) -> pd.DataFrame:
    """Crowd events of twenty-three years into those from mid-2012 on."""
    first = pd.Timestamp("2003-01-01")
    start = (pd.Timestamp("2012-07-01") + (rows["start"] - first) / 8).dt.floor("D")
    end = start + (rows["end"] - rows["start"])
    return rows.assign(start=start.astype("datetime64[s]"), end=end.astype("datetime64[s]"))


def read(path: Path) -> Iterator[Events]:
    """Read such a file, a row group at a time; positions that are missing are set aside."""
    with pq.ParquetFile(path) as file:
        start = 2
        for group in range(file.num_row_groups):
            table = file.read_row_group(group)
            rows = table.to_pandas(types_mapper={pa.int32(): pd.Int32Dtype()}.get)
            yield _piece(path.name, rows, start)
            start += len(rows)


def _piece(name: str, rows: pd.DataFrame, start: int) -> Events:
    lost = rows["lon"].isna()
    aside = nothing_aside()
    if lost.any():
        number = pd.Series(range(start, start + len(rows)))[lost.to_numpy()]
        cells = [(row, Reason.NO_POSITION, "lon", "", "a position") for row in number]
        aside = pd.DataFrame(cells, columns=list(ASIDE))
    table = typed(rows[~lost])
    report = Report(
        name,
        "made",
        "Made up",
        len(rows),
        len(table),
        counted(aside),
        aside,
        (("coarse_position", 1),),
    )
    return Events(table, table[["id"]].astype("str"), report)


def validate(rows: pd.DataFrame) -> pd.DataFrame:
    """Return a table of events that keeps to the schema."""
    west, south, east, north = current().region
    assert tuple(name for name in rows.columns if name not in OPTIONAL) == COLUMNS
    assert rows.index.equals(pd.RangeIndex(len(rows)))
    assert [name for name, kind in TYPES.items() if rows.dtypes[name] != kind] == []
    assert rows["id"].is_unique and (rows["id"] != "").all()
    assert (rows["start"].notna() & (rows["end"] >= rows["start"])).all()
    assert (rows["lon"].between(west, east) & rows["lat"].between(south, north)).all()
    assert rows[["date_precision", "position_precision"]].notna().all(axis=None)
    return rows
