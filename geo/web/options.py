"""Widgets that offer options: what is chosen does not depend on the words it is shown with.

Streamlit's browser side sends the label of an option back, not the option. Where labels change (the
reader takes another language, a table has other columns), a label of before would be read as the
value itself. Here each set of labels makes a widget of its own, so that a label always belongs to
the options that it was drawn with, and a value that was not offered is not taken over.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

import streamlit as st

from geo.profile import current
from geo.web.state import SharedWidget, state
from geo.web.texts import t

_Option = TypeVar("_Option")

#: Stands for no value: the widget itself remembers it.
_UNSET: Any = object()


def show_value(
    name: str, value: Any, read_value: Callable[[Any], Any] = lambda value: value
) -> SharedWidget:
    """Return the widget that shows a value.

    Streamlit sends the values of all widgets with every message, also those of before the page
    changed the view. So a widget is never told another value: where the app's is not the one that
    it holds, another widget takes its place, and what still comes of the first changes nothing. A
    widget that the reader set stays, and keeps the focus.
    """
    widgets = state().widgets
    widget = widgets.get(name) or SharedWidget(name, 0, value, value)
    current = widget.first  # of one that was not drawn in the last run the browser holds nothing
    if widget.key in st.session_state:
        current = read_value(st.session_state[widget.key])
    if current != value:
        widget = SharedWidget(name, widget.number + 1, value, value)
    widgets[name] = replace(widget, value=value)
    return widget


def choose(
    widget: Callable[..., Any],
    label: str,
    options: Sequence[_Option],
    *,
    key: str,
    words: Callable[[_Option], str] = str,
    value: Any = _UNSET,
    first: Any = _UNSET,
    chosen: Callable[[Any], None] | None = None,
    **look: Any,
) -> Any:
    """Draw a widget that offers options, and return what is chosen.

    A selectbox whose labels follow the language::

        choose(st.radio, t("side"), ["left", "right"], key="gl-side", words=t)
    """
    labels = make_distinct(words(option) for option in options)
    if first is _UNSET:
        first = options[0] if options and "index" not in look else None
    if value is _UNSET:
        value = st.session_state.get(key, first)
    mark = hashlib.sha256("\0".join(labels).encode()).hexdigest()[:8]  # of a set of labels
    shared = show_value(
        f"{key}-{mark}",
        find_offered(value, options),
        lambda choice: find_offered(choice, options),
    )

    def take() -> None:
        choice = st.session_state.get(shared.key)
        matches = find_offered(choice, options)
        if shared.is_act(matches) and (matches is not None or choice is None):
            st.session_state[key] = matches
            if chosen:
                chosen(matches)

    drawn = find_offered(shared.first, options)
    if widget in (st.pills, st.segmented_control):
        look["default"] = drawn
    else:
        look["index"] = None if drawn is None else options.index(drawn)
    with st.container(key=key, width=look.get("width", "stretch")):
        result = widget(
            label,
            options,
            key=shared.key,
            format_func=lambda item: labels[options.index(item)],
            on_change=take,
            **look,
        )
    return find_offered(result, options)


def choose_word(
    widget: Callable[..., Any],
    label: str,
    options: Iterable[Any],
    key: str,
    prefix: str,
    **look: Any,
) -> Any:
    """Draw a widget whose label is a word of the program, as are its options after a prefix."""

    def say_option(option: Any) -> str:
        return t(f"{prefix}{option}")

    return choose(widget, t(label), list(options), key=key, words=say_option, **look)


def ask_day(label: str, key: str, **look: Any) -> date | None:
    """Ask for a day of the data; none is chosen first."""
    days = current().days
    day: date | None = st.date_input(
        label, None, days.first, days.last, key=key, format="YYYY-MM-DD", **look
    )
    return day


def find_offered(value: Any, options: Sequence[Any]) -> Any:
    """Return a value as the option that it equals, or None; of a list, those that are offered.

    >>> find_offered("b", ["a", "b"]), find_offered("the last year", [30,
    ...     365]), find_offered(["b", "x"], "ab")
    ('b', None, ['b'])
    """
    if isinstance(value, list | tuple):
        return [options[options.index(item)] for item in value if item in options]
    return options[options.index(value)] if value in options else None


def make_distinct(labels: Iterable[str]) -> list[str]:
    """Make labels distinct: the browser tells options apart by label alone.

    >>> make_distinct(["Rabia", "Rabia", "Erbil"])
    ['Rabia', 'Rabia (2)', 'Erbil']
    """
    result: dict[str, None] = {}
    for label in labels:
        distinct, number = label, 2
        while distinct in result:
            distinct, number = f"{label} ({number})", number + 1
        result[distinct] = None
    return list(result)
