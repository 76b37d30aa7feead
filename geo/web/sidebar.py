"""The side bar: language, perspective, date, layers, event filters, export, about."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from geo.atlas import Atlas
from geo.model import EventType, Layer
from geo.profile import current
from geo.web import article, export, proposal, story, upload
from geo.web.options import choose
from geo.web.state import acted, put, state
from geo.web.texts import WINDOWS, day, number, plain, t, window
from geo.words import say


def show(atlas: Atlas) -> None:
    """Draw the side bar."""
    with st.sidebar:
        _head()
        _when()
        story.show(atlas)
        _layers()
        _events()
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
            chosen=_change("language"),
            required=True,
            label_visibility="collapsed",
            width="stretch",
        )


def _when() -> None:
    view = state().view
    put("gl-date", view.date)
    st.date_input(
        t("web.date"),
        key="gl-date",
        min_value=current().days.first,
        max_value=current().days.last,
        format="YYYY-MM-DD",
        on_change=_dated,
    )
    choose(
        st.radio,
        t("perspective"),
        list(current().perspectives),
        key="gl-perspective",
        words=lambda name: t(f"perspective.{name}"),
        value=view.perspective,
        chosen=_change("perspective"),
        help=t("web.perspective.help"),
    )


def _layers() -> None:
    view = state().view
    with st.expander(t("tool.layers"), key="gl-section-layers", expanded=True):
        for group, layers in current().groups.items():
            with st.container(key=f"gl-group-{group}", gap=None):
                st.caption(t(f"group.{group}"))
                for layer in layers:
                    key = f"gl-layer-{layer}"
                    put(key, layer in view.layers)
                    st.checkbox(t(f"layer.{layer}"), key=key, on_change=_toggled, args=(layer,))


def _events() -> None:
    view = state().view
    with st.expander(t("group.events"), key="gl-section-events"):
        choose(
            st.selectbox,
            t("window"),
            WINDOWS if view.window in WINDOWS else (view.window, *WINDOWS),
            key="gl-window",
            words=lambda days: window(days, view.language),
            value=view.window,
            chosen=_change("window"),
        )
        choose(
            st.pills,
            t("group.eventTypes"),
            list(EventType),
            key="gl-types",
            words=lambda kind: t(f"event.{kind}"),
            value=view.event_types,
            chosen=_change("event_types"),
            selection_mode="multi",
        )


def _about(atlas: Atlas) -> None:
    with st.expander(t("web.about"), key="gl-section-about"):
        st.markdown(t("web.about.what"))
        st.markdown(t("about.neutral"))
        rows, sources = number(atlas.rows), number(len(atlas.publishers))
        st.markdown(t("web.about.rows", rows=rows, sources=sources))
        st.markdown(t("about.data", date=day(atlas.date), version=plain(atlas.label)))
        st.markdown(t("web.about.licences"))


def _change(name: str) -> Callable[[Any], None]:
    """Return what puts a widget's value into the view; an emptied widget changes nothing."""

    def changed(value: Any) -> None:
        if value is not None:
            state().change(**{name: value})

    return changed


def _dated() -> None:
    day = st.session_state["gl-date"]
    if acted("gl-date", day):
        _change("date")(day)


def _toggled(layer: Layer) -> None:
    key = f"gl-layer-{layer}"
    on = bool(st.session_state[key])
    if not acted(key, on):
        return
    others = {other for other in state().view.layers if other != layer}
    state().change(layers=tuple(others | {layer} if on else others))
