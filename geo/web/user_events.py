"""A reader's own events: kept in his session alone, shown on the map, in the tables, in files."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import geopandas as gpd
import pandas as pd
import streamlit as st

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
from geo.web.texts import number, t

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
  window.greenlineIncidents = data;
  window.dispatchEvent(new CustomEvent('greenline-incidents', {detail: data}));
}"""

_carry = st.components.v2.component("greenline_incidents", js=_CARRY, isolate_styles=False)


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
    """Read events and keep them; the map shows those of all days.

    Raises
    ------
    GreenlineError
        Where the file cannot be read; what was there stays.
    """
    bar = st.empty()

    def told(rows: int) -> None:
        bar.progress(min(0.95, rows / (rows + 200_000)), t("web.yours.read", n=number(rows)))

    told(0)
    try:
        with READING:
            found = take(atlas, content, name, mapping=mapping, choice=choice, told=told)
    finally:
        bar.empty()
    put(found)
    state().change(window=0, interval=None, kinds=None, actors=None, min_deaths=0)


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
    _carry(key="gl-incidents-carry", data=found.content if found else b"")


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
    return {"incidents": placed(shown(found.rows, view), found.attributed)}
