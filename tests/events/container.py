"""What a container holds, read by its specification; the program itself reads it in the page only."""

from __future__ import annotations

import gzip
import json
from typing import Any

import numpy as np
import pandas as pd


def read_directory(content: bytes) -> dict[str, Any]:
    assert content[:4] == b"GLE1"
    size = int.from_bytes(content[4:8], "little")
    return json.loads(gzip.decompress(content[8 : 8 + size]))


def decode(content: bytes) -> pd.DataFrame:
    """Return the rows of a container in its order, names and figures as they are."""
    directory = read_directory(content)
    at = 8 + int.from_bytes(content[4:8], "little")
    columns: dict[str, Any] = {}
    for column in directory["columns"]:
        part = gzip.decompress(content[at : (at := at + column["bytes"])])
        columns[column["name"]] = np.frombuffer(part, f"<u{column['width']}").astype(np.int64)
    texts: dict[str, list[str]] = {name: [] for name in directory["text"]["names"]}
    for size in directory["text"]["chunks"]:
        chunk = json.loads(gzip.decompress(content[at : (at := at + size)]))
        for name, values in zip(texts, chunk, strict=True):
            texts[name] += values
    assert at == len(content)
    day, west, south = directory["origin"]
    start = columns["day"] + day
    table: dict[str, Any] = {
        "start": start.astype("datetime64[D]").astype("datetime64[s]"),
        "end": (start + columns["lasts"]).astype("datetime64[D]").astype("datetime64[s]"),
        "lon": (columns["east"] + west) / directory["steps"],
        "lat": (columns["north"] + south) / directory["steps"],
    }
    for name in {"best", "low", "high", "people"} & set(columns):
        table[name] = pd.Series(columns[name] - 1).where(columns[name] > 0).astype("Int32")
    for name, options in (directory["names"] | directory["precisions"]).items():
        table[name] = np.array(options, object)[columns[name]]
    for name in directory["kilometres"]:
        table[name] = np.where(columns[name], (columns[name] - 1) / 10, np.nan)
    return pd.DataFrame(table | {name.removeprefix("+"): values for name, values in texts.items()})
