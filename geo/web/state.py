"""What one reader's session knows: the view that the page reports, and what widgets ask of it.

The page writes the view, the history and the address (``frame.js``). A widget sends a
:class:`Command`; until the page reports that it is done, the app shows the view as it will be.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from string import Template
from typing import Any
from urllib.parse import parse_qsl

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from geo.errors import ViewError, shorten_value
from geo.gazetteer.texts import Text
from geo.layers import SPECS
from geo.profile import current
from geo.view import FIELDS, GONE_KEYS, KEYS, View, unwrap_pairs
from geo.web.upload.uploads import Uploads
from geo.words import Phrase, phrase

_KEY = "greenline"

#: The mount that carries commands to the page, and its reports back.
MOUNT = "gl-state"


@dataclass(frozen=True)
class Command:
    """What a widget asks of the page."""

    changes: Mapping[str, Any]  #: Fields of the view with their new values.
    go: bool = False  #: Whether the map shall fly to the selection.
    #: What the page reports once it is done.
    id: str = field(default_factory=lambda: secrets.token_hex(4))

    def to_json(self) -> dict[str, Any]:
        """Return it as the page takes it: pairs of an address, null for what an address leaves out.

        >>> Command({"perspective": "un", "selection": None}, id="a").to_json()
        {'id': 'a', 'set': {'p': 'un', 's': None}, 'go': False}
        """
        written = list_pairs(View(**self.changes))
        keys = (key for key, name in KEYS.items() if name in self.changes)
        return {"id": self.id, "set": {key: written.get(key) for key in keys}, "go": self.go}


@dataclass(frozen=True)
class SharedWidget:
    """A widget that shows a value which the page may change too."""

    name: str  #: What it is called, however often another takes its place.
    number: int  #: How many stood in its place before it.
    first: Any  #: The value that it was drawn with; later ones are the reader's.
    value: Any  #: The value that it shows, as of the last run.

    @property
    def key(self) -> str:
        return f"{self.name}-{self.number}"

    def is_act(self, value: Any) -> bool:
        """Return whether a value is the reader's act; else it is a late one, of before a change."""
        now = state().widgets[self.name]
        return self.number == now.number and value != now.value


@dataclass
class State:
    """What the page reports, what it is asked for, and what stands below the map."""

    #: The view of the page, by its last report; before the first one that of the address.
    reported: View
    #: What widgets asked for and the page has not done yet, as far as is known.
    commands: list[Command] = field(default_factory=list)
    #: What the app shows: the page's view once it has done the commands.
    view: View = field(init=False)
    report: Mapping[str, Any] = field(default_factory=dict)  #: The report that was read last.
    faults: list[Phrase] = field(default_factory=list)  #: What could not be read in the address.
    #: Whether the reader's files went with the session before, of which the reader is told.
    lost: bool = False
    opened: bool = False  #: Whether the drawer below the map is open, as the browser says.
    #: Whether the table in front lists only what lies in the frame of the map.
    framed: bool = False
    tab: str = "held"  #: The table in front.
    pinned: str | None = None  #: Feature chosen on the map, which heads its table.
    #: Tells this session from one before it, for a page that outlives the connection.
    session: str = field(default_factory=lambda: secrets.token_hex(4))
    #: Sections of the side bar that the reader has opened: the others are not filled.
    sections: set[str] = field(default_factory=set)
    unfolded: set[str] = field(default_factory=set)  #: Sections that are open.
    #: The language of the side bar, and the sections that were open as it came.
    side: tuple[str, frozenset[str]] = ("", frozenset())
    #: First and last day that the app last proposed for a film, by widget.
    film_days: dict[str, date] = field(default_factory=dict)
    #: Widgets whose value the page may change too, by name.
    widgets: dict[str, SharedWidget] = field(default_factory=dict)
    linked: str = ""  #: The release of the data that the address was made with, as it says.
    article: Text | None = None  #: The text that is shown.
    #: Counts how often a text was read: the page may have left the one that is read again.
    articles: int = 0
    article_fault: str = ""  #: Why the text could not be read.
    uploads: Uploads = field(default_factory=Uploads)  #: The reader's files.
    #: The preview of a graphic, and what it was made of; the film that was made last, and its name.
    preview: tuple[Any, bytes] = (None, b"")
    film: tuple[str, bytes] = ("", b"")
    film_wanted: str = ""  #: The name of the film that the reader waits for.

    def __post_init__(self) -> None:
        self.show(self.reported)

    @classmethod
    def of(cls, pairs: Mapping[str, str]) -> State:
        """Begin with the view of an address."""
        view, faults = read(pairs)
        state = cls(view, faults=faults)
        state.linked = str(pairs.get("v", ""))
        state._follow_selection()
        return state

    def show(self, reported: View) -> None:
        """Take a view for the page's; commands that it has not done come on top."""
        self.reported = self.view = reported
        for command in self.commands:
            self.view = self.view.with_(**command.changes)

    def send(self, *, go: bool = False, **changes: Any) -> None:
        """Ask the page for a change of the view."""
        self.faults, self.lost = [], False
        if go or self.view.with_(**changes) != self.view:
            self.commands.append(Command(changes, go))
            self.show(self.reported)

    def receive(self, report: Any) -> None:
        """Take over what the page reports, where that is new."""
        if not isinstance(report, dict) or report == self.report:
            return
        self.report = report
        done = [command.id == report.get("done") for command in self.commands]
        if any(done):
            del self.commands[: done.index(True) + 1]
        reported, self.faults = read(
            dict(parse_qsl(str(report.get("query", "")), keep_blank_values=True))
        )
        self.lost = report.get("lost") is True
        before = self.view.selection
        self.show(reported)
        if self.view.selection != before:
            self._follow_selection()
        self.tab = str(report.get("table") or self.tab)  # one that is not offered is put right

    def _follow_selection(self) -> None:
        """Bring the table of what was chosen on the map to the front."""
        name, _, result = (self.view.selection or "").partition(":")
        table = SPECS[name].listed if name in SPECS else ""
        self.pinned = result if table else None
        self.tab = table or self.tab


def read(pairs: Mapping[str, str]) -> tuple[View, list[Phrase]]:
    """Read an address; what cannot be read keeps its default and is named.

    >>> view, faults = read({"d": "2014-08-08", "p": "mars"})
    >>> view.date.year, faults
    (2014, ["perspective 'mars': expected one that the map offers"])
    """
    pairs = unwrap_pairs(dict(pairs))
    sane = {key: value for key, value in pairs.items() if key not in KEYS}
    if pairs.keys() & ({*KEYS} - {"lang"}):
        sane.setdefault("v", "")  # what is named decides where a view begins, also unreadably
    faults = [
        phrase("link.gone", what=phrase(f"link.gone.{key}")) for key in GONE_KEYS if key in pairs
    ]
    for item in FIELDS:
        if (value := pairs.get(item.key)) is None:
            continue
        try:
            item.kind.check(item.kind.read(value), item.what, current())
        except ViewError:
            word, values = item.kind.accepted(current())
            fault = phrase(
                "fault.link",
                what=phrase(f"fault.link.{item.name}"),
                value=shorten_value(item.kind.find_unknown(value)),
                accepted=phrase(f"fault.accepted.{word}", **values),
            )
            faults.append(fault)
        else:
            sane[item.key] = value
    return View.from_query(sane), faults


def list_pairs(view: View) -> dict[str, str]:
    return dict(parse_qsl(view.to_query(), keep_blank_values=True))


def state() -> State:
    """Return this reader's state.

    What a widget calls runs before the script: the report that came with the widget's value counts
    there already.
    """
    run = get_script_run_ctx()
    if run is None:
        raise RuntimeError("no session: a download holds what it needs when its button is drawn")
    result: State = run.session_state[_KEY]  # not through st: each word that is said asks for it
    if not run.has_script_started:
        result.receive(_last_report())
    return result


def _last_report() -> Any:
    mount = st.session_state.get(MOUNT)
    return mount.get("report") if isinstance(mount, Mapping) else None


def begin() -> State:
    """Start a run: the first of a session reads the address, those after it what the page reports.

    The address that Streamlit sends with a run is that of the window's last load, or of its last
    step through the history, and of no use here.
    """
    if _KEY not in st.session_state:
        st.session_state[_KEY] = State.of(st.query_params.to_dict() or welcome(st.context.locale))
    now = state()
    now.receive(_last_report())
    return now


def welcome(locale: str | None) -> dict[str, str]:
    """Return what an address would say that a reader's first visit lacks: the browser's language.

    >>> welcome("ar-IQ"), welcome("en-GB"), welcome("fr"), welcome(None)
    ({'lang': 'ar'}, {}, {}, {})
    """
    query = (locale or "").split("-")[0].lower()
    return {"lang": query} if query in current().languages[1:] else {}


#: Hands the keeper of the map's frame a reader's data; the same bytes are sent to it once.
_CARRY = Template("export default ({data}) => greenlineKeeper.bring('$name', data);")


def carry(name: str) -> Callable[..., Any]:
    """Return the component that brings the page what is called so, such as ``user_areas``."""
    script = _CARRY.substitute(name=name)
    return st.components.v2.component(f"greenline_{name}", js=script, isolate_styles=False)


#: Keys of an address that are no part of a view; Streamlit keeps the first two to itself.
KEPT = ("embed", "embed_options", "controls")


def read_app_address() -> str:
    """Return the address of the app, without a view."""
    return (st.context.url or "").partition("?")[0]


def is_embedded() -> bool:
    """Whether the address asks for the map alone (``?embed=1``).

    Streamlit keeps this key to itself: ``st.query_params`` does not have it, the run's query does.
    """
    script_run_ctx = get_script_run_ctx()
    return script_run_ctx is not None and is_for_map_alone(script_run_ctx.query_string)


def is_for_map_alone(query: str) -> bool:
    """Whether a query string asks for the map alone.

    >>> [is_for_map_alone(query) for query in ("d=2014-08-08&embed=1", "embed=true", "embed=0")]
    [True, True, False]
    """
    return dict(parse_qsl(query)).get("embed") in ("1", "true")
