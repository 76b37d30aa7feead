"""Files and folders to write: what a name's ending makes of one; complete, or as they were."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import tempfile
import zlib
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from typing import IO, Any, Final

from geo.errors import ExportError

PAGE: Final = ".html"
PICTURES: Final = (".png", ".svg", ".pdf")

#: Films that ffmpeg makes, and those that need no more than pictures do.
VIDEOS: Final = (".mp4", ".webm")
FILMS: Final = (*VIDEOS, ".gif", ".apng")

TABLES: Final = (
    *(".gpkg", ".qgz", ".kml", ".gpx", ".fgb", ".geojson"),
    *(".qgz.zip", ".fgb.zip", ".shp.zip", ".csv.zip", ".parquet.zip", ".xlsx", ".csv", ".parquet"),
)

#: Tables that hold one layer.
ONE_LAYER: Final = (".csv", ".parquet", ".fgb")

ENDINGS: Final = (PAGE, *PICTURES, *FILMS, *TABLES)


def ending(path: Path | str, endings: Collection[str]) -> str | None:
    """Return the ending of a file's name, None where it is none of those endings.

    >>> ending("kirkuk.SHP.zip", TABLES), ending("map.html", PICTURES)
    ('.shp.zip', None)
    """
    name = Path(path).name.lower()
    return next(
        (candidate for candidate in endings if name.endswith(candidate) and name != candidate), None
    )


def required_ending(path: Path | str, endings: Collection[str]) -> str:
    if match := ending(path, endings):
        return match
    name = Path(path).name
    raise ExportError(f"{name}: expected a name that ends in one of {', '.join(endings)}")


def gzipped(content: bytes, level: int = 9) -> bytes:
    """Pack bytes by zlib, whose header has no day and, unlike that of ``gzip``, is one for all.

    >>> gzipped(b"").hex()[:20]
    '1f8b0800000000000203'
    """
    return zlib.compress(content, level, wbits=31)


_SUFFIX: Final = ".part"


@contextmanager
def atomic_write(target: Path) -> Iterator[IO[bytes]]:
    """Open a file to write; what stood there stays until the new one is complete.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with atomic_write(Path(folder) / "a.txt") as file:
    ...         _ = file.write(b"all of it")
    ...     (Path(folder) / "a.txt").read_bytes()
    b'all of it'
    """
    with write_together(target) as (file,):
        yield file


@contextmanager
def write_together(*targets: Path) -> Iterator[list[IO[bytes]]]:
    """Open files that belong together to write; what stood there stays until all are complete.

    They are written under hidden names beside their targets. What a killed process left there of
    the same targets is removed by the next one. The first, which refers to the others, takes its
    place after them.
    """
    try:
        for target in targets:
            _check_name(target)
            _clear(target)
        with ExitStack() as stack:
            parts = []
            for target in targets:
                file, part = _open_part(target)
                stack.callback(_discard, file, part)
                parts.append((file, part, target))
            yield [file for file, _, _ in parts]
            for file, _, _ in parts:
                file.flush()
                os.fsync(file.fileno())
            for _, part, target in reversed(parts):
                part.replace(target)
    except OSError as error:
        named = " and ".join(map(str, targets))
        raise ExportError(f"{named}: cannot be written ({error.strerror or error})") from error


def _discard(file: IO[bytes], part: Path) -> None:
    with suppress(OSError):  # of what did not fit on the disk
        file.close()
    with suppress(OSError):
        part.unlink(missing_ok=True)


#: The prefix of scratch folders.
_SCRATCH: Final = "greenline-scratch-"


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Lend a folder for files on the way; those that killed processes left are removed."""
    for place in Path(tempfile.gettempdir()).glob(f"{_SCRATCH}*"):
        with suppress(OSError), _open_folder(place) as number:
            if os.fstat(number).st_uid == os.getuid():
                fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(place)
    with ExitStack() as stack:
        folder = None
        while folder is None or not folder.is_dir():  # somebody took it for one left behind
            temporary = tempfile.TemporaryDirectory(prefix=_SCRATCH, ignore_cleanup_errors=True)
            folder = Path(stack.enter_context(temporary))
            with suppress(FileNotFoundError):
                _lock(stack.enter_context(_open_folder(folder)))
        yield folder


@contextmanager
def _open_folder(place: Path) -> Iterator[int]:
    number = os.open(place, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        yield number
    finally:
        os.close(number)


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
            _lock(file.fileno())
            if os.path.samestat(os.fstat(file.fileno()), part.stat()):
                return file, part
        except FileNotFoundError:
            pass  # another process took it for one left behind before it was locked
        except BaseException:
            file.close()
            part.unlink(missing_ok=True)
            raise
        file.close()


def _lock(number: int) -> None:
    with suppress(OSError):  # a file system without locks
        fcntl.flock(number, fcntl.LOCK_EX)


def _clear(target: Path) -> None:
    """Remove parts of a target that no living process holds."""
    for part in target.parent.glob(f"{_hidden_prefix(target)}*{_SUFFIX}"):
        with suppress(OSError), part.open("rb") as file:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
            part.unlink()


@dataclass(frozen=True)
class FolderKind:
    """A kind of folder that is written as a whole."""

    #: What one is called in messages and in the name of its workplace, such as ``ingest``.
    name: str
    manifest: str  #: The file that says that a folder is one; it is written last.
    article: str = "a"  #: The article before the name.

    @property
    def marked(self) -> str:
        """What the mark of its workplace says."""
        what = f"{self.article} {self.name}"
        return f"Greenline builds {what} in this folder, and removes the folder when it ends.\n"


#: Says of an earlier folder whether a path within it, as POSIX text, was written by Greenline.
Written = Callable[[str], object]

#: File that marks a folder as our workplace; nothing in a folder without it is ever removed.
_MARK: Final = "made-by-greenline.txt"

_LOCK: Final = "lock"
_OLD: Final = "old"


def workplace(kind: FolderKind, out: Path) -> Path:
    """Return the folder beside ``out`` in which it is built.

    The name is hidden, unique, and within the limits of file names.
    """
    digest = hashlib.sha256(os.fsencode(out.name)).hexdigest()
    return out.parent / f".greenline-{kind.name}-{digest[:12]}"


@contextmanager
def replace_folder(kind: FolderKind, out: Path, written: Written) -> Iterator[Path]:
    """Lend an empty folder, in one beside ``out``, that takes its place when all went well.

    What stood there stays whole until then, also where the process is killed. What a killed
    run left in its workplace is cleared away by the next. Nothing else is ever removed: not
    where ``out`` holds a file that was not ``written`` by Greenline, and not where something that
    Greenline did not make has the name of the workplace.
    """
    from filelock import FileLock  # noqa: PLC0415 -- no answer waits for it

    if not out.name:
        raise ExportError(f"{out}: expected the name of a folder to write")
    try:
        heal_folder(kind, out)
        _check_writable(kind, out, written)
        place = _claim_workplace(kind, out)
        with FileLock(place / _LOCK, timeout=0):
            try:
                _clear_workplace(place)
                # A name of its own: workers of a stopped run may still write under the old one.
                build = place / token_hex(8)
                build.mkdir()
                yield build
                _swap(build, out, place / _OLD)
            finally:
                shutil.rmtree(place, ignore_errors=True)
    except TimeoutError as error:
        raise ExportError(f"{out}: another {kind.name} is writing this folder") from error
    except OSError as error:
        raise ExportError(f"{out}: cannot be written ({error.strerror or error})") from error


def heal_folder(kind: FolderKind, out: Path) -> Path:
    """Put an earlier folder back that was moved aside by a run killed in its last moment."""
    from filelock import FileLock  # noqa: PLC0415 -- as above

    place = workplace(kind, out)
    with suppress(OSError):
        if out.name and not out.exists() and _is_ours(kind, place) and (place / _OLD).is_dir():
            with FileLock(place / _LOCK, timeout=0):
                if not out.exists():
                    (place / _OLD).rename(out)
    return out


def _check_writable(kind: FolderKind, out: Path, written: Written) -> None:
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


def _is_ours(kind: FolderKind, place: Path) -> bool:
    mark = place / _MARK
    if place.is_symlink() or mark.is_symlink() or not mark.is_file():
        return False
    return (
        mark.stat().st_size == len(kind.marked) and mark.read_text(encoding="utf-8") == kind.marked
    )


def _claim_workplace(kind: FolderKind, out: Path) -> Path:
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


def _clear_workplace(place: Path) -> None:
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
