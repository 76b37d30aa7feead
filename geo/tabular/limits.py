"""What one file may ask of the machine that reads it."""

from __future__ import annotations

from dataclasses import dataclass, replace

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Limits:
    """Bounds within which a file is read; what goes beyond is refused with a clear sentence."""

    bytes: int = 200 * MEGABYTE
    """Size of the file as it comes."""

    unpacked: int = 500 * MEGABYTE
    """Bytes that a compressed file (zip, gz, XLSX, Parquet) may grow to."""

    ratio: int = 200
    """How many times larger than its compressed form a part of a file may be."""

    members: int = 64
    """Files in a zip archive."""

    parts: int = 2_000
    """Parts in an XLSX workbook, which is a zip archive of its own kind."""

    nesting: int = 1
    """Archives that one may lie in: 1 takes a table in a zip, not a zip in a zip."""

    rows: int = 1_000_000
    """Rows of a table."""

    columns: int = 500
    """Columns of a table."""

    cells: int = 100_000_000
    """Cells of a table that is read at once, the empty ones included."""

    loose: int = 20_000_000
    """Cells of a workbook's sheet or a JSON file, whose cells take more room each."""

    cell: int = 131_072
    """Characters in one cell."""

    memory: int = 3_000 * MEGABYTE
    """Bytes of memory that the process that reads the file may take."""

    seconds: float = 180
    """Seconds that reading one piece of the file may take."""

    @property
    def text(self) -> int:
        """Bytes of text that one table may come to where few texts stand in many cells."""
        return min(self.unpacked, self.memory // 4)


#: The bounds of a file whose rows are all held at once: in the app, in a page, picture or table,
#: and where none are given.
LIMITS = Limits()

#: The bounds of a file that is read piece by piece, as ``greenline read`` and ``greenline ingest``
#: do: any size, with the same bounds on what is held at a time.
STREAMED = replace(LIMITS, bytes=1 << 40, unpacked=1 << 40, rows=1 << 40)
