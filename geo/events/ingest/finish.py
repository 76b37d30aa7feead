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
    table = add_counts([published_year.counts for published_year in published])
    write(pa.Table.from_pandas(table, preserve_index=False), out / "counts.parquet")
    _write_aside(out, [published_year.repeated for published_year in published])
    reports = [
        _report(staged_file, repeated.get(staged_file.input.number, 0)) for staged_file in staged
    ]
    write_json(out / "report.json", {**_totals(reports), "files": reports})
    write_json(out / MANIFEST, _manifest(atlas, staged, published))


def _report(staged_file: Staged, repeated: int) -> dict[str, Any]:
    """Return the report of a file, less the events that repeat an id of an earlier one."""
    report = staged_file.report.to_dict() if staged_file.report else {}
    if repeated:
        aside = Counter(report["set_aside"])
        aside[Reason.DUPLICATE_ID.value] += repeated
        report["set_aside"] = _order_reasons(aside)
        report["kept"] -= repeated
    return report


def _totals(reports: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    aside: Counter[str] = Counter()
    notes: Counter[str] = Counter()
    for report in reports:
        aside.update(report["set_aside"])
        notes.update({note["note"]: note["rows"] for note in report["notes"]})
    return {
        "rows_read": sum(item["rows_read"] for item in reports),
        "kept": sum(item["kept"] for item in reports),
        "set_aside": _order_reasons(aside),
        "notes": [{"note": name, "rows": rows} for name, rows in sorted(notes.items())],
    }


def _order_reasons(aside: Mapping[str, int]) -> dict[str, int]:
    return {reason.value: aside[reason.value] for reason in Reason if aside.get(reason.value)}


def _write_aside(out: Path, repeated: Iterable[pa.Table]) -> None:
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
        "events": sum(published_year.rows for published_year in published),
        "years": {str(published_year.year): published_year.rows for published_year in published},
        "columns": list(columns.written_schema().names),
        "inputs": [
            {
                "name": staged_file.input.name,
                "bytes": staged_file.size,
                "sha256": staged_file.sha256,
            }
            for staged_file in staged
        ],
    }
