"""The table of a reader's own events that the map shows."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from geo.atlas import Atlas
from geo.events.selection import choice_of
from geo.events.user_events import UserEvents
from geo.formula_guard import csv
from geo.view import View
from geo.web import user_event_count, user_events
from geo.web.download import download, file_name
from geo.web.state import state
from geo.web.table_columns import records
from geo.web.texts import holder_name, name, number, t

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


def show(atlas: Atlas) -> None:
    """Draw the table and what saves it."""
    found, view = user_events.current(), state().view
    if found is None:
        return
    rows = user_events.listed(found, view)
    note = t("web.rows.user_events", n=number(len(rows)))
    if len(rows) > LISTED:
        note += " · " + t("web.rows.first", n=number(LISTED))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(note)
        download(
            t("web.csv"),
            lambda: _saved(found, view),
            file_name(choice_of(view), "user_events", "csv", found.mark),
            key="gl-csv-user_events",
            kind="tertiary",
        )
    user_event_count.show(atlas, found)
    st.dataframe(written(atlas, rows.head(LISTED)), hide_index=True, width="stretch", height=430)


def written(atlas: Atlas, rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows as a reader sees them: columns and codes in his language."""
    named = {row["pcode"]: name(row) for row in records(atlas.table("districts"))}
    fields: dict[Any, str] = {row["id"]: name(row) for row in records(atlas.table("fields"))}
    told = rows.assign(
        district=[named.get(code, code) for code in rows["district"]],
        field=[fields.get(code, code) for code in rows["field"]],
        holder=[holder_name(one) if one else "" for one in rows["holder"]],
        field_km=rows["field_km"].round(1),
    )
    return told[list(_COLUMNS)].rename(columns={key: t(word) for key, word in _COLUMNS.items()})


def _saved(found: UserEvents, view: View) -> bytes:
    return csv(user_events.listed(found, view)).encode("utf-8-sig")
