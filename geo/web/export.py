"""What a reader takes along: the map as one HTML file, a link to the view."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from geo import export
from geo.atlas import Atlas
from geo.view import View
from geo.web.speech import t
from geo.web.state import state


def show(atlas: Atlas) -> None:
    """Draw the section that saves and shares the view."""
    view = state().view
    with st.expander(t("web.export")):
        st.markdown(t("web.export.what"))
        st.download_button(
            t("web.export.html"),
            _page(atlas, view),
            file_name=file_name(view),
            mime="text/html",
            key="gl-export",
            on_click="ignore",
            icon=":material/download:",
            width="stretch",
            type="primary",
        )
        st.caption(t("web.export.link"))
        st.code(link(view), language=None, wrap_lines=True)


def file_name(view: View, what: str = "", ending: str = "html") -> str:
    """Name a file after the view that it holds.

    Examples
    --------
    >>> file_name(View())
    'greenline-2017-09-27-held.html'
    """
    parts = ["greenline", view.date.isoformat(), what or view.perspective.value]
    if view.compare and not what:
        parts.insert(1, view.compare.isoformat())
    return "-".join(parts) + f".{ending}"


def link(view: View) -> str:
    """Return the address that opens the view again."""
    base = (st.context.url or "").partition("?")[0]
    query = view.to_query()
    return f"{base}?{query}" if query else base


def _page(atlas: Atlas, view: View) -> Callable[[], bytes]:
    """Return what builds the page; nothing is built before the reader asks for it."""
    return lambda: export.page(atlas, view.with_(tiles=False)).encode("utf-8")
