"""The graphic or film of a view in the app: its options, a preview that follows them, the file."""

from __future__ import annotations

import re
import threading
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import streamlit as st

from geo.atlas import Atlas
from geo.errors import GreenlineError, ViewError, missing_of
from geo.files.atomic_write import PICTURES
from geo.model import Paper
from geo.profile import current
from geo.view import View, day_of
from geo.web.options import ask_day, choose, choose_word
from geo.web.state import state
from geo.web.texts import explain, t
from geo.words import say

if TYPE_CHECKING:
    from geo.pictures import GraphicSettings

#: Widths in pixels that are offered.
_PIXELS = (600, 1200)

#: Words of the reader's own.
_TEXTS = ("headline", "deck", "credit")

#: Dots an inch of a preview of print.
_DOTS = 60

#: Pictures that a film made in the app may have: the server draws five to ten a second.
MOST = 120

#: One film is drawn at a time, so that readers who look at maps are not kept waiting.
_ONE = threading.Lock()


#: Kinds of pictures and of films that the packages installed here can make.
STILLS = () if missing_of("pictures") else PICTURES
FILMS = () if missing_of("pictures") or missing_of("animation") else (".mp4",)


def choose_settings(kind: str, view: View) -> tuple[GraphicSettings, View] | None:
    """Ask for size, words, colours, days and layers; None, and a sentence, where they make none."""
    from geo.pictures.settings import (  # noqa: PLC0415 -- pictures are an extra
        PRESETS,
        SHAPES,
        GraphicSettings,
        Theme,
    )

    moving = kind in FILMS
    days = _ask_film_days(view) if moving else ()
    if days is None:
        return None
    sizes = ["1280x720", *SHAPES]
    if not moving:
        widths = [f"{width}mm" for width in PRESETS] + [f"{width}px" for width in _PIXELS]
        sizes = [*map(str, Paper), *widths, *SHAPES]
    key = f"gl-graphic-size-{'film' if moving else 'still'}"
    size = choose(st.selectbox, t("web.export.paper"), sizes, key=key, words=_say_size)
    chosen: dict[str, Any] = {
        name: st.text_input(t(f"web.graphic.{name}"), key=f"gl-graphic-{name}", max_chars=400)
        for name in _TEXTS
    }
    key = "gl-graphic-theme"
    chosen["theme"] = choose_word(
        st.segmented_control, "web.graphic.theme", Theme, key, "web.graphic.", required=True
    )
    text = "" if moving else st.text_input(
        t("web.graphic.days"), key="gl-graphic-days", placeholder="2014-06-01, 2014-08-08"
    )  # fmt: skip
    chosen["names"] = st.toggle(t("web.graphic.names"), value=True, key="gl-graphic-names")
    layers = st.pills(
        t("web.graphic.layers"), view.layers, default=view.layers, key=f"gl-graphic-{view.layers}",
        format_func=lambda layer: t(f"layer.{layer}"), selection_mode="multi",
    )  # fmt: skip
    try:
        settings = GraphicSettings(
            format=size,
            dates=days or tuple(day_of(day, "dates") for day in _split_list(text)),
            keep_layers=set(layers) != set(view.layers),
            **chosen,
        )
    except ViewError:
        st.warning(t("web.graphic.day"))
        return None
    except GreenlineError as error:
        st.warning(explain(error))
        return None
    drawn = tuple(layer for layer in view.layers if layer in layers)
    return settings, view.with_(layers=drawn, **({"compare": None} if moving else {}))


def _split_list(text: str) -> list[str]:
    """Split a list at spaces and at the commas of all languages."""
    commas = "".join(say("sentence.comma", code) for code in current().languages)
    return re.findall(f"[^\\s{re.escape(commas)}]+", text)


def _say_size(size: str) -> str:
    if size in list(Paper):
        return t(f"paper.{size}")
    if size[-2:] in ("mm", "px"):
        return t(f"web.graphic.{size[-2:]}", n=int(size[:-2]))
    if ":" in size:
        return t("web.graphic.phone", shape=size)
    return t("web.graphic.screen", n=size.replace("x", " × "))


def show_preview(
    atlas: Atlas, view: View, settings: GraphicSettings, kind: str, name: str, **more: Any
) -> None:
    """Show what the options make, at its true shape: of a film its first picture.

    The name of the file differs wherever the picture does.
    """
    now = state()
    if now.preview[0] != name:
        from geo import pictures  # noqa: PLC0415 -- pictures are an extra
        from geo.pictures.film import draw_frames  # noqa: PLC0415

        if kind in FILMS:
            user_data = pictures.UserData(more["user_events"], more["user_areas"])
            _, image = next(draw_frames(atlas, view, settings, user_data))
        else:
            image = pictures.render(atlas, view, ".png", settings, dpi=_DOTS, **more)
        now.preview = (name, image)
    st.image(now.preview[1], width="stretch")


def _ask_film_days(view: View) -> tuple[date, ...] | None:
    """Ask for the days of a film; None, and a sentence, where they make none."""
    days, proposed = current().days, state().film_days
    month = max(days.first, view.date - timedelta(days=30))
    for key, value, label in (
        ("gl-film-first", month, "web.film.first"),
        ("gl-film-last", view.date, "web.film.last"),
    ):
        chosen = st.session_state.get(key)
        # What the reader has not changed follows the map.
        st.session_state[key] = value if chosen in {None, proposed.get(key)} else chosen
        proposed[key] = value
        ask_day(t(label), key)
    first, last = (st.session_state[key] for key in ("gl-film-first", "gl-film-last"))
    if first >= last:
        st.warning(t("web.film.order"))
        return None
    count = (last - first).days + 1
    if count > MOST:
        st.warning(t("web.film.many", n=count, most=MOST))
        return None
    st.caption(t("web.film.count", n=count))
    return tuple(first + timedelta(number) for number in range(count))


def render_film(
    atlas: Atlas, view: View, kind: str, settings: GraphicSettings, **more: Any
) -> bytes:
    """Return a film; its progress is shown."""
    from geo import pictures  # noqa: PLC0415 -- pictures are an extra

    bar = st.progress(0.0, text=t("web.film.wait") if _ONE.locked() else None)

    def show_progress(number: int, count: int) -> None:
        bar.progress(number / count, text=t("web.film.made", n=number, of=count))

    with _ONE:
        result = pictures.render(atlas, view, kind, settings, progress=show_progress, **more)
    bar.empty()
    return result
