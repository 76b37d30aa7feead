"""One CSV table of the atlas, read and checked by the schema that ``datapackage.json`` gives it.

The package descriptor is the only schema there is: Frictionless tools validate the folder by it,
and ``descriptor`` checks the same rules on loading.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Container, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from geo.atlas import descriptor
from geo.atlas.descriptor import Columns, Descriptor, as_frame, check_cells, convert, read_text
from geo.errors import DataError, Fault
from geo.files import data_file
from geo.model import Language
from geo.profile import own_folder

if TYPE_CHECKING:
    import pandas as pd

_Frame = TypeVar("_Frame", bound="pd.DataFrame")

#: One row of a table: cells by the names of their columns.
Record = dict[str, Any]

#: Outlines that an atlas may do without, with their columns besides the geometry.
OPTIONAL_OUTLINES = {
    "neighbours_shape": ("iso3", "name_en", "name_ar", "name_ckb", "source"),
    "rivers_shape": ("id", "name_en", "name_ar", "name_ckb", "rank", "source"),
    "lakes_shape": (
        "id", "name_en", "name_ar", "name_ckb", "kind", "position", "source",
    ),
    "parts_shape": ("id", "pcode", "source"),
    "lines_shape": (
        "id", "name_en", "name_ar", "name_ckb", "date", "position", "source",
    ),
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Table:
    """One table: its cells in their types, and what was wrong with them.

    The cells are turned into their types on first use, and put into a frame when
    that is: a command that reads three tables of thirty pays for three, and one that needs no
    frame does not import pandas.
    """

    name: str  #: Name of the resource in the package.
    path: str  #: Path relative to the data folder.
    fields: list[Descriptor]  #: The fields of its schema.
    #: Returns its columns in the types of the schema; as text where there are faults.
    read: Callable[[], Columns]
    faults: tuple[Fault, ...] = ()  #: Faults found.

    @cached_property
    def columns(self) -> Columns:
        """The cells by column; an empty one is NaN among numbers, '' among texts, else None."""
        return self.read()

    @cached_property
    def rows(self) -> pd.DataFrame:
        text = [{**field, "type": "text"} for field in self.fields]
        return as_frame(self.columns, text if self.faults else self.fields)

    def copy_rows(self) -> pd.DataFrame:
        """Return the cells as a frame that the caller may change."""
        return self.rows.copy()

    def __len__(self) -> int:
        return len(self.columns[self.fields[0]["name"]])

    def fault(self, index: Hashable, column: str, cell: object, accepted: str) -> Fault:
        """Return the fault of a row of the frame, numbered as a spreadsheet does."""
        return Fault(self.path, int(str(index)) + 2, column, str(cell), accepted)

    def find_others(self, column: str, values: Iterable[object], accepted: str) -> Iterator[Fault]:
        """Yield the cells that hold something, and none of what is known."""
        cells = self.rows[column]
        for index, cell in cells[~cells.isin({*values, ""})].items():
            yield self.fault(index, column, cell, accepted)

    def find_unknown(
        self, column: str, values: Container[str], accepted: str, *, optional: bool = True
    ) -> Iterator[Fault]:
        """Yield the cells of ids joined by ``;`` that hold some that are not known."""
        cells = self.rows[column]
        for index, cell in zip(cells.index, cells.tolist(), strict=True):
            ids = [name for name in cell.split(";") if name or not optional]
            if missing := [name for name in ids if name not in values]:
                yield self.fault(index, column, ";".join(missing), accepted)


class Frames(Mapping[str, _Frame]):
    """Tables or outlines by name, as frames that are made on first use."""

    def __init__(
        self, read: Mapping[str, Callable[[], _Frame]], languages: Sequence[Language]
    ) -> None:
        self._read = read
        self._languages = languages
        self._frames: dict[str, _Frame] = {}

    def __getitem__(self, name: str) -> _Frame:
        if name not in self._frames:
            rows = self._read[name]()
            fill_names(rows, self._languages)
            self._frames[name] = rows
        return self._frames[name]

    def __contains__(self, name: object) -> bool:
        return name in self._read  # Mapping's own would make the frame

    def __iter__(self) -> Iterator[str]:
        return iter(self._read)

    def __len__(self) -> int:
        return len(self._read)


class Tables(Frames["pd.DataFrame"]):
    """The tables of an atlas by name."""

    def __init__(self, tables: Mapping[str, Table], languages: Sequence[Language]) -> None:
        super().__init__({name: table.copy_rows for name, table in tables.items()}, languages)
        self._tables = tables

    def size(self, name: str) -> int:
        """Return how many rows a table has."""
        return len(self._tables[name])

    def records(self, name: str) -> list[Record]:
        """Return the rows of a table, each by the names of its columns; no frame is made."""
        columns = self._tables[name].columns
        lacking = dict.fromkeys(_lacking_names(columns, self._languages), "")
        return [
            {**dict(zip(columns, cells, strict=True)), **lacking}
            for cells in zip(*columns.values(), strict=True)
        ]


def read_package(folder: Path) -> tuple[Descriptor, list[Fault]]:
    """Read ``datapackage.json`` of a data folder."""
    path = folder / "datapackage.json"
    try:
        package = json.loads(data_file.read(folder, path.name))
    except DataError as error:
        return {}, list(error.faults)
    except OSError:
        return {}, [Fault(path.name, None, "", "no file", f"a data package in {folder}")]
    except (ValueError, RecursionError) as error:
        return {}, [Fault(path.name, None, "", str(error), "valid JSON in UTF-8")]
    if not isinstance(package, dict) or not isinstance(package.get("resources"), list):
        return {}, [Fault(path.name, None, "", "no resources", "a Frictionless data package")]
    if wrong := descriptor.find_misshapen(package, path.name):
        return {}, wrong
    return package, descriptor.faults_of(package, folder, path.name)


def read_table(folder: Path, resource: Descriptor, *, checked: bool = False) -> Table:
    """Read one tabular resource and check every cell."""
    path = resource["path"]
    try:
        content = data_file.read(folder, path)
    except OSError:
        fault = Fault(path, None, "", "no file", "a CSV table that can be read")
        return _table(resource, _no_cells(resource), [fault])
    text, faults = read_text(
        content, path, [field["name"] for field in resource["schema"]["fields"]]
    )
    if not faults and not checked:
        faults = check_cells(text, path, resource["schema"]["fields"])
    return _table(resource, text, faults)


def known_table(resource: Descriptor, content: bytes) -> Table:
    """Return a table whose content is known to be without fault; it is read on first use."""
    path, fields = resource["path"], resource["schema"]["fields"]

    def read() -> Columns:
        return convert(read_text(content, path, [field["name"] for field in fields])[0], fields)

    return Table(resource["name"], path, fields, read)


def _table(resource: Descriptor, text: Columns, faults: Sequence[Fault]) -> Table:
    fields = resource["schema"]["fields"]

    def read() -> Columns:
        return text if faults else convert(text, fields)

    return Table(resource["name"], resource["path"], fields, read, tuple(faults))


def _no_cells(resource: Descriptor) -> dict[str, list[str]]:
    return {field["name"]: [] for field in resource["schema"]["fields"]}


@cache
def _schemas(folder: Path) -> dict[str, Descriptor]:
    """Return the resource of each table of a package by name."""
    package, _ = read_package(folder)
    return {
        resource["name"]: resource
        for resource in package["resources"]
        if resource["format"] == "csv"
    }


def absent_tables(present: Container[str]) -> dict[str, Table]:
    """Return an empty table for each that an atlas may do without."""
    schemas = _schemas(own_folder())
    return {
        name: _table(field_list, _no_cells(field_list), ())
        for name, field_list in schemas.items()
        if name not in present
    }


def fill_names(rows: pd.DataFrame, languages: Sequence[Language]) -> None:
    """Add the columns of names and texts in languages that a frame lacks, empty."""
    for missing in _lacking_names(rows.columns, languages):
        rows[missing] = ""
        rows[missing] = rows[missing].astype("str")


def _lacking_names(columns: Iterable[str], languages: Sequence[Language]) -> list[str]:
    """Return the columns of names and texts that a table lacks."""
    present = list(columns)
    stems = [name.removesuffix("en") for name in present if name.endswith("_en")]
    names = (stem + language for stem in stems for language in languages)
    return [name for name in names if name not in present]


#: Days [start, end).
Span = tuple[date, date]


def spread(rows: Iterable[Record], units: Sequence[str]) -> list[Record]:
    """Return the spells of each unit in order, with the code that one stands for in ``context``.

    Parameters
    ----------
    rows
        Spells with ``unit``, ``start`` and ``end``: a unit, or a code that begins those of units.
    units
        Codes of the units of control.

    Examples
    --------
    >>> from datetime import date
    >>> rows = [{"unit": "A1", "start": date(1991, 1, 1), "end": None},
    ...         {"unit": "A1N1", "start": date(2014, 1, 1), "end": date(2015, 1, 1)}]
    >>> [(str(row["start"]), row["context"]) for row in spread(rows, ["A1N1"])]
    [('1991-01-01', 'A1'), ('2014-01-01', ''), ('2015-01-01', 'A1')]
    """
    by_code: dict[str, list[Record]] = defaultdict(list)
    for row in rows:
        by_code[row["unit"]].append(row)
    larger = sorted(by_code.keys() - {*units}, key=len, reverse=True)
    result: list[Record] = []
    for unit in units:
        spells = [{**row, "context": ""} for row in by_code.get(unit, ())]
        for code in larger:
            if unit.startswith(code):
                spells += list(_fill(by_code[code], unit, spells))
        result += sorted(spells, key=lambda row: row["start"])
    return result


def _fill(rows: Iterable[Record], unit: str, spells: Sequence[Record]) -> Iterator[Record]:
    """Yield what larger spells say of a unit on days on which it has none."""
    taken = [(row["start"], row["end"] or date.max) for row in spells]
    for row in rows:
        for start, end in subtract((row["start"], row["end"] or date.max), taken):
            last = None if end == date.max else end
            yield {**row, "unit": unit, "start": start, "end": last, "context": row["unit"]}


def subtract(span: Span, taken: Iterable[Span]) -> list[Span]:
    """Return what is left of a span without others.

    >>> a, b, c, d = (date(2000 + n, 1, 1) for n in range(4))
    >>> subtract((a, d), [(b, c)]) == [(a, b), (c, d)]
    True
    """
    pieces, (start, end) = [], span
    for first, last in sorted(taken):
        if first < end and start < last:
            if start < first:
                pieces.append((start, first))
            start = last
    return [*pieces, (start, end)] if start < end else pieces
