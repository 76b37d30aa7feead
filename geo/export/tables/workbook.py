"""XLSX: a sheet for each layer, then what it is of, its sources and its licences."""

from __future__ import annotations

import io
import re
from datetime import date, datetime
from typing import Any

import geopandas as gpd
import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import TYPE_STRING
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from geo.cell_output import NOT_XML, guard_formula
from geo.export.tables.credits import Credits
from geo.export.tables.layer_files import add_tags, pack, unpack
from geo.export.tables.rows import flatten

#: The longest text that a cell of the format may hold.
LONGEST = 32_767
CUT = " [cut: a cell of XLSX holds no more]"


def workbook(layers: dict[str, gpd.GeoDataFrame], credits_: Credits) -> bytes:
    """Return layers as one workbook; text stays text, whatever it begins with."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in layers.items():
        _sheet(book.create_sheet(name), add_tags(name, flatten(rows)), heads=2)
    for name, table in credits_.tables().items():
        _sheet(book.create_sheet(name), table, heads=1)
    day = datetime.fromisoformat(str(_value(credits_, "data of")))
    book.properties.creator = "Greenline"
    book.properties.title = str(_value(credits_, "citation"))
    book.properties.created = book.properties.modified = day
    out = io.BytesIO()
    book.save(out)
    return _fix_day(out.getvalue(), day)


def _sheet(sheet: Worksheet, rows: pd.DataFrame, heads: int) -> None:
    for column, name in enumerate(rows.columns, start=1):
        _write(sheet.cell(1, column), str(name))
        sheet.cell(1, column).font = Font(bold=True)
        widest = rows[name].astype(str).str.len().clip(upper=48).max() if len(rows) else 0
        sheet.column_dimensions[get_column_letter(column)].width = max(10, widest + 2)
    for number, cells in enumerate(rows.itertuples(index=False), start=2):
        for column, cell in enumerate(cells, start=1):
            _write(sheet.cell(number, column), cell)
    sheet.freeze_panes = sheet.cell(heads + 1, 1)


def _write(cell: Cell, value: Any) -> None:
    """Write a value; text is marked as text, so that no program takes it for a formula."""
    if value is None or value is pd.NA or (isinstance(value, float) and value != value):  # noqa: PLR0124
        return
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, bool | int | float | date):
        cell.value = value
        return
    text = NOT_XML.sub("\N{REPLACEMENT CHARACTER}", str(value))
    if len(text) > LONGEST:
        text = text[: LONGEST - len(CUT)] + CUT
    cell.value = text
    cell.data_type = TYPE_STRING
    cell.quotePrefix = guard_formula(text) != text  # kept as text when a reader edits it too


def _value(credits_: Credits, key: str) -> Any:
    return credits_.about.set_index("key")["value"][key]


def _fix_day(content: bytes, day: datetime) -> bytes:
    """Put the data's day where openpyxl writes the clock's."""
    members = unpack(content)
    stamp = f"{day:%Y-%m-%dT%H:%M:%SZ}".encode()
    core = members["docProps/core.xml"]
    members["docProps/core.xml"] = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", stamp, core)
    return pack(members)
