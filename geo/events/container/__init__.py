"""Events in one binary container, which the exported file and the app's page share.

``GLE1``, the size of the directory (4 bytes, lowest first), the directory (JSON, deflated), then
what it lists, one after the other: byte planes of the columns (sorted by day, then along a Z-order
curve), those of the spots, chunks of text. All of it is deflated part by part, so that a page reads
only what it needs. Days are whole, positions whole multiples of 1e-4° (11 m).
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from geo.errors import GreenlineError
from geo.events.container import chunks, coding, curve
from geo.events.container.planes import Packed, Whole, entry, pack, unpack
from geo.events.schema import DATE_PRECISIONS, POSITION_PRECISIONS, typed

MAGIC = b"GLE1"
VERSION = 2
_PRECISIONS = {"date_precision": DATE_PRECISIONS, "position_precision": POSITION_PRECISIONS}
_TEXTS = ("id", "place", "source", "text")

#: What the name of another column of the source begins with.
MORE = "+"


@dataclass(frozen=True)
class Parts:
    """What a container holds."""

    directory: dict[str, Any]
    """Rows, origin, names, and the sizes of all other parts."""

    columns: tuple[Packed, ...]
    """Columns of the rows."""

    spots: tuple[Packed, ...]
    """Places that rows share; none where positions stand by themselves."""

    texts: tuple[bytes, ...]
    """Chunks of text."""


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
    >>> len(decode(encode(empty())))
    0
    """
    _check_positions(rows)
    place = curve.sort_rows(rows)
    names, columns = _columns(rows, attributed)
    shared = {name: item[place.order] for name, item in columns.items()}
    packed = pack(shared | place.columns)
    spots = pack({"spot": np.diff(place.spots, prepend=0)}) if len(place.spots) else []
    text_columns = [name for name in _TEXTS if name not in names] if text else []
    written = {name: chunks.text(rows[name]) for name in text_columns}
    if text and more is not None:
        written |= {f"{MORE}{column}": chunks.text(more[column]) for column in more.columns}
    texts = chunks.write(written, pa.array(place.order))
    directory = {
        "version": VERSION,
        "name": name,
        "rows": len(rows),
        "origin": list(place.origin),
        "steps": curve.STEPS,
        "names": names,
        "precisions": {name: list(options) for name, options in _PRECISIONS.items()},
        "kilometres": [name for name in columns if name.endswith("_km")],
        "columns": [entry(item) for item in packed],
        "spots": [entry(item) for item in spots],
        "spot_count": len(place.spots),
        "text": {
            "rows": chunks.ROWS,
            "names": list(written),
            "chunks": [len(item) for item in texts],
        },
    }
    return _write_parts(Parts(directory, tuple(packed), tuple(spots), tuple(texts)))


def decode(content: bytes) -> pd.DataFrame:
    """Read the events of a container, in its order; what was attributed and more columns follow.

    Returns
    -------
    pandas.DataFrame
        The columns of :mod:`geo.events.schema`, then what was attributed; positions to 1e-4 degree.

    Raises
    ------
    GreenlineError
        Where the bytes are no whole container, or one of another version.
    """
    parts = split_container(content)
    directory, count = parts.directory, parts.directory["rows"]
    columns = unpack(parts.columns, count)
    spots = unpack(parts.spots, directory["spot_count"]).get("spot", np.empty(0, np.int64))
    day, west, south = directory["origin"]
    start = np.cumsum(columns["day"]) + day
    x, y = curve.decode_places(columns["day"], columns["position"], np.cumsum(spots))
    names = directory["text"]["names"]
    texts = chunks.read(parts.texts, names)
    table: dict[str, Any] = {name: texts.get(name, [""] * count) for name in _TEXTS}
    table |= {"start": curve.decode_days(start), "end": curve.decode_days(start + columns["lasts"])}
    table |= {"lon": (x + west) / curve.STEPS, "lat": (y + south) / curve.STEPS}
    table |= coding.decode_deaths(columns)
    if "people" in columns:
        table["people"] = coding.decode_figure(columns["people"])
    for name, options in (directory["names"] | directory["precisions"]).items():
        table[name] = pd.Categorical.from_codes(columns[name], options)
    table |= {name[1:]: texts[name] for name in names if name.startswith(MORE)}
    for name in directory["kilometres"]:
        table[name] = coding.decode_distances(columns[name])
    frame = pd.DataFrame(table)
    rows = typed(frame)
    return rows.assign(**{name: frame[name] for name in table if name not in rows})


def split_container(content: bytes) -> Parts:
    """Take a container apart.

    Raises
    ------
    GreenlineError
        Where the bytes are no whole container, or one of another version.
    """
    if content[:4] != MAGIC:
        raise GreenlineError(f"container {content[:4]!r}: expected one that begins with {MAGIC!r}")
    at = 8 + int.from_bytes(content[4:8], "little")
    try:
        directory = json.loads(zlib.decompress(content[8:at]))
        version = directory.get("version")
    except (ValueError, AttributeError, RecursionError, zlib.error) as error:
        raise GreenlineError("container: its directory cannot be read") from error
    if version != VERSION:
        raise GreenlineError(f"container of version {version}: expected {VERSION}")
    taken = _byte_taker(content, at)
    columns, spots = (
        tuple(
            Packed(tuple(item["names"]), tuple(item["sizes"]), tuple(map(taken, item["planes"])))
            for item in directory[name]
        )
        for name in ("columns", "spots")
    )
    return Parts(directory, columns, spots, tuple(map(taken, directory["text"]["chunks"])))


def _byte_taker(content: bytes, start: int) -> Callable[[int], bytes]:
    """Return a function that takes the next bytes."""
    at = start

    def take(size: int) -> bytes:
        nonlocal at
        at += size
        if at > len(content):
            raise GreenlineError(f"container: cut off at {len(content)} bytes")
        return content[at - size : at]

    return take


def _columns(
    rows: pd.DataFrame, attributed: pd.DataFrame | None
) -> tuple[dict[str, list[str]], dict[str, Whole]]:
    """Return every column but day, position and texts as numbers, and the names of those named."""
    start, end = (curve.encode_days(rows[name]) for name in ("start", "end"))
    columns = {"lasts": np.maximum(end - start, 0)} | coding.encode_deaths(rows)
    if "people" in rows and rows["people"].notna().any():
        columns["people"] = coding.encode_figure(rows["people"])
    for name, options in _PRECISIONS.items():
        columns[name] = coding.option_codes(rows[name], options)
    named = {name: rows[name] for name in ("type", "actor_a", "actor_b")}
    if coding.has_few_values(rows["source"]):
        named["source"] = rows["source"]
    for key, values in (attributed if attributed is not None else rows[[]]).items():
        if str(key).endswith("_km"):
            columns[str(key)] = coding.encode_distances(values)
        else:
            named[str(key)] = values
    names: dict[str, list[str]] = {}
    for name, values in named.items():
        columns[name], names[name] = coding.value_codes(values)
    return names, columns


def _check_positions(rows: pd.DataFrame) -> None:
    for name in ("lon", "lat"):
        wrong = ~np.isfinite(rows[name].to_numpy())
        if wrong.any():
            at = int(wrong.argmax())
            raise GreenlineError(f"events, row {at}, column {name!r}: expected degrees")


def _write_parts(parts: Parts) -> bytes:
    head = zlib.compress(json.dumps(parts.directory, ensure_ascii=False).encode(), 9)
    planes = [plane for column in (*parts.columns, *parts.spots) for plane in column.planes]
    return b"".join([MAGIC, len(head).to_bytes(4, "little"), head, *planes, *parts.texts])
