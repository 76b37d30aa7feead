"""The folder that an ingest writes: complete or not there, whatever happens meanwhile."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import IO, Any, Final

from geo.errors import ExportError

if sys.platform != "win32":
    import fcntl

#: The file that says that a folder is an ingest; it is written last.
MANIFEST: Final = "ingest.json"

#: Version of the layout of the folder.
SCHEMA: Final = 1


@contextmanager
def replaced(out: Path) -> Iterator[Path]:
    """Lend an empty folder, in one beside ``out``, that takes its place when all went well.

    What stood there stays whole until then, also where the process is killed. Parts that a killed
    ingest left behind are cleared away by the next.

    Raises
    ------
    ExportError
        Where ``out`` is something else than an earlier ingest, another ingest is writing it, or
        the disk is closed or full.
    """
    healed(out)
    _writable(out)
    part = out.with_name(f"{out.name}.part")
    try:
        part.mkdir(exist_ok=True)
        with (part / "lock").open("w") as lock:
            _lock(lock, out)
            try:
                _clear(part)
                # A name of its own: workers of a stopped ingest may still write under the old one.
                build = part / token_hex(8)
                build.mkdir()
                yield build
                _swap(build, out)
            finally:
                shutil.rmtree(part, ignore_errors=True)
    except OSError as error:
        raise ExportError(f"{out}: cannot be written ({error.strerror or error})") from error


def healed(out: Path) -> Path:
    """Put an earlier folder back that was moved aside by an ingest killed in its last moment."""
    old = out.with_name(f"{out.name}.old")
    if (old / MANIFEST).is_file() and not out.exists():
        with suppress(OSError):
            old.rename(out)
    return out


def _writable(out: Path) -> None:
    if not out.exists() or (out / MANIFEST).is_file():
        return
    if not out.is_dir() or any(out.iterdir()):
        raise ExportError(f"{out}: expected an earlier ingest or a folder that does not exist yet")


def _lock(lock: IO[str], out: Path) -> None:
    if sys.platform == "win32":  # has no such locks
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise ExportError(f"{out}: another ingest is writing this folder") from error


def _clear(part: Path) -> None:
    for path in part.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != "lock":
            path.unlink()


def _swap(build: Path, out: Path) -> None:
    old = out.with_name(f"{out.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if out.exists():
        out.rename(old)
    try:
        build.rename(out)
    except BaseException:
        healed(out)
        raise
    shutil.rmtree(old, ignore_errors=True)


def write_json(path: Path, value: Any) -> None:
    """Write JSON for people and programs alike."""
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)
    path.write_text(f"{text}\n", encoding="utf-8")
