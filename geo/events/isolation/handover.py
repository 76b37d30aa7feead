"""What a reading process hands back, as files: Arrow tables of plain columns, and JSON.

Nothing here is unpickled: whatever the files hold, reading them yields tables and texts only.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
import shapely

from geo.events.column_guess import Candidate, Doubt, Guess
from geo.events.column_mapping import Mapping
from geo.events.report import Report
from geo.events.schema import Events, typed
from geo.tabular.grid import BadRow, Sheet
from geo.tabular.source import read_error
from geo.words import from_json, to_json

#: A message: what JSON can say of a result; its tables lie in files beside.
Message = dict[str, Any]

#: Arrays of a sheet that may be missing, and their types.
_ARRAYS: Final = {"lon": "float64", "lat": "float64", "inner": "bool"}


@dataclass
class Allowance:
    """Bytes that a file's events may come to, which whoever takes them must hold."""

    file: str  #: Name of the file, for the message.
    piece: int  #: Bytes of one piece.
    left: int  #: Bytes of all that is still to come.

    def spend(self, size: int) -> None:
        """Count a piece before it is written."""
        self.left -= size
        if size > self.piece or self.left < 0:
            raise read_error(self.file, "many_bytes", "fewer_rows")


def put_events(
    events: Events, folder: Path, number: int, allowance: Allowance, *, origin: bool | str
) -> Message:
    """Write one piece of events."""
    report = events.report
    frames = {"rows": events.rows, "aside": report.aside}
    if origin:
        names = list(report.unused) if origin == "unused" else list(events.origin.columns)
        frames["origin"] = events.origin[names]
    tables = {name: _table(frame) for name, frame in frames.items()}
    size = sum(table.nbytes for table in tables.values())
    allowance.spend(size)
    for name, table in tables.items():
        _write(table, folder / f"{number}.{name}")
    return {
        "report": {
            name: getattr(report, name) for name in Report.__dataclass_fields__ if name != "aside"
        },
        **{name: [str(column) for column in frame.columns] for name, frame in frames.items()},
        "number": number,
        "bytes": size,
    }


def get_events(message: Message, folder: Path) -> Events:
    """Return the events of a message, and remove their files."""
    number = int(message["number"])
    rows = typed(_get(message["rows"], folder / f"{number}.rows"))
    aside = _get(message["aside"], folder / f"{number}.aside").astype({"row": "int64"})
    names = message.get("origin")
    origin = _empty_table(len(rows))
    if names is not None:
        stored = _get(names, folder / f"{number}.origin")
        origin = stored if names else origin
    about = dict(message["report"])
    for name in ("notes", "choices", "used", "unused"):
        if name in about:
            about[name] = tuple(
                tuple(cell) if isinstance(cell, list) else cell for cell in about[name]
            )
    return Events(rows, origin, Report(**about, aside=aside))


def put_sheet(sheet: Sheet, folder: Path) -> Message:
    """Write a sheet."""
    arrays = {name: getattr(sheet, name) for name in _ARRAYS}
    if sheet.shapes is not None:
        outlines = pa.array(shapely.to_wkb(sheet.shapes), pa.binary())
        _write(pa.table({"0": outlines}), folder / "sheet.shapes")
    return {
        "frame": _put(sheet.frame, folder / "sheet.rows"),
        "row": [int(number) for number in sheet.row],
        **{name: None if array is None else array.tolist() for name, array in arrays.items()},
        "bad": [asdict(bad) | {"accepted": to_json(bad.accepted)} for bad in sheet.bad],
        **{name: getattr(sheet, name) for name in ("kind", "details", "hxl", "choices", "name")},
        "shapes": sheet.shapes is not None,
        "notes": sheet.notes,
        "unlisted": sheet.unlisted,
    }


def get_sheet(message: Message, folder: Path) -> Sheet:
    """Return the sheet of a message, and remove its file."""
    arrays: dict[str, Any] = {
        name: None if message[name] is None else np.array(message[name], kind)
        for name, kind in _ARRAYS.items()
    }
    row = np.array(message["row"], np.int64)
    outlines = None
    if message["shapes"]:
        binary = _read_table(folder / "sheet.shapes")["0"].to_numpy(zero_copy_only=False)
        outlines = np.asarray(shapely.from_wkb(binary), dtype=object)
    frame = _get(message["frame"], folder / "sheet.rows")
    return Sheet(
        frame=frame if message["frame"] else _empty_table(len(row)),
        row=row,
        kind=str(message["kind"]),
        details=dict(message["details"]),
        hxl=dict(message["hxl"]),
        choices=tuple(map(str, message["choices"])),
        bad=tuple(
            BadRow(**bad | {"accepted": from_json(bad["accepted"])}) for bad in message["bad"]
        ),
        notes=tuple((str(note), int(count)) for note, count in message["notes"]),
        unlisted=int(message["unlisted"]),
        name=str(message["name"]),
        shapes=outlines,
        **arrays,
    )


def get_guess(message: Message) -> Guess:
    """Return the guess of a message."""
    return Guess(
        Mapping.from_dict(message["mapping"]),
        bool(message["sure"]),
        {
            name: tuple(Candidate(**candidate) for candidate in candidates)
            for name, candidates in message["candidates"].items()
        },
        tuple(map(Doubt, message["doubts"])),
    )


def _empty_table(rows: int) -> pd.DataFrame:
    """Return a table without columns: stored, it would forget how many rows it has."""
    return pd.DataFrame(index=pd.RangeIndex(rows))


def _table(frame: pd.DataFrame) -> pa.Table:
    """Return a table for Arrow; its names, which may be anything, go with the message."""
    named = frame.set_axis([str(number) for number in range(frame.shape[1])], axis=1)
    return pa.Table.from_pandas(named, preserve_index=False).replace_schema_metadata(None)


def _put(frame: pd.DataFrame, path: Path) -> list[str]:
    """Write a table and return its names."""
    _write(_table(frame), path)
    return [str(name) for name in frame.columns]


def _write(table: pa.Table, path: Path) -> None:
    with pa.OSFile(str(path), "wb") as out, pa.ipc.new_file(out, table.schema) as writer:
        writer.write_table(table)


def _read_table(path: Path) -> pa.Table:
    """Read a table, check that it is sound, and remove its file."""
    with pa.OSFile(str(path), "rb") as stored, pa.ipc.open_file(stored) as reader:
        table = reader.read_all()
    path.unlink()
    table.validate(full=True)
    return table


def _get(names: list[str], path: Path) -> pd.DataFrame:
    """Read a table under its names."""
    table = _read_table(path)
    frame = table.to_pandas(types_mapper={pa.int32(): pd.Int32Dtype()}.get)
    texts = [name for name, kind in frame.dtypes.items() if kind.kind == "O" and kind != "category"]
    frame = frame.astype(dict.fromkeys(texts, "str"))
    return frame.set_axis(pd.Index(names, dtype="str"), axis=1)
