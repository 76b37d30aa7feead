"""Below the map: tables of what is on it, which follow the map and lead to it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd
import streamlit as st

from geo.ask import inventory, layer_content
from geo.ask.columns import layer_of, list_columns, say_heading, write_cell
from geo.atlas import Atlas
from geo.layers.spec import Column, Kind
from geo.model import Language, Layer
from geo.profile import current
from geo.view import View
from geo.web.download import download, file_name
from geo.web.drawer import user_event_table
from geo.web.drawer.grid import draw_table
from geo.web.options import show_value
from geo.web.state import state
from geo.web.texts import number, t
from geo.words import locale
from geo.words.cells import csv


def show(atlas: Atlas) -> None:
    """Draw the tabs and the table in front."""
    now = state()
    subset = ("user_events",) if now.uploads.current_events else ()
    names = {t(f"web.tab.{name}"): name for name in (*list_tables(), *subset)}
    if now.tab not in names.values():
        now.tab = next(iter(names.values()))
    shared = show_value(f"gl-tabs-{now.view.language}-{len(names)}", now.tab, names.get)

    def take() -> None:
        name = names.get(st.session_state.get(shared.key, ""))
        if name and shared.is_act(name):
            state().tab = name

    with st.container(key="gl-tables"):
        tabs = st.tabs(
            list(names),
            key=shared.key,
            default=next(label for label, name in names.items() if name == shared.first),
            on_change=take,
        )
    for tab, name in zip(tabs, names.values(), strict=True):
        if tab.open:
            with tab:
                if name in subset:
                    user_event_table.show(atlas)
                else:
                    _draw_tab(atlas, name)


def list_tables() -> tuple[str, ...]:
    """Return the tables that layers of the profile list, then that of their sources."""
    listed = {layer.spec.listed: None for layer in current().layers if layer.spec.listed}
    ordered = {name: None for name in inventory.TABLES if name in listed}
    return (*(ordered | listed), "sources")


def _draw_tab(atlas: Atlas, name: str) -> None:
    now = state()
    scope = inventory.scope(now.view)
    result = _list_rows(atlas, name, scope, now.view.language)
    rows = result.rows
    with st.container(horizontal=True, vertical_alignment="center", key="gl-above"):
        note, toggle, button = st.container(width="stretch"), st.empty(), st.empty()
    inside = False
    if "lon" in rows:  # a folded drawer does not forget what was chosen
        inside = toggle.toggle(t("web.framed"), now.framed, key="gl-framed", width="content")
        now.framed = inside
    if inside:
        rows = inventory.select_in_frame(rows, now.view)
    rows = rows.iloc[(rows["id"] != now.pinned).argsort(kind="stable")]
    written = result.written.loc[rows["id"]]
    note.caption(_describe_table(name, len(rows)))
    name_view, frame = scope.with_(language=now.view.language), inside and now.view.bounds
    with button:
        download(
            t("web.csv"),
            lambda: csv(written.reset_index()).encode("utf-8-sig"),
            file_name(name_view, name, "csv", frame, now.pinned),
            key=f"gl-csv-{name}",
            kind="tertiary",
        )
    if len(rows):
        _draw_grid(name, rows, written.reset_index(drop=True), result.config)


@dataclass(frozen=True, eq=False)
class Listed:
    """A table of a view."""

    rows: pd.DataFrame  #: Its rows.
    written: pd.DataFrame  #: The same as a reader sees them, by id.
    config: dict[str, Any]  #: How Streamlit shows each column.


@lru_cache(maxsize=64)  # the same for all readers who look at a day
def _list_rows(atlas: Atlas, name: str, scope: View, language: Language) -> Listed:
    layer = layer_of(name)
    if name in inventory.TABLES or layer is None:
        rows = inventory.TABLES[name](atlas, scope)
    else:
        rows = layer_content.listing(atlas, layer.spec)
    rows = layer_content.add_translations(rows, atlas, language)
    view = View(date=scope.day, perspective=scope.perspective, language=language)
    written, config, records = {}, {}, rows.to_dict("records")
    for column in list_columns(atlas, name, view):
        heading = say_heading(column, language)
        config[heading] = _configure(column, language)
        if column.kind is Kind.NUMBER:  # a missing one stays empty
            written[heading] = [
                None if pd.isna(cell) else round(cell) for cell in rows[column.name]
            ]
        else:
            written[heading] = [write_cell(column, row, view) for row in records]
    return Listed(rows, pd.DataFrame(written, index=rows["id"]), config)


def _configure(column: Column, language: Language) -> Any:
    """Return how Streamlit shows a column; one of numbers sorts as numbers."""
    if column.kind is Kind.LINK:
        return st.column_config.LinkColumn()
    if column.kind is Kind.NUMBER:
        is_plain = locale.digits("0", language) == "0"  # else the grid is told what cells show
        return st.column_config.NumberColumn(format="localized" if is_plain else None)
    return st.column_config.TextColumn(alignment="right" if language.rtl else "left")


def _draw_grid(
    name: str, rows: pd.DataFrame, written: pd.DataFrame, config: dict[str, Any]
) -> None:
    """Draw the rows; the reader's choice of one leads the map to it, where it has a place."""
    look: dict[str, Any] = {
        "height": min(430, 38 + 35 * len(rows)),
        "column_config": config,
        "placeholder": "",
    }
    layer = layer_of(name)
    if layer is None:
        draw_table(written, key=f"gl-table-{name}", **look)
        return
    ids = list(rows["id"])
    selected = (state().view.selection or "").partition(":")[2]
    where = [ids.index(selected)] if selected in ids else []
    shared = show_value(f"gl-table-{name}", where, lambda value: list(value.selection.rows))

    def take() -> None:
        value = st.session_state.get(shared.key)  # of a table that is gone a late message says more
        if value is None or not shared.is_act(list(value.selection.rows)):
            return
        chosen = [rows.iloc[row] for row in value.selection.rows if row < len(rows)]
        targets = [
            f"{Layer.AIRPORTS if row.get('kind') == 'airport' else layer}:{row['id']}"
            for row in chosen
        ]
        state().send(selection=next(iter(targets), None), go=bool(targets))

    draw_table(
        written,
        key=shared.key,
        on_select=take,
        selection_mode="single-row",
        selection_default={"selection": {"rows": shared.first}},
        **look,
    )


def _describe_table(name: str, count: int) -> str:
    """Say how many rows there are, and which layers that draw them are off."""
    view, drawn = state().view, [layer for layer in current().layers if layer.spec.listed == name]
    parts = [t(f"web.rows.{name}", n=number(count))]
    off = [t(f"layer.{layer}") for layer in drawn if layer not in view.shown_layers]
    if off:
        parts.append(t("web.off", layer=" · ".join(off)))
    return " · ".join(parts)
