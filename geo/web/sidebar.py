"""The side bar: language, perspective, date, layers, event filters, export, about."""

from __future__ import annotations

from typing import Any

import streamlit as st

from geo.atlas import Atlas
from geo.model import LAYER_GROUPS, EventType, Language, Layer, Perspective
from geo.view import FIRST_DAY, LAST_DAY
from geo.web import article, export, story, upload
from geo.web.state import put, state
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
        _about(atlas)


def _head() -> None:
    view = state().view
    with st.container(key="gl-head", gap="small"):
        st.html(f'<p class="gl-mark">Greenline</p><p class="gl-tag">{t("web.tagline")}</p>')
        put("gl-language", view.language)
        st.segmented_control(
            t("language"),
            list(Language),
            key="gl-language",
            format_func=lambda code: say(f"web.language.{code}", code),
            required=True,
            on_change=_changed,
            args=("language", "gl-language"),
            label_visibility="collapsed",
            width="stretch",
        )


def _when() -> None:
    view = state().view
    put("gl-date", view.date)
    st.date_input(
        t("web.date"),
        key="gl-date",
        min_value=FIRST_DAY,
        max_value=LAST_DAY,
        format="YYYY-MM-DD",
        on_change=_changed,
        args=("date", "gl-date"),
    )
    put("gl-perspective", view.perspective)
    st.radio(
        t("perspective"),
        list(Perspective),
        key="gl-perspective",
        format_func=lambda name: say(f"perspective.{name}", view.language),
        help=t("web.perspective.help"),
        on_change=_changed,
        args=("perspective", "gl-perspective"),
    )


def _layers() -> None:
    view = state().view
    with st.expander(t("tool.layers"), expanded=True):
        for group, layers in LAYER_GROUPS.items():
            with st.container(key=f"gl-group-{group}", gap=None):
                st.caption(t(f"group.{group}"))
                for layer in layers:
                    key = f"gl-layer-{layer}"
                    put(key, layer in view.layers)
                    st.checkbox(t(f"layer.{layer}"), key=key, on_change=_toggled, args=(layer,))


def _events() -> None:
    view = state().view
    with st.expander(t("group.events")):
        put("gl-window", view.window)
        st.selectbox(
            t("window"),
            WINDOWS if view.window in WINDOWS else (view.window, *WINDOWS),
            key="gl-window",
            format_func=lambda days: window(days, view.language),
            on_change=_changed,
            args=("window", "gl-window"),
        )
        put("gl-types", list(view.event_types))
        st.pills(
            t("group.eventTypes"),
            list(EventType),
            key="gl-types",
            selection_mode="multi",
            format_func=lambda kind: say(f"event.{kind}", view.language),
            on_change=_changed,
            args=("event_types", "gl-types"),
        )


def _about(atlas: Atlas) -> None:
    with st.expander(t("web.about")):
        st.markdown(t("web.about.what"))
        st.markdown(t("about.neutral"))
        rows, sources = number(atlas.rows), number(len(atlas.publishers))
        st.markdown(t("web.about.rows", rows=rows, sources=sources))
        st.markdown(t("about.data", date=day(atlas.date), version=plain(atlas.version)))
        st.markdown(t("web.about.licences"))


def _changed(name: str, key: str) -> None:
    """Take over what a widget holds."""
    value = st.session_state[key]
    if value is None:
        return
    changes: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value}
    state().change(**changes)


def _toggled(layer: Layer) -> None:
    on = bool(st.session_state[f"gl-layer-{layer}"])
    others = {other for other in state().view.layers if other != layer}
    state().change(layers=tuple(others | {layer} if on else others))
