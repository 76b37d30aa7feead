"""User events that the map shows: listed, and counted in a cross-table with its chart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from geo.atlas import Atlas
from geo.draw.style import hatches, holder_colours
from geo.events.user_events import By, Count, UserEvents, choice_of, cross_table
from geo.web.download import download, file_name
from geo.web.drawer.grid import draw_table, records
from geo.web.options import choose
from geo.web.state import state
from geo.web.texts import actual_holder_name, language, name, number, t
from geo.web.upload import user_events
from geo.words import locale, side_word
from geo.words.cells import csv

#: Rows that are listed; the file to save has all of them.
LISTED = 1_000

_COLUMNS = {
    "start": "web.col.day",
    "type": "web.col.kind",
    "place": "web.col.place",
    "text": "details.what",
    "actor_a": "field.actor_a",
    "actor_b": "field.actor_b",
    "best": "details.deaths",
    "district": "userEvents.district",
    "holder": "userEvents.holder",
    "field": "userEvents.field",
    "field_km": "userEvents.field_km",
    "source": "userEvents.source",
}

_WORDS = {
    By.HOLDER: "userEvents.holder",
    By.DISTRICT: "userEvents.district",
    By.MONTH: "field.month",
    By.KIND: "web.col.kind",
}
_COUNTS = {Count.EVENTS: "web.tab.events", Count.DEATHS: "userEvents.killed"}

#: Rows (but months) and columns of the chart: those with the most. The table has all.
_DRAWN = 15


def show(atlas: Atlas) -> None:
    """Draw the table and what saves it."""
    events, view = state().uploads.current_events, state().view
    if events is None:
        return
    rows = user_events.list_shown(events, view)
    note = t("web.rows.user_events", n=number(len(rows)))
    if len(rows) > LISTED:
        note += " · " + t("web.rows.first", n=number(LISTED))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(note)
        download(
            t("web.csv"),
            lambda: csv(user_events.list_shown(events, view)).encode("utf-8-sig"),
            file_name(choice_of(view), "user_events", "csv", events.mark),
            key="gl-csv-user_events",
            kind="tertiary",
        )
    _draw_cross_table(atlas, events)
    draw_table(word_rows(atlas, rows.head(LISTED)), hide_index=True, width="stretch", height=430)


def word_rows(atlas: Atlas, rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows as a reader sees them: columns and codes in the reader's language."""
    named = {row["pcode"]: name(row) for row in records(atlas.table("districts"))}
    fields: dict[Any, str] = {row["id"]: name(row) for row in records(atlas.table("fields"))}
    written_rows = rows.assign(
        district=[named.get(code, code) for code in rows["district"]],
        field=[fields.get(code, code) for code in rows["field"]],
        holder=[
            _describe_holder(*cells)
            for cells in zip(rows["holder"], rows["holders"], rows["start"], strict=True)
        ],
        field_km=rows["field_km"].round(1),
    )
    return written_rows[list(_COLUMNS)].rename(
        columns={key: t(word) for key, word in _COLUMNS.items()}
    )


def _describe_holder(holder: str, holders: str, day: date) -> str:
    """Name the holder of an event's ground, or those who shared what its position stands for."""
    parts = [part.split(":") for part in holders.split(";") if part]
    return t("list.break").join(
        t("web.share", holder=t(side_word(item, day=day)), n=locale.percent(int(each), language()))
        for item, each in parts
    ) or t(side_word(holder, day=day))


def _draw_cross_table(atlas: Atlas, events: UserEvents) -> None:
    """Draw the choice of rows and columns, the chart, the table and what saves it."""
    view = state().view
    with st.expander(t("web.cross"), key="gl-section-cross"):
        with st.container(horizontal=True):
            by = By(_choice("web.cross.rows", _WORDS, "gl-cross-by", By.DISTRICT))
            across = By(_choice("web.cross.columns", _WORDS, "gl-cross-across", By.HOLDER))
            count = Count(_choice("web.cross.count", _COUNTS, "gl-cross-count", Count.EVENTS))
        counts = cross_table(user_events.list_shown(events, view), by, across, count)
        if counts.empty:
            return
        _chart(counts, _word_table(counts, atlas, by, across), by, across)
        table = _word_table(counts, atlas, by, across).assign(
            **{t("web.cross.all"): counts.sum(axis=1).to_numpy()}
        )
        height = min(300, 38 + 35 * len(table))
        draw_table(table.reset_index(), hide_index=True, width="stretch", height=height)
        download(
            t("web.csv"),
            lambda: csv(table.reset_index()).encode("utf-8-sig"),
            file_name(
                choice_of(view),
                "user_events_counted",
                "csv",
                by,
                across,
                count,
                view.language,
                events.mark,
            ),
            key="gl-csv-cross",
            kind="tertiary",
        )


def _choice(label: str, words: Mapping[Any, str], key: str, first: By | Count) -> str:
    """Ask for one of the values that have words."""
    options = list(words)
    return str(
        choose(
            st.selectbox,
            t(label),
            options,
            key=key,
            words=lambda item: t(words[item]),
            first=first,
        )
    )


def _word_table(counts: pd.DataFrame, atlas: Atlas, by: By, across: By) -> pd.DataFrame:
    """Return the table with its rows and columns in words; no two have one name."""
    rows, columns = _words(atlas, by), _words(atlas, across)
    table = counts.set_axis([rows(item) for item in counts.index], axis=0)
    table = table.set_axis([columns(column) for column in counts.columns], axis=1)
    table = table.T.groupby(level=0, sort=False).sum().T
    return table.rename_axis(t(_WORDS[by])).rename_axis(None, axis=1)


def _words(atlas: Atlas, by: By) -> Callable[[str], str]:
    """Return a function that writes a value in the reader's language."""
    if by is By.HOLDER:
        return lambda item: actual_holder_name(item) if item else t("web.cross.none")
    if by is By.DISTRICT:
        known = {row["pcode"]: name(row) for row in records(atlas.table("districts"))}
        return lambda item: known.get(item, item) or t("web.cross.none")
    return lambda item: item or t("web.cross.none")


def _chart(counts: pd.DataFrame, table: pd.DataFrame, by: By, across: By) -> None:
    """Draw the table as bars, months upright in their order, holders in the colours of the map."""
    drawn = table if by is By.MONTH else table.head(_DRAWN)
    colours: Any = None
    if across is By.HOLDER and len(table.columns) == len(counts.columns):
        colours = [_colour(column) for column in counts.columns[:_DRAWN]]
    flat = by is not By.MONTH
    # Each row needs room for its name: a chart that is too low leaves every second one out.
    height = max(260, 70 + 22 * len(drawn)) if flat else 260
    st.bar_chart(drawn.iloc[:, :_DRAWN], color=colours, horizontal=flat, sort=False, height=height)


def _colour(holder: str) -> str:
    """Return the map's fill of a holder; where the map hatches, the colour between its two."""
    known, lined = holder_colours(), hatches().get(holder)
    ground = known.get(holder, known["unknown"])
    if not lined or len(lined["colour"]) != 7:
        return ground
    pairs = ((int(ground[i : i + 2], 16), int(lined["colour"][i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{(first + other) // 2:02x}" for first, other in pairs)
