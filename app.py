"""The app for ``streamlit run app.py`` (``make run``); ``greenline app`` starts the same."""

import streamlit as st

from geo.web.server import MIDDLEWARE, SCRIPT

app = st.App(SCRIPT, middleware=MIDDLEWARE)
