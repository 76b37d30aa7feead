"""A reader's own events: kept in his session alone, shown on the map, in the tables, in files."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

import geopandas as gpd
import pandas as pd
import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from geo.atlas import Atlas
from geo.errors import ReadError
from geo.events.attribution import attribute
from geo.events.column_mapping import Mapping
from geo.events.container.container import encode
from geo.events.isolation.caller import chunks
from geo.events.report import Report, joined
from geo.events.selection import placed, shown
from geo.tabular.limits import Limits
from geo.view import View
from geo.web.state import state
from geo.web.texts import day, number, t
from geo.web.upload_limits import BUDGET

_KEY = "gl-yours"

#: What one session may hold: more is for ``greenline ingest``.
LIMITS = Limits(
    bytes=200_000_000, unpacked=400_000_000, rows=1_000_000, cells=20_000_000,
    memory=3_000_000_000, seconds=120,
)  # fmt: skip

#: Uploads are read one at a time: several at once could take more memory than there is.
READING = threading.Semaphore(1)

#: Carries the events to the keeper of the map's frame; the same bytes are sent once.
_CARRY = """export default function ({data}) {
  window.greenlineUserEvents = data;
  window.dispatchEvent(new CustomEvent('greenline-user-events', {detail: data}));
}"""

_carry = st.components.v2.component("greenline_user_events", js=_CARRY, isolate_styles=False)


@dataclass(frozen=True, eq=False)
class Yours:
    """Events that a reader brought."""

    name: str
    """Name of the file."""

    rows: pd.DataFrame
    """The events, in the schema of ``geo.events.schema``."""

    attributed: pd.DataFrame
    """Where each lies, who held it that day, the nearest field."""

    file: bytes
    """The file as it came, for its columns to be corrected."""

    content: bytes
    """The container that the page reads."""

    report: Report
    """What was read, kept and set aside."""

    counts: dict[View, int] = field(default_factory=dict)
    """How many events views show, as far as that was asked."""

    @cached_property
    def period(self) -> tuple[date, date] | None:
        """The first and the last day of the events; None where there is none."""
        if not len(self.rows):
            return None
        return self.rows["start"].min().date(), self.rows["end"].max().date()

    def count(self, view: View) -> int:
        """Return how many of the events a view shows."""
        key = choice_of(view)
        if key not in self.counts:
            if len(self.counts) > 200:
                self.counts.clear()
            self.counts[key] = len(shown(self.rows, key))
        return self.counts[key]

    @property
    def size(self) -> int:
        """Bytes of memory, about."""
        tables = (self.rows, self.attributed, self.report.aside)
        held = sum(int(table.memory_usage(deep=True).sum()) for table in tables)
        return held + len(self.file) + len(self.content)

    @cached_property
    def examples(self) -> pd.DataFrame:
        """The first rows that were set aside for each reason; looked up once, not in every run."""
        return pd.DataFrame(self.report.examples(2))

    @cached_property
    def mark(self) -> str:
        """Tells these events from others in the names of files."""
        return hashlib.sha256(self.content).hexdigest()[:6]


def yours() -> Yours | None:
    """Return the events that the reader brought, if any; asked within his session only."""
    state()
    found: Yours | None = st.session_state.get(_KEY)
    return found


def put(events: Yours | None) -> None:
    """Keep events for this session, or forget them."""
    st.session_state[_KEY] = events


def take(
    atlas: Atlas,
    content: bytes,
    name: str,
    *,
    mapping: Mapping | None = None,
    choice: str | None = None,
    told: Callable[[int], None] = lambda _: None,
) -> Yours:
    """Read a file that a reader brought.

    Parameters
    ----------
    atlas
        The atlas that says where the events lie.
    content, name
        The file.
    mapping, choice
        Which column holds which field; which sheet or layer.
    told
        Hears how many rows were read so far.

    Raises
    ------
    geo.errors.ReadError
        Where the file is no table or goes beyond the limits; what was there stays.
    """
    rows: list[pd.DataFrame] = []
    reports: list[Report] = []
    read = 0
    for piece in chunks(content, name, mapping=mapping, choice=choice, limits=LIMITS, origin=False):
        rows.append(piece.rows)
        reports.append(piece.report)
        read += piece.report.rows_read
        told(read)
        if read > LIMITS.rows:
            raise ReadError(
                "has too many rows",
                file=name,
                accepted=f"up to {LIMITS.rows:,} rows here; `greenline ingest` takes more",
            )
    whole = together(rows)
    found = attribute(atlas, whole)
    return Yours(name, whole, found, content, encode(whole, found, name=name), joined(reports))


def keep(
    atlas: Atlas,
    content: bytes,
    name: str,
    mapping: Mapping | None = None,
    choice: str | None = None,
) -> None:
    """Read events and keep them; the map shows those of the days that it shows already.

    Raises
    ------
    GreenlineError
        Where the file cannot be read, or there is no room for its events; what was there stays.
    """
    session, before = session_id(), yours()
    _room(session, name, len(content), before)
    bar = st.empty()

    def told(rows: int) -> None:
        bar.progress(min(0.95, rows / (rows + 200_000)), t("web.yours.read", n=number(rows)))

    told(0)
    try:
        with READING:
            found = take(atlas, content, name, mapping=mapping, choice=choice, told=told)
    finally:
        bar.empty()
    size = found.size
    _room(session, name, size, before)
    BUDGET.keep(session, size, found)
    put(found)
    state().change(interval=None, kinds=None, actors=None, min_deaths=0)


def choice_of(view: View) -> View:
    """Return a view with nothing in it but what chooses a reader's events."""
    return View(
        date=view.date,
        window=view.window,
        interval=view.interval,
        kinds=view.kinds,
        actors=view.actors,
        min_deaths=view.min_deaths,
        coarsest=view.coarsest,
    )


def days_of(view: View) -> tuple[date, date] | None:
    """Return the first and the last day whose events a view shows; None for all days.

    Examples
    --------
    >>> days_of(View(date="2017-09-27", window=30))
    (datetime.date(2017, 8, 29), datetime.date(2017, 9, 27))
    """
    if view.interval or not view.window:
        return view.interval
    return view.date - timedelta(days=view.window - 1), view.date


def beyond(found: Yours, view: View) -> bool:
    """Whether events are of days that a view does not show."""
    days, period = days_of(view), found.period
    return bool(days and period and (period[0] < days[0] or days[1] < period[1]))


def said(found: Yours, view: View) -> str:
    """Say how many of a reader's events are shown, and of which days."""
    values = {"n": number(found.count(view)), "of": number(len(found.rows))}
    days = days_of(view)
    if days is None:
        return t("userEvents.shownAll", **values)
    return t("userEvents.shown", first=day(days[0]), last=day(days[1]), **values)


def session_id() -> str:
    """Return the id of this reader's session; empty where a script is run without one."""
    context = get_script_run_ctx()
    return context.session_id if context else ""


def _room(session: str, name: str, size: int, before: Yours | None) -> None:
    """Make sure that there is room for events in place of those of before."""
    free = BUDGET.free(session) + (before.size if before else 0)
    if size > free:
        raise ReadError(
            f"would take {size / 1e6:,.0f} MB of memory",
            file=name,
            accepted=f"up to {free / 1e6:,.0f} MB now; `greenline ingest` takes files of any size",
        )


def together(parts: list[pd.DataFrame]) -> pd.DataFrame:
    """Return tables of events as one; kinds and actors of all of them stay categories."""
    if len(parts) == 1:
        return parts[0]
    open_ = ("type", "actor_a", "actor_b")
    plain = pd.concat(
        [part.astype(dict.fromkeys(open_, "str")) for part in parts], ignore_index=True
    )
    return plain.astype(dict.fromkeys(open_, "category"))


def send() -> None:
    """Hand the events to the page, or take them back; what is there is not sent again."""
    found = yours()
    _carry(key="gl-user-events-carry", data=found.content if found else b"")


def listed(found: Yours, view: View) -> pd.DataFrame:
    """Return the events that a view shows as a table lists them: with place, units and holder."""
    rows = shown(found.rows, view)
    rows = rows.join(found.attributed.loc[rows.index]).reset_index(drop=True)
    for column in rows.columns[rows.dtypes == "category"]:
        rows[column] = rows[column].astype("str")
    return rows.assign(start=rows["start"].dt.date, end=rows["end"].dt.date)


def layer(found: Yours | None, view: View) -> dict[str, gpd.GeoDataFrame]:
    """Return those of a reader's events that a view shows, as a layer for tables."""
    if found is None:
        return {}
    return {"user_events": placed(shown(found.rows, view), found.attributed)}
