"""Below the map: the sentence that says what is shown, and its key figures."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from html import escape

import streamlit as st

from geo.ask import inventory
from geo.ask.inventory import Figures
from geo.atlas import Atlas
from geo.draw.style import css_fill
from geo.model import HELD, Layer
from geo.profile import current
from geo.view import View
from geo.web.state import state
from geo.web.texts import day, holder_name, number, t
from geo.web.upload import user_events
from geo.words import locale, say_window

#: Percents of the ground from which on a holder is named in the sentence.
_SAID = 5


def show(atlas: Atlas) -> None:
    """Draw the sentence and the figures."""
    view = state().view
    result = _result(atlas, inventory.scope(view.with_(selection=None)))
    with st.container(key="gl-summary", gap="small"):
        st.html(f'<h2 class="gl-say">{escape(write_sentence(view, result))}</h2>')
        events = state().uploads.current_events
        if events and Layer.USER_EVENTS in view.layers:
            st.html(f'<p class="gl-own">{escape(user_events.say_shown(events, view))}</p>')
        if view.compare:
            of_day = t("web.figures.day", day=day(view.day))
            st.html(f'<p class="gl-figures-day">{escape(of_day)}</p>')
        with st.container(horizontal=True, key="gl-figures"):
            for name, value, below in _list_metrics(view, result):
                st.metric(
                    t(f"web.figure.{name}"), value, below, delta_color="off", delta_arrow="off",
                    help=t(f"web.figure.{name}.help"), width="content",
                )  # fmt: skip
        st.html(write_bar(result, view.perspective == HELD))


_result = lru_cache(maxsize=128)(inventory.figures)


def write_sentence(view: View, figures: Figures) -> str:
    """Say what is shown: picture, day, and who holds how much of the disputed areas."""
    what = t(f"sentence.{view.perspective}")
    if view.compare:
        first, last = sorted((view.compare, view.date))
        text = t("sentence.compare", what=what, **{"from": day(first), "to": day(last)})
        return text[0].upper() + text[1:]
    head = what + t("sentence.comma") + day(view.date)
    if view.perspective != HELD:
        return head
    percents = locale.whole_percents(list(figures.km2.values()))
    shares = t("sentence.comma").join(
        t("web.share", holder=holder_name(holder), n=locale.percent(percent, view.language))
        for holder, percent in zip(figures.km2, percents, strict=True)
        if percent >= _SAID
    )
    return t("web.say", what=head, shares=shares)


def write_bar(figures: Figures, as_held: bool = True) -> str:
    """Return a bar of who holds the disputed areas of the list, as HTML."""
    total = sum(figures.km2.values())
    parts = "".join(
        f'<i style="width:{100 * km2 / total:.2f}%;background:{css_fill(holder)}"></i>'
        for holder, km2 in figures.km2.items()
    )
    keys = "".join(
        f'<li><b style="background:{css_fill(holder)}"></b>{escape(holder_name(holder))} '
        f"<span>{escape(t('web.km2', n=number(km2)))}</span></li>"
        for holder, km2 in figures.km2.items()
    )
    caption = t("web.figure.km2" if as_held else "web.figure.class")
    return (
        f'<figure class="gl-bar"><figcaption>{escape(caption)}</figcaption>'
        f"<div>{parts}</div><ul>{keys}</ul></figure>"
    )


def _list_metrics(view: View, figures: Figures) -> Iterator[tuple[str, str, str]]:
    """Yield the figures of what the country has: name, value, and what stands below it."""
    layers = current().layers
    if Layer.FIELDS in layers:
        # Figures of barrels are no more exact than that.
        low, best, high = (number(round(value, -3)) for value in figures.barrels)
        counted = t("oil.counted", n=number(figures.counted), of=number(figures.fields))
        span = f"{low}–{high} · " if figures.counted and low != high else ""
        yield "fields", number(figures.fields), t("web.figure.fields.sub")
        yield "barrels", best if figures.counted else "–", span + counted
    days = t("window.between") if view.before else say_window(view.window, view.language)
    if figures.events_vague:
        days += " · " + t("ask.more", n=number(figures.events_vague))
    yield "events", number(figures.events), days
    if Layer.CROSSINGS in layers:
        counts = {"n": number(figures.crossings_open), "of": number(figures.crossings)}
        yield "crossings", t("web.figure.of", **counts), t("web.figure.crossings.sub")
