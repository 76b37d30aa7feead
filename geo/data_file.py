"""Files of a data folder: regular files that lie within it, of a size that is read at once.

A command that changes several files writes a journal of them first, then each file, with the folder
locked. Who reads several holds the folder in one state: nobody changes it meanwhile, and what a
killed command left in the journal is laid over what is read. Reading writes nothing.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import stat
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path, PurePosixPath

from geo.errors import DataError, Fault

#: The profile of a data folder, and its package descriptor, whose ``last_day`` follows the tables.
PROFILE, PACKAGE = "profile.yaml", "datapackage.json"

#: File of a data folder that is made from another, such as that of an earlier release.
HOME = "home.txt"

#: Bytes that one file of a data folder may hold.
LARGEST = 200_000_000

#: The journal of a data folder: texts of files that are to be written, by path.
JOURNAL = "proposals/.journal.json"

#: Seconds that one waits for another command, and between two looks.
_PATIENCE, _LOOK = 30.0, 0.005

#: Texts of files by path, as a journal has them; None for a file that is to be removed.
Texts = Mapping[str, str | None]

_held: ContextVar[Mapping[Path, Texts]] = ContextVar("held")


def fault_of(folder: Path, name: str) -> Fault | None:
    """Return what keeps a file of a data folder from being read; None where nothing does.

    A file that is not there is no fault here: who reads it says what it should be.

    >>> fault_of(Path("."), "/etc/passwd").accepted
    'a path within the data folder'
    """
    path = folder / name if isinstance(name, str) else folder
    inside = isinstance(name, str) and "\0" not in name and not Path(name).is_absolute()
    if not inside or not path.resolve().is_relative_to(folder.resolve()):
        return Fault(str(name), None, "", str(name), "a path within the data folder")
    try:
        status = path.stat()
    except OSError:
        return None
    if not stat.S_ISREG(status.st_mode):
        return Fault(name, None, "", _KINDS.get(stat.S_IFMT(status.st_mode), "a device"), "a file")
    if status.st_size > LARGEST:
        size = f"{status.st_size:,} bytes"
        return Fault(name, None, "", size, f"a file of at most {LARGEST:,} bytes")
    return None


_KINDS = {stat.S_IFDIR: "a folder", stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket"}


def read(folder: Path, name: str) -> bytes:
    """Return the bytes of a file of a data folder; its journal goes before the file itself."""
    if fault := fault_of(folder, name):
        raise DataError([fault])
    with hold_state(folder) as unwritten:
        if name not in unwritten:
            return (folder / name).read_bytes()
        text = unwritten[name]
    if text is None:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), name)
    return text.encode()


@contextmanager
def hold_state(folder: Path) -> Iterator[Texts]:
    """Keep a data folder in one state while several files are read; lend what its journal has."""
    held, key = _held.get({}), folder.absolute()
    if key in held:
        yield held[key]
        return
    with lock(folder, exclusive=False):
        texts = read_journal(folder)
        token = _held.set({**held, key: texts})
        try:
            yield texts
        finally:
            _held.reset(token)


@contextmanager
def lock(folder: Path, *, exclusive: bool) -> Iterator[None]:
    """Lock a folder, with others or alone; where that is impossible it is used without a lock."""
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except (OSError, ValueError):  # who reads a file of it says what is wrong
        yield
        return
    try:
        _wait(handle, folder, fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH)
        yield
    finally:
        os.close(handle)  # and the lock with it


def _wait(handle: int, folder: Path, kind: int) -> None:
    patient = time.monotonic() + _PATIENCE
    while True:
        try:
            return fcntl.flock(handle, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > patient:
                accepted = f"a folder that no other command has used for {_PATIENCE:g} seconds"
                raise DataError([Fault(str(folder), None, "", "in use", accepted)]) from None
            time.sleep(_LOOK)
        except OSError:
            return None  # a file system without locks


def read_journal(folder: Path) -> Texts:
    """Return what the journal of a data folder has; nothing where it has none."""
    if not os.path.lexists(folder / JOURNAL):
        return {}
    if fault := fault_of(folder, JOURNAL):
        raise DataError([fault])
    try:
        texts = json.loads((folder / JOURNAL).read_text(encoding="utf-8"))
        sane = all(_inside(path) and isinstance(text, str | None) for path, text in texts.items())
    except FileNotFoundError:  # applied meanwhile, on a file system without locks
        return {}
    except (OSError, ValueError, AttributeError, RecursionError):
        sane = False
    if not sane:
        accepted = "a journal of this program; look at it and remove it"
        raise DataError([Fault(JOURNAL, None, "", "another text", accepted)])
    return dict(texts)


def _inside(path: str) -> bool:
    """Return whether a path stays within the folder that it is of."""
    parts = PurePosixPath(path).parts
    return bool(parts) and "\0" not in path and parts[0] != "/" and ".." not in parts
