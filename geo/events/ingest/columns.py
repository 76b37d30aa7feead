"""Events as Arrow and Parquet columns: one schema, with the points that GeoParquet wants."""

from __future__ import annotations

import json
from functools import cache
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
from pyproj import CRS

from geo.events.attribution import ATTRIBUTED
from geo.events.schema import COLUMNS, TYPES

_NAME = pa.dictionary(pa.int32(), pa.string())
_ARROW: Final = {
    "str": pa.string(),
    "float64": pa.float64(),
    "datetime64[s]": pa.timestamp("ms"),
    "Int32": pa.int32(),
}

#: Where an event comes from, beyond its own columns.
ORIGIN: Final = ("format", "file")

#: Columns of the events that an ingest writes, in order, without the geometry.
WRITTEN: Final = (*COLUMNS, *ATTRIBUTED, *ORIGIN)

#: Columns before the years are told apart; without the geometry, which is made at the end.
STAGED: Final = pa.schema(
    [
        *(pa.field(name, _ARROW.get(str(TYPES[name]), _NAME)) for name in COLUMNS),
        *(pa.field(name, _NAME) for name in ATTRIBUTED[:-1]),
        pa.field(ATTRIBUTED[-1], pa.float32()),
        *(pa.field(name, _NAME) for name in ORIGIN),
    ]
)


@cache
def written_schema() -> pa.Schema:
    """Return the schema of the files written: GeoParquet 1.1, points in EPSG:4326 as WKB."""
    column = {
        "encoding": "WKB",
        "geometry_types": ["Point"],
        "crs": CRS.from_epsg(4326).to_json_dict(),
    }
    geo = {"version": "1.1.0", "primary_column": "geometry", "columns": {"geometry": column}}
    schema: pa.Schema = STAGED.append(pa.field("geometry", pa.binary()))
    return schema.with_metadata({"geo": json.dumps(geo)})


def stage_table(rows: pd.DataFrame, attributed: pd.DataFrame, origin: dict[str, str]) -> pa.Table:
    """Return events with what attribution adds as an Arrow table of the schema ``STAGED``."""
    every: dict[str, Any] = {name: rows[name] for name in COLUMNS}
    every |= {name: attributed[name] for name in ATTRIBUTED}
    arrays = [_array(every[name], STAGED.field(name).type) for name in (*COLUMNS, *ATTRIBUTED)]
    zeros = np.zeros(len(rows), dtype=np.int32)
    arrays += [pa.DictionaryArray.from_arrays(zeros, pa.array([origin[name]])) for name in ORIGIN]
    return pa.Table.from_arrays(arrays, schema=STAGED)


def _array(values: pd.Series, kind: pa.DataType) -> pa.Array:
    if pa.types.is_dictionary(kind):
        values = values.astype("category")
        names = pa.array(values.cat.categories.astype("str"), pa.string())
        codes = pa.array(values.cat.codes.to_numpy(np.int32))
        return pa.DictionaryArray.from_arrays(codes, names)
    return pa.array(values, kind, from_pandas=True)


def with_points(table: pa.Table) -> pa.Table:
    """Return a staged table with its geometry, in the schema that is written."""
    west = [table[name].combine_chunks().to_numpy(zero_copy_only=False) for name in ("lon", "lat")]
    schema = written_schema()
    return pa.Table.from_arrays([*table.columns, _points(*west)], schema=schema)


def _points(lon: np.ndarray, lat: np.ndarray) -> pa.Array:
    """Return points as WKB (byte order, kind, x, y): 21 bytes each."""
    wkb = np.empty(len(lon), dtype=[("order", "u1"), ("kind", "<u4"), ("x", "<f8"), ("y", "<f8")])
    wkb["order"], wkb["kind"], wkb["x"], wkb["y"] = 1, 1, lon, lat
    ends = np.arange(len(lon) + 1, dtype=np.int32) * wkb.itemsize
    buffers = [None, pa.py_buffer(ends), pa.py_buffer(wkb.tobytes())]
    return pa.Array.from_buffers(pa.binary(), len(lon), buffers)


def frame(table: pa.Table) -> pd.DataFrame:
    """Return columns of events as pandas, in the types of the events schema."""
    nullable = {pa.int32(): pd.Int32Dtype()}
    rows = table.to_pandas(types_mapper=nullable.get, strings_to_categorical=False)
    kinds: dict[str, Any] = {
        name: kind for name, kind in TYPES.items() if name in rows and kind != "category"
    }
    return rows.astype(kinds)
