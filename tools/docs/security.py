"""What SECURITY.md says in figures: limits, libraries with their versions, the hostile corpus."""

from __future__ import annotations

import ast
import inspect
import json
from collections.abc import Sequence
from dataclasses import asdict, fields
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyogrio
import pyproj
import shapely

from geo.tabular.source import LIMITS, MEGABYTE, STREAMED, Limits
from geo.web.computing import ANSWER, AREAS
from geo.web.upload.column_mapping import LOOK
from geo.web.upload.limits import AT_ONCE, BUDGET, LONGEST, PLACES, SLOWEST, SPAN

ROOT: Final = Path(__file__).resolve().parents[2]

Row = Sequence[Any]
Table = tuple[Row, list[Row]]

#: Limits that are counted in bytes.
_BYTES: Final = {"bytes", "memory", "handed"}

#: Figures from which there is no bound.
_NONE: Final = 1 << 40


def limits() -> Table:
    """Return what one file may ask for, held at once and read piece by piece."""
    says = _docstrings()
    held, streamed = asdict(LIMITS), asdict(STREAMED)
    rows: list[Row] = [
        (
            says[field.name],
            _show_limit(field.name, held[field.name]),
            _show_limit(field.name, streamed[field.name]),
        )
        for field in fields(Limits)
    ]
    session, total = BUDGET.session // MEGABYTE, BUDGET.total // MEGABYTE
    rows += [
        ("Files and events that one session of the app may hold", f"{session:,} MB", ""),
        ("Files and events of all sessions (`GREENLINE_UPLOADS_MB`)", f"{total:,} MB", ""),
        ("Seconds that a look at the first rows of a file may take", f"{LOOK.seconds}", ""),
        ("Seconds that areas may take, read and laid over the map", f"{AREAS.seconds}", ""),
        ("Seconds that another answer from what a reader brings may take", f"{ANSWER.seconds}", ""),
        ("Files that are read at the same time, one of each session", f"{PLACES}", ""),
        ("Files that a session may send at the same time", f"{AT_ONCE}", ""),
        (f"Bytes of a file that must come in {SPAN:.0f} seconds", f"{SLOWEST:,}", ""),
        ("Seconds that sending a file may take", f"{LONGEST:,.0f}", ""),
    ]
    head = ("limit", "app, `export --events`, `geo.events.read`", "`read`, `ingest`, `chunks`")
    return head, rows


def _docstrings() -> dict[str, str]:
    body = ast.parse(inspect.getsource(Limits)).body[0]
    assert isinstance(body, ast.ClassDef)
    return {
        field.target.id: " ".join(str(text.value.value).split()).rstrip(".")
        for field, text in zip(body.body, body.body[1:], strict=False)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
    }


def _show_limit(name: str, value: float) -> str:
    if value >= _NONE:
        return "none"
    return f"{value // MEGABYTE:,.0f} MB" if name in _BYTES else f"{value:,.0f}"


def attacks() -> Table:
    """Return what each file and act that once held up the server does to it now."""
    result = json.loads((ROOT / "bench/stress/attacks.json").read_text(encoding="utf-8"))
    rows: list[Row] = [
        (
            item["act"],
            item["before"],
            _show_seconds(item["seconds"])
            + (f", {item['refused']} refused" * bool(item["refused"])),
            _show_seconds(item["second_reader_s"]),
            _show_seconds(item["small_file_s"]),
            f"{item['memory_start_mb']} to {item['memory_most_mb']} MB",
        )
        for item in result["acts"]
    ]
    rows += [
        (item["act"], item["before"], "", _show_seconds(item["second_reader_s"]), "", "")
        for item in result["floods"]
    ]
    polygon = result["polygon"]
    rows.append((polygon["act"], polygon["before"], _show_seconds(polygon["seconds"]), "", "", ""))
    head = ("act", "version 1.0.0", "now: it takes", "another reader waits", "a small file waits")
    return (*head, "memory of the server"), rows


def _show_seconds(value: float) -> str:
    return f"{value:.1f} s"


def libraries() -> Table:
    """Return the libraries that come along: in the page, and as native code inside packages."""
    lock = json.loads((ROOT / "geo/client/deno.lock").read_text(encoding="utf-8"))
    leaflet = next(item for item in lock["npm"] if item.startswith("leaflet@")).partition("@")[2]
    native = (
        ("GDAL", pyogrio.__gdal_version_string__, "pyogrio", "GeoPackage, Shapefile"),
        ("GEOS", shapely.geos_version_string, "shapely", "shapes"),
        ("PROJ", pyproj.proj_version_str, "pyproj", "projections"),
        ("Arrow C++", pa.cpp_version, "pyarrow", "delimited text, Parquet, results of readers"),
        ("calamine (Rust)", version("python-calamine"), "python-calamine", "XLSX"),
    )
    rows: list[Row] = [
        (library, result, f"{package} {version(package)}", what)
        for library, result, package, what in native
    ]
    rows.append(("SQLite, zlib, Expat", "those of the Python in use", "Python", "GeoPackage, zip"))
    rows.append(("Leaflet", leaflet, "bundled into every page", "the map"))
    rows.append(("Streamlit's page", version("streamlit"), "streamlit", "the app"))
    return ("library", "version", "comes in", "reads or draws"), rows


def corpus() -> Table:
    """Return what came of each hostile file: the worst of all ways on which it was brought."""
    every = json.loads((ROOT / "tests/hostile/files.json").read_text(encoding="utf-8"))
    rows: list[Row] = []
    for name, ways in every.items():
        size, seconds, memory = (
            max(way[key] for way in ways.values()) for key in ("bytes", "seconds", "megabytes")
        )
        result = ways["read"]["told"].removeprefix(f"{name}: ")
        took = "less than 1 s" if seconds < 1 else f"{seconds:.0f} s"
        rows.append((f"`{name}`", f"{size:,}", took, f"{memory:,} MB", result))
    return ("file", "bytes", "time", "memory of its reader", "what `greenline read` says"), rows
