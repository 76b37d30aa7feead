"""The ledger of captures: one line a capture, only ever appended to."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Final

from geo.errors import ArchiveError

NAME: Final = "captures.csv"


@dataclass(frozen=True)
class Capture:
    """One capture of a source."""

    source: str  #: Id of the source.
    day: str  #: Day of the capture, ISO 8601.
    sha256: str  #: Hash of what the page says, see :func:`geo.archive.page.fingerprint`.
    file: str  #: Name of its WACZ file.
    address: str  #: Address that answered, after redirects.


def captures_folder(data: Path | str) -> Path:
    """Return the folder of captures of a data folder, which stands beside it."""
    return Path(data).resolve().parent / "captures"


def read_ledger(folder: Path | str) -> list[Capture]:
    """Return the captures of a folder, oldest first; none where there is no ledger."""
    path = Path(folder) / NAME
    if not path.is_file():
        return []
    wanted = [field.name for field in fields(Capture)]
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        if reader.fieldnames != wanted:
            raise ArchiveError(f"{path}, row 1: expected the columns {', '.join(wanted)}")
        rows = list(reader)
    for number, row in enumerate(rows, start=2):
        if None in row or None in row.values():
            raise ArchiveError(f"{path}, row {number}: expected {len(wanted)} cells")
    return [Capture(**row) for row in rows]


def append(folder: Path, capture: Capture) -> None:
    """Add a line to the ledger of a folder."""
    path = folder / NAME
    is_new = not path.is_file()
    with path.open("a", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(asdict(capture)), lineterminator="\n")
        if is_new:
            writer.writeheader()
        writer.writerow(asdict(capture))


def changed_captures(
    captures: Iterable[Capture], sources: Iterable[Mapping[str, object]]
) -> dict[str, Capture]:
    """Return the newest capture of each source whose hash is not that of the data."""
    newest = {capture.source: capture for capture in captures}
    known = {str(row["id"]): row.get("sha256") for row in sources}
    return {
        source: capture
        for source, capture in newest.items()
        if known.get(source) and known[source] != capture.sha256
    }
