"""What a reader takes along: the view as a page, a picture or a table, and a link to it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from geo import export
from geo.atlas import Atlas
from geo.export import picture, tables
from geo.model import Paper
from geo.view import View
from geo.web import embed, story, user_events
from geo.web.options import choose
from geo.web.state import state
from geo.web.texts import t

#: Ways out by the ending of the file's name, and what browsers call each.
KINDS: dict[str, str] = {
    ".html": "text/html",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".pdf": "application/pdf",
    ".gpkg": "application/geopackage+sqlite3",
    ".geojson": "application/geo+json",
    ".shp.zip": "application/zip",
    ".csv.zip": "application/zip",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".parquet.zip": "application/zip",
}


def show(atlas: Atlas) -> None:
    """Draw the section that saves and shares the view."""
    view = state().view
    with st.expander(t("web.export"), key="gl-section-export"):
        kind = choose(
            st.selectbox,
            t("web.export.kind"),
            list(KINDS),
            key="gl-kind",
            words=lambda one: t(f"file{one}"),
        )
        drawn = kind in picture.KINDS
        group = "picture" if drawn else "table" if kind in tables.WHOLE else "html"
        st.caption(t(f"web.export.{group}"))
        paper = _paper() if drawn else Paper.A4
        st.download_button(
            t("web.export.save"),
            _content(atlas, view, kind, paper),
            file_name=file_name(view, ending=kind[1:]),
            mime=KINDS[kind],
            key="gl-export",
            on_click="ignore",
            icon=":material/download:",
            width="stretch",
            type="primary",
        )
        story.save(atlas)
        st.caption(t("web.export.link"))
        st.code(link(view), language=None, wrap_lines=True)
        st.caption(t("web.export.embed"))
        st.code(embed.snippet(view), language=None, wrap_lines=True)


def _own() -> picture.Incidents | None:
    """Return the events that the reader brought, as a picture takes them."""
    found = user_events.yours()
    return picture.Incidents(found.rows, found.name, found.report.title) if found else None


def _paper() -> Paper:
    """Ask for the size of a picture."""
    chosen = choose(
        st.selectbox,
        t("web.export.paper"),
        list(Paper),
        key="gl-paper",
        words=lambda one: t(f"paper.{one}"),
    )
    return Paper(chosen)


def file_name(view: View, what: str = "", ending: str = "html") -> str:
    """Name a file after the view that it holds.

    Examples
    --------
    >>> file_name(View())
    'greenline-2017-09-27-held.html'
    """
    parts = ["greenline", view.date.isoformat(), what or view.perspective]
    if view.compare and not what:
        parts.insert(1, view.compare.isoformat())
    return "-".join(parts) + f".{ending}"


def link(view: View) -> str:
    """Return the address that opens the view again."""
    query = view.to_query()
    return f"{embed.base()}?{query}" if query else embed.base()


def _content(atlas: Atlas, view: View, kind: str, paper: Paper) -> Callable[[], bytes]:
    """Return what builds the file; nothing is built before the reader asks for it."""
    if kind in picture.KINDS:
        given = _own()
        return lambda: picture.render(atlas, view, kind, paper=paper, incidents=given)
    if kind in tables.WHOLE:
        return lambda: tables.render(atlas, view, kind, more=user_events.layer(view))
    own = found.content if (found := user_events.yours()) else None
    return lambda: export.page(atlas, view.with_(tiles=False), incidents=own).encode("utf-8")
