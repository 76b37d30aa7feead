"""Tables in XLSX workbooks: values only; of a formula its last result."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

import numpy as np
import pandas as pd
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from geo.tabular import archive
from geo.tabular import dialect as marks
from geo.tabular import header as heads
from geo.tabular.grid import BadRow, Sheet, pieces
from geo.tabular.source import PREFERRED, Source, error_text

_BLOCK = 1 << 20

#: What a sheet of XLSX can hold.
ROWS, COLUMNS = 1_048_576, 16_384

_REFERENCE = re.compile(rb"""\br\s*=\s*["']\s*([A-Za-z]{1,8})([0-9]{1,20})\s*["']""")
_NUMBERED = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\br\s*=\s*["']\s*([0-9]{1,20})""")
_ROW = re.compile(rb"<(?:\w+:)?row\b")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_VALUE = re.compile(rb"<(?:\w+:)?v\b[^>]*>\s*([0-9]{1,9})\s*<")
_STRING = re.compile(rb"<(?:\w+:)?si\b[^>]*>(.*?)</(?:\w+:)?si>", re.DOTALL)

_STRINGS = "xl/sharedstrings.xml"

_ACCEPTED = "an XLSX workbook with a table in one of its sheets"


def tables(source: Source, choice: str | None, rows: int | None) -> Iterator[Sheet]:
    """Yield one sheet of a workbook as tables of at most ``rows`` rows."""
    name, names, cells = _cells(source, choice)
    sheet = _sheet(source, cells, name, names)
    yield from pieces(sheet, rows)


def _cells(source: Source, choice: str | None) -> tuple[str, tuple[str, ...], list[list[str]]]:
    """Return the name of the sheet that is read, those of all, and its cells."""
    with archive.opened(source) as packed:
        _check(source, packed)
    try:
        return _read(source, CalamineWorkbook.from_filelike(BytesIO(source.read())), choice)
    except (CalamineError, ValueError, OSError, TypeError) as error:
        raise source.fail(
            f"is a damaged workbook: {error_text(error)}", accepted=_ACCEPTED
        ) from None
    except BaseException as error:
        # The Rust library's own failures do not derive from Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise source.fail("is a damaged workbook", accepted=_ACCEPTED) from None


def _read(
    source: Source, book: CalamineWorkbook, choice: str | None
) -> tuple[str, tuple[str, ...], list[list[str]]]:
    names = tuple(one.name for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet)
    if choice is not None and choice not in names:
        raise source.fail(f"has no sheet {choice!r}", accepted=", ".join(names))
    choice = choice or (PREFERRED if PREFERRED in names else None)
    sheets = {one: book.get_sheet_by_name(one) for one in ([choice] if choice else names)}
    name = max(sheets, key=lambda one: sheets[one].height * sheets[one].width, default="")
    if not name or not sheets[name].height:
        raise source.fail("holds no rows", accepted=_ACCEPTED)
    _bound(source, sheets[name].height, sheets[name].width)
    return name, names, [[text(cell) for cell in row] for row in sheets[name].iter_rows()]


def _bound(source: Source, height: int, width: int) -> None:
    limits = source.limits
    if width > limits.columns:
        raise source.fail(f"has {width:,} columns", accepted=f"at most {limits.columns:,} columns")
    if height > limits.rows:
        raise source.fail(f"has {height:,} rows", accepted=f"at most {limits.rows:,} rows")


def _check(source: Source, packed: zipfile.ZipFile) -> None:
    """Refuse sheets that would fill the memory: one cell far out, or one long text many times."""
    lengths = _lengths(source, packed)
    # Sheets may lie anywhere in a workbook, so every part is looked at.
    for name in packed.namelist():
        if name.lower() not in {_STRINGS, "[content_types].xml"}:
            _check_sheet(source, packed, name, lengths)


def _lengths(source: Source, packed: zipfile.ZipFile) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Return the length of each text that cells share."""
    found = [name for name in packed.namelist() if name.lower() == _STRINGS]
    content = b"".join(archive.part(source, packed, name) for name in found)
    return np.array([len(text[1]) for text in _STRING.finditer(content)], dtype=np.int64)


def _check_sheet(
    source: Source,
    packed: zipfile.ZipFile,
    name: str,
    lengths: np.ndarray[Any, np.dtype[np.int64]],
) -> None:
    letters = 0
    content = archive.part(source, packed, name)
    height, width = _span(content)
    for block in _blocks(content):
        used = np.array(_VALUE.findall(block), dtype="S9").astype(np.int64)
        letters += int(lengths[used[used < len(lengths)]].sum())
    limits = source.limits
    if max(height, width) > 0 and (height > ROWS or width > COLUMNS):
        what = f"has a cell in row {height:,} and column {width:,} of {name!r}"
        raise source.fail(what, accepted=f"at most {ROWS:,} rows and {COLUMNS:,} columns")
    if width * height > limits.loose:
        what = f"spans {height:,} rows and {width:,} columns in {name!r}"
        raise source.fail(
            what, accepted=f"at most {limits.loose:,} cells from the first to the last"
        )
    if letters > limits.text:
        raise source.fail("repeats long texts too often", accepted="fewer or shorter texts")


def _span(content: bytes) -> tuple[int, int]:
    """Return how many rows and columns a sheet spans, those included that it leaves implicit.

    A row without a number follows the one before, a cell without a reference likewise.
    """
    references = cells = rows = height = width = 0
    for block in _blocks(content):
        found = _REFERENCE.findall(block)
        numbered = _NUMBERED.findall(block)
        height = max([height, *(int(place[1]) for place in found), *map(int, numbered)])
        width = max([width, *map(_column, {place[0] for place in found})])
        references += len(found)
        cells += len(_CELL.findall(block))
        rows += len(_ROW.findall(block)) - len(numbered)
    if cells > references:
        width += max(len(_CELL.findall(row)) for row in _ROW.split(content))
    return height + rows, width


def _blocks(content: bytes) -> Iterable[bytes]:
    """Return a sheet in blocks that end with a mark, so that none is cut."""
    start = 0
    while start < len(content):
        end = content.rfind(b">", start, start + _BLOCK) + 1
        end = end if end > start else start + _BLOCK
        yield content[start:end]
        start = end


def _column(letters: bytes) -> int:
    """Return the number of a column.

    Examples
    --------
    >>> _column(b"A"), _column(b"XFD")
    (1, 16384)
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _sheet(source: Source, rows: list[list[str]], name: str, names: tuple[str, ...]) -> Sheet:
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise source.fail("holds no rows", accepted=_ACCEPTED)
    header = heads.find([_trimmed(row) for row in rows[: marks.JUDGED]])
    width = len(header.names)
    wide = [i for i, row in enumerate(rows) if i >= header.first and any(row[width:])]
    bad = tuple(_bad(i + 1, rows[i], width) for i in wide)
    apart = set(wide)
    kept = [i for i in range(header.first, len(rows)) if i not in apart]
    full = [(rows[i] + [""] * width)[:width] for i in kept]
    frame = pd.DataFrame(full, columns=list(header.names), dtype="str")
    details = {"sheet": name, "header": header.found, "decimal": "."}
    row = np.array(kept, dtype=np.int64) + 1
    return Sheet(
        frame, row, "xlsx", details, header.hxl, names if len(names) > 1 else source.choices,
        bad=bad, name=source.name,
    )  # fmt: skip


def _trimmed(row: Sequence[str]) -> list[str]:
    end = max((i + 1 for i, cell in enumerate(row) if cell.strip()), default=0)
    return list(row[:end])


def _bad(row: int, cells: list[str], width: int) -> BadRow:
    shown = " | ".join(cell for cell in cells if cell)[:500]
    return BadRow(row, shown, f"cells in the {width} columns that have a name")


def text(value: Any) -> str:
    """Return a cell as text, as a table would write it.

    Examples
    --------
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
