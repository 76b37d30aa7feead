"""The Greenline app: page set-up and wiring only. Run it with `make run`."""

import streamlit as st

from geo.web import figures, frame, look, sidebar, source, state, tables

st.set_page_config(page_title="Greenline", page_icon=look.ICON, layout="wide")

atlas = source.atlas()
now = state.begin()
look.dress(now.view.language)
source.warn()
frame.show(atlas)
sidebar.show(atlas)
figures.show(atlas)
tables.show(atlas)
state.end()
