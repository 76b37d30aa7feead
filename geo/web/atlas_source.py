"""The atlas that the app shows, loaded once; a data folder with faults lists them instead."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import streamlit as st

from geo.atlas import Atlas
from geo.errors import DataError, Fault
from geo.model import Language
from geo.profile import default_folder, use
from geo.web import computing
from geo.web.upload import limits
from geo.words import say


def open_atlas() -> Atlas:
    """Return the atlas; where its data has faults, list them and end the run."""
    place = default_folder()
    try:
        result = load(str(place))
    except DataError as error:
        _show_faults(place, error.faults)
        st.stop()
    use(result.profile)  # each word that is said asks for it
    return result


@st.cache_resource(show_spinner=False, max_entries=2)
def load(place: str) -> Atlas:
    """Return the atlas of a folder, loaded once for all readers."""
    atlas = Atlas.load(place)
    computing.warm(atlas)
    limits.bound_allocator()
    limits.tidy()
    return atlas


def _show_faults(place: Path, faults: tuple[Fault, ...] | list[Fault]) -> None:
    """Show every fault as text in a table."""
    words = Language.EN
    st.header(say("web.faults", words))
    st.text(say("web.faults.what", words, n=len(faults), folder=place.name))
    columns = ("file", "row", "column", "value", "accepted")
    rows = pd.DataFrame([fault.to_dict() for fault in faults], columns=columns)
    headings = {column: say(f"web.faults.{column}", words) for column in columns}
    st.dataframe(rows.rename(columns=headings), hide_index=True, width="stretch")
    st.text(say("web.faults.next", words))
