"""Which column of a reader's file holds what: guessed, shown with a preview, corrected."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from datetime import date

import streamlit as st

from geo.atlas import Atlas
from geo.errors import GreenlineError
from geo.events.column_guess import Doubt, Guess
from geo.events.column_mapping import How, Mapping
from geo.events.isolation import preview
from geo.events.reading import Reader
from geo.profile import current
from geo.tabular.grid import Sheet
from geo.tabular.source import LIMITS
from geo.web import user_events
from geo.web.options import choose
from geo.web.preview_map import show_preview
from geo.web.texts import day, number, plain, t
from geo.web.user_events import place

#: A look at a file's first rows takes no longer, so that others are not kept waiting by it.
LOOK = replace(LIMITS, seconds=20)

_KEY, _FAULT = "gl-pending", "gl-columns-fault"

#: Fields that a reader is asked for, those first that the map cannot do without.
ASKED = (
    "lat", "lon", "position", "start", "end", "year", "month", "day", "type", "actor_a",
    "actor_b", "best", "low", "high", "place", "position_precision", "text", "source", "id",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Pending:
    """A file whose columns the reader must map."""

    content: bytes
    """The file."""

    name: str
    """Its name."""

    first: Sheet
    """Its first rows."""

    choice: str | None
    """The one shown."""

    guessed: Guess
    """What the columns seem to hold."""

    mark: str = field(default_factory=lambda: secrets.token_hex(4))
    """Tells one question from the next, also about the same file."""


def look(
    content: bytes, name: str, *, choice: str | None = None, ask: bool = False
) -> Pending | None:
    """Look at the first rows of a file; None where its columns are beyond doubt."""
    with place():
        found = preview(content, name, choice=choice, limits=LOOK)
    if not ask and (found.format or found.guessed.sure):
        return None
    return Pending(content, name, found.first, choice, found.guessed)


def pending() -> Pending | None:
    """Return the file whose columns must be mapped, if any."""
    found: Pending | None = st.session_state.get(_KEY)
    return found


def ask(one: Pending | None) -> None:
    """Ask for the columns of a file."""
    drop()
    st.session_state[_KEY] = one


def drop() -> None:
    """Ask no longer."""
    st.session_state[_KEY] = None
    st.session_state[_FAULT] = ""
    for key in [key for key in st.session_state if str(key).startswith("gl-column-")]:
        del st.session_state[key]


def show(atlas: Atlas) -> None:
    """Draw the screen for mapping columns, where a file needs it."""
    one = pending()
    if one is None:
        return
    with st.container(key="gl-columns", border=True):
        st.subheader(t("web.columns", name=plain(one.name)), anchor=False)
        st.markdown(t("web.columns.what"))
        for doubt in one.guessed.doubts:
            st.warning(t(f"doubt.{doubt}"))
        if len(one.first.choices) > 1:
            _choose(one)
        shown = one.first.frame.map(lambda cell: cell[:200])
        st.dataframe(shown, hide_index=True, width="stretch")
        how = How(_mapping(one), choice=one.choice, day=_day(one))
        _preview(atlas, one, how)
        _buttons(atlas, one, how)


def _choose(one: Pending) -> None:
    choose(
        st.selectbox,
        t("web.columns.choice"),
        one.first.choices,
        key="gl-choice",
        value=one.choice,
        chosen=lambda choice: again(one.content, one.name, choice),
        index=None,
    )


def again(content: bytes, name: str, choice: str | None = None) -> None:
    """Ask for the columns of a file, whatever they seem to hold; say why where it has none."""
    try:
        ask(look(content, name, choice=choice, ask=True))
    except GreenlineError as error:
        st.session_state[_FAULT] = str(error)


def _mapping(one: Pending) -> Mapping:
    """Ask for each field; what was guessed stands first."""
    given = one.guessed.mapping.columns()
    chosen: dict[str, str | None] = {}
    cells = st.columns(3)
    for number_, name in enumerate(ASKED):
        ranked = [found.column for found in one.guessed.candidates.get(name, ())]
        options = list(dict.fromkeys([*ranked, *map(str, one.first.frame.columns)]))
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
    if Doubt.DATE_ORDER in one.guessed.doubts:
        order = choose(
            st.radio,
            t("web.columns.order"),
            ["dmy", "mdy"],
            key="gl-column-order",
            words=lambda one: t(f"web.columns.{one}"),
            horizontal=True,
        )
    decimal = one.guessed.mapping.decimal
    return replace(Mapping.from_dict(chosen), date_order=order, decimal=decimal)


def _day(one: Pending) -> date | None:
    """Ask for the day of all rows where the table has no dates."""
    if Doubt.NO_DATE not in one.guessed.doubts:
        return None
    days = current().days
    found: date | None = st.date_input(
        t("web.columns.all_days"),
        value=None,
        min_value=days.first,
        max_value=days.last,
        key="gl-column-all-days",
        format="YYYY-MM-DD",
    )
    return found


def _preview(atlas: Atlas, one: Pending, how: How) -> None:
    """Show what the first rows mean with these columns: how many, of which days, where."""
    try:
        found = Reader(how).events(one.first)
    except GreenlineError as error:
        st.warning(plain(str(error)))
        return
    kept, whole = number(found.report.kept), number(found.report.rows_read)
    st.caption(t("web.columns.preview", kept=kept, read=whole))
    if len(found.rows):
        first, last = found.rows["start"].min().date(), found.rows["end"].max().date()
        points = zip(found.rows["lon"], found.rows["lat"], strict=True)
        period = t("web.columns.period", first=day(first), last=day(last))
        show_preview(atlas, points, period)
    names = ["start", "end", "lon", "lat", "type", "actor_a", "actor_b", "best", "place", "text"]
    rows = found.rows[names].copy()
    for name in ("start", "end"):
        rows[name] = rows[name].dt.strftime("%Y-%m-%d")
    headings = {name: t(f"field.{name}") for name in names}
    st.dataframe(rows.rename(columns=headings), hide_index=True, width="stretch", placeholder="")


def _buttons(atlas: Atlas, one: Pending, how: How) -> None:
    if st.session_state.get(_FAULT):
        st.error(plain(st.session_state[_FAULT]))
    with st.container(horizontal=True):
        asked = st.button(t("web.columns.read"), key="gl-columns-read", type="primary")
        st.button(t("web.columns.leave"), key="gl-columns-leave", on_click=_left)
    if asked:
        _read(atlas, one, how)
        st.rerun()


def _read(atlas: Atlas, one: Pending, how: How) -> None:
    try:
        user_events.show(user_events.read(atlas, one.content, one.name, how))
    except GreenlineError as error:
        st.session_state[_FAULT] = str(error)
        return
    drop()


def _left() -> None:
    drop()
