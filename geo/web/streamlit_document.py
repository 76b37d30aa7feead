"""Streamlit's own document, and the script that keeps the map's frame in it."""

from __future__ import annotations

import logging
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Final

import streamlit

_LOG: Final = logging.getLogger(__name__)

#: Where Streamlit's document is cut: before what fetches and starts it, at the end of its head, and
#: where it draws the app.
_PARTS: Final = ('<script type="module"', "</head>", '<div id="root">')


@lru_cache(maxsize=1)
def read_document() -> tuple[str, ...]:
    """Return Streamlit's document in four parts; nothing where it has another form."""
    file = Path(streamlit.__file__).parent / "static" / "index.html"
    text = file.read_text("utf-8") if file.is_file() else ""
    places = [text.find(part) for part in _PARTS]
    if -1 in places or places != sorted(places):
        _LOG.warning("Streamlit %s: another document, the map opens later", streamlit.__version__)
        return ()
    return tuple(text[i:j] for i, j in pairwise((0, *places, len(text))))


@lru_cache(maxsize=1)
def read_keeper() -> str:
    """Return the script that makes and keeps the frame of the map."""
    scripts = [files("geo.web") / name for name in ("first_frame.js", "frame.js")]
    return "".join(script.read_text("utf-8") for script in scripts)
