"""Where the program keeps what it can get again: downloads, and notes of what it checked."""

from __future__ import annotations

import hashlib
import os
from functools import cache
from pathlib import Path

import platformdirs

#: Environment variable that names another cache folder.
VARIABLE = "GREENLINE_CACHE"


def cache_folder() -> Path:
    """Return the cache folder: ``GREENLINE_CACHE`` or the system's place for caches."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else Path(platformdirs.user_cache_dir("greenline"))


#: Files of the package that decide what is made of data, besides its Python.
_READ = {".py", ".js", ".json", ".css", ".html"}


@cache
def code_hash(*patterns: str) -> str:
    """Return the SHA-256 of the package's code, words and styles: what is kept depends on it.

    Parameters
    ----------
    patterns
        Files of the package that what is kept depends on; all where none is named.
    """
    digest = hashlib.sha256()
    package = Path(__file__).parent
    found = (one for pattern in patterns or ("**/*",) for one in package.glob(pattern))
    for file in sorted(found):
        inside = file.relative_to(package)
        if file.suffix in _READ and inside.parts[0] != "_data":
            digest.update(inside.as_posix().encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()
