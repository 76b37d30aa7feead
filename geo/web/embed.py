"""The map inside somebody else's page: what asks for it, and the lines to put there."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from geo.draw.title import title
from geo.model import Layer
from geo.view import View

if TYPE_CHECKING:
    from geo.atlas import Atlas

#: Keys of an address that are no part of a view; Streamlit keeps the first two to itself.
KEPT = ("embed", "embed_options", "controls")


def base() -> str:
    """Return the address of the app, without a view."""
    return (st.context.url or "").partition("?")[0]


def is_embedded() -> bool:
    """Whether the address asks for the map alone (``?embed=1``).

    Streamlit keeps this key to itself: ``st.query_params`` does not have it, the run's query does.
    """
    script_run_ctx = get_script_run_ctx()
    return script_run_ctx is not None and asks(script_run_ctx.query_string)


def asks(query: str) -> bool:
    """Whether a query string asks for the map alone.

    >>> asks("d=2014-08-08&embed=1"), asks("embed=true"), asks("embed=0")
    (True, True, False)
    """
    return dict(parse_qsl(query)).get("embed") in ("1", "true")


def snippet(view: View, release: str, words: str = "") -> str:
    """Return the element that shows a view in another page, and below it the map in words."""
    query = "&".join(filter(None, ("embed=1", view.to_query(release))))
    name = f"Greenline: {title(view)}"
    frame = (
        f'<iframe src="{escape(f"{base()}?{query}")}" title="{escape(name)}" '
        'width="100%" height="600" style="border:0" loading="lazy" allowfullscreen></iframe>'
    )
    return frame + (f"<p>{escape(words)}</p>" if words else "")


@lru_cache(maxsize=64)
def map_in_words(atlas: Atlas, view: View) -> str:
    """Return in words who holds the whole map of a view's day."""
    from geo.draw.kept_page import kept_page  # noqa: PLC0415
    from geo.pictures import painter  # noqa: PLC0415 -- painters, where they are asked for

    layers = (Layer.CONTROL, Layer.GOVERNORATES)
    frame = painter.Frame(kept_page(atlas).home, 600, 315)
    return painter.draw(atlas, view, frame, layers=layers, names=False).description
