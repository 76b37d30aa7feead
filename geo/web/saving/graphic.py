"""The graphic of a view in the app: what it is made for, its words and colours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from geo.errors import GreenlineError, ViewError
from geo.view import day_of
from geo.web.options import choose, choose_word
from geo.web.texts import plain_markdown, speak, t
from geo.words import sentence

if TYPE_CHECKING:
    from geo.export.graphic import GraphicSettings

#: What a picture may be made for.
SHEET, GRAPHIC = "sheet", "graphic"

#: Widths in pixels that are offered.
_PIXELS = (600, 1200)

#: Words of the reader's own.
_TEXTS = ("headline", "deck", "credit")


def is_chosen() -> bool:
    """Ask what a picture is made for."""
    kinds = (SHEET, GRAPHIC)
    use = choose_word(
        st.segmented_control, "web.export.use", kinds, "gl-use", "web.export.use.", required=True
    )
    return bool(use == GRAPHIC)


def choices(kind: str) -> GraphicSettings | None:
    """Ask for a graphic's size, words and colours; None, and a sentence, where they make none."""
    from geo.export.graphic import GraphicSettings, Theme  # noqa: PLC0415 -- pictures are an extra
    from geo.export.graphic.settings import PRESETS  # noqa: PLC0415

    st.caption(t("web.graphic"))
    sizes = [
        *(f"{preset}mm" for preset in PRESETS),
        *(f"{pixel}px" for pixel in _PIXELS),
        *shapes(),
    ]
    size = choose(
        st.selectbox, t("web.export.paper"), sizes, key="gl-graphic-size", words=_size_name
    )
    texts = {
        name: st.text_input(t(f"web.graphic.{name}"), key=f"gl-graphic-{name}", max_chars=400)
        for name in _TEXTS
    }
    key = "gl-graphic-theme"
    theme = choose_word(
        st.segmented_control, "web.graphic.theme", Theme, key, "web.graphic.", required=True
    )
    days = st.text_input(
        t("web.graphic.days"), key="gl-graphic-days", placeholder="2014-06-01, 2014-08-08"
    )
    every = st.toggle(t("web.graphic.layers"), key="gl-graphic-layers")
    twice = kind == ".png" and st.toggle(t("web.graphic.scale"), key="gl-graphic-scale")
    given: dict[str, Any] = {**texts, "shape" if size in shapes() else "width": size}
    try:
        return GraphicSettings(
            **given,
            theme=theme,
            dates=tuple(day_of(day.strip(), "dates") for day in days.split(",") if day.strip()),
            keep_layers=every,
            scale=2 if twice else 1,
        )
    except ViewError:
        st.warning(t("web.graphic.day"))
        return None
    except GreenlineError as error:
        st.warning(plain_markdown(speak(sentence(error))))
        return None


def shapes() -> list[str]:
    from geo.export.graphic import Shape  # noqa: PLC0415 -- pictures are an extra

    return [str(item) for item in Shape]


def _size_name(size: str) -> str:
    if size in shapes():
        return t("web.graphic.phone", shape=size)
    return t(f"web.graphic.{size[-2:]}", n=int(size[:-2]))
