"""What a peer is, and the table of events that all of them draw."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd

from bench.events import BOX, make_events
from bench.peers import libraries

#: The page that each peer writes, in a folder of its own.
PAGE = "index.html"
#: Columns that :func:`events` adds to those of the schema.
ADDED = ("day", "date", "deaths")

COLOUR, SIZE = "#c2185b", 3
CENTRE = (43.7, 33.2)
ZOOM = 6


@dataclass(frozen=True)
class Peer:
    """One way to draw events on a map, as its users write it."""

    name: str
    #: How the table of results names it.
    title: str
    #: Writes :data:`PAGE`, and what belongs to it, into an empty folder.
    write: Callable[[pd.DataFrame, Path], None]
    #: JavaScript that defines ``window.peer`` on the open page: ``ready()``, ``flush()``,
    #: ``move(first, last)``, ``look(lon, lat)``, ``text()`` and ``close()``.
    hooks: str
    #: How the window is moved, in words.
    window: str
    #: Modules of Python beyond the package's own.
    modules: tuple[str, ...] = ()
    #: Whether its page takes libraries that come by npm.
    npm: bool = False
    #: Whether its page needs a web server.
    served: bool = False
    #: Text is shown when the mouse stands still over an event, not at a click.
    hover: bool = False
    #: Why it is exported but not opened, in words; empty where it is opened.
    closed: str = ""
    #: With which power of the events the time to open grows, where it is known to be above one.
    growth: float = 1.0
    #: What a reader of the table has to know.
    note: str = ""

    def find_missing(self) -> str:
        """Return in words what is not installed; empty where everything is there."""
        absent = [name for name in self.modules if find_spec(name) is None]
        if not absent:
            return ""
        return (
            f"not installed: {', '.join(absent)}"
            " (pip install --require-hashes -r requirements/bench.lock)"
        )

    def fetch_packages(self) -> str:
        """Fetch what comes by npm; return in words why it cannot be had."""
        if not self.npm or libraries.is_fetched():
            return ""
        try:
            libraries.fetch()
        except libraries.MissingError as error:
            return str(error)
        return ""


def fill_page(page: str, values: dict[str, str]) -> str:
    """Return a page with its ``{{NAME}}`` places filled; what fills them is not looked through."""
    return re.sub(r"\{\{([A-Z]+)\}\}", lambda match: values[match[1]], page)


def events(count: int) -> pd.DataFrame:
    """Return made-up events in the schema of events, with :data:`ADDED` as plain values.

    They stand in the order of their days; ``day`` counts from 1970.
    """
    rows = make_events(count)
    days = rows["start"].to_numpy().astype("datetime64[D]")
    added = (days.astype("int64"), np.datetime_as_string(days), rows["best"].astype("float64"))
    return rows.assign(day=added[0], date=added[1], deaths=added[2].fillna(0).astype("int64"))


def select_plain(rows: pd.DataFrame) -> pd.DataFrame:
    """Return what every peer draws and shows of events."""
    return rows[["lon", "lat", "day", "date", "type", "deaths", "text"]].astype({"type": "str"})


def targets(rows: pd.DataFrame, window: tuple[int, int], count: int = 5) -> list[list[float]]:
    """Return places that one event of a window has for itself, spread over its days.

    Chosen are those whose neighbours are far, so that a click there means one event.
    """
    inside = rows[(rows["day"] >= window[0]) & (rows["day"] < window[1])]
    inner = inside[
        inside["lon"].between(BOX[0] + 0.5, BOX[2] - 0.5)
        & inside["lat"].between(BOX[1] + 0.5, BOX[3] - 0.5)
    ]
    cell = (inside["lon"] * 20).astype("int64") * 10_000 + (inside["lat"] * 20).astype("int64")
    crowd = cell.map(cell.value_counts())
    quiet = inner.loc[crowd.loc[inner.index].nsmallest(count * 20).index].sort_index()
    at = np.linspace(0, len(quiet) - 1, min(count, len(quiet))).astype(int)
    return quiet.iloc[at][["lon", "lat"]].to_numpy().tolist()
