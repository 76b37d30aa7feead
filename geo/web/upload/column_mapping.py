"""Which column of a reader's file holds what: guessed, shown with a preview, corrected."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import streamlit as st

from geo.atlas import Atlas
from geo.errors import GreenlineError
from geo.events.column_guess import Doubt
from geo.events.draft import How, Mapping
from geo.events.reading import Reader
from geo.tabular.source import LIMITS
from geo.user_areas.reading import look
from geo.web.computing import take_turn
from geo.web.options import ask_day, choose, choose_word
from geo.web.state import state
from geo.web.texts import day, explain, number, plain_markdown, t
from geo.web.upload import user_events
from geo.web.upload.uploads import Pending
from geo.words import sentence

#: A look at a file's first rows takes no longer, so that others are not kept waiting by it.
LOOK = replace(LIMITS, seconds=20)

#: Fields that a reader is asked for, those first that the map cannot do without.
ASKED = (
    "lat", "lon", "position", "start", "end", "year", "month", "day", "type", "actor_a",
    "actor_b", "best", "low", "high", "place", "position_precision", "text", "source", "id",
)  # fmt: skip


def show(atlas: Atlas) -> None:
    """Draw the screen for mapping columns, where a file needs it."""
    item = state().uploads.pending
    if item is None:
        return
    with st.container(key="gl-columns", border=True):
        st.subheader(t("web.columns", name=plain_markdown(item.name)), anchor=False)
        st.markdown(t("web.columns.what"))
        for doubt in item.seen.guessed.doubts:
            st.warning(t(f"doubt.{doubt}"))
        if len(item.seen.first.choices) > 1:
            choose(
                st.selectbox,
                t("web.columns.choice"),
                item.seen.first.choices,
                key="gl-choice",
                value=item.choice,
                chosen=lambda choice: ask_again(item.content, item.name, choice),
                index=None,
            )
        st.dataframe(item.seen.first.frame, hide_index=True, width="stretch")
        how = How(_ask_columns(item), choice=item.choice, day=_ask_day(item))
        _preview(item, how)
        _draw_buttons(atlas, item, how)


def ask_again(content: bytes, name: str, choice: str | None = None) -> None:
    """Remember to ask for the columns of a file, whatever they seem to hold.

    A widget calls this before the script runs: what is drawn while a file is read would take the
    map's place then, and the browser would build the map anew.
    """
    state().uploads.reopened = (content, name, choice)


def look_again(atlas: Atlas) -> None:
    """Look at the file whose columns are asked for again; say why where it has none."""
    uploads = state().uploads
    if uploads.reopened:
        content, name, choice = uploads.reopened
        try:
            with take_turn():
                seen = look(atlas, content, name, choice=choice, limits=LOOK)
            uploads.ask(Pending(content, name, seen, choice))
        except GreenlineError as error:
            uploads.reopened, uploads.fault = None, sentence(error)


def _ask_columns(item: Pending) -> Mapping:
    """Ask for each field; what was guessed stands first."""
    guessed = item.seen.guessed
    columns = guessed.mapping.columns()
    choices: dict[str, str | None] = {}
    cells = st.columns(3)
    for at, name in enumerate(ASKED):
        ranked = [candidate.column for candidate in guessed.candidates.get(name, ())]
        options = list(dict.fromkeys([*ranked, *map(str, item.seen.first.frame.columns)]))
        with cells[at % 3]:
            choices[name] = choose(
                st.selectbox,
                t(f"field.{name}"),
                options,
                key=f"gl-column-{item.mark}-{name}",
                first=columns.get(name),
                index=None,
                placeholder=t("web.columns.none"),
            )
    order = None
    if Doubt.DATE_ORDER in guessed.doubts:
        order = choose_word(
            st.radio,
            "web.columns.order",
            ["dmy", "mdy"],
            f"gl-column-{item.mark}-order",
            "web.columns.",
            horizontal=True,
        )
    return Mapping(**choices, date_order=order, decimal=guessed.mapping.decimal)


def _ask_day(item: Pending) -> date | None:
    """Ask for the day of all rows where the table has no dates."""
    if Doubt.NO_DATE not in item.seen.guessed.doubts:
        return None
    return ask_day(t("web.columns.all_days"), f"gl-column-{item.mark}-all-days")


def _preview(item: Pending, how: How) -> None:
    """Show what the first rows mean with these columns: how many, of which days, where."""
    try:
        events = Reader(how).events(item.seen.first)
    except GreenlineError as error:
        st.warning(explain(error))
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


def _draw_buttons(atlas: Atlas, item: Pending, how: How) -> None:
    uploads = state().uploads
    if uploads.column_fault:
        st.error(explain(uploads.column_fault))
    with st.container(horizontal=True):
        is_confirmed = st.button(t("web.columns.read"), key="gl-columns-read", type="primary")
        st.button(
            t("web.columns.leave"), key="gl-columns-leave", on_click=uploads.ask, args=(None,)
        )
    if is_confirmed:
        try:
            user_events.read(atlas, item.content, item.name, item.seen, how)
            uploads.ask(None)
        except GreenlineError as error:
            uploads.column_fault = sentence(error)
        st.rerun()
