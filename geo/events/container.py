"""Events in one binary container, which the exported file and the app's page share.

``GLE1``, the size of the directory (4 bytes, lowest first), the directory (JSON), then what it
lists, one after the other: columns as typed arrays, sorted by day, then chunks of text. Each part
is compressed by gzip on its own, so that a page reads only what it needs. Days are whole,
positions whole multiples of 1e-4 degree (11 m). Only the page reads it
(``docs/event-container.md``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from geo.errors import GreenlineError
from geo.events.schema import DATE_PRECISIONS, POSITION_PRECISIONS
from geo.files.atomic_write import gzipped

MAGIC: Final = b"GLE1"
VERSION: Final = 3

#: Steps of a degree in which positions are kept: 11 m.
STEPS: Final = 10_000

#: Rows of a chunk of text: large enough to compress well, small enough to open within a frame.
ROWS: Final = 4096

#: What the name of another column of the source begins with.
MORE: Final = "+"

#: Of compression; above it the work takes twice as long for two in a hundred of the bytes.
LEVEL: Final = 5

_PRECISIONS: Final = {
    "date_precision": DATE_PRECISIONS,
    "position_precision": POSITION_PRECISIONS,
}
_FIGURES: Final = ("best", "low", "high", "people")
_TEXTS: Final = ("id", "place", "source", "text")

#: A column of text is stored as numbers where it takes few values, each of them often.
_FEW, _OFTEN = 4096, 8

Whole = npt.NDArray[np.int64]


def encode(
    rows: pd.DataFrame,
    attributed: pd.DataFrame | None = None,
    *,
    text: bool = True,
    name: str = "",
    more: pd.DataFrame | None = None,
) -> bytes:
    """Write events as one container.

    Parameters
    ----------
    rows
        A table of events as :mod:`geo.events.schema` has it, in any order.
    attributed
        What ``geo.events.attribution`` says of the rows, with the same index: names, distances
        in km.
    text
        Whether ids, places and texts go along.
    name
        What the data is called on the map.
    more
        Other columns of the source as text, with the same index; they go with the texts.

    Returns
    -------
    bytes
        The container; the same rows give the same bytes.

    Raises
    ------
    GreenlineError
        Where a row has no position or a negative figure.

    Examples
    --------
    >>> from geo.events.schema import empty
    >>> encode(empty())[:4]
    b'GLE1'
    """
    day, end = (_days(rows[name]) for name in ("start", "end"))
    lon, lat = (_steps(rows[name]) for name in ("lon", "lat"))
    origin = [int(values.min()) if len(values) else 0 for values in (day, lon, lat)]
    columns = {
        "day": day - origin[0],
        "lasts": np.maximum(end - day, 0),
        "east": lon - origin[1],
        "north": lat - origin[2],
        **{name: _figures(rows[name]) for name in _FIGURES if name in rows},
    }
    for name_, options in _PRECISIONS.items():
        codes = pd.Categorical(rows[name_], options).codes
        columns[name_] = np.where(codes < 0, len(options) - 1, codes)
    named = {name: rows[name] for name in ("type", "actor_a", "actor_b")}
    if rows["source"].nunique() <= min(_FEW, max(64, len(rows) // _OFTEN)):
        named["source"] = rows["source"]
    kilometres = []
    for key, values in (attributed if attributed is not None else rows[[]]).items():
        if str(key).endswith("_km"):
            columns[str(key)] = _distances(values)
            kilometres.append(str(key))
        else:
            named[str(key)] = values
    names: dict[str, list[str]] = {}
    for key, values in named.items():
        columns[key], names[key] = _codes(values)
    columns_of_text = {name: rows[name] for name in _TEXTS if text and name not in names}
    if text and more is not None:
        columns_of_text |= {f"{MORE}{name}": more[name] for name in more.columns}
    texts = {name: values.fillna("").to_numpy(object) for name, values in columns_of_text.items()}
    # Events of a day stand by place: what is near is alike, and compresses better.
    order = np.lexsort((columns["north"], columns["east"], columns["day"]))
    arrays = {name: _shortest(values[order]) for name, values in columns.items()}
    with ThreadPoolExecutor() as pool:
        packed = list(pool.map(lambda array: gzipped(array.tobytes(), LEVEL), arrays.values()))
        starts = range(0, len(order) if texts else 0, ROWS)
        chunks = list(pool.map(lambda at: _chunk(texts, order[at : at + ROWS]), starts))
    directory = {
        "version": VERSION,
        "name": name,
        "rows": len(rows),
        "origin": origin,
        "steps": STEPS,
        "names": names,
        "precisions": {name: list(options) for name, options in _PRECISIONS.items()},
        "kilometres": kilometres,
        "columns": [
            {"name": name, "width": array.itemsize, "bytes": len(part)}
            for (name, array), part in zip(arrays.items(), packed, strict=True)
        ],
        "text": {"rows": ROWS, "names": list(texts), "chunks": [len(chunk) for chunk in chunks]},
    }
    head = gzipped(json.dumps(directory, ensure_ascii=False).encode(), LEVEL)
    return b"".join([MAGIC, len(head).to_bytes(4, "little"), head, *packed, *chunks])


def _days(times: pd.Series) -> Whole:
    """Return days since 1970-01-01."""
    return times.to_numpy().astype("datetime64[D]").astype(np.int64)


def _steps(degrees: pd.Series) -> Whole:
    wrong = ~np.isfinite(degrees.to_numpy())
    if wrong.any():
        at = int(wrong.argmax())
        raise GreenlineError(f"events, row {at}, column {degrees.name!r}: expected degrees")
    return np.rint(degrees.to_numpy() * STEPS).astype(np.int64)


def _figures(values: pd.Series) -> Whole:
    """Return whole numbers and one; 0 where there is none."""
    if (values < 0).any():
        at = int((values < 0).fillna(value=False).to_numpy().argmax())
        raise GreenlineError(
            f"events, row {at}, column {values.name!r}: {values.iloc[at]} is not accepted; "
            "expected 0 or more, or nothing"
        )
    return values.to_numpy(dtype="int64", na_value=-1) + 1


def _distances(values: pd.Series) -> Whole:
    """Return distances in km as tenths and one; 0 where there is none."""
    tenths = np.rint(values.to_numpy(dtype="float64", na_value=np.nan) * 10)
    return np.where(np.isnan(tenths), 0, tenths + 1).astype(np.int64)


def _codes(values: pd.Series) -> tuple[Whole, list[str]]:
    """Return a column's values as numbers, and their names, the most frequent first.

    >>> _codes(pd.Series(["b", "a", None, "b"], dtype="category"))
    (array([0, 2, 1, 0]), ['b', '', 'a'])
    """
    kind = pd.Categorical(values)
    options = [*map(str, kind.categories), ""]
    place = {name: at for at, name in reversed(list(enumerate(options)))}
    codes = np.array([place[name] for name in options])[kind.codes]
    counts = np.bincount(codes, minlength=len(options))
    seen = sorted(np.flatnonzero(counts), key=lambda code: (-counts[code], options[code]))
    rank = np.zeros(len(options), dtype=np.int64)
    rank[seen] = np.arange(len(seen))
    return rank[codes], [options[code] for code in seen]


def _shortest(values: Whole) -> npt.NDArray[np.unsignedinteger]:
    """Return whole numbers from 0 up in one, two or four bytes each."""
    most = int(values.max(initial=0))
    return values.astype("<u1" if most < 1 << 8 else "<u2" if most < 1 << 16 else "<u4")


def _chunk(texts: Mapping[str, npt.NDArray[np.object_]], rows: Whole) -> bytes:
    """Compress the texts of some rows: a list for each column."""
    columns = [values[rows].tolist() for values in texts.values()]
    text = json.dumps(columns, ensure_ascii=False, separators=(",", ":"))
    return gzipped(text.encode(), LEVEL)
