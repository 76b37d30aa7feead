"""The Greenline app: page set-up and wiring only. Run it with `make run`."""

import streamlit as st

from geo.web import (
    asked,
    columns_of,
    embed,
    figures,
    frame,
    look,
    sidebar,
    source,
    state,
    story,
    tables,
)

st.set_page_config(page_title="Greenline", page_icon=look.ICON, layout="wide")

atlas = source.atlas()
now = state.begin()
story.settle(atlas)
alone = embed.embedded()
look.dress(now.view.language, embedded=alone)
source.warn()
frame.show(atlas)
if not alone:
    sidebar.show(atlas)
    columns_of.show(atlas)
    figures.show(atlas)
    asked.show(atlas)
    tables.show(atlas)
state.end()
