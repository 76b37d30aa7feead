"""Widgets that offer options: what is chosen does not depend on the words it is shown with.

Streamlit's browser side sends the label of an option back, not the option. Where labels change (the
reader takes another language, a table has other columns), a label of before would be read as the
value itself. Here each set of labels makes a widget of its own, so that a label always belongs to
the options that it was drawn with, and a value that was not offered is not taken over.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

import streamlit as st

from geo.web.state import acted, put

_Option = TypeVar("_Option")

#: Marks that nobody else knows the value: the widget itself remembers it.
_OWN: Any = object()


def choose(
    widget: Callable[..., Any],
    label: str,
    options: Sequence[_Option],
    *,
    key: str,
    words: Callable[[_Option], str] = str,
    value: Any = _OWN,
    first: Any = _OWN,
    chosen: Callable[[Any], None] | None = None,
    **look: Any,
) -> Any:
    """Draw a widget that offers options, and return what is chosen.

    Examples
    --------
    A selectbox whose labels follow the language::

        choose(st.radio, t("side"), ["left", "right"], key="gl-side", words=t)
    """
    labels = unlike(words(one) for one in options)
    own = f"{key}-{_digest(labels)}"
    known = dict(enumerate(labels))
    if first is _OWN:
        first = options[0] if options and "index" not in look else None
    if value is _OWN:
        value = st.session_state.get(key, first)
    put(own, offered(value, options), key)

    def taken() -> None:
        found = offered(st.session_state.get(own), options)
        if not acted(own, found, key):
            return
        if found is not None or st.session_state.get(own) is None:
            st.session_state[key] = found
            if chosen:
                chosen(found)

    with st.container(key=key, width=look.get("width", "stretch")):
        found = widget(
            label,
            options,
            key=own,
            format_func=lambda one: known[options.index(one)],
            on_change=taken,
            **look,
        )
    return offered(found, options)


def offered(value: Any, options: Sequence[Any]) -> Any:
    """Return a value as the option that it equals, or None; of a list, those that are offered.

    Examples
    --------
    >>> offered("b", ["a", "b"]), offered("the last year", [30, 365]), offered(["b", "x"], "ab")
    ('b', None, ['b'])
    """
    if isinstance(value, list | tuple):
        return [options[options.index(one)] for one in value if one in options]
    return options[options.index(value)] if value in options else None


def unlike(labels: Iterable[str]) -> list[str]:
    """Return labels of which no two are alike: the browser distinguishes options by them alone.

    Examples
    --------
    >>> unlike(["Rabia", "Rabia", "Erbil"])
    ['Rabia', 'Rabia (2)', 'Erbil']
    """
    found: dict[str, None] = {}
    for label in labels:
        shown, number = label, 2
        while shown in found:
            shown, number = f"{label} ({number})", number + 1
        found[shown] = None
    return list(found)


def _digest(labels: Sequence[str]) -> str:
    """Return a short name for a set of labels."""
    return hashlib.sha256("\0".join(labels).encode()).hexdigest()[:8]
