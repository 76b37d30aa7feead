"""Notes in the cache folder of data that was checked before, so that it is checked once.

A note is an empty file whose name is the SHA-256 of all files of the data and of the code that
checks them: where either changes, all is checked anew. A note holds nothing that is read, may be
removed at any time, and where none can be written the data is checked each time.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from functools import cache
from pathlib import Path

from geo.cache_folder import cache_folder

#: Parts of the package whose code decides what is a fault.
_CODE = ("atlas/*.py", "derive/units.py", "data_file.py", "layers.py", "model.py", "profile.py")


@cache
def _code() -> bytes:
    """Return the hash of the code that checks."""
    digest = hashlib.sha256()
    package = Path(__file__).parents[1]
    for pattern in _CODE:
        for file in sorted(package.glob(pattern)):
            digest.update(file.read_bytes())
    return digest.digest()


def _note(digest: str) -> Path:
    name = hashlib.sha256(digest.encode() + _code()).hexdigest()
    return cache_folder() / "checked" / name


def known(digest: str) -> bool:
    """Return whether data of this hash was checked and had no fault."""
    try:
        return _note(digest).is_file()
    except OSError:
        return False


def remember(digest: str) -> None:
    """Take note that data of this hash has no fault."""
    with suppress(OSError):
        note = _note(digest)
        note.parent.mkdir(parents=True, exist_ok=True)
        note.touch()
