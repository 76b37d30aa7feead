"""The folder that pulled files are kept in, each with its licence, citation and checksum."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from filelock import FileLock, Timeout

from geo.atomic_write import atomic_write
from geo.cache import cache_folder
from geo.errors import PullError
from geo.pull.record import Record


@dataclass(frozen=True)
class Pulled:
    """A file that was pulled."""

    name: str  #: Name of its record.
    path: str  #: Where it lies.
    version: str  #: Version pulled.
    url: str  #: Whence it came.
    sha256: str  #: Checksum of its bytes.
    bytes: int  #: Its size.
    pulled: str  #: The day it was pulled.
    licence: str  #: Terms, in a word.
    citation: str  #: How to cite it.


def folder() -> Path:
    return cache_folder()


def place(record: Record) -> Path:
    """Return the folder of a record's version, made where it is not there."""
    result = folder() / record.name / record.version
    try:
        result.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise PullError(f"{result}: cannot be made ({error.strerror or error})") from error
    return result


@contextmanager
def lock_record(record: Record, *, quiet: bool = False) -> Iterator[None]:
    """Let one process at a time pull a record; a second one waits for the first."""
    place(record)
    try:
        with hold_lock(folder() / record.name / f".{record.version}.lock", record.name, quiet):
            yield
    except NotImplementedError as error:
        raise PullError(f"{folder()}: files in this folder cannot be locked") from error


@contextmanager
def hold_lock(file: Path, what: str, quiet: bool) -> Iterator[None]:
    """Hold a lock file; says so where another process has it first."""
    lock = FileLock(file)
    try:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            if not quiet:
                print(f"waiting: another process is pulling {what}", file=sys.stderr)  # noqa: T201
            lock.acquire()
    except OSError as error:
        raise PullError(f"{file}: cannot be locked ({error.strerror or error})") from error
    try:
        yield
    finally:
        lock.release()


def find_pulled(record: Record) -> Pulled | None:
    """Return what was pulled of a record before; None where files are missing."""
    note = folder() / record.name / record.version / "pulled.json"
    if not note.is_file():
        return None
    try:
        pulled = Pulled(**json.loads(note.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, RecursionError):  # of another version, or cut short
        return None
    return pulled if Path(pulled.path).is_file() else None


def store(record: Record, part: Path, url: str, sha256: str) -> Pulled:
    """Put a file that came whole in its place, and note what it is, with its terms beside it.

    The note of the earlier file goes first and the new one comes last: a process that is killed
    between leaves a file without a note, which is pulled again.
    """
    path = place(record) / record.file
    note = path.parent / "pulled.json"
    note.unlink(missing_ok=True)
    part.replace(path)
    pulled = Pulled(
        name=record.name,
        path=str(path),
        version=record.version,
        url=url,
        sha256=sha256,
        bytes=path.stat().st_size,
        pulled=date.today().isoformat(),  # noqa: DTZ011 -- the reader's own day
        licence=record.licence,
        citation=record.citation,
    )
    with atomic_write(path.parent / "LICENCE.txt") as file:
        file.write(record.terms().encode())
    with atomic_write(note) as file:
        file.write(json.dumps(asdict(pulled), indent=2, ensure_ascii=False).encode())
    return pulled
