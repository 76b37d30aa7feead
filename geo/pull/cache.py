"""The folder that pulled files are kept in, each with its licence, citation and checksum."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import pooch

from geo.atomic_write import atomic_write
from geo.errors import PullError
from geo.pull.record import Record

#: Variable of the environment that names another folder.
VARIABLE = "GREENLINE_CACHE"


@dataclass(frozen=True)
class Pulled:
    """A file that was pulled."""

    name: str
    """Name of its record."""

    path: str
    """Where it lies."""

    version: str
    """Version pulled."""

    url: str
    """Whence it came."""

    sha256: str
    """Checksum of its bytes."""

    bytes: int
    """Its size."""

    pulled: str
    """The day it was pulled."""

    licence: str
    """Terms, in a word."""

    citation: str
    """How to cite it."""


def folder() -> Path:
    """Return the cache folder: ``GREENLINE_CACHE`` or the system's place for caches."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else Path(pooch.os_cache("greenline"))


def place(record: Record) -> Path:
    """Return the folder of a record's version, made where it is not there.

    Raises
    ------
    PullError
        Where the folder cannot be made.
    """
    found = folder() / record.name / record.version
    try:
        found.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PullError(f"{found}: cannot be made ({error.strerror or error})") from error
    return found


def known(record: Record) -> Pulled | None:
    """Return what was pulled of a record before, None where it is not there whole."""
    note = folder() / record.name / record.version / "pulled.json"
    if not note.is_file():
        return None
    try:
        found = Pulled(**json.loads(note.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):  # a note of another version, or cut short
        return None
    return found if Path(found.path).is_file() else None


def keep(record: Record, path: Path, url: str) -> Pulled:
    """Note what was pulled, with its terms beside it."""
    found = Pulled(
        name=record.name,
        path=str(path),
        version=record.version,
        url=url,
        sha256=pooch.file_hash(str(path)),
        bytes=path.stat().st_size,
        pulled=date.today().isoformat(),  # noqa: DTZ011 -- the reader's own day
        licence=record.licence,
        citation=record.citation,
    )
    (path.parent / "LICENCE.txt").write_text(record.terms(), encoding="utf-8")
    note = path.parent / "pulled.json"
    with atomic_write(note) as file:
        file.write(json.dumps(asdict(found), indent=2, ensure_ascii=False).encode())
    return found
