"""What a reading process does with one file: within limits of its own, results as files."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import IO, Any, Final

from geo.errors import GreenlineError, ReadError
from geo.events.column_guess import guess
from geo.events.column_mapping import How
from geo.events.formats import gdelt, greenline_table, recognise
from geo.events.isolation import handover
from geo.events.isolation.outlines import select_outlines
from geo.events.reading import chunks_here
from geo.profile import load, use
from geo.tabular.grid import Sheet, pieces
from geo.tabular.sheet import open_sheet, sheets
from geo.tabular.source import Limits
from geo.words import to_json

if sys.platform != "win32":
    import resource

#: Pieces that may lie ready before the first of them is taken.
AHEAD: Final = 2

#: Rows that a guess is made by, and rows that are shown with it.
LOOKED, SHOWN = 5_000, 6

#: Seconds of the processor beyond those that a reader waits for a piece: he speaks first.
GRACE: Final = 10

#: Letters of a cell that are shown with a guess.
LETTERS: Final = 1_000

Message = handover.Message

#: Said meanwhile, so that nobody takes a long look for no answer.
LOOKED_ON: Final[Message] = {"looked": True}


def run(stream: IO[bytes]) -> None:
    """Do the one job that a stream asks for, and write the result there."""
    request = json.loads(stream.readline())
    limits = Limits(**request["limits"])
    use(load(Path(request["profile"])))
    _confine(limits, Path(request["folder"]))
    try:
        for waiting, message in enumerate(_KINDS[request["kind"]](request, limits, stream)):
            if waiting >= AHEAD:
                stream.read(1)
            _tell(stream, message)
            _bound_time(limits)
        _tell(stream, {"done": True})
    except BaseException as error:  # noqa: BLE001 -- whatever it is, the reader hears a sentence
        _tell(stream, _fault(error, request["folder"]))


def _tell(stream: IO[bytes], message: Message) -> None:
    stream.write(json.dumps(message).encode() + b"\n")
    stream.flush()


def _confine(limits: Limits, folder: Path) -> None:
    """Bound what this process may take from the machine, before the file is opened."""
    tempfile.tempdir = str(folder)
    with suppress(OSError):  # where memory runs out for all, this process goes first
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, max(4 * limits.unpacked, 1 << 30)),
        (resource.RLIMIT_DATA, _held_bytes() + limits.memory),
    ):
        with suppress(OSError, ValueError):
            hard = resource.getrlimit(kind)[1]
            lower = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(kind, (lower, lower))
    _bound_time(limits)


def _bound_time(limits: Limits) -> None:
    """Bound the processor's seconds for the next piece, near those that its reader waits for it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime + limits.seconds) + GRACE
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _held_bytes() -> int:
    """Return the bytes that this process holds before it begins."""
    with suppress(OSError, ValueError, IndexError):
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[5]
        return int(pages) * os.sysconf("SC_PAGESIZE")
    return 1 << 29


def _events(request: Message, limits: Limits, stream: IO[bytes]) -> Iterator[Message]:
    """Read a file of events piece by piece."""
    events = chunks_here(
        Path(request["path"]),
        request["name"],
        request["rows"],
        How.from_dict(request["how"]),
        limits=limits,
        looked=lambda: _look_on(stream, limits),
    )
    folder, origin = Path(request["folder"]), request["origin"]
    allowance = handover.Allowance(request["name"], limits.text, limits.handed)
    for number, piece in enumerate(events):
        yield handover.put_events(piece, folder, number, allowance, origin=origin)


def _preview(request: Message, limits: Limits, _: IO[bytes]) -> Iterator[Message]:
    """Tell what the columns of a file seem to hold."""
    opened = sheets(
        Path(request["path"]), request["name"], LOOKED, limits=limits, choice=request["choice"]
    )
    sheet = greenline_table.strip_guards(gdelt.add_header(next(opened)))
    known = recognise(sheet)
    yield {
        "format": known.id if known else "",
        "sheet": handover.put_sheet(_sample_sheet(sheet), Path(request["folder"])),
        "guess": asdict(guess(sheet)),
    }


def _table(request: Message, limits: Limits, _: IO[bytes]) -> Iterator[Message]:
    """Read a file at once, and make its areas valid."""
    sheet = open_sheet(
        Path(request["path"]), request["name"], limits=limits, choice=request["choice"]
    )
    sheet = select_outlines(greenline_table.strip_guards(gdelt.add_header(sheet)), limits.corners)
    yield {"sheet": handover.put_sheet(sheet, Path(request["folder"]))}


def _sample_sheet(sheet: Sheet) -> Sheet:
    """Return the first rows of a sheet, long cells shortened."""
    first = next(pieces(sheet, SHOWN))
    cells = first.frame.map(lambda cell: cell[:LETTERS])
    return replace(first, frame=cells, shapes=None, system=None, bad=())


_KINDS: Final = {"events": _events, "preview": _preview, "table": _table}


def _fault(error: BaseException, folder: str) -> Message:
    """Return what went wrong, without the names of temporary files."""
    if isinstance(error, ReadError):
        names = ("what", "file", "row", "column", "value", "accepted")
        fields = {name: to_json(getattr(error, name)) for name in names}
        return {"fault": {name: _strip_folder(value, folder) for name, value in fields.items()}}
    if isinstance(error, MemoryError):
        return {"memory": True}
    what = f"{type(error).__name__}: {error}" if not isinstance(error, GreenlineError) else error
    trace = "".join(traceback.format_exception(error))
    return {"crash": _strip_folder(str(what), folder)[:300], "trace": trace[-20_000:]}


def _strip_folder(value: Any, folder: str) -> Any:
    if isinstance(value, list):
        return [_strip_folder(item, folder) for item in value]
    if isinstance(value, dict):
        return {name: _strip_folder(item, folder) for name, item in value.items()}
    return value.replace(f"{folder}/", "") if isinstance(value, str) else value


def _look_on(stream: IO[bytes], limits: Limits) -> None:
    """Say that a long look goes on."""
    _tell(stream, LOOKED_ON)
    _bound_time(limits)
