"""The script that Streamlit runs for every reader and every act: page set-up and wiring only."""

import streamlit as st

from geo.draw.title import title
from geo.web import atlas_source, embed, frame, layout, state, story, theme
from geo.web.drawer import area_of_interest, figures, tables
from geo.web.upload import column_mapping

st.set_page_config(
    page_title="Greenline",
    page_icon=theme.ICON,
    layout="wide",
    initial_sidebar_state="collapsed",
)

atlas = atlas_source.atlas()
now = state.begin()
story.settle(atlas)
st.set_page_config(page_title=f"Greenline: {title(now.view)}")
alone = embed.is_embedded()
theme.dress(now.view.language, embedded=alone)
atlas_source.warn()
frame.show(atlas)
if not alone:
    layout.sidebar(atlas)
    with layout.drawer():
        column_mapping.show(atlas)
        figures.show(atlas)
        area_of_interest.show(atlas)
        tables.show(atlas)
