"""User events that the map shows: listed, and counted in a cross-table with its chart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import pandas as pd
import streamlit as st

from geo.atlas import Atlas
from geo.draw.style import hatches, holder_colours
from geo.events.user_events import By, Count, choice_of, cross_table
from geo.web.download import download, file_name
from geo.web.drawer.grid import draw_table
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

#: What the cross-table asks for: its label, its options in words, the first of them.
_CHOICES: dict[str, tuple[str, Mapping[Any, str], Any]] = {
    "by": ("web.cross.rows", _WORDS, By.DISTRICT),
    "across": ("web.cross.columns", _WORDS, By.HOLDER),
    "count": (
        "web.cross.count",
        {Count.EVENTS: "web.figure.events", Count.DEATHS: "userEvents.killed"},
        Count.EVENTS,
    ),
}

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
    with st.expander(t("web.cross"), key="gl-section-cross"):
        _draw_cross_table(atlas, rows, events.mark)
    draw_table(word_rows(atlas, rows.head(LISTED)), height=430)


def word_rows(atlas: Atlas, rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows as a reader sees them: columns and codes in the reader's language."""
    districts, fields = _list_names(atlas, "districts"), _list_names(atlas, "fields")
    written_rows = rows.assign(
        district=rows["district"].replace(districts),
        field=rows["field"].replace(fields),
        holder=[
            _describe_holder(*cells)
            for cells in zip(rows["holder"], rows["holders"], rows["start"], strict=True)
        ],
        field_km=rows["field_km"].round(1),
    )
    headings = {column: t(word) for column, word in _COLUMNS.items()}
    return written_rows[list(headings)].rename(columns=headings)


def _list_names(atlas: Atlas, table: str) -> dict[str, str]:
    """Return the names of a table's records in the reader's language, by id."""
    rows = atlas.table(table).to_dict("records")
    return {row["pcode" if "pcode" in row else "id"]: name(row) for row in rows}


def _describe_holder(holder: str, holders: str, day: date) -> str:
    """Name the holder of an event's ground, or those who shared what its position stands for."""
    parts = [part.split(":") for part in holders.split(";") if part]
    return t("list.break").join(
        t("web.share", holder=t(side_word(item, day=day)), n=locale.percent(int(each), language()))
        for item, each in parts
    ) or t(side_word(holder, day=day))


def _draw_cross_table(atlas: Atlas, rows: pd.DataFrame, mark: str) -> None:
    """Draw the choice of rows and columns, the chart, the table and what saves it."""
    with st.container(horizontal=True):
        by, across, count = (_choose(key, *choice) for key, choice in _CHOICES.items())
    counts = cross_table(rows, by, across, count)
    if counts.empty:
        return
    table = counts.rename(_word_codes(atlas, by, counts.index), axis=0)
    table = table.rename(_word_codes(atlas, across, counts.columns), axis=1)
    table = table.T.groupby(level=0, sort=False).sum().T  # no two columns have one name
    table = table.rename_axis(t(_WORDS[by])).rename_axis(None, axis=1)
    _draw_chart(table, by, list(counts.columns) if across is By.HOLDER else [])
    table[t("web.cross.all")] = counts.sum(axis=1).to_numpy()
    written = table.reset_index()
    draw_table(written, height=min(300, 38 + 35 * len(table)))
    view = state().view
    download(
        t("web.csv"),
        lambda: csv(written).encode("utf-8-sig"),
        file_name(
            choice_of(view), "user_events_counted", "csv", by, across, count, view.language, mark
        ),
        key="gl-csv-cross",
        kind="tertiary",
    )


def _choose(key: str, label: str, words: Mapping[Any, str], first: Any) -> Any:
    return choose(
        st.selectbox, t(label), list(words),
        key=f"gl-cross-{key}", words=lambda item: t(words[item]), first=first,
    )  # fmt: skip


def _word_codes(atlas: Atlas, by: By, codes: Iterable[str]) -> dict[str, str]:
    """Return what events are counted by in the reader's language."""
    names = _list_names(atlas, "districts") if by is By.DISTRICT else {}
    if by is By.HOLDER:
        names = {code: actual_holder_name(code) for code in codes if code}
    return {code: names.get(code, code) or t("web.cross.none") for code in codes}


def _draw_chart(table: pd.DataFrame, by: By, holders: list[str]) -> None:
    """Draw the table as bars, months upright in their order, holders in the colours of the map."""
    drawn = table if by is By.MONTH else table.head(_DRAWN)
    colours: Any = None
    if len(table.columns) == len(holders):  # no two have one name
        colours = [_colour(holder) for holder in holders[:_DRAWN]]
    flat = by is not By.MONTH
    # Each row needs room for its name: a chart that is too low leaves every second one out.
    height = max(260, 70 + 22 * len(drawn)) if flat else 260
    st.bar_chart(drawn.iloc[:, :_DRAWN], color=colours, horizontal=flat, sort=False, height=height)


def _colour(holder: str) -> str:
    """Return the map's fill of a holder; where the map hatches, the colour between its two."""
    colours, lined = holder_colours(), hatches().get(holder)
    ground = colours.get(holder, colours["unknown"])
    if not lined or len(lined["colour"]) != 7:
        return ground
    pairs = ((int(ground[i : i + 2], 16), int(lined["colour"][i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{(first + other) // 2:02x}" for first, other in pairs)
