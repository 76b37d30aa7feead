"""Any file opened safely as a table, packed or not; its kind is detected from its content."""

from __future__ import annotations

import gzip
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
import pandas as pd
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum

from geo.tabular import delimited, geofile, jsonfile, markup
from geo.tabular.columns import JUDGED, find_header
from geo.tabular.geometry import check_agreement
from geo.tabular.grid import BadRow, Sheet, pieces
from geo.tabular.source import (
    HEAD,
    LIMITS,
    PREFERRED,
    Limits,
    Source,
    error_text,
    megabytes,
    sourced,
)
from geo.words import phrase

#: Rows that a sheet of XLSX can have, and sheets of which the largest is read.
ROWS, LOOKED = 1_048_576, 100


def _choose_sheet(
    source: Source, book: CalamineWorkbook, choice: str | None, names: tuple[str, ...]
) -> CalamineSheet:
    """Return the sheet that is chosen, else a reader's events, else the largest."""
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
    return largest


def read_workbook(source: Source, choice: str | None) -> Sheet:
    """Return one sheet of a workbook as a table."""
    try:
        with source.open() as stream:
            book = CalamineWorkbook.from_filelike(stream)
            pages = book.sheets_metadata
            names = tuple(page.name for page in pages if page.typ == SheetTypeEnum.WorkSheet)
            largest = _choose_sheet(source, book, choice, names)
            cells = [[text(cell) for cell in row] for row in largest.iter_rows()]
    except (CalamineError, ValueError, OSError, TypeError) as error:
        raise source.fail("damaged", "workbook", kind="XLSX", why=error_text(error)) from None
    except BaseException as error:
        # The Rust library's own failures do not derive from Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise source.fail("damaged", "workbook", kind="XLSX", why=type(error).__name__) from None
    while cells and not any(cells[-1]):
        cells.pop()
    if not cells:
        raise source.fail("no_rows", "workbook")
    ends = [
        max((i + 1 for i, cell in enumerate(row) if cell.strip()), default=0)
        for row in cells[:JUDGED]
    ]
    header = find_header([row[:end] for row, end in zip(cells, ends, strict=False)])
    width = len(header.names)
    wide = [i for i, row in enumerate(cells) if i >= header.first and any(row[width:])]
    accepted = phrase("fault.accepted.named_columns", n=width)
    bad = tuple(
        BadRow(i + 1, " | ".join(cell for cell in cells[i] if cell)[:500], accepted) for i in wide
    )
    numbers = np.setdiff1d(np.arange(header.first, len(cells)), wide)
    rows = [(cells[i] + [""] * width)[:width] for i in numbers]
    return Sheet(
        frame=pd.DataFrame(rows, columns=list(header.names), dtype="str"),
        row=numbers + 1,
        kind="xlsx",
        details={"sheet": largest.name, "header": header.is_named, "decimal": "."},
        hxl=header.hxl,
        choices=names if len(names) > 1 else source.choices,
        bad=bad,
        name=source.name,
    )


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


#: What damaged parts raise.
_TROUBLE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, ValueError,
    KeyError, OSError, RuntimeError, struct.error,
)  # fmt: skip

#: Files of a Shapefile, those that must be there first.
SHAPEFILE = (".shp", ".dbf", ".shx", ".prj", ".cpg")

#: Endings of tables, the likeliest first, and of files that only describe one.
_LIKELY = (
    ".csv", ".tsv", ".tab", ".xlsx", ".geojson", ".json", ".ndjson", ".gpkg", ".parquet", ".fgb",
    ".kml", ".gpx", ".shp",
)  # fmt: skip
_ABOUT = ("readme", "license", "licence", "sources")
_ASIDE = (".pdf", ".md", ".html", ".htm", ".xml", ".png", ".jpg", ".docx", ".doc")


def list_tables(archive: zipfile.ZipFile) -> list[str]:
    """Return the parts that are tables of their own, a reader's events first, then the likeliest.

    Folders, hidden files, what macOS adds and the parts beside a Shapefile are left out.
    """
    paths = {
        part.filename: PurePosixPath(part.filename.replace("\\", "/"))
        for part in archive.infolist()
        if part.file_size and not part.is_dir()
    }
    names = [
        name
        for name, path in paths.items()
        if not path.name.startswith((".", "~$")) and "__MACOSX" not in path.parts
    ]
    stems = {name[:-4] for name in names if name.lower().endswith(".shp")}
    ranks: dict[str, int] = {}
    for name in names:
        begins = {name, *(name[:at] for at, sign in enumerate(name) if sign == ".")}
        if name.lower().endswith(".shp") or stems.isdisjoint(begins):
            ends = (i for i, end in enumerate(_LIKELY) if name.lower().endswith(end))
            ranks[name] = next(ends, len(_LIKELY))
    best = [name for name, rank in ranks.items() if rank < len(_LIKELY)]
    tables = best or [
        name
        for name in ranks
        if not PurePosixPath(name).name.lower().startswith(_ABOUT)
        and not name.lower().endswith(_ASIDE)
    ]
    return sorted(
        tables or ranks, key=lambda name: (PurePosixPath(name).stem != PREFERRED, ranks[name])
    )


def _read_zip(source: Source, choice: str | None, rows: int | None) -> Iterator[Sheet]:
    """Read what a zip archive holds; documents that are archives but no tables are refused."""

    def read_part(name: str) -> bytes:
        try:
            return archive.read(name)
        except _TROUBLE as error:
            why = type(error).__name__
            raise source.fail("damaged_part", "whole", value=name[:60], why=why) from None

    try:
        archive = zipfile.ZipFile(source.open())
    except _TROUBLE as error:
        raise source.fail("damaged", "whole", kind="zip", why=error_text(error)) from None
    with archive:
        if any(part.flag_bits & 1 for part in archive.infolist()):
            raise source.fail("locked", "unlocked")
        parts = [name.lower() for name in archive.namelist()]
        if "content.xml" in parts and ("mimetype" in parts or "xl/workbook.xml" in parts):
            raise source.fail("opendocument", "xlsx")
        if "xl/workbook.bin" in parts or "word/document.xml" in parts:
            raise source.fail("other_office", "xlsx")
        if "xl/workbook.xml" in archive.namelist():
            return pieces(read_workbook(source, choice), rows)
        names = list_tables(archive)
        if not names:
            raise source.fail("no_table", "zip")
        name = next((name for name in names if f"{choice}/".startswith(f"{name}/")), "")
        if not name and choice is not None and len(names) > 1:
            raise source.fail("no_part", "names", part=choice, names=", ".join(names))
        inner = choice if choice is None or not name else choice[len(name) + 1 :] or None
        name = name or names[0]
        if not name.lower().endswith(".shp"):
            choices = tuple(names) if len(names) > 1 else ()
            return _dispatch(source.unpack(read_part(name), name, choices), inner, rows)
        stem = name[:-4]
        files = {
            end: read_part(item)
            for item in archive.namelist()
            for end in SHAPEFILE
            if item.lower() == f"{stem}{end}".lower()
        }
        if missing := [end for end in SHAPEFILE[:2] if end not in files]:
            raise source.fail("lacks", "shapefile", part=f"{stem}{missing[0]}")
        return pieces(geofile.read_shapefile(source, files, name), rows)


#: The first byte that a text may have.
_TEXT = 9

#: The first element of documents of places.
_ROOT = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,30}:)?(kml|gpx)[\s>]")

#: First bytes of files that people take for tables: the fault, what is accepted, how it is packed.
_OTHERS = {
    b"\xd0\xcf\x11\xe0": ("old_office", "xlsx", ""), b"%PDF": ("pdf", "xlsx", ""),
    b"\x89PNG": ("picture", "formats", ""), b"\xff\xd8\xff": ("picture", "formats", ""),
    b"GIF8": ("picture", "formats", ""), b"ARROW1": ("arrow", "as_parquet", ""),
    b"\x7fELF": ("program", "formats", ""), b"MZ\x90": ("program", "formats", ""),
    geofile.SHP: ("part_of_shapefile", "shapefile", ""),
    b"BZh": ("packed", "formats", "bzip2"), b"\xfd7zXZ\x00": ("packed", "formats", "xz"),
    b"\x28\xb5\x2f\xfd": ("packed", "formats", "zstandard"),
    b"7z\xbc\xaf\x27\x1c": ("packed", "formats", "7-Zip"), b"Rar!": ("packed", "formats", "RAR"),
}  # fmt: skip


def open_sheet(
    source: Path | str | bytes,
    name: str = "",
    *,
    limits: Limits = LIMITS,
    choice: str | None = None,
) -> Sheet:
    r"""Open a file as one table.

    Parameters
    ----------
    source
        A file, or its content.
    name
        Name for messages; the name of the file where it is empty.
    limits
        What the file may ask for.
    choice
        Which of several sheets, layers or files to read; None takes the likeliest one. Within
        an archive it is the name of the file, or ``file/sheet`` for a sheet of a workbook.

    Returns
    -------
    Sheet
        The table, with cells as text.

    Raises
    ------
    geo.errors.ReadError
        If it is not a table, is damaged, or goes beyond the limits.

    Examples
    --------
    >>> sheet = open_sheet(b"\xef\xbb\xbflat;lon\n35,47;44,39\n", "towns.txt")
    >>> sheet.kind, sheet.details["delimiter"], sheet.frame["lat"][0], int(sheet.row[0])
    ('csv', ';', '35,47', 2)
    """
    return next(sheets(source, name, None, limits=limits, choice=choice))


def sheets(
    source: Path | str | bytes,
    name: str = "",
    rows: int | None = 250_000,
    *,
    limits: Limits = LIMITS,
    choice: str | None = None,
) -> Iterator[Sheet]:
    """Open a file as tables of at most ``rows`` rows, one after the other.

    Text and Parquet are read piece by piece; the other kinds are read whole, then divided.

    Parameters
    ----------
    source, name, limits, choice
        As for :func:`open_sheet`.
    rows
        Rows of one piece.

    Yields
    ------
    Sheet
        At least one table, with cells as text.

    Raises
    ------
    geo.errors.ReadError
        As for :func:`open_sheet`, when the first piece is read or later.
    """
    file, total = sourced(source, name, limits), 0
    try:
        for sheet in _dispatch(file, choice, rows):
            total += len(sheet.frame) + len(sheet.bad) + sheet.unlisted
            if total > limits.rows:
                raise file.fail("many_rows", "rows", most=limits.rows)
            if (width := sheet.frame.shape[1]) > limits.columns:
                raise file.fail("columns", "columns", n=width, most=limits.columns)
            yield check_agreement(sheet)
    except MemoryError:
        raise file.fail("memory", "less_memory", size=megabytes(limits.memory)) from None


def _dispatch(source: Source, choice: str | None, rows: int | None) -> Iterator[Sheet]:
    """Read a file as the kind that its first bytes say."""
    head = source.read(HEAD)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _read_zip(source, choice, rows)
    if head.startswith(b"\x1f\x8b"):
        try:
            with source.open() as stream, gzip.open(stream) as unpacked:
                content = unpacked.read()
        except (zlib.error, EOFError, OSError) as error:
            why = error_text(error).partition(" 0x")[0]
            raise source.fail("damaged", "whole", kind="gzip", why=why) from None
        return _dispatch(source.unpack(content, source.name.removesuffix(".gz")), choice, rows)
    if head[257:262] == b"ustar":
        raise source.fail("packed", "formats", kind="tar")
    for magic, (what, accepted, kind) in _OTHERS.items():
        if head.startswith(magic):
            raise source.fail(what, accepted, kind=kind)
    if head.startswith(b"ORC") and min(head[3:64], default=_TEXT) < _TEXT:
        raise source.fail("orc", "as_parquet")
    if head.startswith(geofile.SQLITE):
        return pieces(geofile.read_geopackage(source, choice), rows)
    begin = head.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n\x1e")
    root = _ROOT.search(begin)
    if begin.startswith(b"<") and root is None:
        raise source.fail("xml", "formats")
    if choice is not None:  # the other kinds hold one table
        raise source.fail("one_table", "no_choice", value=choice)
    if head.startswith(b"PAR1"):
        return geofile.read_parquet(source, rows)
    if head.startswith(geofile.FLATGEOBUF):
        return pieces(geofile.read_layer(source, "fgb", {".fgb": source.read()}), rows)
    if begin.startswith((b"{", b"[")):
        return pieces(jsonfile.read_json(source), rows)
    if begin.startswith(b"<") and root:
        read = markup.read_kml if root[1] == b"kml" else markup.read_gpx
        return pieces(read(source), rows)
    return delimited.tables(source, rows)
