"""Tables in XLSX workbooks: values only; of a formula its last result."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import numpy as np
import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from geo.tabular import archive
from geo.tabular.dialect import JUDGED
from geo.tabular.grid import BadRow, Sheet, pieces
from geo.tabular.header import find
from geo.tabular.markup import Start, local_name, read_markup
from geo.tabular.source import PREFERRED, Source, error_text
from geo.words import phrase

#: What a sheet of XLSX can hold.
ROWS, COLUMNS = 1_048_576, 16_384

_FIGURES = "0123456789 \t\r\n"
_REFERENCE = re.compile(r"\s*([A-Za-z]{1,8})([0-9]{1,20})\s*")

_STRINGS = "xl/sharedstrings.xml"
_BOOK, _RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"

#: What a part holds that the library may take for a sheet, in any encoding that it knows.
_SHEET_MARKS = tuple("sheetData".encode(name) for name in ("utf-8", "utf-16-le", "utf-16-be"))


def tables(source: Source, choice: str | None, rows: int | None) -> Iterator[Sheet]:
    """Yield one sheet of a workbook as tables of at most ``rows`` rows."""
    name, names, cells = _cells(source, choice)
    sheet = _sheet(source, cells, name, names)
    yield from pieces(sheet, rows)


def _cells(source: Source, choice: str | None) -> tuple[str, tuple[str, ...], list[list[str]]]:
    """Return the name of the sheet that is read, those of all, and its cells."""
    with archive.open_archive(source) as packed:
        values = check_parts(source, packed)
        by_values = sorted(_sheets(source, packed), key=lambda item: -values.get(item[1], 0))
        likeliest = [item for item, _ in by_values]
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(source.read()))
        return _read(source, book, choice, likeliest)
    except (CalamineError, ValueError, OSError, TypeError) as error:
        raise source.fail("damaged", "workbook", kind="XLSX", why=error_text(error)) from None
    except BaseException as error:
        # The Rust library's own failures do not derive from Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise source.fail("damaged", "workbook", kind="XLSX", why=type(error).__name__) from None


def _read(
    source: Source, book: CalamineWorkbook, choice: str | None, likeliest: list[str]
) -> tuple[str, tuple[str, ...], list[list[str]]]:
    """Return what :func:`_cells` does; no sheet but the one that is read is loaded."""
    names = tuple(item.name for item in book.sheets_metadata if item.typ == SheetTypeEnum.WorkSheet)
    if choice is not None and choice not in names:
        raise source.fail("no_part", "names", part=choice, names=", ".join(names[:30]))
    choice = choice or (PREFERRED if PREFERRED in names else None)
    name = choice or next((item for item in likeliest if item in names), "") or "".join(names[:1])
    sheet = book.get_sheet_by_name(name) if name else None
    if sheet is None or not sheet.height:
        raise source.fail("no_rows", "workbook")
    _check_size(source, sheet.height, sheet.width)
    return name, names, [[text(cell) for cell in row] for row in sheet.iter_rows()]


def _check_size(source: Source, height: int, width: int) -> None:
    limits = source.limits
    if width > limits.columns:
        raise source.fail("columns", "columns", n=width, most=limits.columns)
    if height > limits.rows:
        raise source.fail("many_rows", "rows", most=limits.rows)


def check_parts(source: Source, packed: zipfile.ZipFile) -> dict[str, int]:
    """Return how many values each part holds; refuse parts that would fill the memory.

    One cell far out does, or one long text in many cells. Sheets may lie anywhere in a workbook, so
    every part is looked at.
    """
    shared = [name for name in packed.namelist() if name.lower() == _STRINGS]
    lengths = _Lengths()
    for name in shared:
        _parse(source, archive.part(source, packed, name), name, lengths.start, lengths.text)
    counts = {}
    for name in packed.namelist():
        content = archive.part(source, packed, name)
        if name in shared or not _is_document(name, content):
            continue
        span = _Span(source, lengths.sizes)
        _parse(source, content, name, span.start, span.text)
        span.check(name)
        counts[name.lower()] = span.values
    return counts


def _is_document(name: str, content: bytes) -> bool:
    """Return whether a part is XML, or may be taken for a sheet."""
    named = name.lower().endswith((".xml", ".rels"))
    return named or any(mark in content for mark in _SHEET_MARKS)


def _parse(
    source: Source, content: bytes, name: str, start: Start, text: Callable[[str], None] | None
) -> None:
    try:
        read_markup(content, start, text=text)
    except ValueError as error:
        why = f"{name[:60]!r}: {error}"
        raise source.fail("damaged", "workbook", kind="XLSX", why=why) from None


class _Lengths:
    """Lengths of the texts that cells share."""

    def __init__(self) -> None:
        self.sizes: list[int] = []

    def start(self, name: str, _: dict[str, str]) -> None:
        if local_name(name) == "si":
            self.sizes.append(0)

    def text(self, text: str) -> None:
        if self.sizes:
            self.sizes[-1] += len(text)


class _Span:
    """How many rows and columns a sheet spans, those included that it leaves implicit.

    A row without a number follows the one before, a cell without a reference likewise.
    """

    def __init__(self, source: Source, lengths: list[int]) -> None:
        self.source, self.lengths = source, lengths
        self.height = self.width = self.rows = self.letters = self.values = 0
        self.cells = self.widest = self.loose = self.total = 0
        self._columns: dict[str, int] = {}
        self._shared = self._value = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take an element; called for every cell, so it does little."""
        name = local_name(name) if ":" in name else name
        self._value = False
        if name == "c":
            self.cells += 1
            self.total += 1
            self._shared = attributes.get("t") == "s"
            self._note_reference(attributes.get("r", ""))
        elif name == "v":
            self.values += 1
            self._value = self._shared
        elif name == "row":
            self._close_row()
            number = attributes.get("r", "").strip()
            if number.isdecimal():
                self.height = max(self.height, int(number[:20]))
            else:
                self.rows += 1
        elif name == "is":
            self.values += 1

    def _note_reference(self, reference: str) -> None:
        letters = reference.rstrip(_FIGURES)
        column = self._columns.get(letters)
        if column is None:
            match = _REFERENCE.fullmatch(reference)
            if match is None:
                self.loose += 1
                return
            column = self._columns[letters] = _column(match[1])
            self.width = max(self.width, column)
        row = int(reference[len(letters) :][:20] or 0)
        self.height = max(self.height, row)

    def _close_row(self) -> None:
        """Count the cells of the row before, and all so far."""
        self.widest, self.cells = max(self.widest, self.cells), 0
        if self.total > self.source.limits.loose:
            raise self.source.fail("many_cells", "cells", most=self.source.limits.loose)

    def text(self, text: str) -> None:
        """Take the text of an element: which of the shared texts a cell holds."""
        number = text.strip() if self._value else ""
        if number.isdecimal() and len(number) < 10 and int(number) < len(self.lengths):
            self.letters += self.lengths[int(number)]

    def check(self, name: str) -> None:
        """Refuse a sheet that would fill the memory."""
        self._close_row()
        limits, height = self.source.limits, self.height + self.rows
        width = self.width + (self.widest if self.loose else 0)
        if height > ROWS or width > COLUMNS:
            most = {"most_rows": ROWS, "most": COLUMNS}
            raise self.source.fail("spans", "spans", rows=height, columns=width, value=name, **most)
        if width * height > limits.loose:
            size = {"rows": height, "columns": width, "most": limits.loose}
            raise self.source.fail("spans", "spanned_cells", value=name, **size)
        if self.letters > limits.text:
            raise self.source.fail("long_texts", "short_texts")


def _sheets(source: Source, packed: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Return the sheets of a workbook, each with the part that it lies in."""
    parts = {name.lower(): name for name in packed.namelist()}
    targets: dict[str, str] = {}
    sheets: list[tuple[str, str]] = []

    def relation(name: str, attributes: dict[str, str]) -> None:
        if local_name(name) == "Relationship":
            target = attributes.get("Target", "").lower()
            path = target[1:] if target.startswith("/") else f"xl/{target}"
            targets[attributes.get("Id", "")] = path

    def sheet(name: str, attributes: dict[str, str]) -> None:
        if local_name(name) == "sheet":
            ids = (value for key, value in attributes.items() if key.endswith(":id"))
            sheets.append((attributes.get("name", ""), targets.get(next(ids, ""), "")))

    for path, take in ((_RELATIONS, relation), (_BOOK, sheet)):
        if path in parts:
            _parse(source, archive.part(source, packed, parts[path]), path, take, None)
    if len(sheets) > source.limits.parts:
        raise source.fail("sheets", "sheets", n=len(sheets), most=source.limits.parts)
    return sheets


def _column(letters: str) -> int:
    """Return the number of a column.

    >>> _column("A"), _column("XFD")
    (1, 16384)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def _sheet(source: Source, rows: list[list[str]], name: str, names: tuple[str, ...]) -> Sheet:
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise source.fail("no_rows", "workbook")
    header = find([_trim_row(row) for row in rows[:JUDGED]])
    width = len(header.names)
    wide = [i for i, row in enumerate(rows) if i >= header.first and any(row[width:])]
    accepted = phrase("fault.accepted.named_columns", n=width)
    bad = tuple(
        BadRow(i + 1, " | ".join(cell for cell in rows[i] if cell)[:500], accepted) for i in wide
    )
    apart = set(wide)
    numbers = [i for i in range(header.first, len(rows)) if i not in apart]
    full = [(rows[i] + [""] * width)[:width] for i in numbers]
    frame = pd.DataFrame(full, columns=list(header.names), dtype="str")
    details = {"sheet": name, "header": header.is_named, "decimal": "."}
    row = np.array(numbers, dtype=np.int64) + 1
    return Sheet(
        frame, row, "xlsx", details, header.hxl, names if len(names) > 1 else source.choices,
        bad=bad, name=source.name,
    )  # fmt: skip


def _trim_row(row: Sequence[str]) -> list[str]:
    end = max((i + 1 for i, cell in enumerate(row) if cell.strip()), default=0)
    return list(row[:end])


def text(value: Any) -> str:
    """Return a cell as text, as a table would write it.

    >>> text(3.0), text(35.47), text(datetime(2014, 6, 10)), text(None)
    ('3', '35.47', '2014-06-10', '')
    """
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
