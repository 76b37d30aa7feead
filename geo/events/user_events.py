"""Rows that name a place and give no position: the gazetteer's candidates for the names.

No row is placed without the reader's consent. :func:`named_places` lists what each name may mean,
the reader decides, and the file is read again with those positions
(``positions`` of :func:`geo.events.read`), which its report counts.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd

from geo.atlas import Atlas
from geo.events.attribution import ATTRIBUTED, Attributor, prepared
from geo.events.container import encode
from geo.events.draft import How
from geo.events.reading import ROWS, events_here
from geo.events.schema import COLUMNS, OPTIONAL, Events, Reason, Report, joined, typed
from geo.gazetteer.entries import Kind
from geo.gazetteer.resolver import Place, candidates
from geo.model import Layer
from geo.tabular.grid import BadRow, refuse_rows
from geo.tabular.source import LIMITS, Limits, read_error, sourced
from geo.view import View
from geo.words import from_json
from geo.worker.limited import stream

#: Names that are looked up at most, those of most rows first.
MOST: Final = 300

#: Position precision of an event that names a thing of this kind; of all others it is ``near``.
_PRECISIONS: Final = {
    Kind.GOVERNORATE: "governorate",
    Kind.DISTRICT: "district",
    Kind.SUBDISTRICT: "district",
    Kind.AREA: "district",
}


@dataclass(frozen=True)
class NamedPlace:
    """A name that stands in rows without a position."""

    name: str  #: The name as the file writes it.
    rows: int  #: How many rows have it and no position.
    #: What it may mean, the likeliest first; none where nothing resembles it.
    options: tuple[Place, ...]
    sure: bool  #: Whether the gazetteer is sure that the first of them is meant.


def named_places(atlas: Atlas, report: Report) -> tuple[NamedPlace, ...]:
    r"""Return what the names may mean of rows that were set aside without a position.

    >>> from geo import Atlas, events
    >>> table = b"date,place,lon,lat\n2017-10-16,Kerkouk,,\n2017-10-16,Nowhere at all,,\n"
    >>> report = events.read(table, mapping={"place": "place"}).report
    >>> [(place.name, place.rows, place.sure) for place in named_places(Atlas.load(), report)]
    [('Kerkouk', 1, True), ('Nowhere at all', 1, False)]
    """
    column, aside = report.columns.get("place", ""), report.aside
    if column not in aside.columns:
        return ()
    names = aside.loc[aside["reason"] == Reason.NO_POSITION, column].str.strip()
    counts = Counter(names[(names != "").to_numpy()].tolist())
    places = []
    for name, rows in counts.most_common(MOST):
        options, sure = candidates(atlas, name)
        places.append(NamedPlace(name, rows, options, sure))
    return tuple(places)


def position_of(place: Place) -> tuple[float, float, str]:
    """Return longitude, latitude and position precision of what happened at a place."""
    kind = place.entry.kind if place.entry else None
    return place.lon, place.lat, _PRECISIONS.get(kind, "near") if kind else "near"


def days_of(view: View) -> tuple[date, date] | None:
    """Return the first and the last day whose events a view shows; None for all days.

    Parameters
    ----------
    view
        Its interval, else the days between two that it compares, else its window up to its date.

    Examples
    --------
    >>> days_of(View(date="2017-09-27", window=30))
    (datetime.date(2017, 8, 29), datetime.date(2017, 9, 27))
    """
    if view.interval:
        return view.interval
    if view.before:
        return view.before, view.day
    if not view.window:
        return None
    return view.date - timedelta(days=view.window - 1), view.date


def with_events(view: View) -> View:
    """Return a view that shows a reader's events: whoever passes some wants to see them.

    Examples
    --------
    >>> with_events(View(layers=("control",))).to_query()
    'd=2017-09-27&l=control.user_events'
    """
    return view.with_(layers=(*view.layers, Layer.USER_EVENTS))


def of_days(view: View) -> dict[str, Any]:
    """Return what of a view says whose days' events it shows."""
    compare = view.compare if view.before else None
    return {
        "date": view.date,
        "compare": compare,
        "window": view.window,
        "interval": view.interval,
    }


def choice_of(view: View) -> View:
    """Return a view with nothing in it but what chooses a reader's events."""
    return View(
        **of_days(view),
        kinds=view.kinds,
        actors=view.actors,
        min_deaths=view.min_deaths,
        coarsest=view.coarsest,
    )


def shown(rows: pd.DataFrame, view: View) -> pd.DataFrame:
    """Return the events that a view shows, the latest first.

    Parameters
    ----------
    rows
        A table of events as :mod:`geo.events.schema` has it.
    view
        Its interval, else its window up to its date; kinds, actors, least deaths, precision.

    Returns
    -------
    pandas.DataFrame
        The same columns, with the index of ``rows``.

    Examples
    --------
    >>> from geo.events.schema import empty
    >>> len(shown(empty(), View()))
    0
    """
    start = rows["start"].to_numpy()
    mask = np.ones(len(rows), dtype=bool)
    if days := days_of(view):
        first, last = days
        mask &= (start >= np.datetime64(first)) & (start < np.datetime64(last + timedelta(days=1)))
    if view.kinds is not None:
        mask &= rows["type"].isin(view.kinds).to_numpy()
    if view.actors is not None:
        named = [actor for actor in view.actors if actor]
        mask &= (rows["actor_a"].isin(named) | rows["actor_b"].isin(named)).to_numpy()
    if view.min_deaths:
        mask &= rows["best"].ge(view.min_deaths).fillna(value=False).to_numpy(dtype=bool)
    options = list(rows["position_precision"].cat.categories)
    mask &= (rows["position_precision"].cat.codes <= options.index(view.coarsest)).to_numpy()
    return rows[mask].sort_values("start", ascending=False, kind="stable")


def placed(rows: pd.DataFrame, attributed: pd.DataFrame | None = None) -> gpd.GeoDataFrame:
    """Return events as points (EPSG:4326), with what was attributed to them.

    Parameters
    ----------
    rows
        A table of events.
    attributed
        What :func:`geo.events.attribution.attribute` returned for them.

    Returns
    -------
    geopandas.GeoDataFrame
        Days as :class:`datetime.date`, categories as text, one point a row.
    """
    joined = rows if attributed is None else rows.join(attributed.loc[rows.index])
    points = gpd.points_from_xy(joined["lon"], joined["lat"], crs=4326)
    plain = joined.drop(columns=["lon", "lat"])
    for column in plain.columns[plain.dtypes == "category"]:
        plain[column] = plain[column].astype("str")
    for column in ("start", "end"):
        plain[column] = plain[column].dt.date
    return gpd.GeoDataFrame(plain.reset_index(drop=True), geometry=points)


class By(StrEnum):
    """What events are counted by."""

    HOLDER = "holder"  #: Who held the ground on the day of the event.
    DISTRICT = "district"  #: The district that it lies in, by P-code.
    MONTH = "month"  #: The month of its first day, as 2017-10.
    KIND = "type"  #: Its kind, as the file says it.


class Count(StrEnum):
    """What is counted."""

    EVENTS = "events"  #: Rows of the file.
    DEATHS = "deaths"  #: The best estimates of deaths; an event without one adds none.


def cross_table(
    rows: pd.DataFrame, by: By, across: By, count: Count = Count.EVENTS
) -> pd.DataFrame:
    """Return how many events there are of each pair.

    >>> day = pd.Timestamp("2017-10-16")
    >>> rows = pd.DataFrame({"holder": ["a", "a", "b"], "start": [day] * 3})
    >>> cross_table(rows, By.MONTH, By.HOLDER).to_dict("index")
    {'2017-10': {'a': 2, 'b': 1}}
    """
    counted = rows["best"].fillna(0).astype(int) if count is Count.DEATHS else 1
    cells = pd.DataFrame({"by": _values(rows, by), "across": _values(rows, across), "n": counted})
    counts = (
        cells.pivot_table(
            index="by", columns="across", values="n", aggfunc="sum", fill_value=0, sort=True
        )
        .rename_axis(by)
        .rename_axis(across, axis=1)
    )
    if by is not By.MONTH:
        counts = counts.loc[_order_names(counts.sum(axis=1))]
    if across is not By.MONTH:
        counts = counts[_order_names(counts.sum(axis=0))]
    return counts


def _order_names(sums: pd.Series) -> list[str]:
    """Return names from the most to the least, those of one count in their order."""
    return list(sums.sort_values(ascending=False, kind="stable").index)


def _values(rows: pd.DataFrame, by: By) -> pd.Series:
    """Return what each event is counted under, as text."""
    if by is By.MONTH:
        return pd.to_datetime(rows["start"]).dt.strftime("%Y-%m")
    return rows[by].astype("str").fillna("")


#: Columns whose categories are what the file says, so that each piece has its own.
_OPEN = ("type", "actor_a", "actor_b")


@dataclass(frozen=True, eq=False)
class UserEvents:
    r"""Events of one file, or of one piece of it, and where they lie.

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
        **choices: Any,
    ) -> UserEvents:
        """Read a file as :class:`How` says, and attribute its events to ground, in a worker.

        ``admit`` is called with the bytes of the result before it is taken into memory.
        """
        how, file = How(**choices), sourced(source, name, limits)
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
        """Return the events; a file without any is refused with the commonest reasons."""
        report = self.report
        if not len(self.rows) and report.set_aside:
            reasons = [
                (
                    BadRow(item["row"], item["value"], accepted, item["column"]),
                    report.set_aside[item["reason"]],
                )
                for item in report.examples(1)
                for accepted in [from_json(report.phrases.get(item["accepted"], item["accepted"]))]
            ]
            raise refuse_rows(self.name, "no_event_rows", reasons)
        if not len(self.rows):
            raise read_error(self.name, "empty", "one_row")
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
        days, period = days_of(view), self.period
        return bool(days and period and (period[0] < days[0] or days[1] < period[1]))

    def count(self, view: View) -> int:
        """Return how many of the events a view shows."""
        key = choice_of(view)
        if key not in self._counts:
            if len(self._counts) > 200:
                self._counts.clear()
            self._counts[key] = len(shown(self.rows, key))
        return self._counts[key]

    def open_view(self, view: View) -> View:
        """Return a view that shows the events: those of all their days where none lies in its own.

        The atlas's own events stay those of the view's days.
        """
        shows = with_events(view)
        if view.interval or not len(self.rows) or self.count(View(**of_days(view))):
            return shows
        return shows.with_(interval=self.period)

    def layer(self, view: View) -> gpd.GeoDataFrame:
        """Return the events that a view shows as points (EPSG:4326).

        What was attributed follows, then the other columns of the file.
        """
        also = self.attributed.join(self.more)
        return placed(shown(self.rows, view), also)

    @cached_property
    def examples(self) -> pd.DataFrame:
        """The first rows that were set aside for each reason; looked up once."""
        return pd.DataFrame(self.report.examples(2))

    @property
    def size(self) -> int:
        """Bytes of memory, about."""
        tables = (self.rows, self.attributed, self.report.aside, self.more)
        tables_size = sum(int(table.memory_usage(deep=True).sum()) for table in tables)
        return tables_size + len(self.file) + len(self.content)


def load_here(
    content: Path | bytes, atlas: Atlas, name: str, how: How, limits: Limits
) -> Iterator[int | UserEvents]:
    """Read, attribute and encode a file in this process; yield the rows that are read meanwhile."""
    events: list[UserEvents] = []
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


def attribute_pieces(pieces: Iterable[Events], ready: Attributor) -> Iterator[UserEvents]:
    """Tell of each piece of a file where its events lie."""
    for piece in pieces:
        rows, report = piece.rows, piece.report
        yield UserEvents(report.file, rows, ready.attribute(rows), report, piece.origin)


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
        printable = "".join(sign if sign.isprintable() else "\ufffd" for sign in name) or "c"
        while printable.lower() in taken:
            printable += " (file)"
        taken.add(printable.lower())
        renamed.append(printable)
    return columns.fillna("").set_axis(pd.Index(renamed, dtype="str"), axis=1)


def concat_tables(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """Return tables of events as one; kinds and actors of all of them stay categories."""
    if len(parts) == 1:
        return parts[0]
    plain = pd.concat(
        [part.astype(dict.fromkeys(_OPEN, "str")) for part in parts], ignore_index=True
    )
    return plain.astype(dict.fromkeys(_OPEN, "category"))
