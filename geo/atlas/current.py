"""Which data folder is used: the one that the atlas came with, or one with pulled boundaries."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from geo.atlas.atlas import version
from geo.cache import cache_folder


def marker() -> Path:
    """Return the file that says which folder has pulled boundaries."""
    return cache_folder() / "atlas" / "made.json"


def current(base: Path) -> Path:
    """Return the data folder with pulled boundaries that was made of a data folder, else that one.

    One that was made of other data is passed over: what is in it would be old.
    """
    note = marker()
    try:
        return _current(base, note, note.stat().st_mtime_ns)
    except (OSError, ValueError, KeyError):  # none was pulled, or the note is cut short
        return base


@lru_cache(maxsize=4)
def _current(base: Path, note: Path, _: int) -> Path:
    made = json.loads(note.read_text(encoding="utf-8"))
    found = note.parent / made["folder"]
    return found if found.is_dir() and made["base"] == version(base) else base


def forget() -> bool:
    """Go back to the boundaries that the atlas came with; returns whether there were others."""
    there = marker().is_file()
    marker().unlink(missing_ok=True)
    return there
