"""Which column of a reader's file holds what: guessed, shown with a preview, corrected."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from datetime import date

import streamlit as st

from geo.atlas import Atlas
from geo.errors import GreenlineError
from geo.events.column_guess import Doubt
from geo.events.draft import How, Mapping
from geo.events.reading import Reader
from geo.profile import current
from geo.tabular.source import LIMITS
from geo.user_areas.reading import FirstLook, look
from geo.web.computing import place
from geo.web.options import choose
from geo.web.texts import day, number, plain_markdown, speak, t
from geo.web.upload import user_events
from geo.words import sentence

#: A look at a file's first rows takes no longer, so that others are not kept waiting by it.
LOOK = replace(LIMITS, seconds=20)

_KEY, _FAULT, _AGAIN = "gl-pending", "gl-columns-fault", "gl-columns-again"

#: Fields that a reader is asked for, those first that the map cannot do without.
ASKED = (
    "lat", "lon", "position", "start", "end", "year", "month", "day", "type", "actor_a",
    "actor_b", "best", "low", "high", "place", "position_precision", "text", "source", "id",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Pending:
    """A file whose columns the reader must map."""

    content: bytes  #: The file.
    name: str
    seen: FirstLook
    choice: str | None = None  #: Which of several sheets, layers or files.
    #: Tells one question from the next, also about the same file.
    mark: str = field(default_factory=lambda: secrets.token_hex(4))


def pending_file() -> Pending | None:
    """Return the file whose columns must be mapped, if any."""
    result: Pending | None = st.session_state.get(_KEY)
    return result


def ask(item: Pending | None) -> None:
    drop()
    st.session_state[_KEY] = item


def drop() -> None:
    """Ask no longer."""
    st.session_state[_KEY] = st.session_state[_AGAIN] = None
    st.session_state[_FAULT] = ""
    for key in [key for key in st.session_state if str(key).startswith("gl-column-")]:
        del st.session_state[key]


def show(atlas: Atlas) -> None:
    """Draw the screen for mapping columns, where a file needs it."""
    item = pending_file()
    if item is None:
        return
    with st.container(key="gl-columns", border=True):
        st.subheader(t("web.columns", name=plain_markdown(item.name)), anchor=False)
        st.markdown(t("web.columns.what"))
        for doubt in item.seen.guessed.doubts:
            st.warning(t(f"doubt.{doubt}"))
        if len(item.seen.first.choices) > 1:
            _choose(item)
        st.dataframe(item.seen.first.frame, hide_index=True, width="stretch")
        how = How(_mapping(item), choice=item.choice, day=_day(item))
        _preview(item, how)
        _buttons(atlas, item, how)


def _choose(item: Pending) -> None:
    choose(
        st.selectbox,
        t("web.columns.choice"),
        item.seen.first.choices,
        key="gl-choice",
        value=item.choice,
        chosen=lambda choice: ask_again(item.content, item.name, choice),
        index=None,
    )


def ask_again(content: bytes, name: str, choice: str | None = None) -> None:
    """Remember to ask for the columns of a file, whatever they seem to hold.

    A widget calls this before the script runs: what is drawn while a file is read would take the
    map's place then, and the browser would build the map anew.
    """
    st.session_state[_AGAIN] = (content, name, choice)


def preview_again(atlas: Atlas) -> None:
    """Look at the file whose columns are asked for again; say why where it has none."""
    if again := st.session_state.get(_AGAIN):
        content, name, choice = again
        try:
            with place():
                seen = look(atlas, content, name, choice=choice, limits=LOOK)
            ask(Pending(content, name, seen, choice))
        except GreenlineError as error:
            st.session_state[_AGAIN] = None
            st.session_state[_FAULT] = sentence(error)


def _mapping(item: Pending) -> Mapping:
    """Ask for each field; what was guessed stands first."""
    guessed = item.seen.guessed
    given = guessed.mapping.columns()
    chosen: dict[str, str | None] = {}
    cells = st.columns(3)
    for number_, name in enumerate(ASKED):
        ranked = [candidate.column for candidate in guessed.candidates.get(name, ())]
        options = list(dict.fromkeys([*ranked, *map(str, item.seen.first.frame.columns)]))
        with cells[number_ % 3]:
            chosen[name] = choose(
                st.selectbox,
                t(f"field.{name}"),
                options,
                key=f"gl-column-{name}",
                first=given.get(name),
                index=None,
                placeholder=t("web.columns.none"),
            )
    order = None
    if Doubt.DATE_ORDER in guessed.doubts:
        order = choose(
            st.radio,
            t("web.columns.order"),
            ["dmy", "mdy"],
            key="gl-column-order",
            words=lambda entry: t(f"web.columns.{entry}"),
            horizontal=True,
        )
    decimal = guessed.mapping.decimal
    return Mapping(**chosen, date_order=order, decimal=decimal)


def _day(item: Pending) -> date | None:
    """Ask for the day of all rows where the table has no dates."""
    if Doubt.NO_DATE not in item.seen.guessed.doubts:
        return None
    days = current().days
    result: date | None = st.date_input(
        t("web.columns.all_days"),
        value=None,
        min_value=days.first,
        max_value=days.last,
        key="gl-column-all-days",
        format="YYYY-MM-DD",
    )
    return result


def _preview(item: Pending, how: How) -> None:
    """Show what the first rows mean with these columns: how many, of which days, where."""
    try:
        events = Reader(how).events(item.seen.first)
    except GreenlineError as error:
        st.warning(plain_markdown(speak(sentence(error))))
        return
    text, total = number(events.report.rows_kept), number(events.report.rows_read)
    st.caption(t("web.columns.preview", kept=text, read=total))
    if len(events.rows):
        first, last = events.rows["start"].min().date(), events.rows["end"].max().date()
        st.caption(plain_markdown(t("web.user_events.period", first=day(first), last=day(last))))
    names = ["start", "end", "lon", "lat", "type", "actor_a", "actor_b", "best", "place", "text"]
    rows = events.rows[names].copy()
    for name in ("start", "end"):
        rows[name] = rows[name].dt.strftime("%Y-%m-%d")
    headings = {name: t(f"field.{name}") for name in names}
    st.dataframe(rows.rename(columns=headings), hide_index=True, width="stretch", placeholder="")


def _buttons(atlas: Atlas, item: Pending, how: How) -> None:
    if st.session_state.get(_FAULT):
        st.error(plain_markdown(speak(st.session_state[_FAULT])))
    with st.container(horizontal=True):
        query = st.button(t("web.columns.read"), key="gl-columns-read", type="primary")
        st.button(t("web.columns.leave"), key="gl-columns-leave", on_click=drop)
    if query:
        _read(atlas, item, how)
        st.rerun()


def _read(atlas: Atlas, item: Pending, how: How) -> None:
    try:
        user_events.show(user_events.read(atlas, item.content, item.name, how), item.seen)
    except GreenlineError as error:
        st.session_state[_FAULT] = sentence(error)
        return
    drop()
