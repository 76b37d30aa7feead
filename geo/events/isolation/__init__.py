"""Read files in a process of their own, so that a faulty file harms no other reader.

A damaged or hostile file can crash a library, take all memory, or never end. Each
file is therefore read by a process with limits of its own (:class:`geo.tabular.source.Limits`), a
copy of one that has loaded what reading needs (:mod:`geo.events.isolation.server`). Its
results come back as Arrow files and JSON (:mod:`geo.events.isolation.handover`).
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from geo.errors import ReadError
from geo.events.column_mapping import How, Mapping
from geo.events.isolation.starter import Starter
from geo.profile import current, default_folder
from geo.tabular.date_order import Order
from geo.tabular.source import LIMITS, STREAMED, Limits, Source, megabytes, sourced
from geo.words import from_json

if TYPE_CHECKING:
    from geo.events.draft import Positions

Origin = bool | Literal["unused"]

#: Rows of one piece.
ROWS: Final = 250_000

#: Bytes of one message.
_LONGEST: Final = 1 << 26

#: Seconds to wait for the exit status of a reading process.
_PATIENCE: Final = 10


@dataclass(frozen=True, eq=False)
class Preview:
    """What a file seems to hold, by its first rows."""

    format: str
    """Id of the format that claims it; empty where none does."""

    first: Any
    """Its first rows (:class:`geo.tabular.grid.Sheet`)."""

    guessed: Any
    """Which column holds what (:class:`geo.events.column_guess.Guess`)."""


def read(
    source: Path | str | bytes,
    name: str = "",
    *,
    mapping: Mapping | dict[str, str] | None = None,
    positions: Positions | None = None,
    choice: str | None = None,
    limits: Limits = LIMITS,
    origin: Origin = True,
    date_order: Order | None = None,
    swap: bool = False,
    day: date | str | None = None,
) -> Any:
    r"""Read a file of events at once.

    Parameters
    ----------
    source
        A file, or its content.
    name
        Name for messages; the name of the file where it is empty.
    mapping
        Columns of all fields; or, as a dict, of some fields, which corrects what the format detects
        or what was guessed.
    positions
        Longitude, latitude and position precision of places by name, for rows that name one and
        have no position (:mod:`geo.events.named_places`).
    choice
        Which of several sheets, layers or files to read; None takes the one with most rows.
    limits
        Bounds of size, time and memory.
    origin
        Whether to keep the columns of the source as well, which takes longer; ``"unused"`` keeps
        those that no field was read from.
    date_order
        What 03/04/2017 means, ``dmy`` or ``mdy``; None lets the dates of the whole file decide.
        Where they show both orders, those that can be read both ways are then set aside.
    swap
        Whether latitude and longitude change places in rows that lie in the region only so.
    day
        The day of all events, for a table without dates.

    Returns
    -------
    Events
        What was kept, and a report of what was not.

    Raises
    ------
    geo.errors.ReadError
        If the file is not a table, is damaged, or goes beyond the limits, those of memory and time
        included.

    Examples
    --------
    >>> table = b"id;lat;lon;date\nA1;35,5;44,4;1.3.2017\n"
    >>> read(table).rows[["id", "lon", "lat"]].values.tolist()
    [['A1', 44.4, 35.5]]
    """
    file = sourced(source, name, limits)
    how = How(mapping, positions or {}, choice, date_order, swap, day)
    return next(_pieces(file, None, how, origin=origin))


def chunks(
    source: Path | str | bytes,
    name: str = "",
    rows: int = ROWS,
    *,
    mapping: Mapping | dict[str, str] | None = None,
    positions: Positions | None = None,
    choice: str | None = None,
    limits: Limits = STREAMED,
    origin: Origin = True,
    date_order: Order | None = None,
    swap: bool = False,
    day: date | str | None = None,
    admit: Callable[[int], None] = lambda _: None,
) -> Iterator[Any]:
    """Read a file of events in pieces of at most ``rows`` rows; few are held at a time.

    Takes what :func:`read` takes. Ids are distinguished over the whole file, by 64-bit hashes.

    Parameters
    ----------
    source, name, mapping, positions, choice, origin, date_order, swap, day
        As for :func:`read`.
    limits
        What the file may ask for; by default of any size, for few rows are held at a time.
    rows
        Rows of one piece.
    admit
        Called with the bytes of each piece before it is taken into memory; what it raises ends the
        reading.

    Yields
    ------
    Events
        At least one piece, each with its own report (:func:`geo.events.report.joined`).
    """
    file = sourced(source, name, limits)
    how = How(mapping, positions or {}, choice, date_order, swap, day)
    return _pieces(file, rows, how, origin=origin, admit=admit)


def preview(
    source: Path | str | bytes,
    name: str = "",
    *,
    choice: str | None = None,
    limits: Limits = LIMITS,
) -> Preview:
    """Look at the first rows of a file.

    Parameters
    ----------
    source, name, choice, limits
        As for :func:`read`.

    Returns
    -------
    Preview
        Format, first rows, and the columns that were guessed.

    Raises
    ------
    geo.errors.ReadError
        Where the file is not a table or goes beyond the limits.
    """
    return _read_table(sourced(source, name, limits), "preview", choice)


def table(
    source: Path | str | bytes,
    name: str = "",
    *,
    choice: str | None = None,
    limits: Limits = LIMITS,
) -> Any:
    """Read a file at once as a table, nothing interpreted but its areas: those are made valid.

    Parameters
    ----------
    source, name, choice, limits
        As for :func:`read`.

    Returns
    -------
    geo.tabular.grid.Sheet
        With ``shapes`` in degrees (EPSG:4326) where the file has areas.

    Raises
    ------
    geo.errors.ReadError
        As for :func:`read`.
    """
    return _read_table(sourced(source, name, limits), "table", choice).first


def _read_table(file: Source, kind: str, choice: str | None) -> Preview:
    """Return the table of a file; its first rows, and what they seem to hold, for a preview."""
    with ExitStack() as held:
        job = _Job.start(held, file, {"kind": kind, "choice": choice})
        message = job.next()
        from geo.events.isolation import handover  # noqa: PLC0415 -- heavy: loaded while the file is read

        with job.checking_result():
            sheet = handover.get_sheet(message["sheet"], job.folder)
            if kind == "table":
                return Preview("", sheet, None)
            return Preview(str(message["format"]), sheet, handover.get_guess(message["guess"]))


def _pieces(
    file: Source,
    rows: int | None,
    how: How,
    *,
    origin: Origin,
    admit: Callable[[int], None] = lambda _: None,
) -> Iterator[Any]:
    """Return the events of a file piece by piece, as a reading process hands them over."""
    request = {"kind": "events", "rows": rows, "how": how.to_dict(), "origin": origin}
    with ExitStack() as held:
        job = _Job.start(held, file, request)
        from geo.events.isolation import handover  # noqa: PLC0415 -- heavy: loaded while the file is read

        while "done" not in (message := job.next()):
            if "looked" in message:
                continue
            admit(int(message["bytes"]))
            with job.checking_result():
                events = handover.get_events(message, job.folder)
            job.confirm()
            yield events


@dataclass(eq=False)
class _Job:
    """One file that a process of its own reads."""

    file: Source
    folder: Path
    """Where its results lie; removed with all in it."""
    link: socket.socket
    life: socket.socket
    buffer: bytes = b""

    @classmethod
    def start(cls, held: ExitStack, file: Source, request: dict[str, Any]) -> _Job:
        """Begin to read a file."""
        try:
            folder = Path(tempfile.mkdtemp(prefix="greenline-"))
            held.callback(shutil.rmtree, folder, ignore_errors=True)
            path = _at_hand(file, folder)
            link, life = _SERVER.start(held)
            request |= {
                "path": str(path),
                "name": file.name,
                "folder": str(folder),
                "limits": asdict(file.limits),
                "profile": str((current().folder or default_folder()).absolute()),
            }
            with suppress(ConnectionError):  # of a process that ended by now, `next` says how
                life.sendall(os.fsencode(folder))
                link.sendall(json.dumps(request).encode() + b"\n")
        except OSError as error:
            why, where = str(error.strerror or error), str(error.filename or "")
            raise file.fail("unread_here", "temporary", value=where, why=why) from None
        return cls(file, folder, link, life)

    def next(self) -> dict[str, Any]:
        """Return the next result, or that there is none left (``done``)."""
        seconds = self.file.limits.seconds
        self.link.settimeout(seconds)
        try:
            line = self._line()
        except TimeoutError:
            raise self.file.fail("slow", "smaller", seconds=seconds) from None
        except OSError:
            line = b""
        try:
            message: dict[str, Any] = json.loads(line) if line else {}
        except ValueError as error:
            raise self.fault_error(error) from None
        if not message:
            raise self._end_error()
        return self._sound(message)

    def _line(self) -> bytes:
        parts = [self.buffer]
        while b"\n" not in parts[-1]:
            if sum(map(len, parts)) > _LONGEST:
                return b""
            part = self.link.recv(1 << 20)
            if not part:
                return b""
            parts.append(part)
        line, _, self.buffer = b"".join(parts).partition(b"\n")
        return line

    def confirm(self) -> None:
        """Tell that a result was taken, so that another may be made."""
        with suppress(OSError):
            self.link.sendall(b".")

    def _sound(self, message: dict[str, Any]) -> dict[str, Any]:
        """Return a result; raise what the reading process says went wrong."""
        if "fault" in message:
            with self.checking_result():
                about = {str(name): from_json(value) for name, value in message["fault"].items()}
                error = ReadError(**about)
            raise error
        if "memory" in message:
            raise self.file.too_large()
        if "crash" in message:
            error = self.file.fail("crash", why=str(message["crash"]))
            error.add_note(str(message.get("trace", "")))
            raise error
        return message

    def _end_error(self) -> ReadError:
        """Return the error that says how the reading process ended."""
        self.life.settimeout(_PATIENCE)
        try:
            status_bytes = self.life.recv(64)
        except OSError:
            status_bytes = b""
        from geo.events.isolation.server import STATUS  # noqa: PLC0415

        if len(status_bytes) != STATUS.size:
            return self.file.fail("ended")
        (status,) = STATUS.unpack(status_bytes)
        code = os.waitstatus_to_exitcode(status)
        how = signal.Signals(-code).name if code < 0 else f"exit {code}"
        most = megabytes(self.file.limits.memory)
        return self.file.fail("broken_off", "sound", how=how, most=most)

    @contextmanager
    def checking_result(self) -> Iterator[None]:
        """Say so where a result is not what it should be."""
        try:
            yield
        except (ValueError, KeyError, TypeError, OSError) as error:
            raise self.fault_error(error) from None

    def fault_error(self, error: Exception) -> ReadError:
        """Return the error that says that a result is not what it should be."""
        return self.file.fail("crash", why=type(error).__name__)


def _at_hand(file: Source, folder: Path) -> Path:
    """Return where a reading process finds a file."""
    if isinstance(file.content, Path):
        return file.content.resolve()
    path = folder / "input"
    path.write_bytes(file.content)
    return path


_SERVER: Final = Starter()

#: Starts the process that reads files, so that the first file need not wait for it.
warm = _SERVER.warm
