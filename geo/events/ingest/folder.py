"""The folder that an ingest writes: complete or not there, whatever happens meanwhile."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import Any, Final

from filelock import FileLock, Timeout

from geo.errors import ExportError

#: The file that says that a folder is an ingest; it is written last.
MANIFEST: Final = "ingest.json"

#: Version of the layout of the folder.
SCHEMA: Final = 1

#: Every file that an ingest writes, by its path in the folder.
_WRITTEN: Final = re.compile(
    r"ingest\.json|report\.json|counts\.parquet|aside\.parquet"
    r"|events/year=-?\d+/part-\d+\.parquet",
    re.ASCII,
)

#: File that marks a folder as our workplace; nothing in a folder without it is ever removed.
_MARK: Final = "made-by-greenline.txt"
_MARKED: Final = "Greenline builds an ingest in this folder, and removes the folder when it ends.\n"

_LOCK: Final = "lock"
_OLD: Final = "old"


def workplace(out: Path) -> Path:
    """Return the folder beside ``out`` in which it is built.

    The name is hidden, no longer than any file system takes, and one that nobody else gives.
    """
    digest = hashlib.sha256(os.fsencode(out.name)).hexdigest()
    return out.parent / f".greenline-ingest-{digest[:12]}"


@contextmanager
def replaced(out: Path) -> Iterator[Path]:
    """Lend an empty folder, in one beside ``out``, that takes its place when all went well.

    What stood there stays whole until then, also where the process is killed. What a killed
    ingest left in its workplace is cleared away by the next. Nothing else is ever removed: not
    where ``out`` holds a file that no ingest writes, and not where something that Greenline did
    not make has the name of the workplace.

    Raises
    ------
    ExportError
        Where ``out`` is something else than an earlier ingest, another ingest is writing it, or
        the disk is closed or full.
    """
    if not out.name:
        raise ExportError(f"{out}: expected the name of a folder to write")
    try:
        healed(out)
        _writable(out)
        place = _claimed(out)
        with _alone(place, out):
            try:
                _clear(place)
                # A name of its own: workers of a stopped ingest may still write under the old one.
                build = place / token_hex(8)
                build.mkdir()
                yield build
                _swap(build, out, place / _OLD)
            finally:
                shutil.rmtree(place, ignore_errors=True)
    except OSError as error:
        raise ExportError(f"{out}: cannot be written ({error.strerror or error})") from error


def healed(out: Path) -> Path:
    """Put an earlier folder back that was moved aside by an ingest killed in its last moment."""
    place = workplace(out)
    with suppress(OSError, Timeout):
        if out.name and not out.exists() and _is_ours(place) and (place / _OLD).is_dir():
            with FileLock(place / _LOCK, timeout=0):
                if not out.exists():
                    (place / _OLD).rename(out)
    return out


def _writable(out: Path) -> None:
    """Refuse to replace what is not an ingest and nothing but one."""
    if not out.exists():
        return
    if not out.is_dir() or (any(out.iterdir()) and not (out / MANIFEST).is_file()):
        raise ExportError(f"{out}: expected an earlier ingest or a folder that does not exist yet")
    for path in out.rglob("*"):
        inside = path.relative_to(out).as_posix()
        if (path.is_symlink() or not path.is_dir()) and not _WRITTEN.fullmatch(inside):
            raise ExportError(
                f"{out}: holds {inside!r}, which no ingest writes; move it, or choose another --out"
            )


def _is_ours(place: Path) -> bool:
    mark = place / _MARK
    if place.is_symlink() or mark.is_symlink() or not mark.is_file():
        return False
    return mark.stat().st_size == len(_MARKED) and mark.read_text(encoding="utf-8") == _MARKED


def _claimed(out: Path) -> Path:
    """Make the workplace, or take over the one that a killed ingest left."""
    place = workplace(out)
    with suppress(FileExistsError):
        place.mkdir()
    empty = place.is_dir() and not place.is_symlink() and not any(place.iterdir())
    if not empty and not _is_ours(place):
        raise ExportError(f"{out}: {place.name} beside it was not made by Greenline; move it away")
    if empty:
        (place / _MARK).write_text(_MARKED, encoding="utf-8", newline="\n")
    return place


@contextmanager
def _alone(place: Path, out: Path) -> Iterator[None]:
    lock = FileLock(place / _LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise ExportError(f"{out}: another ingest is writing this folder") from error
    try:
        yield
    finally:
        lock.release()


def _clear(place: Path) -> None:
    for path in place.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path.name not in {_LOCK, _MARK}:
            path.unlink()


def _swap(build: Path, out: Path, old: Path) -> None:
    if out.exists():
        out.rename(old)
    try:
        build.rename(out)
    except BaseException:
        if old.exists():
            old.rename(out)
        raise


def write_json(path: Path, value: Any) -> None:
    """Write JSON for people and programs alike."""
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)
    path.write_text(f"{text}\n", encoding="utf-8")
