"""The script that Streamlit runs for every reader and every act: page set-up and wiring only."""

import streamlit as st

from geo.web import atlas_source, frame, layout, state

st.set_page_config(
    page_title="Greenline",
    page_icon=layout.ICON,
    layout="wide",
    initial_sidebar_state="collapsed",
)

atlas = atlas_source.open_atlas()
now = state.begin()
alone = state.is_embedded()
layout.dress(now.view.language, embedded=alone)
layout.warn()
frame.show(atlas)
if not alone:
    layout.draw_side_bar(atlas)
    layout.draw_drawer(atlas)
