"""Tables in XLSX workbooks: values only; of a formula its last result."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

import numpy as np
import pandas as pd
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum

from geo.tabular.columns import JUDGED, find_header
from geo.tabular.grid import BadRow, Sheet, pieces
from geo.tabular.source import PREFERRED, Source, error_text
from geo.words import phrase

#: Rows that a sheet of XLSX can have, and sheets of which the largest is read.
ROWS, LOOKED = 1_048_576, 100


def tables(source: Source, choice: str | None, rows: int | None) -> Iterator[Sheet]:
    """Yield one sheet of a workbook as tables of at most ``rows`` rows."""
    try:
        with source.open() as stream:
            book = CalamineWorkbook.from_filelike(stream)
            sheet, names = _choose_sheet(source, book, choice)
            cells = [[text(cell) for cell in row] for row in sheet.iter_rows()]
    except (CalamineError, ValueError, OSError, TypeError) as error:
        raise source.fail("damaged", "workbook", kind="XLSX", why=error_text(error)) from None
    except BaseException as error:
        # The Rust library's own failures do not derive from Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise source.fail("damaged", "workbook", kind="XLSX", why=type(error).__name__) from None
    yield from pieces(_sheet(source, cells, sheet.name, names), rows)


def _choose_sheet(
    source: Source, book: CalamineWorkbook, choice: str | None
) -> tuple[CalamineSheet, tuple[str, ...]]:
    """Return the sheet that is chosen, else a reader's events, else the largest; and all names."""
    names = tuple(item.name for item in book.sheets_metadata if item.typ == SheetTypeEnum.WorkSheet)
    if choice is not None and choice not in names:
        raise source.fail("no_part", "names", part=choice, names=", ".join(names[:30]))
    if choice is None and PREFERRED in names:
        choice = PREFERRED
    sheets = map(book.get_sheet_by_name, names[:LOOKED] if choice is None else (choice,))
    largest = max(sheets, key=lambda sheet: sheet.height * sheet.width, default=None)
    if largest is None or not largest.height:
        raise source.fail("no_rows", "workbook")
    if largest.total_height > ROWS:
        raise source.fail("many_rows", "rows", most=ROWS)
    return largest, names


def _sheet(source: Source, rows: list[list[str]], name: str, names: tuple[str, ...]) -> Sheet:
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise source.fail("no_rows", "workbook")
    header = find_header([_trim_row(row) for row in rows[:JUDGED]])
    width = len(header.names)
    wide = [i for i, row in enumerate(rows) if i >= header.first and any(row[width:])]
    accepted = phrase("fault.accepted.named_columns", n=width)
    bad = tuple(
        BadRow(i + 1, " | ".join(cell for cell in rows[i] if cell)[:500], accepted) for i in wide
    )
    numbers = np.setdiff1d(np.arange(header.first, len(rows)), wide)
    full = [(rows[i] + [""] * width)[:width] for i in numbers]
    return Sheet(
        frame=pd.DataFrame(full, columns=list(header.names), dtype="str"),
        row=numbers + 1,
        kind="xlsx",
        details={"sheet": name, "header": header.is_named, "decimal": "."},
        hxl=header.hxl,
        choices=names if len(names) > 1 else source.choices,
        bad=bad,
        name=source.name,
    )


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
