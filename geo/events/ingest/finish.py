"""The end of an ingest: the counts, the report, the rows that were set aside, the manifest last."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from geo import __version__
from geo.atlas import Atlas
from geo.events.ingest import columns
from geo.events.ingest.folder import MANIFEST, SCHEMA
from geo.events.ingest.publish import Published, add_counts
from geo.events.ingest.stage import LISTED, Staged, write
from geo.events.report import Reason
from geo.replaced_folder import write_json


def finish(
    atlas: Atlas,
    out: Path,
    staged: Sequence[Staged],
    repeated: Mapping[int, int],
    published: Sequence[Published],
) -> None:
    """Write the files that stand beside the events."""
    for left in (out / "events").rglob("*.part"):  # of workers that were lost
        left.unlink()
    table = add_counts([one.counts for one in published])
    write(pa.Table.from_pandas(table, preserve_index=False), out / "counts.parquet")
    _aside(out, [one.repeated for one in published])
    reports = [_report(one, repeated.get(one.input.number, 0)) for one in staged]
    write_json(out / "report.json", {**_totals(reports), "files": reports})
    write_json(out / MANIFEST, _manifest(atlas, staged, published))


def _report(one: Staged, repeated: int) -> dict[str, Any]:
    """Return the report of a file, less the events that repeat an id of an earlier one."""
    report = one.report.to_dict() if one.report else {}
    if repeated:
        aside = Counter(report["set_aside"])
        aside[Reason.DUPLICATE_ID.value] += repeated
        report["set_aside"] = _ordered(aside)
        report["kept"] -= repeated
    return report


def _totals(reports: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    aside: Counter[str] = Counter()
    notes: Counter[str] = Counter()
    for one in reports:
        aside.update(one["set_aside"])
        notes.update({note["note"]: note["rows"] for note in one["notes"]})
    return {
        "rows_read": sum(one["rows_read"] for one in reports),
        "kept": sum(one["kept"] for one in reports),
        "set_aside": _ordered(aside),
        "notes": [{"note": name, "rows": rows} for name, rows in sorted(notes.items())],
    }


def _ordered(aside: Mapping[str, int]) -> dict[str, int]:
    return {one.value: aside[one.value] for one in Reason if aside.get(one.value)}


def _aside(out: Path, repeated: Iterable[pa.Table]) -> None:
    """Write one list of all that is set aside: file by file, repeated ids last."""
    with pq.ParquetWriter(out / "aside.parquet", LISTED, compression="zstd") as writer:
        for path in sorted((out / "work").glob("*.aside")):
            writer.write_table(pq.read_table(path, schema=LISTED))
        for table in repeated:
            writer.write_table(table)


def _manifest(
    atlas: Atlas, staged: Sequence[Staged], published: Sequence[Published]
) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "greenline": __version__,
        "atlas": {"version": atlas.version, "date": atlas.date.isoformat()},
        "events": sum(one.rows for one in published),
        "years": {str(one.year): one.rows for one in published},
        "columns": list(columns.written().names),
        "inputs": [
            {"name": one.input.name, "bytes": one.size, "sha256": one.sha256} for one in staged
        ],
    }
