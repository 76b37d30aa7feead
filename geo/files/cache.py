"""Where the program keeps what it can get again: notes of what it checked, derived data.

What is derived from an atlas and costs time is a file of JSON, named for all that its content
depends on: the hash of the data, of the code and words, and of the arguments. It begins with the
hash of what follows; one that was cut short or changed is made anew, and any may be removed at any
time. It holds JSON, so nothing in it is ever run.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, Final, Protocol

import platformdirs

from geo.errors import ExportError
from geo.files.atomic_write import atomic_write

#: Environment variable that names another cache folder.
VARIABLE = "GREENLINE_CACHE"


def cache_folder() -> Path:
    """Return the cache folder: ``GREENLINE_CACHE`` or the system's place for caches."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else Path(platformdirs.user_cache_dir("greenline"))


#: Files of the package that decide what is made of data, besides its Python.
_READ = {".py", ".js", ".ts", ".json", ".css", ".html", ".typ", ".xml", ".txt"}


@cache
def code_hash(*patterns: str) -> str:
    """Return the SHA-256 of the package's code, words and styles: what is kept depends on it."""
    digest = hashlib.sha256()
    package = Path(__file__).parents[1]
    files = (path for pattern in patterns or ("**/*",) for path in package.glob(pattern))
    for file in sorted(files):
        inside = file.relative_to(package)
        if file.suffix in _READ and inside.parts[0] not in {"_data", "_kept"}:
            digest.update(inside.as_posix().encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


#: What a wheel carries of what is derived from its own data (tools/hatch_build.py).
SHIPPED: Final = Path(__file__).parents[1] / "_kept"

#: Files of a folder that are kept; what was not read for longest goes first. One state of data and
#: code has some twenty.
MOST: Final = 80

#: Files of the package that decide what is derived, which are in a wheel and a checkout alike.
DERIVING: Final = ("**/*.py", "words/**/*.json")

_HEAD: Final = 64 + 1


class Hashed(Protocol):
    """What has a hash of all that it was read from."""

    @property
    def digest(self) -> str:
        """The hash; '' where it was made otherwise."""


class Loaded(Hashed, Protocol):
    """An atlas, and what is particular to it."""

    @property
    def profile(self) -> Hashed:
        """Its profile."""


def load_derived(atlas: Loaded, name: str, make: Callable[[], Any]) -> Any:
    """Return a value derived from an atlas, from the cache where it is there."""
    if not atlas.digest:
        return make()
    return load_cached("derived", _key(atlas, name), make)


def load_cached(folder: str, key: str, make: Callable[[], Any]) -> Any:
    """Return the cached value of a key; make and store it where there is none."""
    file = cache_folder() / folder / f"{key}.json"
    stored = map(_read, (file, SHIPPED / folder / file.name))
    cached = next((candidate for candidate in stored if candidate is not None), None)
    if cached is None:
        cached = make()
        with suppress(OSError, ExportError):
            _write(file, cached)
    return cached


def _key(atlas: Loaded, name: str) -> str:
    return text_hash(atlas.digest, code_hash(*DERIVING), atlas.profile.digest, name)


def text_hash(*parts: str) -> str:
    """Return a hash of texts, as names of kept files are made of."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:40]


def _read(file: Path) -> Any:
    """Return what a file holds; None where there is none, or it is not what was written."""
    with suppress(OSError, ValueError):
        content = file.read_bytes()
        head, body = content[:_HEAD], content[_HEAD:]
        if head == hashlib.sha256(body).hexdigest().encode() + b"\n":
            with suppress(OSError):
                os.utime(file)
            return json.loads(body)
    return None


def _write(file: Path, content: Any) -> None:
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    file.parent.mkdir(parents=True, exist_ok=True)
    with atomic_write(file) as part:
        part.write(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
    paths = sorted(file.parent.glob("*.json"), key=lambda path: path.stat().st_mtime_ns)
    for old in paths[:-MOST]:
        old.unlink(missing_ok=True)
