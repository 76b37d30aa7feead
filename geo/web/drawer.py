"""Below the map: a drawer of figures and tables; folded, it leaves the map the window's height.

Whether it is open is the browser's own business: no run of the script, no part of the view.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files

import streamlit as st

from geo.web import column_mapping
from geo.web.texts import t

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
    asked = column_mapping.pending()
    _bar(
        key="gl-drawer",
        data={"label": t("web.below"), "asks": asked.mark if asked else ""},
    )
    with st.container(key="gl-below", gap=None):
        yield
