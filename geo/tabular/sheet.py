"""Any file opened safely as a table; its kind is detected from its content, not from its name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from geo.tabular import archive, delimited, geofile, jsonfile, markup, parquet, workbook
from geo.tabular.geometry import check_agreement
from geo.tabular.grid import BadRow, Sheet
from geo.tabular.source import LIMITS, Limits, Source, sourced

__all__ = ["LIMITS", "BadRow", "Limits", "Sheet", "open_sheet", "sheets"]

#: The first byte that a text may have.
_TEXT = 9

#: The first element of documents of places.
_ROOT = re.compile(rb"<(?:[A-Za-z_][\w.-]{0,30}:)?(kml|gpx)[\s>]")

#: First bytes of files that people take for tables, with what to do.
_OTHERS = {
    b"\xd0\xcf\x11\xe0": ("old_office", "xlsx"),
    b"%PDF": ("pdf", "xlsx"),
    b"\x89PNG": ("picture", "formats"),
    b"\xff\xd8\xff": ("picture", "formats"),
    b"GIF8": ("picture", "formats"),
    b"ARROW1": ("arrow", "as_parquet"),
    b"\x7fELF": ("program", "formats"),
    b"MZ\x90": ("program", "formats"),
}


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
    return next(_open_sheets(sourced(source, name, limits), choice, None))


def sheets(
    source: Path | str | bytes,
    name: str = "",
    rows: int = 250_000,
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
    yield from _open_sheets(sourced(source, name, limits), choice, rows)


def _open_sheets(source: Source, choice: str | None, rows: int | None) -> Iterator[Sheet]:
    """Find out what a file is, and read it, as many rows and columns as it may have."""
    limits, total = source.limits, 0
    try:
        for sheet in _dispatch(source, choice, rows):
            total += len(sheet.frame) + len(sheet.bad) + sheet.unlisted
            if total > limits.rows:
                raise source.fail("many_rows", "rows", most=limits.rows)
            if (width := sheet.frame.shape[1]) > limits.columns:
                raise source.fail("columns", "columns", n=width, most=limits.columns)
            yield check_agreement(sheet)
    except MemoryError:
        raise source.too_large() from None


def _dispatch(source: Source, choice: str | None, rows: int | None) -> Iterator[Sheet]:
    head = source.head()
    packed = archive.find_packing(head)
    if packed == "zip":
        return _read_zip(source, choice, rows)
    if packed == "gzip":
        return _dispatch(archive.gunzip(source), choice, rows)
    if packed:
        raise source.fail("packed", "formats", kind=packed)
    for magic, (what, accepted) in _OTHERS.items():
        if head.startswith(magic):
            raise source.fail(what, accepted)
    if head.startswith(b"ORC") and min(head[3:64], default=_TEXT) < _TEXT:
        raise source.fail("orc", "as_parquet")
    if head.startswith(b"PAR1"):
        return parquet.tables(_single_table(source, choice), rows)
    if head.startswith(geofile.FLATGEOBUF):
        return geofile.flatgeobuf(_single_table(source, choice), rows)
    if head.startswith(geofile.SQLITE):
        return geofile.geopackage(source, choice, rows)
    return _text(source, head, choice, rows)


def _text(source: Source, head: bytes, choice: str | None, rows: int | None) -> Iterator[Sheet]:
    """Tell JSON from a delimited text."""
    begin = head.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n\x1e")
    if head.startswith(geofile.SHP):
        raise source.fail("part_of_shapefile", "shapefile")
    if begin[:1] in {b"{", b"["}:
        return jsonfile.tables(_single_table(source, choice), rows)
    if begin[:1] == b"<":
        return _document(source, begin)(_single_table(source, choice), rows)
    return delimited.tables(_single_table(source, choice), rows)


def _document(source: Source, begin: bytes) -> Callable[[Source, int | None], Iterator[Sheet]]:
    """Tell KML and GPX from other XML by the first element."""
    root = _ROOT.search(begin)
    if root is None:
        raise source.fail("xml", "formats")
    return markup.read_kml if root[1] == b"kml" else markup.read_gpx


def _single_table(source: Source, choice: str | None) -> Source:
    """Return a file that holds one table, where no other is chosen."""
    if choice is not None:
        raise source.fail("one_table", "no_choice", value=choice)
    return source


def _read_zip(source: Source, choice: str | None, rows: int | None) -> Iterator[Sheet]:
    """Read what a zip archive holds."""
    with archive.open_archive(source) as packed:
        parts = packed.namelist()
        _refuse(source, parts)
        if "xl/workbook.xml" in parts:
            return workbook.tables(source, choice, rows)
        names = archive.list_tables(packed)
        name, sheet = archive.choose(source, names, choice)
        if name.lower().endswith(".shp"):
            files = archive.shapefile(source, packed, name)
            return geofile.shapefile(source, files, rows, name)
        inner = archive.member(source, packed, name, names)
    return _dispatch(inner, sheet, rows)


def _refuse(source: Source, parts: list[str]) -> None:
    """Refuse documents that are zip archives but no tables, also those disguised as XLSX."""
    parts = [name.lower() for name in parts]
    if "content.xml" in parts and ("mimetype" in parts or "xl/workbook.xml" in parts):
        raise source.fail("opendocument", "xlsx")
    if "xl/workbook.bin" in parts or "word/document.xml" in parts:
        raise source.fail("other_office", "xlsx")
