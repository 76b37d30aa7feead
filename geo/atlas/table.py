"""One CSV table of the atlas, read and checked by the schema that ``datapackage.json`` gives it.

The package descriptor is the only schema there is: Frictionless tools validate the folder by it,
and ``descriptor`` checks the same rules on loading.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from geo.atlas.descriptor import (
    Columns,
    Descriptor,
    as_frame,
    check_cells,
    convert,
    names_of,
    own_tables,
    read_text,
)
from geo.errors import Fault
from geo.files import data_file
from geo.model import Language

if TYPE_CHECKING:
    import pandas as pd

_Frame = TypeVar("_Frame", bound="pd.DataFrame")

#: One row of a table: cells by the names of their columns.
Record = dict[str, Any]

#: Outlines that an atlas may do without, with their columns besides the geometry.
OPTIONAL_OUTLINES = {
    "neighbours_shape": ("iso3", "name_en", "source"),
    "rivers_shape": ("id", "name_en", "rank", "source"),
    "lakes_shape": ("id", "name_en", "kind", "position", "source"),
    "parts_shape": ("id", "pcode", "source"),
    "lines_shape": ("id", "name_en", "date", "position", "source"),
}


@dataclass(frozen=True, eq=False)
class Table:
    """One table, of which only what is asked for is read and checked.

    A command that reads three tables of thirty pays for three, and one that needs no frame does
    not import pandas.
    """

    name: str  #: Name of the resource in the package.
    path: str  #: Path relative to the data folder.
    fields: list[Descriptor]  #: The fields of its schema.
    content: bytes | None  #: The file; None where there is none.

    @classmethod
    def of(cls, resource: Descriptor, content: bytes | None) -> Table:
        """Return the table of a resource of a package."""
        return cls(resource["name"], resource["path"], resource["schema"]["fields"], content)

    @cached_property
    def faults(self) -> list[Fault]:
        """What is wrong with its form, else with its cells."""
        if self.content is None:
            return [Fault(self.path, None, "", "no file", "a CSV table that can be read")]
        text, faults = read_text(self.content, self.path, self.fields)
        return faults or check_cells(text, self.path, self.fields)

    @cached_property
    def columns(self) -> Columns:
        """The cells by column; an empty one is NaN among numbers, '' among texts, else None."""
        return convert(read_text(self.content or b"", self.path, self.fields)[0], self.fields)

    @cached_property
    def rows(self) -> pd.DataFrame:
        """The cells as a frame, which nobody may change."""
        return as_frame(self.columns, self.fields)

    def __len__(self) -> int:
        return len(self.columns[self.fields[0]["name"]])

    def fault(self, index: Hashable, column: str, cell: object, accepted: str) -> Fault:
        """Return the fault of a row of the frame, numbered as a spreadsheet does."""
        return Fault(self.path, int(str(index)) + 2, column, str(cell), accepted)

    def find_others(
        self, column: str, values: Iterable[object], accepted: str, *, joined: bool = False
    ) -> Iterator[Fault]:
        """Yield the cells that hold something else than values, or than values joined by ``;``."""
        values, cells = {*values} - {""}, self.rows[column]
        for index, cell in cells[~cells.isin({*values, ""})].items():
            names = cell.split(";") if joined else [cell]
            others = [name for name in names if name not in values]
            if others:
                yield self.fault(index, column, ";".join(map(str, others)) or cell, accepted)


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
            lacking = _lacking_names(rows.columns, self._languages)
            self._frames[name] = rows.assign(**dict.fromkeys(lacking, ""))
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
        super().__init__(
            {name: partial(getattr, table, "rows") for name, table in tables.items()}, languages
        )
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


def read_table(folder: Path, resource: Descriptor) -> Table:
    """Read one tabular resource."""
    try:
        content = data_file.read(folder, resource["path"])
    except OSError:
        content = None
    return Table.of(resource, content)


def absent_tables(present: Container[str]) -> dict[str, Table]:
    """Return an empty table for each that an atlas may do without."""
    return {
        name: Table.of(resource, ",".join(names_of(resource["schema"]["fields"])).encode())
        for name, resource in own_tables().items()
        if name not in present
    }


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
