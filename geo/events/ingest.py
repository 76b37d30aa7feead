"""Events without a bound on their number: read, attributed and counted by Dask into a folder.

What is held of all events at a time is some thirty bytes each, by which repeated ids are found.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq
from dask.base import compute
from dask.delayed import delayed
from dask.diagnostics.progress import ProgressBar

from geo.api import __version__
from geo.atlas import Atlas
from geo.errors import ExportError, GreenlineError, QuestionError, ReadError
from geo.events.attribution import ATTRIBUTED, Attributor, prepared
from geo.events.reading import chunks
from geo.events.schema import ASIDE, COLUMNS, Events, Reason, Report, joined
from geo.events.user_events import UserEvents, attribute_pieces
from geo.events.validation import Hashes, hash_text
from geo.files.atomic_write import FolderKind, replace_folder, write_json

#: A function that reads a file piece by piece.
Reader = Callable[[Path], Iterator[Events]]

#: The folder: its layout's version, the file that says that it is one, all that is written in it.
SCHEMA: Final = 1
KIND: Final = FolderKind("ingest", "ingest.json", "an")
_WRITTEN: Final = re.compile(
    r"(ingest|report)\.json|(counts|aside)\.parquet|events/year=-?\d+/part-[\d-]+\.parquet",
    re.ASCII,
)

#: Rows of a piece; threads that read side by side; seconds to wait for a scheduler.
ROWS, THREADS, WAIT = 100_000, 2, 20

#: Files that lie beside the one that is read.
_COMPANIONS = frozenset({".cpg", ".dbf", ".prj", ".sbn", ".sbx", ".shx", ".qix", ".qmd", ".xml"})

_LISTED: Final = pa.schema(
    [("file", pa.string()), ("row", pa.int64()), *((name, pa.string()) for name in ASIDE[1:])]
)
_ACCEPTED: Final = "an id that no earlier file of this format has"

#: What events are counted by, and what is counted.
BY: Final = ("month", "subdistrict", "type")
COUNTED: Final = ("events", "best", "low", "high", "without_deaths", "imprecise")
_COUNTS: Final = pa.schema(
    [("month", pa.timestamp("ms")), *((name, pa.string()) for name in BY[1:])]
    + [(name, pa.int64()) for name in COUNTED]
)
_IMPRECISE: Final = ("district", "governorate", "region", "country", "unknown")


class _Read(NamedTuple):
    """What was read of one file."""

    report: Report
    ids: dict[str, Hashes]  #: Hashes of the ids of each part.
    about: dict[str, Any]  #: Its name, size and digest.


def read_pieces(path: Path) -> Iterator[Events]:
    """Read a file piece by piece with the reader that knows its format."""
    return chunks(path, rows=ROWS, origin=False)


def ingest(
    atlas: Atlas,
    paths: Iterable[Path | str],
    out: Path | str,
    *,
    scheduler: str | None = None,
    reader: Reader = read_pieces,
) -> dict[str, Any]:
    """Read, attribute and count events, write them to a folder, and return its manifest and report.

    The same atlas and files give the same bytes, wherever it runs and whatever happens to workers.
    """
    files = find_files(paths)
    try:
        target = Path(out).resolve()
    except (OSError, RuntimeError, ValueError) as error:  # a loop of links; a NUL in the name
        raise ExportError(f"{str(out)[:200]!r}: no folder can have this name ({error})") from error
    with (
        replace_folder(KIND, target, _WRITTEN.fullmatch) as folder,
        _dask(scheduler, folder) as where,
    ):
        for name in ("events", "work"):
            (folder / name).mkdir()
        attributor = delayed(prepared(atlas), traverse=False)
        tasks = [
            delayed(_read_file, traverse=False)(number, file, attributor, folder, reader)
            for number, file in enumerate(files.items())
        ]
        results = compute(*tasks, **where)
        if faults := [result for result in results if isinstance(result, str)]:
            more = f" (and {len(faults) - 1} more files)" if len(faults) > 1 else ""
            raise GreenlineError(f"{faults[0]}{more}")
        reports = _drop_repeats(folder, results)
        _write_aside(folder)
        years = sorted((folder / "events").iterdir(), key=lambda place: int(place.name[5:]))
        counts = compute(*map(delayed(_count, traverse=False), years), **where)
        counted = pa.concat_tables([_COUNTS.empty_table(), *counts])
        pq.write_table(counted, folder / "counts.parquet", compression="zstd")
        total = joined(reports)
        report = {
            "rows_read": total.rows_read,
            "kept": total.rows_kept,
            "set_aside": total.set_aside,
            "notes": [{"note": str(note), "rows": rows} for note, rows in sorted(total.notes)],
            "files": [item.to_dict() for item in reports],
        }
        write_json(folder / "report.json", report)
        manifest = {
            "schema": SCHEMA,
            "greenline": __version__,
            "atlas": {"version": atlas.version, "date": atlas.date.isoformat()},
            "events": total.rows_kept,
            "years": {
                place.name[5:]: pc.sum(table["events"]).as_py()
                for place, table in zip(years, counts, strict=True)
            },
            "inputs": [result.about for result in results],
        }
        write_json(folder / KIND.manifest, manifest)
    return {"path": str(target), **manifest, **report}


def find_files(paths: Iterable[Path | str]) -> dict[Path, str]:
    """Return the files that some paths mean, each with the name that it is listed under.

    A folder means all files in it and below, by their paths; hidden files and the companions of a
    Shapefile are left out. A file that is named twice is read once.
    """
    files: dict[Path, str] = {}
    for path in map(Path, paths):
        try:
            if path.is_dir():
                inside = {file.relative_to(path): file for file in path.rglob("*")}
                named = {
                    name.as_posix(): file
                    for name, file in inside.items()
                    if file.is_file() and file.suffix.lower() not in _COMPANIONS
                    if not any(part.startswith(".") for part in name.parts)
                }
                if not named:
                    raise ReadError("no file to read in this folder", file=str(path))
            elif path.is_file():
                named = {path.name: path}
            else:
                what = "neither a file nor a folder" if path.exists() else "no such file or folder"
                accepted = "files of events, and folders of them"
                raise ReadError(what, file=str(path), accepted=accepted)
            for name, file in sorted(named.items()):
                files.setdefault(file.resolve(), name)
        except (OSError, RuntimeError, ValueError) as error:  # a loop of links; a NUL in the name
            why = getattr(error, "strerror", None) or str(error)
            raise ReadError(f"cannot be read ({why})", file=str(path)[:200]) from error
    return files


@contextmanager
def _dask(scheduler: str | None, folder: Path) -> Iterator[dict[str, Any]]:
    """Lend the arguments that tell Dask where to compute: threads here, or workers of a cluster."""
    if scheduler is None:
        progress = ProgressBar(out=sys.stderr, dt=0.5) if sys.stderr.isatty() else nullcontext()
        with progress:
            yield {"scheduler": "threads", "num_workers": THREADS}
        return
    from distributed import Client, KilledWorker  # noqa: PLC0415 -- heavy, and seldom wanted

    if not scheduler.startswith(("tcp://", "tls://")):
        raise QuestionError(f"scheduler {scheduler!r}: expected tcp://host:port or tls://host:port")
    try:
        client = Client(scheduler, timeout=WAIT, set_as_default=False)
    except (OSError, ValueError) as error:
        raise QuestionError(f"scheduler {scheduler}: does not answer ({error})") from error
    with client:
        try:
            client.wait_for_workers(1, timeout=WAIT)
        except TimeoutError as error:
            raise QuestionError(f"scheduler {scheduler}: no worker has joined it") from error
        for worker, fault in client.run(
            _find_fault, folder, __version__, on_error="return"
        ).items():
            if fault:
                raise QuestionError(f"worker {worker}: {fault}")
        try:
            yield {"scheduler": client}
        except (KilledWorker, CancelledError) as error:
            raise ExportError(f"workers or the scheduler were lost ({error})") from error


def _find_fault(folder: Path, version: str) -> str:
    """Return why a worker cannot take part; empty where it can."""
    if version != __version__:
        return f"has greenline {__version__}, expected {version}"
    return "" if folder.is_dir() else f"does not see the folder {folder}"


def _read_file(
    number: int, file: tuple[Path, str], attributor: Attributor, folder: Path, reader: Reader
) -> _Read | str:
    """Read one file into parts by year, or say why not; done twice it writes the same again."""
    path, name = file
    reports: list[Report] = []
    ids: dict[str, Hashes] = {}
    try:
        for piece, events in enumerate(attribute_pieces(reader(path), attributor)):
            part = f"part-{number:05d}-{piece:05d}.parquet"
            ids[part] = _write_events(events, name, folder, part)
            aside = events.report.aside
            if len(aside):
                listed = aside.loc[:, list(ASIDE)].assign(file=name)
                _replace(folder, f"work/{part}.aside", pa.Table.from_pandas(listed, _LISTED))
            examples = aside.groupby("reason", sort=False).head(3)
            reports.append(replace(events.report, aside=examples))
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        about = {"name": name, "bytes": path.stat().st_size, "sha256": digest}
        return _Read(replace(joined(reports), file=name), ids, about)
    except GreenlineError as error:
        return str(error)


def _write_events(events: UserEvents, name: str, folder: Path, part: str) -> Hashes:
    """Write one GeoParquet file for each year of a piece; return the hashes of all ids."""
    texts = [column for column, kind in events.rows.dtypes.items() if kind == "category"]
    rows = events.rows.loc[:, list(COLUMNS)].astype(dict.fromkeys(texts, "str"))
    attributed = events.attributed.astype(dict.fromkeys(ATTRIBUTED[:-1], "str"))
    table = gpd.GeoDataFrame(
        rows.join(attributed).assign(format=events.report.format, file=name),
        geometry=gpd.points_from_xy(rows["lon"], rows["lat"], crs="EPSG:4326"),
    )
    ordered = table.sort_values("start", kind="stable")
    for year, written in ordered.groupby(ordered["start"].dt.year):
        place = folder / "events" / f"year={year}"
        place.mkdir(exist_ok=True)  # never its parents: a run that failed has removed them
        _replace(folder, f"events/{place.name}/{part}", written)
    return _hash_ids(table)


def _replace(folder: Path, path: str, table: gpd.GeoDataFrame | pa.Table) -> None:
    """Write a Parquet file in one step: a worker that is lost leaves none half-written."""
    written = folder / "work" / f"{np.random.default_rng().integers(2**62):x}"
    if isinstance(table, pa.Table):
        pq.write_table(table, written, compression="zstd")
    else:
        table.to_parquet(written, index=False, compression="zstd", schema_version="1.1.0")
    written.replace(folder / path)


def _drop_repeats(folder: Path, results: Sequence[_Read]) -> list[Report]:
    """Set events aside whose id an earlier file of the same format has; return all reports."""
    parts = {part: ids for result in results for part, ids in result.ids.items()}
    ids = np.concatenate([np.empty(0, np.uint64), *parts.values()])
    order = np.argsort(ids, kind="stable")
    repeated = np.zeros(len(ids), bool)
    repeated[order[1:]] = ids[order[1:]] == ids[order[:-1]]
    reports, start = [], 0
    for result in results:
        report = result.report
        counts = Counter(report.set_aside)
        for part, hashes in result.ids.items():
            again = hashes[repeated[start : (start := start + len(hashes))]]
            if len(again):
                counts[Reason.DUPLICATE_ID] += len(again)
                _drop(folder, part, again, report.file)
        rows = report.rows_kept - (counts.total() - sum(report.set_aside.values()))
        aside = {reason.value: counts[reason] for reason in Reason if counts[reason]}
        reports.append(replace(report, rows_kept=rows, set_aside=aside))
    return reports


def _drop(folder: Path, part: str, ids: Hashes, name: str) -> None:
    """Take events out of a part and list them; which rows of the file they were is not kept."""
    listed = []
    for path in sorted(folder.glob(f"events/year=*/{part}")):
        table = gpd.read_parquet(path)
        repeated = np.isin(_hash_ids(table), ids)
        listed += table["id"][repeated].tolist()
        path.unlink()
        if not repeated.all():
            _replace(folder, f"events/{path.parent.name}/{part}", table[~repeated])
        elif not any(path.parent.iterdir()):
            path.parent.rmdir()
    why = {"reason": "duplicate_id", "column": "id", "accepted": _ACCEPTED}
    rows = [{"file": name, "value": value, **why} for value in listed]
    _replace(folder, f"work/repeated-{part}.aside", pa.Table.from_pylist(rows, _LISTED))


def _hash_ids(rows: pd.DataFrame) -> Hashes:
    """Return hashes of ids; those of different formats have nothing to do with one another."""
    return hash_text(rows["format"] + ":" + rows["id"])


def _write_aside(folder: Path) -> None:
    """Write one list of all that is set aside: file by file, repeated ids last."""
    with pq.ParquetWriter(folder / "aside.parquet", _LISTED, compression="zstd") as writer:
        for path in sorted((folder / "work").glob("*.aside")):
            writer.write_table(pq.read_table(path))
    shutil.rmtree(folder / "work")


def _count(year: Path) -> pa.Table:
    """Count events and deaths of a year by month, sub-district and type."""
    figures = ("best", "low", "high")
    rows = ds.dataset(year).to_table(["start", *BY[1:], *figures, "position_precision"])
    imprecise = pc.is_in(rows["position_precision"], pa.array(_IMPRECISE)).cast(pa.int64())
    month = pc.floor_temporal(rows["start"], unit="month")
    rows = rows.append_column("month", month).append_column("imprecise", imprecise)
    rows = rows.append_column("without_deaths", pc.is_null(rows["best"]).cast(pa.int64()))
    none = pc.ScalarAggregateOptions(min_count=0)
    sums = [(name, "sum", none) for name in (*figures, "without_deaths", "imprecise")]
    counted = rows.group_by(list(BY), use_threads=False).aggregate([([], "count_all"), *sums])
    ordered = counted.sort_by([(name, "ascending") for name in BY])
    table: pa.Table = ordered.rename_columns(_COUNTS.names).cast(_COUNTS)
    return table
