"""The film of a view in the app: which days, how it steps, and what builds the file."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import streamlit as st

from geo.atlas import Atlas
from geo.errors import missing_of
from geo.profile import current
from geo.view import View
from geo.web.options import choose
from geo.web.saving import graphic
from geo.web.texts import t

if TYPE_CHECKING:
    from geo.export.animation import FilmSettings

#: Pictures that a film made in the app may have: the server draws five to ten a second.
MOST = 120

#: One film is drawn at a time, so that readers who look at maps are not kept waiting.
_ONE = threading.Lock()


def kinds() -> tuple[str, ...]:
    """Return the kinds of films that can be made here, by the extras that are installed."""
    missing = missing_of("pictures") or missing_of("animation")
    return () if missing else (".mp4",)


def choices(view: View) -> FilmSettings | None:
    """Ask for the days of a film; None, and a sentence, where they make none."""
    from geo.export.animation import FilmSettings  # noqa: PLC0415 -- pictures are an extra
    from geo.export.animation.settings import SIZE  # noqa: PLC0415
    from geo.export.graphic import GraphicSettings  # noqa: PLC0415

    known = current().days
    first = st.session_state.get("gl-film-first") or max(
        known.first, view.date - timedelta(days=30)
    )
    last = st.session_state.get("gl-film-last") or view.date
    for key, value, label in (
        ("gl-film-first", first, "web.film.first"),
        ("gl-film-last", last, "web.film.last"),
    ):
        st.session_state[key] = value
        st.date_input(
            t(label), key=key, min_value=known.first, max_value=known.last, format="YYYY-MM-DD"
        )
    shape = choose(
        st.selectbox,
        t("web.film.shape"),
        ["", *graphic.shapes()],
        key="gl-film-shape",
        words=lambda item: (
            t("web.graphic.phone", shape=item) if item else t("web.graphic.screen", n="1280 × 720")
        ),
    )
    if first >= last:
        st.warning(t("web.film.order"))
        return None
    phone = GraphicSettings(shape=shape).pixels if shape else None
    settings = FilmSettings(first, last, size=phone or SIZE, phone=phone is not None)
    count = (last - first).days + 1
    if count > MOST:
        st.warning(t("web.film.many", n=count, most=MOST))
        return None
    st.caption(t("web.film.count", n=count))
    return settings


def render_film(atlas: Atlas, view: View, kind: str, settings: FilmSettings, **given: Any) -> bytes:
    """Return a film; its progress is shown."""
    from geo.export import animation  # noqa: PLC0415 -- pictures are an extra

    bar = st.progress(0.0, text=t("web.film.wait") if _ONE.locked() else None)

    def show_progress(number: int, count: int) -> None:
        bar.progress(number / count, text=t("web.film.made", n=number, of=count))

    single = view.with_(compare=None)
    with _ONE:
        result = animation.render(atlas, single, kind, settings, progress=show_progress, **given)
    bar.empty()
    return result


def mark(settings: FilmSettings) -> str:
    """Return what distinguishes films of different days in their names."""
    size = f"{settings.size[0]}x{settings.size[1]}" if settings.phone else ""
    return f"{settings.first}-{settings.last}{size}"
