"""The map in the app: the page that folium builds, in one frame that outlives every rerun.

The browser fetches the page as a file (:mod:`geo.web.served_files`). ``frame.js`` keeps the
frame, and stands in the server's document (:mod:`geo.web.first_paint`); its place and the state,
which is a few words a run, travel in two mounts.
"""

from __future__ import annotations

import gc
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from geo import export
from geo.atlas import Atlas
from geo.draw.chrome import Tiles
from geo.view import View
from geo.web import served_files
from geo.web.state import MOUNT, is_embedded, list_pairs, read_app_address, state
from geo.words import say

#: Online tiles that the page may ask for once its reader has switched them on.
TILES = Tiles()

#: Brings the page's address and the frame's place to the keeper of the frame.
_PLACE = """export default function ({data, parentElement}) {
  greenlineKeeper.hold(data, parentElement);
}"""

#: Carries the app's words to the keeper.
_CARRY = """export default function ({data, setStateValue}) {
  greenlineKeeper.follow(data, setStateValue);
}"""

#: The keeper stands in the document, unless that went out as Streamlit has it.
_KEEPER = (
    ""
    if served_files.read_document()
    else f"if (!window.greenlineKeeper) (() => {{\n{served_files.read_keeper()}\n}})();\n"
)

_page = st.components.v2.component(
    "greenline_page",
    js=(files("geo.web") / "window.js").read_text("utf-8") + _KEEPER + _PLACE,
    isolate_styles=False,
)
_state = st.components.v2.component("greenline_state", js=_KEEPER + _CARRY, isolate_styles=False)


@st.cache_resource(show_spinner=False, max_entries=2)
def build_page(_atlas: Atlas, version: str) -> str:
    """Return the address of the page of an atlas, the same for every reader and run.

    The version is what Streamlit remembers the page by: it cannot distinguish two atlases.
    """
    assert version == _atlas.version
    content = export.page(_atlas, View.opening(), framed=True, tiles=TILES).encode("utf-8")
    address = served_files.offer(content)
    # The atlas is no garbage: looking through it took longer than a run of the script.
    gc.collect()
    gc.freeze()
    return address


def show(atlas: Atlas) -> None:
    """Mount the map, and what carries commands to it and its reports back."""
    now = state()
    mount = _state(
        key=MOUNT,
        data=write_message(atlas.release),
        on_report_change=lambda: None,  # Streamlit keeps no report that nothing listens to
    )
    # A new session hears of no change from a browser that reported to the one before.
    now.receive(mount.report)
    with st.container(key="gl-map"):
        _page(key="gl-page", data=build_page(atlas, atlas.version))


def write_message(release: str) -> dict[str, Any]:
    """Return what the keeper of the frame needs to know."""
    now = state()
    return {
        **list_opening_words(now.view, is_sound=not now.faults, release=release, linked=now.linked),
        "commands": [command.to_json() for command in now.commands],
        "notice": bool(now.faults or now.lost),
        "session": now.session,
        "files": bool(now.uploads.areas or now.uploads.current_events),
        "embed": read_app_address() if is_embedded() else "",
    }


def list_opening_words(view: View, *, is_sound: bool, release: str, linked: str) -> dict[str, Any]:
    """Return what the keeper knows of a view before a session is there.

    Parameters
    ----------
    is_sound
        Whether the address could be read.
    linked
        The release of the data that the address was made with, as it says.
    """
    return {
        "query": urlencode(list_pairs(view)),
        "sound": is_sound,
        "commands": [],
        "release": release,
        "linked": linked[:40],
        "title": say("web.map", view.language),
        "disconnected": {
            "app": say("web.disconnected", view.language),
            "events": say("web.disconnected.events", view.language),
            "dir": "rtl" if view.language.rtl else "ltr",
        },
    }
