"""A folder that is written as a whole: complete or not there, whatever happens meanwhile."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import Any, Final

from filelock import FileLock, Timeout

from geo.errors import ExportError


@dataclass(frozen=True)
class Kind:
    """A kind of folder that is written as a whole."""

    #: What one is called in messages and in the name of its workplace, such as ``ingest``.
    name: str
    manifest: str  #: The file that says that a folder is one; it is written last.
    article: str = "a"  #: The article before the name.

    @property
    def named(self) -> str:
        """The name with its article."""
        return f"{self.article} {self.name}"

    @property
    def marked(self) -> str:
        """What the mark of its workplace says."""
        return (
            f"Greenline builds {self.named} in this folder, and removes the folder when it ends.\n"
        )


#: Says of an earlier folder whether a path within it, as POSIX text, was written by Greenline.
Written = Callable[[str], object]

#: File that marks a folder as our workplace; nothing in a folder without it is ever removed.
_MARK: Final = "made-by-greenline.txt"

_LOCK: Final = "lock"
_OLD: Final = "old"


def workplace(kind: Kind, out: Path) -> Path:
    """Return the folder beside ``out`` in which it is built.

    The name is hidden, unique, and within the limits of file names.
    """
    digest = hashlib.sha256(os.fsencode(out.name)).hexdigest()
    return out.parent / f".greenline-{kind.name}-{digest[:12]}"


@contextmanager
def replace_folder(kind: Kind, out: Path, written: Written) -> Iterator[Path]:
    """Lend an empty folder, in one beside ``out``, that takes its place when all went well.

    What stood there stays whole until then, also where the process is killed. What a killed
    run left in its workplace is cleared away by the next. Nothing else is ever removed: not
    where ``out`` holds a file that was not ``written`` by Greenline, and not where something that
    Greenline did not make has the name of the workplace.
    """
    if not out.name:
        raise ExportError(f"{out}: expected the name of a folder to write")
    try:
        heal_folder(kind, out)
        _check_writable(kind, out, written)
        place = _claim_workplace(kind, out)
        with _lock_workplace(kind, place, out):
            try:
                _clear(place)
                # A name of its own: workers of a stopped run may still write under the old one.
                build = place / token_hex(8)
                build.mkdir()
                yield build
                _swap(build, out, place / _OLD)
            finally:
                shutil.rmtree(place, ignore_errors=True)
    except OSError as error:
        raise ExportError(f"{out}: cannot be written ({error.strerror or error})") from error


def heal_folder(kind: Kind, out: Path) -> Path:
    """Put an earlier folder back that was moved aside by a run killed in its last moment."""
    place = workplace(kind, out)
    with suppress(OSError, Timeout):
        if out.name and not out.exists() and _is_ours(kind, place) and (place / _OLD).is_dir():
            with FileLock(place / _LOCK, timeout=0):
                if not out.exists():
                    (place / _OLD).rename(out)
    return out


def _check_writable(kind: Kind, out: Path, written: Written) -> None:
    """Refuse to replace a folder that this program did not write."""
    if not out.exists():
        return
    if not out.is_dir() or (any(out.iterdir()) and not (out / kind.manifest).is_file()):
        raise ExportError(
            f"{out}: expected an earlier {kind.name} or a folder that does not exist yet"
        )
    for path in out.rglob("*"):
        inside = path.relative_to(out).as_posix()
        if (path.is_symlink() or not path.is_dir()) and not written(inside):
            raise ExportError(
                f"{out}: holds {inside!r}, which no {kind.name} writes; move it, or choose another "
                "folder"
            )


def _is_ours(kind: Kind, place: Path) -> bool:
    mark = place / _MARK
    if place.is_symlink() or mark.is_symlink() or not mark.is_file():
        return False
    return (
        mark.stat().st_size == len(kind.marked) and mark.read_text(encoding="utf-8") == kind.marked
    )


def _claim_workplace(kind: Kind, out: Path) -> Path:
    """Make the workplace, or take over the one that a killed run left."""
    place = workplace(kind, out)
    with suppress(FileExistsError):
        place.mkdir()
    empty = place.is_dir() and not place.is_symlink() and not any(place.iterdir())
    if not empty and not _is_ours(kind, place):
        raise ExportError(f"{out}: {place.name} beside it was not made by Greenline; move it away")
    if empty:
        (place / _MARK).write_text(kind.marked, encoding="utf-8", newline="\n")
    return place


@contextmanager
def _lock_workplace(kind: Kind, place: Path, out: Path) -> Iterator[None]:
    lock = FileLock(place / _LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise ExportError(f"{out}: another {kind.name} is writing this folder") from error
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
