"""User events: what a reader brings, from any file to the map, in one way.

App, commands and ingest take the same steps: read and validate (:func:`geo.events.chunks`),
attribute (:func:`attribute_pieces`), and, where all is held at once, encode (:class:`UserEvents`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd

from geo.atlas import Atlas
from geo.errors import QuestionError
from geo.events import selection
from geo.events.attribution import ATTRIBUTED, Attributor, prepared
from geo.events.column_mapping import How
from geo.events.container import encode
from geo.events.limited import ROWS, events_here
from geo.events.report import Report, joined
from geo.events.schema import COLUMNS, OPTIONAL, Events, typed
from geo.tabular.source import LIMITS, Limits, sourced
from geo.view import View
from geo.worker.limited import stream

#: Columns whose categories are what the file says, so that each piece has its own.
_OPEN = ("type", "actor_a", "actor_b")


@dataclass(frozen=True, eq=False)
class Attributed:
    """One piece of a file's events."""

    rows: pd.DataFrame  #: The events, in the schema of :mod:`geo.events.schema`.
    #: Where each lies (:data:`geo.events.attribution.ATTRIBUTED`), with the same index.
    attributed: pd.DataFrame
    report: Report  #: What was read, kept and set aside.
    more: pd.DataFrame  #: Columns of the file that no field was read from, with the same index.


def attribute_pieces(pieces: Iterable[Events], ready: Attributor) -> Iterator[Attributed]:
    """Tell of each piece of a file where its events lie."""
    for piece in pieces:
        yield Attributed(piece.rows, ready.attribute(piece.rows), piece.report, piece.origin)


@dataclass(frozen=True, eq=False)
class UserEvents:
    r"""Events of one file, held at once.

    >>> from geo import Atlas, View
    >>> table = b"date,longitude,latitude,type\n2017-10-16,44.39,35.47,IED\n"
    >>> events = UserEvents.load(Atlas.load(), table, "reports.csv")
    >>> events.attributed["area"].tolist(), events.period
    (['kirkuk'], (datetime.date(2017, 10, 16), datetime.date(2017, 10, 16)))
    >>> events.count(View(date="2017-10-20", window=30))
    1
    """

    name: str  #: What they are called: the name of the file.
    rows: pd.DataFrame  #: The events, in the schema of :mod:`geo.events.schema`.
    attributed: pd.DataFrame  #: Where each lies, who held it that day, the nearest field.
    report: Report  #: What was read, kept and set aside.
    #: Columns of the file that no field was read from, as text, with the index of ``rows``.
    more: pd.DataFrame = field(default_factory=pd.DataFrame)
    file: bytes = b""  #: The file as it came, where it is kept for its columns to be corrected.
    how: How = field(default_factory=How)  #: How it was read, to read it so again.
    content: bytes = b""  #: The container that the page reads, with all texts.

    _counts: dict[View, int] = field(default_factory=dict)

    @classmethod
    def load(
        cls,
        atlas: Atlas,
        source: Path | str | bytes,
        name: str = "",
        *,
        limits: Limits = LIMITS,
        progress: Callable[[int], None] = lambda _: None,
        admit: Callable[[int], None] = lambda _: None,
        **given: Any,
    ) -> UserEvents:
        """Read a file as :class:`How` says, and attribute its events to ground, in a worker.

        ``admit`` is called with the bytes of the result before it is taken into memory.
        """
        how, file = How(**given), sourced(source, name, limits)
        bounds: dict[str, Any] = {
            "name": file.name,
            "limits": limits,
            "classes": (cls, How, Report),
        }
        task = (atlas, file.name, how, limits)
        for result in stream(load_here, *task, content=file.content, admit=admit, **bounds):
            if isinstance(result, int):
                progress(result)
        path = source if isinstance(source, bytes) else b""
        return replace(result, rows=typed(result.rows), file=path, how=how)

    def drawable(self) -> UserEvents:
        if not len(self.rows):
            raise QuestionError(
                f"{self.name}: expected at least one event with a date and a position in the "
                f"region; none of {self.report.rows_read} rows is one (`greenline read` tells why)"
            )
        return self

    def container(self, *, text: bool = True) -> bytes:
        """Return what the page reads; without ``text`` it has no ids, places and texts."""
        return encode(self.rows, self.attributed, text=text, name=self.name, more=self.more)

    @cached_property
    def mark(self) -> str:
        """Tells these events from others in the names of files."""
        return hashlib.sha256(self.content).hexdigest()[:6]

    @cached_property
    def period(self) -> tuple[date, date] | None:
        """The first and the last day of the events; None where there is none."""
        if not len(self.rows):
            return None
        return self.rows["start"].min().date(), self.rows["end"].max().date()

    def beyond(self, view: View) -> bool:
        """Whether some of the events are of days that a view does not show."""
        days, period = selection.days_of(view), self.period
        return bool(days and period and (period[0] < days[0] or days[1] < period[1]))

    def count(self, view: View) -> int:
        """Return how many of the events a view shows."""
        key = selection.choice_of(view)
        if key not in self._counts:
            if len(self._counts) > 200:
                self._counts.clear()
            self._counts[key] = len(selection.shown(self.rows, key))
        return self._counts[key]

    def open_view(self, view: View) -> View:
        """Return a view that shows the events: those of all their days where none lies in its own.

        The atlas's own events stay those of the view's days.
        """
        shows = selection.with_events(view)
        if view.interval or not len(self.rows) or self.count(View(**selection.of_days(view))):
            return shows
        return shows.with_(interval=self.period)

    def layer(self, view: View) -> gpd.GeoDataFrame:
        """Return the events that a view shows as points (EPSG:4326).

        What was attributed follows, then the other columns of the file.
        """
        also = self.attributed.join(self.more)
        return selection.placed(selection.shown(self.rows, view), also)

    @cached_property
    def examples(self) -> pd.DataFrame:
        """The first rows that were set aside for each reason; looked up once."""
        return pd.DataFrame(self.report.examples(2))

    @property
    def size(self) -> int:
        """Bytes of memory, about."""
        tables = (self.rows, self.attributed, self.report.aside, self.more)
        held = sum(int(table.memory_usage(deep=True).sum()) for table in tables)
        return held + len(self.file) + len(self.content)


def load_here(
    content: Path | bytes, atlas: Atlas, name: str, how: How, limits: Limits
) -> Iterator[int | UserEvents]:
    """Read, attribute and encode a file in this process; yield the rows that are read meanwhile."""
    events: list[Attributed] = []
    count = 0
    pieces = events_here(content, name, ROWS, how, limits, "unused")
    for piece in attribute_pieces(pieces, prepared(atlas)):
        events.append(piece)
        count += piece.report.rows_read
        yield count
    report = joined([piece.report for piece in events])
    rows = concat_tables([piece.rows for piece in events])
    where = pd.concat([piece.attributed for piece in events], ignore_index=True)
    more = named_apart(pd.concat([piece.more for piece in events], ignore_index=True))
    result = UserEvents(name or report.file, rows, where, report, more)
    yield replace(result, content=result.container())


def named_apart(
    columns: pd.DataFrame, names: Iterable[str] = (*COLUMNS, *OPTIONAL, *ATTRIBUTED)
) -> pd.DataFrame:
    """Return columns of a file under names that are printable and none of those of our own.

    >>> frame = pd.DataFrame([["1", "2"], ["3", None]], columns=["start", "sector"])
    >>> named_apart(frame).to_dict("list")
    {'start (file)': ['1', '3'], 'sector': ['2', '']}
    """
    taken = {*names, "geometry"}
    renamed: list[str] = []
    for name in map(str, columns.columns):
        shown = "".join(sign if sign.isprintable() else "\ufffd" for sign in name) or "c"
        while shown.lower() in taken:
            shown += " (file)"
        taken.add(shown.lower())
        renamed.append(shown)
    return columns.fillna("").set_axis(pd.Index(renamed, dtype="str"), axis=1)


def concat_tables(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """Return tables of events as one; kinds and actors of all of them stay categories."""
    if len(parts) == 1:
        return parts[0]
    plain = pd.concat(
        [part.astype(dict.fromkeys(_OPEN, "str")) for part in parts], ignore_index=True
    )
    return plain.astype(dict.fromkeys(_OPEN, "category"))
