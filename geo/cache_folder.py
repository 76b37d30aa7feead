"""Where the program keeps what it can get again: downloads, and notes of what it checked."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

#: Environment variable that names another cache folder.
VARIABLE = "GREENLINE_CACHE"


def cache_folder() -> Path:
    """Return the cache folder: ``GREENLINE_CACHE`` or the system's place for caches."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else Path(platformdirs.user_cache_dir("greenline"))
