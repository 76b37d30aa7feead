"""What the folder of an ingest is called, and which files an ingest writes."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

from geo import replaced_folder
from geo.replaced_folder import Kind

#: The file that says that a folder is an ingest; it is written last.
MANIFEST: Final = "ingest.json"

#: Version of the layout of the folder.
SCHEMA: Final = 1

KIND: Final = Kind("ingest", MANIFEST, "an")

#: Every file that an ingest writes, by its path in the folder.
_WRITTEN: Final = re.compile(
    r"ingest\.json|report\.json|counts\.parquet|aside\.parquet"
    r"|events/year=-?\d+/part-\d+\.parquet",
    re.ASCII,
)


def replaced(out: Path) -> AbstractContextManager[Path]:
    """Lend an empty folder that takes the place of ``out`` when all went well.

    See :func:`geo.replaced_folder.replaced`.
    """
    return replaced_folder.replaced(KIND, out, _WRITTEN.fullmatch)


def healed(out: Path) -> Path:
    """Put an earlier folder back that was moved aside by an ingest killed in its last moment."""
    return replaced_folder.healed(KIND, out)


def workplace(out: Path) -> Path:
    """Return the folder beside ``out`` in which it is built."""
    return replaced_folder.workplace(KIND, out)
