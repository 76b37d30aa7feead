"""Below the map: tables of what is on it, which follow the map and lead to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

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
    names = {t(f"web.tab.{name}"): name for name in (*tables(), *subset)}
    if now.tab not in names.values():
        now.tab = next(iter(names.values()))
    shown = show_value(f"gl-tabs-{now.view.language}-{len(names)}", now.tab, names.get)

    def take() -> None:
        name = names.get(st.session_state.get(shown.key, ""))
        if name and shown.is_act(name):
            state().tab = name

    with st.container(key="gl-tables"):
        tabs = st.tabs(
            list(names),
            key=shown.key,
            default=next(label for label, name in names.items() if name == shown.first),
            on_change=take,
        )
    for tab, name in zip(tabs, names.values(), strict=True):
        if tab.open:
            with tab:
                if name in subset:
                    user_event_table.show(atlas)
                else:
                    _table(atlas, name)


def tables() -> tuple[str, ...]:
    """Return the tables that layers of the profile list, then that of their sources."""
    listed = dict.fromkeys(layer.spec.listed for layer in current().layers if layer.spec.listed)
    own_tables = [name for name in inventory.TABLES if name in listed]
    plain = [name for name in listed if name not in own_tables]
    return (*own_tables, *plain, "sources")


def _table(atlas: Atlas, name: str) -> None:
    now = state()
    result = _list_rows(atlas, name, inventory.scope(now.view), now.view.language)
    rows = result.rows
    with st.container(horizontal=True, vertical_alignment="center", key="gl-above"):
        note, framed, button = st.container(width="stretch"), st.empty(), st.empty()
    inside = "lon" in rows and _draw_frame_toggle(framed)
    if inside:
        rows = inventory.select_in_frame(rows, now.view)
    rows = pin_row(rows, now.pinned)
    written = result.written.loc[rows["id"]]
    note.caption(_note(name, len(rows)))
    shown = inventory.scope(now.view).with_(language=now.view.language)
    download(
        t("web.csv"),
        lambda: csv(written.reset_index()).encode("utf-8-sig"),
        file_name(shown, name, "csv", inside and now.view.bounds, now.pinned),
        key=f"gl-csv-{name}",
        kind="tertiary",
        place=button,
    )
    if len(rows):
        _grid(name, rows, written.reset_index(drop=True), result.config)


def _draw_frame_toggle(place: DeltaGenerator) -> bool:
    """Ask whether only what lies in the frame is listed; a folded drawer does not forget it."""
    now = state()
    now.framed = place.toggle(t("web.framed"), now.framed, key="gl-framed", width="content")
    return now.framed


@dataclass(frozen=True, eq=False)
class Listed:
    """A table of a view."""

    rows: pd.DataFrame
    """Its rows."""

    written: pd.DataFrame
    """The same as a reader sees them, by id."""

    config: dict[str, Any]
    """How Streamlit shows each column."""


@lru_cache(maxsize=64)  # the same for all readers who look at a day
def _list_rows(atlas: Atlas, name: str, scope: View, language: Language) -> Listed:
    rows = layer_content.add_translations(_rows(atlas, name, scope), atlas, language)
    view = View(date=scope.day, perspective=scope.perspective, language=language)
    shown = list_columns(atlas, name, view)
    config = {say_heading(column, language): _configure(column, language) for column in shown}
    return Listed(rows, table(rows, shown, view).set_index(rows["id"]), config)


def _configure(column: Column, language: Language) -> Any:
    """Return how Streamlit shows a column; one of numbers sorts as numbers."""
    if column.kind is Kind.LINK:
        return st.column_config.LinkColumn()
    if column.kind is Kind.NUMBER:
        is_plain = locale.digits("0", language) == "0"  # else the grid is told what cells show
        return st.column_config.NumberColumn(format="localized" if is_plain else None)
    return st.column_config.TextColumn(alignment="right" if language.rtl else "left")


def _rows(atlas: Atlas, name: str, scope: View) -> pd.DataFrame:
    own_table, layer = inventory.TABLES.get(name), layer_of(name)
    if own_table or layer is None:
        return inventory.TABLES[name](atlas, scope)
    return layer_content.listing(atlas, layer.spec)


def _grid(name: str, rows: pd.DataFrame, written: pd.DataFrame, config: dict[str, Any]) -> None:
    """Draw the rows; the reader's choice of one leads the map to it, where it has a place."""
    common: dict[str, Any] = {
        "height": min(430, 38 + 35 * len(rows)),
        "column_config": config,
        "placeholder": "",
    }
    if layer_of(name) is None:
        draw_table(written, key=f"gl-table-{name}", **common)
        return
    chosen = (state().view.selection or "").partition(":")[2]
    where = [row for row, id_ in enumerate(rows["id"]) if id_ == chosen][:1]
    shown = show_value(f"gl-table-{name}", where, _rows_of)

    def take() -> None:
        held = st.session_state.get(shown.key)  # of a table that is gone a late message says more
        if held is None or not shown.is_act(_rows_of(held)):
            return
        chosen = rows.iloc[[row for row in _rows_of(held) if row < len(rows)]]
        targets = [_target(name, row) for row in chosen.to_dict("records")]
        state().send(selection=next(iter(targets), None), go=bool(targets))

    draw_table(
        written,
        key=shown.key,
        on_select=take,
        selection_mode="single-row",
        selection_default={"selection": {"rows": shown.first}},
        **common,
    )


def _target(table: str, row: Mapping[Any, Any]) -> str:
    """Return what the map calls a row of a table."""
    layer = Layer.AIRPORTS if row.get("kind") == "airport" else layer_of(table)
    return f"{layer}:{row['id']}"


def table(rows: pd.DataFrame, shown: Sequence[Column], view: View) -> pd.DataFrame:
    """Return rows as a reader sees them; missing numbers stay empty."""
    listed: list[Any] = rows.to_dict("records")
    return pd.DataFrame(
        {
            say_heading(column, view.language): [
                None if pd.isna(row[column.name]) else round(row[column.name]) for row in listed
            ]
            if column.kind is Kind.NUMBER
            else [write_cell(column, row, view) for row in listed]
            for column in shown
        }
    )


def pin_row(rows: pd.DataFrame, feature: str | None) -> pd.DataFrame:
    """Return rows with one feature at their head, where it is among them."""
    if feature is None or feature not in set(rows["id"]):
        return rows
    first = rows["id"] == feature
    return pd.concat([rows[first], rows[~first]], ignore_index=True)


def _note(name: str, count: int) -> str:
    view = state().view
    parts = [t(f"web.rows.{name}", n=number(count))]
    off = [layer for layer in _drawn_layers(name) if layer not in view.shown_layers]
    if off:
        parts.append(t("web.off", layer=" · ".join(t(f"layer.{layer}") for layer in off)))
    return " · ".join(parts)


def _drawn_layers(name: str) -> tuple[Layer, ...]:
    """Return the layers that draw what a table lists."""
    return tuple(layer for layer in current().layers if layer.spec.listed == name)


def _rows_of(held: Any) -> list[int]:
    """Return the rows that are chosen, as Streamlit holds them."""
    return list(held.selection.rows)
