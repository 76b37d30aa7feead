"""A file that is replaced in one step: complete, or as it was."""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import IO, Final

from geo.errors import ExportError

_SUFFIX: Final = ".part"


@contextmanager
def atomic_write(target: Path) -> Iterator[IO[bytes]]:
    """Open a file to write; what stood there stays until the new one is complete.

    It is written under a hidden name beside ``target``. What a killed process left there of the
    same target is removed by the next one.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with atomic_write(Path(folder) / "a.txt") as file:
    ...         _ = file.write(b"all of it")
    ...     (Path(folder) / "a.txt").read_bytes()
    b'all of it'
    """
    part: Path | None = None
    try:
        _check_name(target)
        _clear(target)
        file, part = _open_part(target)
        with file:
            yield file
            file.flush()
            os.fsync(file.fileno())
            part.replace(target)
    except OSError as error:
        raise ExportError(f"{target}: cannot be written ({error.strerror or error})") from error
    finally:
        if part is not None:
            with suppress(OSError):
                part.unlink(missing_ok=True)


def write_together(contents: Mapping[Path, bytes]) -> None:
    """Write files that belong together: all are complete before the last of them takes its place.

    The first, which refers to the others, does so after them.
    """
    with ExitStack() as parts:
        for target, content in contents.items():
            part = parts.enter_context(atomic_write(target))
            part.write(content)
            part.flush()
            os.fsync(part.fileno())


def _check_name(target: Path) -> None:
    """Refuse what cannot be the name of a file before anything is written."""
    if "\0" in str(target) or not target.name:
        raise ExportError(f"{str(target)!r}: cannot be written; expected the name of a file")
    if target.is_dir():
        raise ExportError(f"{target}: cannot be written (it is a folder)")


def _hidden_prefix(target: Path) -> str:
    """Return the prefix of the hidden names of a target's parts."""
    digest = hashlib.sha256(os.fsencode(target.name)).hexdigest()
    return f".greenline-{digest[:12]}-"


def _open_part(target: Path) -> tuple[IO[bytes], Path]:
    """Open a new part of a target, with the rights that any new file gets, and lock it."""
    while True:
        part = target.with_name(f"{_hidden_prefix(target)}{token_hex(8)}{_SUFFIX}")
        file = part.open("xb")
        try:
            _lock(file)
            if os.path.samestat(os.fstat(file.fileno()), part.stat()):
                return file, part
        except FileNotFoundError:
            pass  # another process took it for one left behind before it was locked
        except BaseException:
            file.close()
            part.unlink(missing_ok=True)
            raise
        file.close()


def _lock(file: IO[bytes]) -> None:
    with suppress(OSError):  # a file system without locks
        fcntl.flock(file.fileno(), fcntl.LOCK_EX)


def _clear(target: Path) -> None:
    """Remove parts of a target that no living process holds."""
    for part in target.parent.glob(f"{_hidden_prefix(target)}*{_SUFFIX}"):
        with suppress(OSError), part.open("rb") as file:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
            part.unlink()
