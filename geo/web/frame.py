"""The map in the app: the page that folium builds, in one frame that outlives every rerun.

The browser fetches the page as a file (:mod:`geo.web.compressed_files`); its address and the state,
which is a few words a run, travel in two mounts. ``frame.js`` keeps the frame.
"""

from __future__ import annotations

import gc
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from geo import export
from geo.atlas import Atlas
from geo.draw.tiles import Tiles
from geo.stories.story import drawn_marks
from geo.view import View
from geo.web import compressed_files, embed, proposal
from geo.web.state import pairs, state
from geo.words import say

_STATE = "gl-state"

#: Online tiles that the page may ask for once its reader has switched them on.
TILES = Tiles()

#: Carries the app's words to the keeper of the frame, whichever of the two is there first.
_CARRY = """export default function ({data, setStateValue}) {
  window.greenlineState = [data, setStateValue];
  window.dispatchEvent(new CustomEvent('greenline', {detail: window.greenlineState}));
}"""

_page = st.components.v2.component(
    "greenline_page",
    js="".join(
        (files("geo.web") / f"{text}.js").read_text("utf-8") for text in ("window", "frame")
    ),
    isolate_styles=False,
)
_state = st.components.v2.component("greenline_state", js=_CARRY, isolate_styles=False)


@st.cache_resource(show_spinner=False, max_entries=2)
def page(_atlas: Atlas, version: str) -> str:
    """Return the address of the page of an atlas, the same for every reader and run.

    The version is what Streamlit remembers the page by: it cannot distinguish two atlases.
    """
    assert version == _atlas.version
    content = export.page(_atlas, View.opening(), framed=True, tiles=TILES).encode("utf-8")
    address = compressed_files.offer(content)
    # Streamlit collects garbage after every run. The atlas is none: looking through it each time
    # took longer than the run itself.
    gc.collect()
    gc.freeze()
    return address


def show(atlas: Atlas) -> None:
    """Mount the map and send it what widgets changed."""
    now = state()
    _state(
        key=_STATE,
        data=message(atlas.release),
        on_said_change=_receive_view,
        on_proposed_change=_open_proposal,
    )
    with st.container(key="gl-map"):
        note = st.empty()
        if not st.session_state.get("gl-seen"):
            note.markdown(say("web.drawing", now.view.language))
        _page(key="gl-page", data=page(atlas, atlas.version))
        note.empty()
        st.session_state["gl-seen"] = True


def message(release: str = "") -> dict[str, Any]:
    """Return what the frame needs to know: a new ``seq`` makes it send the state to the page."""
    now = state()
    return {
        "seq": now.seq,
        # As Streamlit writes it: whoever is first, the other finds the address as it wants it.
        "query": urlencode(pairs(now.view)),
        "release": release,
        "linked": st.session_state.setdefault("gl-linked", str(st.query_params.get("v", ""))[:40]),
        "go": now.go,
        "bounds": now.bounds,
        "title": say("web.map", now.view.language),
        "embed": embed.base() if embed.is_embedded() else "",
        "act": now.act,
        "said": now.said,
        "asked": now.asked,
        "session": now.session,
        "writes": not now.faults,
        "disconnected": {
            "app": say("web.disconnected", now.view.language),
            "events": say("web.disconnected.events", now.view.language),
            "dir": "rtl" if now.view.language.rtl else "ltr",
        },
    }


def _open_proposal() -> None:
    """Open the form of a proposal at the card whose button was pressed in the page."""
    proposed = st.session_state[_STATE].get("proposed")
    if proposed and isinstance(proposed, dict):
        proposal.begin(proposed)


def _receive_view() -> None:
    text = st.session_state[_STATE].get("said")
    if text and isinstance(text, dict):
        number = text.get("n")
        number = number if isinstance(number, int) else 0
        state().receive(str(text.get("query", "")), number, drawn_marks(text.get("marks")))
        state().lost = text.get("lost") is True
