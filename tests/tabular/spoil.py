"""Small files of every kind with the same twenty events, and two hundred ways to spoil them."""

from __future__ import annotations

import csv
import gzip
import io
import json
import math
import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow as pa
from shapely import Point

from tests.tabular.makers import book, columnar, package, shapefile_parts, zipped

COLUMNS = ("id", "date", "place", "latitude", "longitude", "type", "deaths", "notes")
PLACES = ("Kirkuk", "كركوك", "هەولێر", "Sinjar", "Tuz Khurmatu", "Mosul, west", "Bir Ahmed; north")

Rows = list[list[str]]


def rows() -> Rows:
    """Return twenty events as text; no place lies where the two axes could be confused."""
    cells, chance = [], random.Random(7)
    for number in range(20):
        place = PLACES[number % len(PLACES)]
        note = f'Report {number}: "{place}", by day' if number % 5 == 0 else f"Report {number}"
        cells.append([
            f"E{number:03d}", (date(2014, 6, 10) + timedelta(days=number * 19)).isoformat(), place,
            f"{34 + number * 0.1462:.4f}", f"{42.5 + number * 0.1234:.4f}",
            ("attack", "clash", "air strike")[number % 3], str(chance.randrange(9)), note,
        ])  # fmt: skip
    return cells


# How rows become a file.


def write_delimited(
    cells: Rows, mark: str = ",", encoding: str = "utf-8", *, comma: bool = False, head: bool = True
) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=mark, lineterminator="\r\n")
    for row in [COLUMNS] * head + cells:
        turned = [
            text.replace(".", ",") if comma and i in {3, 4} else text for i, text in enumerate(row)
        ]
        writer.writerow(turned)
    return out.getvalue().encode(encoding, "replace")


def _number(cell: str) -> float | str:
    try:
        value = float(cell)
    except ValueError:
        return cell
    return value if abs(value) < 1e300 and not math.isnan(value) else cell


def workbook(cells: Rows) -> bytes:
    legal = [[text.replace("\0", "\ufffd") for text in row] for row in cells]
    typed = (
        [_number(item) if i in {3, 4, 6} else item for i, item in enumerate(row)] for row in legal
    )
    return book(COLUMNS, *typed, about=[("made for tests",)])


def geojson(cells: Rows, **more: Any) -> bytes:
    features = [
        {
            "type": "Feature",
            "properties": {name: row[i] for i, name in enumerate(COLUMNS) if i not in {3, 4}},
            "geometry": {"type": "Point", "coordinates": [_number(row[4]), _number(row[3])]},
        }
        for row in cells
    ]
    return json.dumps({"type": "FeatureCollection", "features": features, **more}).encode()


def records(cells: Rows) -> bytes:
    listed = [dict(zip(COLUMNS, row, strict=True)) for row in cells]
    return json.dumps({"status": 200, "data": listed}, ensure_ascii=False).encode()


def parquet(cells: Rows) -> bytes:
    table: dict[str, Any] = {name: [row[i] for row in cells] for i, name in enumerate(COLUMNS)}
    for name in COLUMNS[3:5]:
        values = [_number(cell) for cell in table[name]]
        table[name] = pa.array([None if isinstance(x, str) else x for x in values], pa.float64())
    return columnar(table, write_page_checksum=True)


def frame(cells: Rows, crs: str | None = "EPSG:4326") -> gpd.GeoDataFrame:
    """Return events as shapes that also have their position in columns."""
    pairs = [[_number(row[i]) for i in (4, 3)] for row in cells]
    plain = [[math.nan if isinstance(x, str) else x for x in pair] for pair in pairs]
    shapes = [Point(pair) if all(map(math.isfinite, pair)) else None for pair in plain]
    return gpd.GeoDataFrame(pd.DataFrame(cells, columns=list(COLUMNS)), geometry=shapes, crs=crs)


def geoparquet(cells: Rows) -> bytes:
    out = io.BytesIO()
    frame(cells).to_parquet(out)
    return out.getvalue()


# What may happen to bytes, whatever they are.


def cut(content: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content))]


def cut_head(content: bytes, chance: random.Random) -> bytes:
    return content[chance.randrange(1, len(content)) :]


def cut_hole(content: bytes, chance: random.Random) -> bytes:
    """Leave a piece out: a line may be joined to another."""
    start = chance.randrange(len(content))
    return content[:start] + content[start + chance.randrange(1, 400) :]


def bad_bytes(content: bytes, chance: random.Random) -> bytes:
    spoilt = bytearray(content)
    for _ in range(chance.randrange(1, 12)):
        spoilt[chance.randrange(len(spoilt))] = chance.choice(
            b'\x00\x01\x81\x9d\xa0\xc3\xf5\xfe\xff"\r'
        )
    return bytes(spoilt)


def stuff(content: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(content))
    more = (
        b"\0" * 50,
        b"\xff" * 20,
        b'"',
        b"\r\n\r\n",
        b"\xef\xbb\xbf",
        b",,,",
        b";",
        b"\t",
        b"\x1a",
    )
    return content[:at] + chance.choice(more) + content[at:]


def double(content: bytes, chance: random.Random) -> bytes:
    return content + content[chance.randrange(len(content)) :]


BYTES = (cut, cut_head, bad_bytes, stuff, double)

# What may happen to rows before they are written.

HOSTILE = (
    "", "NaN", "nan", "inf", "-Infinity", "1e308", "9" * 400, "1e400", "-0", "NULL", "=1+1", '=HYPERLINK("http://x","y")',
    "@SUM(A1)", "+cmd|' /C calc'!A0", "35.47.12", "3 5.47", "35,47,12", "٣", "<script>alert(1)</script>", "\u202e35", "\u0000",
    "0", "91", "-200", "999999", "3°", "E", "0x23", "1_000", "ⅫⅫ", "²³", "35.\u00a047", "x" * 3000,
)  # fmt: skip
DATES = (
    "", "31/02/2014", "0000-00-00", "2014-13-45", "soon", "99999999", "1e9", "2014-06-10T25:99Z", "-1", "12014-01-01",
    "NaT", "2714-01-01", "٣١/٢/٢٠١٤",
)  # fmt: skip


def spoil_cell(cells: Rows, chance: random.Random) -> Rows:
    for _ in range(chance.randrange(1, 9)):
        row, at = chance.choice(cells), chance.randrange(1, 8)
        row[at] = chance.choice(DATES if at == 1 else HOSTILE)
    return cells


def spoil_column(cells: Rows, chance: random.Random) -> Rows:
    at, value = chance.randrange(1, 8), chance.choice(HOSTILE)
    return [[*row[:at], value, *row[at + 1 :]] for row in cells]


def swap_axes(cells: Rows, chance: random.Random) -> Rows:
    """Swap longitude and latitude in all rows, or in some."""
    share = chance.choice([1.0, 0.5, 0.1, 0.9])
    for row in cells:
        if chance.random() < share:
            row[3], row[4] = row[4], row[3]
    return cells


def swap_columns(cells: Rows, chance: random.Random) -> Rows:
    """Swap two columns under their names."""
    a, b = chance.sample(range(8), 2)
    for row in cells:
        row[a], row[b] = row[b], row[a]
    return cells


def shuffle_some(cells: Rows, chance: random.Random) -> Rows:
    """Move the cells of some rows on by one or more."""
    for row in cells:
        if chance.random() < 0.2:
            by = chance.randrange(1, 7)
            row[:] = row[by:] + row[:by]
    return cells


def repeat(cells: Rows, chance: random.Random) -> Rows:
    return cells + [list(row) for row in chance.choices(cells, k=chance.randrange(1, 9))]


def drop(cells: Rows, chance: random.Random) -> Rows:
    return chance.sample(cells, chance.randrange(0, len(cells))) or rows()[:1]


def blank_rows(cells: Rows, chance: random.Random) -> Rows:
    for row in chance.sample(cells, 6):
        row[:] = [""] * len(row)
    return cells


def metres(cells: Rows, _chance: random.Random) -> Rows:
    """Write positions as metres of a projection."""
    for row in cells:
        row[4], row[3] = f"{300000 + 1000 * len(row[2]):.1f}", f"{3900000 + 777 * len(row[7]):.1f}"
    return cells


ROWS = (
    spoil_cell, spoil_cell, spoil_cell, spoil_column, swap_axes, swap_columns, shuffle_some, repeat, drop, blank_rows, metres,
)  # fmt: skip
KINDS = (
    "comma", "semicolon", "tab", "wide", "gzip", "workbook", "geojson", "records", "parquet",
    "geoparquet", "package", "shapefile", "shapes", "zip", "crs", "headless",
)  # fmt: skip
_WRITERS: dict[str, Callable[[Rows], bytes]] = {
    "comma": write_delimited,
    "semicolon": lambda cells: write_delimited(cells, ";", "cp1256", comma=True),
    "tab": lambda cells: write_delimited(cells, "\t", "utf-8-sig"),
    "wide": lambda cells: write_delimited(cells, ",", "utf-16"),
    "gzip": lambda cells: gzip.compress(write_delimited(cells), mtime=0),
    "headless": lambda cells: write_delimited(cells, head=False),
    "workbook": workbook,
    "geojson": geojson,
    "records": records,
    "parquet": parquet,
    "zip": lambda cells: zipped({"about.txt": b"hello", "data/events.csv": write_delimited(cells)}),
    "geoparquet": geoparquet,
    "package": lambda cells: package(frame(cells)),
    "shapefile": lambda cells: zipped(shapefile_parts(frame(cells))),
}

#: Kinds whose positions need not be the very ones: bytes of shapes have no checksum.
INEXACT = ("geoparquet", "package", "shapes", "crs")


def write_cells(kind: str, cells: Rows, chance: random.Random) -> bytes:
    """Return a file of a kind; one of part of a Shapefile is spoilt, one of a wrong system misplaced."""
    if kind in _WRITERS:
        return _WRITERS[kind](cells)
    if kind == "shapes":
        files = shapefile_parts(frame(cells))
        name = chance.choice(sorted(files))
        return zipped(files | {name: chance.choice((*BYTES, cut_hole))(files[name], chance)})
    system = chance.choice(["EPSG:32638", "EPSG:32637", "EPSG:3857", "EPSG:2100", None])
    if chance.random() < 0.3:
        return geojson(cells, crs={"type": "name", "properties": {"name": system or "EPSG:0"}})
    if chance.random() < 0.5:
        return package(frame(cells, system))
    return zipped(shapefile_parts(frame(cells, system)))


def make(kind: str, seed: int) -> tuple[str, bytes]:
    """Return how a seed spoils a file of a kind, and the file."""
    chance = random.Random(f"{kind} {seed}")
    if chance.random() < 0.55:
        change = chance.choice([row for row in ROWS if kind != "crs" or row is not metres])
        return change.__name__, write_cells(kind, change(rows(), chance), chance)
    content = write_cells(kind, rows(), chance)
    way = chance.choice((*BYTES, cut_hole) if kind in {"workbook", "zip", "gzip"} else BYTES)
    return way.__name__, way(content, chance)
