"""What a reader saves: one button for every file, and names that distinguish different files.

A file is built on demand, outside the reader's session: a callable given to
:func:`download` must hold all that it needs when the button is drawn (the view, the language, the
reader's events), and ask the session for nothing (:func:`geo.web.state.state` raises there).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Literal

import streamlit as st

from geo.view import View

#: What browsers call each kind of file, by the ending of its name.
KINDS: dict[str, str] = {
    ".html": "text/html",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".pdf": "application/pdf",
    ".mp4": "video/mp4",
    ".gpkg": "application/geopackage+sqlite3",
    ".geojson": "application/geo+json",
    ".kml": "application/vnd.google-earth.kml+xml",
    ".shp.zip": "application/zip",
    ".csv.zip": "application/zip",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv",
}


def download(
    label: str,
    content: Callable[[], bytes],
    name: str,
    *,
    key: str,
    kind: Literal["primary", "secondary", "tertiary"] = "secondary",
) -> None:
    """Draw a button that builds and saves a file."""
    ending = next(item for item in sorted(KINDS, key=len, reverse=True) if name.endswith(item))
    st.download_button(
        label,
        content,
        file_name=name,
        mime=KINDS[ending],
        key=key,
        on_click="ignore",
        icon=":material/download:",
        type=kind,
        width="content" if kind == "tertiary" else "stretch",
    )


def file_name(view: View, what: str = "", ending: str = "html", *also: object) -> str:
    """Name a file after the view that it holds.

    The days and the perspective are written out. What else makes the file another one (the rest of
    the view, and ``also``: the size of the paper, the user events) is shown by a short mark at
    the end, so that two files with different contents do not share a name.

    >>> file_name(View())
    'greenline-2017-09-27-held.html'
    >>> file_name(View(window=90)), file_name(View(window=30), "events", "csv")
    ('greenline-2017-09-27-held-de552d.html', 'greenline-2017-09-27-events-c7dc0b.csv')
    """
    parts = ["greenline", view.date.isoformat(), what or view.perspective]
    if view.compare:
        parts.insert(1, view.compare.isoformat())
    brief = View(date=view.date, compare=view.compare)
    if not what:
        brief = brief.with_(perspective=view.perspective)
    if view != brief or any(also):
        parts.append(mark(view.to_query(), *also))
    return "-".join(parts) + f".{ending}"


def mark(*what: object) -> str:
    """Return six characters that differ where what they stand for differs."""
    text = "\0".join(str(value or "") for value in what)
    return hashlib.sha256(text.encode()).hexdigest()[:6]
