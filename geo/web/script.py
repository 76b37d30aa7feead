"""The script that Streamlit runs for every reader and every act: page set-up and wiring only."""

import streamlit as st

from geo.draw.chrome import title
from geo.web import atlas_source, frame, layout, state
from geo.web.drawer import area_of_interest, figures, tables
from geo.web.upload import column_mapping

st.set_page_config(
    page_title="Greenline",
    page_icon=layout.ICON,
    layout="wide",
    initial_sidebar_state="collapsed",
)

atlas = atlas_source.atlas()
now = state.begin()
frame.settle(atlas)
st.set_page_config(page_title=f"Greenline: {title(now.view)}")
alone = state.is_embedded()
layout.dress(now.view.language, embedded=alone)
layout.warn()
frame.show(atlas)
if not alone:
    layout.sidebar(atlas)
    with layout.drawer():
        column_mapping.show(atlas)
        figures.show(atlas)
        area_of_interest.show(atlas)
        tables.show(atlas)
