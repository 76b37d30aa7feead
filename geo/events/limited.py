"""Read files in a worker with limits, so that a faulty file harms no other reader.

A damaged or hostile file can crash a library, take all memory, or never end. Each file is therefore
read by a process with limits of its own (:class:`geo.tabular.source.Limits`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal

from geo.events.column_mapping import How, Mapping
from geo.events.draft import Positions
from geo.events.reading import chunks_here, normalise_sheet
from geo.events.report import Report
from geo.events.schema import Events, typed
from geo.tabular.date_order import Order
from geo.tabular.grid import BadRow, Sheet
from geo.tabular.outlines import select_outlines
from geo.tabular.sheet import open_sheet
from geo.tabular.source import LIMITS, STREAMED, Limits, Source, sourced
from geo.worker.limited import call, go_on, stream

__all__ = ["chunks", "read", "table"]

Origin = bool | Literal["unused"]

#: Rows of one piece.
ROWS: Final = 250_000


def read(
    source: Path | str | bytes,
    name: str = "",
    *,
    mapping: Mapping | dict[str, str] | None = None,
    positions: Positions | None = None,
    choice: str | None = None,
    limits: Limits = LIMITS,
    origin: Origin = True,
    date_order: Order | None = None,
    swap: bool = False,
    day: date | str | None = None,
) -> Events:
    r"""Read a file of events at once.

    Parameters
    ----------
    source
        A file, or its content.
    name
        Name for messages; the name of the file where it is empty.
    mapping
        Columns of all fields; or, as a dict, of some fields, which corrects what the format detects
        or what was guessed.
    positions
        Longitude, latitude and position precision of places by name, for rows that name one and
        have no position (:mod:`geo.events.named_places`).
    choice
        Which of several sheets, layers or files to read; None takes the one with most rows.
    limits
        Bounds of size, time and memory.
    origin
        Whether to keep the columns of the source as well, which takes longer; ``"unused"`` keeps
        those that no field was read from.
    date_order
        What 03/04/2017 means, ``dmy`` or ``mdy``; None lets the dates of the whole file decide.
        Where they show both orders, those that can be read both ways are then set aside.
    swap
        Whether latitude and longitude change places in rows that lie in the region only so.
    day
        The day of all events, for a table without dates.

    Returns
    -------
    Events
        What was kept, and a report of what was not.

    Raises
    ------
    geo.errors.ReadError
        If the file is not a table, is damaged, or goes beyond the limits, those of memory and time
        included.

    Examples
    --------
    >>> table = b"id;lat;lon;date\nA1;35,5;44,4;1.3.2017\n"
    >>> read(table).rows[["id", "lon", "lat"]].values.tolist()
    [['A1', 44.4, 35.5]]
    """
    how = How(mapping, positions or {}, choice, date_order, swap, day)
    return next(_pieces(sourced(source, name, limits), None, how, origin))


def chunks(
    source: Path | str | bytes,
    name: str = "",
    rows: int = ROWS,
    *,
    mapping: Mapping | dict[str, str] | None = None,
    positions: Positions | None = None,
    choice: str | None = None,
    limits: Limits = STREAMED,
    origin: Origin = True,
    date_order: Order | None = None,
    swap: bool = False,
    day: date | str | None = None,
) -> Iterator[Events]:
    """Read a file of events in pieces of at most ``rows`` rows; few are held at a time.

    Takes what :func:`read` takes. Ids are distinguished over the whole file, by 64-bit hashes.

    Parameters
    ----------
    source, name, mapping, positions, choice, origin, date_order, swap, day
        As for :func:`read`.
    limits
        What the file may ask for; by default of any size, for few rows are held at a time.
    rows
        Rows of one piece.

    Yields
    ------
    Events
        At least one piece, each with its own report (:func:`geo.events.report.joined`).
    """
    how = How(mapping, positions or {}, choice, date_order, swap, day)
    return _pieces(sourced(source, name, limits), rows, how, origin)


def table(
    source: Path | str | bytes,
    name: str = "",
    *,
    choice: str | None = None,
    limits: Limits = LIMITS,
) -> Sheet:
    """Read a file at once as a table, nothing interpreted but its areas: those are made valid.

    Takes and raises what :func:`read` does; the sheet has ``shapes`` in degrees (EPSG:4326) where
    the file has areas.
    """
    file = sourced(source, name, limits)
    given = (file.name, choice, limits)
    bounds: dict[str, Any] = {"name": file.name, "limits": limits, "classes": (Sheet, BadRow)}
    result: Sheet = call(table_here, *given, content=file.content, **bounds)
    return result


def _pieces(file: Source, rows: int | None, how: How, origin: Origin) -> Iterator[Events]:
    given = (file.name, rows, how, file.limits, origin)
    bounds: dict[str, Any] = {"name": file.name, "limits": file.limits, "classes": (Events, Report)}
    for piece in stream(events_here, *given, content=file.content, streamed=True, **bounds):
        yield replace(piece, rows=typed(piece.rows))


def events_here(  # noqa: PLR0917 -- what a worker is given goes by place
    content: Path | bytes, name: str, rows: int | None, how: How, limits: Limits, origin: Origin
) -> Iterator[Events]:
    """Yield the events of a file, with those of its columns that are wanted."""
    for piece in chunks_here(content, name, rows, how, limits=limits, looked=go_on):
        names = {False: [], "unused": list(piece.report.unused)}.get(origin)
        yield piece if names is None else replace(piece, origin=piece.origin[names])


def table_here(content: Path | bytes, name: str, choice: str | None, limits: Limits) -> Sheet:
    """Read a file at once in this process, and make its areas valid."""
    sheet = normalise_sheet(open_sheet(content, name, limits=limits, choice=choice))
    return select_outlines(sheet, limits.corners)
