"""What one reader's session knows: the view, what the page shows of it, and the address."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any
from urllib.parse import parse_qsl

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from geo.errors import ViewError
from geo.model import Layer
from geo.profile import current
from geo.stories.story import DrawnMark
from geo.view import KEYS, View
from geo.web.echoes import Echoes

_KEY = "greenline"

#: The widget that holds the mark of a run.
MARK = "gl-run"


@dataclass
class State:
    """The view and who is to hear of its changes.

    Two write the view: the page (the map in its frame) and Streamlit's widgets. A change that one
    makes is sent to the other once and never comes back: ``page`` keeps what the page shows,
    ``seq`` counts the changes to be sent to it.
    """

    view: View
    """What the reader asked for."""

    page: View
    """What the page shows, as far as is known."""

    seq: int = 0
    """Grows with every change that the page must hear of."""

    go: bool = False
    """Whether the page shall fly to the selection with the last such change."""

    bounds: bool = True
    """Whether the page shall take the view's frame with the last such change."""

    opened: bool = False
    """Whether the drawer below the map is open, as the browser says."""

    framed: bool = False
    """Whether the table in front lists only what lies in the frame of the map."""

    tab: str = "held"
    """The table in front."""

    pinned: str | None = None
    """Feature chosen on the map, which heads its table."""

    marks: int = 0
    """Grows with every choice on the map, so that a table forgets its own choice."""

    faults: list[str] = field(default_factory=list)
    """What could not be read in the address."""

    lost: bool = False
    """Whether the reader's events went with the session before, of which the reader is told."""

    address: dict[str, str] = field(default_factory=dict)
    """The view as the pairs of an address, as of the last run."""

    written: int = 0
    """The act that was put into the address last."""

    act: int = 0
    """Grows with every act of the reader on a widget; each is one entry of the history."""

    said: int = 0
    """Number of the last message of the page that was heard."""

    drawn: tuple[DrawnMark, ...] = ()
    """What the reader drew on the step that the page shows of a story of the reader's own."""

    asked: str = ""
    """Query of the address that the reader went back or on to last."""

    session: str = field(default_factory=lambda: secrets.token_hex(4))
    """Tells this session from one before it, for a page that outlives the connection."""

    whole: bool = False
    """Whether the last run came to its end; Streamlit breaks one off for the next."""

    anew: bool = True
    """Whether widgets must be told their values in this run even if they seem to have them."""

    echoes: Echoes = field(init=False)
    """What the widgets showed, to tell the reader's acts from what only comes back."""

    def __post_init__(self) -> None:
        self.echoes = Echoes(self.session)

    @classmethod
    def of(cls, pairs: Mapping[str, str]) -> State:
        """Begin with the view of an address."""
        view, faults = read(pairs)
        state = cls(view, view, faults=faults, address=dict(pairs))
        state._follow_selection()
        return state

    def change(self, *, go: bool = False, **changes: Any) -> None:
        """Change the view from a widget; the page hears of it."""
        self.faults, self.lost = [], False
        view = self.view.with_(**changes)
        if view == self.view and not go:
            return
        self.view = self.page = view
        self.seq += 1
        self.act += 1
        self.go, self.bounds = go, False

    def receive(self, query: str, number: int = 0, drawn: tuple[DrawnMark, ...] = ()) -> None:
        """Take over what the reader changed in the page, and nothing else of it."""
        self.said = number
        self.drawn = drawn
        self.faults = []
        text, _ = read(dict(parse_qsl(query, keep_blank_values=True)))
        changed = {
            name: getattr(text, name)
            for name in (item.name for item in fields(View))
            if getattr(text, name) != getattr(self.page, name)
        }
        self.page = text
        self.view = self.view.with_(**changed)
        if "selection" in changed:
            self._follow_selection()

    def navigate(self, pairs: Mapping[str, str]) -> None:
        """Follow an address that the reader went back or on to."""
        view, self.faults = read(pairs)
        self.address = dict(pairs)
        known = view == self.view
        moved = view.bounds is not None and view.bounds != self.view.bounds
        self.view = self.page = view
        self.seq += 1  # also where nothing is new here: the page may show an act that was given up
        self.go, self.bounds = False, moved
        if not known:
            self._follow_selection()

    def _follow_selection(self) -> None:
        """Bring the table of what was chosen on the map to the front."""
        name, _, result = (self.view.selection or "").partition(":")
        table = Layer(name).spec.listed if name in Layer else ""
        self.pinned = result if table else None
        self.tab = table or self.tab
        self.marks += 1


def read(pairs: Mapping[str, str]) -> tuple[View, list[str]]:
    """Read an address; what cannot be read keeps its default and is named.

    >>> view, faults = read({"d": "2014-08-08", "p": "mars"})
    >>> view.date.year, faults
    (2014, ["perspective 'mars': expected one of held, federal, region, un"])
    """
    sane: dict[str, str] = {}
    faults: list[str] = []
    for key, value in pairs.items():
        try:
            View.from_query({key: value})
        except ViewError as error:
            faults.append(str(error))
        else:
            sane[key] = value
    has_keys = not faults or bool(sane.keys() & {*KEYS})
    return (View.from_query(sane) if has_keys else View()), faults


def pairs(view: View) -> dict[str, str]:
    return dict(parse_qsl(view.to_query(), keep_blank_values=True))


def state() -> State:
    """Return this reader's state."""
    if get_script_run_ctx() is None:
        raise RuntimeError("no session: a download holds what it needs when its button is drawn")
    result: State = st.session_state[_KEY]
    return result


def begin() -> State:
    """Start a run: read the address where the session is new or the reader went back.

    In every other run the address that comes with it may be older than the view: the page's frame
    writes what the reader did in the page, at once (``frame.js``).
    """
    run = get_script_run_ctx()
    if _KEY not in st.session_state:
        st.session_state[_KEY] = State.of(st.query_params.to_dict() or welcome(st.context.locale))
    elif run and run.is_history_navigation:
        state().asked = run.query_string
        state().navigate(st.query_params.to_dict())
    now = state()
    now.anew, now.whole = not now.whole, False
    now.echoes.run += 1
    return now


def welcome(locale: str | None) -> dict[str, str]:
    """Return what an address would say that a reader's first visit lacks: the browser's language.

    >>> welcome("ar-IQ"), welcome("en-GB"), welcome("fr"), welcome(None)
    ({'lang': 'ar'}, {}, {}, {})
    """
    query = (locale or "").split("-")[0].lower()
    return {"lang": query} if query in current().languages[1:] else {}


def put(key: str, value: Any, name: str | None = None) -> None:
    """Let a widget show a value, where it does not yet: telling it again would disturb typing."""
    state().echoes.show(name or key, key, value)
    if state().anew or st.session_state.get(key) != value:
        st.session_state[key] = value


def is_new_value(key: str, value: Any, name: str | None = None) -> bool:
    """Return whether the reader gave a widget its value; else it echoes an earlier run."""
    return state().echoes.is_new_value(name or key, key, value, st.session_state.get(MARK))


def mark() -> None:
    """Leave the mark of this run in the page, behind all widgets; no reader sees it."""
    st.session_state[MARK] = state().echoes.mark
    st.text_input(MARK, key=MARK, label_visibility="collapsed", autocomplete="off")


def end(release: str = "") -> None:
    """End a run: put the view into the browser's address, where a widget changed it."""
    now = state()
    wanted = pairs(now.view)
    if now.act != now.written:
        st.query_params.from_dict(wanted | ({"v": release} if release else {}))
    now.address, now.written = wanted, now.act
    now.whole = True
