"""Small files of every kind with the same twenty events, and two hundred ways to spoil them."""

from __future__ import annotations

import csv
import gzip
import io
import json
import math
import random
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pyarrow as pa
from openpyxl import Workbook
from pyarrow import parquet
from shapely import Point

COLUMNS = ("id", "date", "place", "latitude", "longitude", "type", "deaths", "notes")
PLACES = ("Kirkuk", "كركوك", "هەولێر", "Sinjar", "Tuz Khurmatu", "Mosul, west", "Bir Ahmed; north")

Rows = list[list[str]]


def rows() -> Rows:
    """Return twenty events as text; no place lies where the two axes could be confused."""
    made, chance = [], random.Random(7)
    for number in range(20):
        lat, lon = 34 + number * 0.1462, 42.5 + number * 0.1234
        day = date(2014, 6, 10) + timedelta(days=number * 19)
        place = PLACES[number % len(PLACES)]
        note = f'Report {number}: "{place}", by day' if number % 5 == 0 else f"Report {number}"
        kind = ("attack", "clash", "air strike")[number % 3]
        made.append([
            f"E{number:03d}", day.isoformat(), place, f"{lat:.4f}", f"{lon:.4f}", kind,
            str(chance.randrange(9)), note,
        ])  # fmt: skip
    return made


def truth() -> dict[str, tuple[float, float]]:
    """Return id -> longitude and latitude."""
    return {row[0]: (float(row[4]), float(row[3])) for row in rows()}


def write_delimited(
    cells: Rows, mark: str = ",", encoding: str = "utf-8", *, comma: bool = False, head: bool = True
) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=mark, lineterminator="\r\n")
    if head:
        writer.writerow(COLUMNS)
    for row in cells:
        writer.writerow(
            [
                text.replace(".", ",") if comma and i in {3, 4} else text
                for i, text in enumerate(row)
            ]
        )
    return out.getvalue().encode(encoding, "replace")


def workbook(cells: Rows) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.append(COLUMNS)
    for row in cells:
        legal = [text.replace("\0", "\ufffd") for text in row]
        sheet.append(
            [_parse_cell(item) if i in {3, 4, 6} else item for i, item in enumerate(legal)]
        )
    book.create_sheet("about").append(["made for tests"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _parse_cell(cell: str) -> float | str:
    try:
        value = float(cell)
    except ValueError:
        return cell
    return value if abs(value) < 1e300 and not math.isnan(value) else cell


def geojson(cells: Rows) -> bytes:
    features = [
        {
            "type": "Feature",
            "properties": {name: row[i] for i, name in enumerate(COLUMNS) if i not in {3, 4}},
            "geometry": {
                "type": "Point",
                "coordinates": [_parse_cell(row[4]), _parse_cell(row[3])],
            },
        }
        for row in cells
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def records(cells: Rows) -> bytes:
    listed = [dict(zip(COLUMNS, row, strict=True)) for row in cells]
    return json.dumps({"status": 200, "data": listed}, ensure_ascii=False).encode()


def columnar(cells: Rows) -> bytes:
    table = pa.table({name: [row[i] for row in cells] for i, name in enumerate(COLUMNS)})
    for i in (3, 4):
        numbers = pa.array(
            [
                None if isinstance(_parse_cell(row[i]), str) else _parse_cell(row[i])
                for row in cells
            ],
            pa.float64(),
        )
        table = table.set_column(i, COLUMNS[i], numbers)
    out = io.BytesIO()
    parquet.write_table(table, out, write_page_checksum=True)
    return out.getvalue()


def frame(cells: Rows, crs: str | None = "EPSG:4326") -> gpd.GeoDataFrame:
    """Return events as shapes that also have their position in columns."""
    numbers = [[_parse_cell(row[i]) for i in (4, 3)] for row in cells]
    plain = [
        [number if not isinstance(number, str) else float("nan") for number in pair]
        for pair in numbers
    ]
    table = pd.DataFrame(cells, columns=list(COLUMNS))
    shapes = [Point(pair) if all(map(math.isfinite, pair)) else None for pair in plain]
    return gpd.GeoDataFrame(table, geometry=shapes, crs=crs)


def package(cells: Rows, folder: Path, crs: str | None = "EPSG:4326") -> bytes:
    path = folder / "spoilt.gpkg"
    path.unlink(missing_ok=True)
    frame(cells, crs).to_file(path, layer="events", driver="GPKG")
    return path.read_bytes()


def shapefile(cells: Rows, folder: Path, crs: str | None = "EPSG:4326") -> dict[str, bytes]:
    for old in folder.glob("spoilt_shp.*"):
        old.unlink()
    frame(cells, crs).to_file(folder / "spoilt_shp.shp", driver="ESRI Shapefile", encoding="utf-8")
    return {path.name: path.read_bytes() for path in folder.glob("spoilt_shp.*")}


def zip_files(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def geoparquet(cells: Rows, folder: Path) -> bytes:
    path = folder / "spoilt.parquet"
    frame(cells).to_parquet(path)
    return path.read_bytes()


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
    more = chance.choice(
        [b"\0" * 50, b"\xff" * 20, b'"', b"\r\n\r\n", b"\xef\xbb\xbf", b",,,", b";", b"\t", b"\x1a"]
    )
    return content[:at] + more + content[at:]


def double(content: bytes, chance: random.Random) -> bytes:
    return content + content[chance.randrange(len(content)) :]


BYTES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    cut, cut_head, bad_bytes, stuff, double,
)  # fmt: skip


# What may happen to rows before they are written.

HOSTILE = (
    "", "NaN", "nan", "inf", "-Infinity", "1e308", "9" * 400, "1e400", "-0", "NULL", "=1+1", '=HYPERLINK("http://x","y")',
    "@SUM(A1)", "+cmd|' /C calc'!A0", "35.47.12", "3 5.47", "35,47,12", "٣", "<script>alert(1)</script>", "\u202e35", "\u0000",
    "0", "91", "-200", "999999", "3°", "E", "0x23", "1_000", "ⅫⅫ", "²³", "35.\u00a047", "x" * 3000,
)  # fmt: skip
DATES = (
    "",
    "31/02/2014",
    "0000-00-00",
    "2014-13-45",
    "soon",
    "99999999",
    "1e9",
    "2014-06-10T25:99Z",
    "-1",
    "12014-01-01",
    "NaT",
    "2714-01-01",
    "٣١/٢/٢٠١٤",
)


def spoil_cell(cells: Rows, chance: random.Random) -> Rows:
    for _ in range(chance.randrange(1, 9)):
        row = chance.choice(cells)
        at = chance.randrange(1, 8)
        row[at] = chance.choice(DATES if at == 1 else HOSTILE)
    return cells


def spoil_column(cells: Rows, chance: random.Random) -> Rows:
    at, value = chance.randrange(1, 8), chance.choice(HOSTILE)
    for row in cells:
        row[at] = value
    return cells


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
    return chance.sample(cells, chance.randrange(0, len(cells)))


def blank_rows(cells: Rows, chance: random.Random) -> Rows:
    for row in chance.sample(cells, 6):
        row[:] = [""] * len(row)
    return cells


def metres(cells: Rows, chance: random.Random) -> Rows:
    """Write positions as metres of a projection."""
    for row in cells:
        row[4], row[3] = f"{300000 + 1000 * len(row[2]):.1f}", f"{3900000 + 777 * len(row[7]):.1f}"
    return cells


ROWS: tuple[Callable[[Rows, random.Random], Rows], ...] = (
    spoil_cell, spoil_cell, spoil_cell, spoil_column, swap_axes, swap_columns, shuffle_some,
    repeat, drop, blank_rows, metres,
)  # fmt: skip


@dataclass(frozen=True)
class Spoilt:
    """One spoilt file."""

    kind: str
    seed: int
    how: str
    content: bytes
    exact: bool = True
    """Whether a position must be the very one; bytes of shapes have no checksum."""


def make(kind: str, seed: int, folder: Path) -> Spoilt:
    """Return the file of a kind that a seed spoils in its own way."""
    chance = random.Random(f"{kind} {seed}")
    cells, how = rows(), "bytes"
    by_rows = chance.random() < 0.55
    if by_rows:
        change = chance.choice([row for row in ROWS if kind != "crs" or row is not metres])
        cells, how = change(cells, chance), change.__name__
        if not cells:
            cells = rows()[:1]
    content, exact = (
        _write_cells(kind, cells, folder, chance) if by_rows else _make_sound(kind, folder, chance)
    )
    if not by_rows:
        ways = (*BYTES, cut_hole) if kind in {"workbook", "zip", "gzip"} else BYTES
        way = chance.choice(ways)
        content, how = way(content, chance), way.__name__
    return Spoilt(kind, seed, how, content, exact=exact)


_WHOLE: dict[str, tuple[bytes, bool]] = {}


def _make_sound(kind: str, folder: Path, chance: random.Random) -> tuple[bytes, bool]:
    """Return a file that nobody spoilt; it is written once."""
    if kind in {"shapes", "crs"}:
        return _write_cells(kind, rows(), folder, chance)
    if kind not in _WHOLE:
        _WHOLE[kind] = _write_cells(kind, rows(), folder, chance)
    return _WHOLE[kind]


KINDS = (
    "comma", "semicolon", "tab", "wide", "gzip", "workbook", "geojson", "records", "parquet",
    "geoparquet", "package", "shapefile", "shapes", "zip", "crs", "headless",
)  # fmt: skip


def _write_cells(kind: str, cells: Rows, folder: Path, chance: random.Random) -> tuple[bytes, bool]:
    if kind in _WRITERS:
        return _WRITERS[kind](cells), True
    if kind == "geoparquet":
        return geoparquet(cells, folder), False
    if kind == "package":
        return package(cells, folder), False
    files = shapefile(cells, folder)
    if kind == "shapefile":
        return zip_files(files), True
    if kind == "shapes":
        name = chance.choice(sorted(files))
        files[name] = chance.choice((*BYTES, cut_hole))(files[name], chance)
        return zip_files(files), False
    return _write_misplaced(cells, folder, chance), False


def _write_misplaced(cells: Rows, folder: Path, chance: random.Random) -> bytes:
    """Return a file that names another CRS than it is in."""
    text = chance.choice(["EPSG:32638", "EPSG:32637", "EPSG:3857", "EPSG:2100", None])
    if chance.random() < 0.3:
        content = json.loads(geojson(cells))
        content["crs"] = {"type": "name", "properties": {"name": text or "EPSG:0"}}
        return json.dumps(content).encode()
    if chance.random() < 0.5:
        return package(cells, folder, text)
    return zip_files(shapefile(cells, folder, text))


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
    "parquet": columnar,
    "zip": lambda cells: zip_files(
        {"about.txt": b"hello", "data/events.csv": write_delimited(cells)}
    ),
}
