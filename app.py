"""The Greenline app: page set-up and wiring only. Run it with `make run`."""

import streamlit as st

from geo.web import figures, frame, look, sidebar, state, tables
from geo.web.source import atlas

st.set_page_config(page_title="Greenline", page_icon=look.ICON, layout="wide")

found = atlas()
now = state.begin()
look.dress(now.view.language)
frame.show(found)
sidebar.show(found)
state.warn()
figures.show(found)
tables.show(found)
state.write_address()
