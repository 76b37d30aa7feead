"""Files that once cost other readers seconds or the server its memory, made here."""

from __future__ import annotations

import gzip
import io
import json
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import parquet


def comb(count: int, *, across: bool) -> list[list[float]]:
    """Return the corners of a comb whose teeth go up and down, or left and right."""
    points = [[42 + 4 * at / count, 38 if at % 2 else 34] for at in range(count)]
    points = [*points, [46, 33], [42, 33], points[0]]
    return [[42 + (y - 33) * 0.8, 33 + (x - 42) * 1.25] for x, y in points] if across else points


def areas(shapes: list[tuple[str, str, Any]]) -> bytes:
    features = [
        {
            "type": "Feature",
            "properties": {"holder": holder, "date": day},
            "geometry": {"type": "Polygon", "coordinates": [corners]},
        }
        for holder, day, corners in shapes
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def crossing_combs(count: int) -> bytes:
    """Return a control map of two combs that cross: each pair of teeth cuts out a piece."""
    shapes = [
        ("Iraqi Army", "2017-01-01", comb(count, across=False)),
        ("Peshmerga", "2017-01-01", comb(count, across=True)),
    ]
    return areas(shapes)


def many_days(count: int) -> bytes:
    """Return a control map that changes every day."""
    square = [[43, 35], [43.5, 35], [43.5, 35.5], [43, 35]]
    days = np.datetime64("2005-01-01") + np.arange(count)
    return areas([("Iraqi Army", str(day), square) for day in days])


def repeated_text(letters: int) -> bytes:
    """Return a million rows of one text, which Parquet stores once."""
    count = 1_000_000
    note = pa.DictionaryArray.from_arrays(pa.array(np.zeros(count, np.int32)), ["x" * letters])
    day = pa.DictionaryArray.from_arrays(pa.array(np.zeros(count, np.int32)), ["2017-10-16"])
    columns = {"date": day, "latitude": np.full(count, 35.47), "longitude": np.full(count, 44.4)}
    stored = io.BytesIO()
    parquet.write_table(pa.table(columns | {"notes": note}), stored, compression="zstd")
    return stored.getvalue()


def empty_members(count: int) -> bytes:
    """Return a table behind so many empty parts of a gzip."""
    return gzip.compress(b"", mtime=0) * count + gzip.compress(b"date,lat,lon\n2017-10-16,35,44\n")
