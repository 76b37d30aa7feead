"""The side bar: what belongs to the reader's work, as his events, an article, files, the language.

What changes the map stands on the map itself, in the app as in a file.
"""

from __future__ import annotations

import streamlit as st

from geo.atlas import Atlas
from geo.profile import current
from geo.web import article, export, proposal, upload
from geo.web.options import choose
from geo.web.state import state
from geo.web.texts import day, number, plain, t
from geo.words import say


def show(atlas: Atlas) -> None:
    """Draw the side bar."""
    with st.sidebar:
        _head()
        upload.show(atlas)
        article.show(atlas)
        export.show(atlas)
        proposal.button()
        _about(atlas)


def _head() -> None:
    view = state().view
    with st.container(key="gl-head", gap="small"):
        st.html(f'<p class="gl-mark">Greenline</p><p class="gl-tag">{t("web.tagline")}</p>')
        choose(
            st.segmented_control,
            t("language"),
            list(current().languages),
            key="gl-language",
            words=lambda code: say(f"web.language.{code}", code),
            value=view.language,
            chosen=_spoken,
            required=True,
            label_visibility="collapsed",
            width="stretch",
        )


def _about(atlas: Atlas) -> None:
    with st.expander(t("web.about"), key="gl-section-about"):
        st.markdown(t("web.about.what"))
        st.markdown(t("about.neutral"))
        rows, sources = number(atlas.rows), number(len(atlas.publishers))
        st.markdown(t("web.about.rows", rows=rows, sources=sources))
        st.markdown(t("about.data", date=day(atlas.date), version=plain(atlas.label)))
        st.markdown(t("web.about.licences"))


def _spoken(code: str | None) -> None:
    """Take a language; an emptied widget changes nothing."""
    if code is not None:
        state().change(language=code)
