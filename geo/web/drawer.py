"""Below the map: a drawer of figures and tables; folded, it leaves the map the window's height.

Whether it is open is no part of the view. The browser says so, since the table within is made only
where somebody sees it: of a crowd most look at the map alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files

import streamlit as st

from geo.web import column_mapping
from geo.web.state import state
from geo.web.texts import t

_KEY = "gl-drawer"

_bar = st.components.v2.component(
    "greenline_drawer",
    js=(files("geo.web") / "drawer.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


@contextmanager
def drawer() -> Iterator[None]:
    """Draw the bar that opens the drawer, and within the drawer what follows.

    It opens by itself where the columns of a file are asked for.
    """
    asked, now = column_mapping.pending(), state()
    _bar(
        key=_KEY,
        data={
            "label": t("web.below"),
            "asks": asked.mark if asked else "",
            "open": now.opened,
            "session": now.session,
        },
        on_open_change=_opened,
    )
    with st.container(key="gl-below", gap=None):
        yield


def _opened() -> None:
    state().opened = bool(st.session_state[_KEY].get("open"))
