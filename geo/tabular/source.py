"""The bytes of one file, however they come, never more of them than the limits allow."""

from __future__ import annotations

import io
import os
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

from geo.errors import ReadError
from geo.words import Phrase, phrase

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Limits:
    """Bounds within which a file is read; what goes beyond is refused with a clear sentence."""

    bytes: int = 200 * MEGABYTE
    """Size of the file as it comes."""

    rows: int = 1_000_000
    """Rows of a table."""

    columns: int = 500
    """Columns of a table."""

    corners: int = 2_000_000
    """Corners of all areas of a file."""

    cell: int = 131_072
    """Characters in one cell."""

    memory: int = 3_000 * MEGABYTE
    """Bytes of memory that the process that reads the file may take."""

    handed: int = 500 * MEGABYTE
    """Bytes that the events of the file may come to, with the rows set aside."""

    seconds: float = 180
    """Seconds that reading one piece of the file may take."""

    @property
    def text(self) -> int:
        """Bytes that a table may come to where it is handed from one process to another."""
        return self.memory // 4


#: The bounds of a file whose rows are all held at once: in the app, in a page, picture or table,
#: and where none are given.
LIMITS = Limits()

#: The bounds of a file that is read piece by piece, as ``greenline read`` and ``greenline ingest``
#: do: any size, with the same bounds on what is held at a time.
STREAMED = replace(LIMITS, bytes=1 << 40, rows=1 << 40, handed=1 << 50)


#: Bytes from which it is told what a file is.
HEAD = 65_536

#: The table that is read of a file with several, where nobody chose: files that the atlas writes
#: hold a reader's events under this name, beside its own layers.
PREFERRED = "user_events"

#: Letters of a message.
LONGEST = 300


@dataclass(frozen=True)
class Source:
    """One file that is being read."""

    content: Path | bytes
    """A file, or its bytes."""

    name: str
    """Name for messages, without folders."""

    limits: Limits = LIMITS
    """What it may ask for."""

    is_inner: bool = False
    """Whether it came out of an archive."""

    choices: tuple[str, ...] = ()
    """What else lay in the archive that it came out of."""

    def fail(self, what: str, accepted: str = "", **where: Any) -> ReadError:
        """Return the error that says what is wrong with this file.

        Parameters
        ----------
        what, accepted, **where
            As for :func:`read_error`.
        """
        return read_error(self.name, what, accepted, **where)

    def unopened(self, error: OSError | ValueError) -> ReadError:
        """Return the error that says why the system does not open a file."""
        return self.fail("unopened", why=str(getattr(error, "strerror", None) or error))

    def unpack(self, content: bytes, name: str, choices: tuple[str, ...] = ()) -> Source:
        """Return what lay in this archive, unless it is an archive again."""
        if self.is_inner:
            raise self.fail("nested", "zip")
        if not content:
            raise self.fail("holds_empty", "zip", part=name)
        return replace(self, content=content, name=name, is_inner=True, choices=choices)

    def open(self) -> BinaryIO:
        """Return the bytes as a stream.

        Raises
        ------
        geo.errors.ReadError
            Where the file cannot be opened.
        """
        if isinstance(self.content, bytes):
            return io.BytesIO(self.content)
        try:
            return self.content.open("rb")
        except (OSError, ValueError) as error:
            raise self.unopened(error) from None

    def read(self, size: int = -1) -> bytes:
        """Return the first bytes, or all.

        Raises
        ------
        geo.errors.ReadError
            Where the file cannot be read.
        """
        try:
            with self.open() as stream:
                return stream.read(size)
        except OSError as error:
            raise self.unopened(error) from None

    def size(self) -> int:
        """Return the number of bytes.

        Raises
        ------
        geo.errors.ReadError
            Where the file cannot be opened.
        """
        if isinstance(self.content, bytes):
            return len(self.content)
        try:
            return self.content.stat().st_size
        except (OSError, ValueError) as error:
            raise self.unopened(error) from None


def read_error(
    file: str,
    what: str,
    accepted: str = "",
    *,
    row: int | None = None,
    column: str = "",
    value: str = "",
    **values: Any,
) -> ReadError:
    """Return the error that says what is wrong with a file.

    Parameters
    ----------
    file, row, column, value
        As for :class:`geo.errors.ReadError`.
    what, accepted
        Keys of words behind ``fault.`` and ``fault.accepted.``: the predicate of a sentence whose
        subject is the file, and what would be accepted.
    **values
        What both fill in.
    """
    safe = {name: _printable(item) if type(item) is str else item for name, item in values.items()}
    return ReadError(
        phrase(f"fault.{what}", **safe),
        file=_printable(file),
        row=row,
        column=column,
        value=value,
        accepted=phrase(f"fault.accepted.{accepted}", **safe) if accepted else "",
    )


def _printable(text: str) -> str:
    """Return text of a file or a library as a message may show it: short, without odd signs."""
    signs = "".join(item if item.isprintable() else "\ufffd" for item in text)
    return signs if len(signs) <= LONGEST else f"{signs[: LONGEST - 3]}..."


def sourced(content: Any, name: str, limits: Limits) -> Source:
    """Return a file, given by its path or as its content, after a look at its size.

    Parameters
    ----------
    content
        A path, or the content.
    name
        Name for messages; the name of the file where it is empty.
    limits
        What the file may ask for.

    Raises
    ------
    geo.errors.ReadError
        Where it is not a file, is empty, too large, a folder, or not there.
    """
    if isinstance(content, str | os.PathLike):
        content = Path(content)
    elif isinstance(content, bytearray | memoryview):
        content = bytes(content)
    elif not isinstance(content, bytes):
        raise read_error(name or "source", "no_file", "path", kind=type(content).__name__)
    label = name or ((content.name or str(content)) if isinstance(content, Path) else "upload")
    source = Source(content, label.replace("\\", "/").rsplit("/", 1)[-1], limits)
    if (
        isinstance(content, Path)
        and content.exists()
        and not (content.is_file() or content.is_dir())
    ):
        most = min(limits.bytes, LIMITS.bytes)
        limits = replace(limits, bytes=most)
        try:
            source = Source(_read_pipe(content, most + 1), source.name, limits)
        except OSError as error:
            raise source.unopened(error) from None
    size = source.size()
    if isinstance(content, Path) and content.is_dir():
        raise source.fail("folder", "file")
    if size == 0:
        raise source.fail("empty", "one_row")
    if size > limits.bytes:
        raise source.fail("large", "size", size=megabytes(size), most=megabytes(limits.bytes))
    if isinstance(source.content, Path):  # a process that reads it may stand in another folder
        return replace(source, content=source.content.resolve())
    return source


@lru_cache(maxsize=1)
def _read_pipe(path: Path, most: int) -> bytes:
    """Return what comes through a pipe, which gives it once, and so much of what has no end."""
    with path.open("rb") as stream:
        return stream.read(most)


def error_text(error: BaseException) -> str:
    r"""Return what a library says of a damaged file, in one line.

    Examples
    --------
    >>> error_text(ValueError("bad magic\nmore"))
    'bad magic'
    >>> error_text(UnicodeDecodeError("utf-8", b"", 0, 1, ""))
    'text in it is not UTF-8'
    """
    if isinstance(error, UnicodeError):
        return "text in it is not UTF-8"
    return str(error).partition("\n")[0] or type(error).__name__


def megabytes(size: int) -> Phrase:
    """Return a size in words.

    Examples
    --------
    >>> megabytes(200_000_000)
    '200 MB'
    """
    if size < 100_000:
        return phrase("fault.bytes", n=size)
    return phrase("fault.mb", n=round(size / MEGABYTE, 1))
