"""Which version the reader has before him, and what changed since: for old data and old links."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from geo.atlas import Atlas
from geo.profile import default_folder
from geo.versions.history import facts, since
from geo.versions.package import home_of
from geo.versions.release import VersionError
from geo.web.texts import number as count
from geo.web.texts import plain, t

#: Sentences that are shown.
_MOST = 50


def warn(atlas: Atlas) -> None:
    """Say where the data, or the link that was opened, are of an older version than there is."""
    linked = st.session_state.setdefault("gl-linked", str(st.query_params.get("v", ""))[:40])
    asked = linked if linked and linked != atlas.release else ""
    told = _since(str(default_folder()), asked or atlas.release)
    if told is None:
        return
    version, total, lines = told
    key = "version.link" if asked else "version.old"
    with st.container(key="gl-version"):
        st.info(t(key, version=plain(version), n=count(total)))
        with st.expander(t("version.show")):
            for line in lines[:_MOST]:
                st.markdown(f"- {plain(line)}")


@st.cache_data(show_spinner=False, max_entries=8)
def _since(folder: str, version: str) -> tuple[str, int, list[str]] | None:
    """Return a version, how many facts changed since, and in which words; None for the newest."""
    try:
        found = since(home_of(Path(folder)), version)
    except VersionError:
        return None
    told = [f"{one.table}: {one.text}" for step in reversed(found or []) for one in step.told]
    return (version, facts(found or []), told) if told else None
