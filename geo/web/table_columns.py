"""The columns of the tables below the map: what each is called and how its cells are written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

import pandas as pd
import streamlit as st

from geo.atlas import Atlas
from geo.atlas.source_language import language_of
from geo.model import Layer
from geo.percents import whole_percents
from geo.web.texts import holder_name, language, name, number, share, stamp, t
from geo.words import locale

Row = dict[str, Any]


@dataclass(frozen=True)
class Column:
    """One column of a table."""

    heading: str
    """What it is called, in the reader's language."""

    write: Callable[[Row], Any]
    """A row's cell."""

    config: Any = None
    """How Streamlit shows it."""


#: Widths in pixels: of a day or a word, of a name, of a sentence.
SHORT, MEDIUM, LONG = 105, 170, 420


def layer_of(table: str) -> Layer | None:
    """Return the layer whose features a table lists, None where they have no place."""
    return next((layer for layer in Layer if layer.spec.listed == table), None)


def target(table: str, row: Row) -> str:
    """Return what the map calls a row of a table."""
    layer = Layer.AIRPORTS if row.get("kind") == "airport" else layer_of(table)
    return f"{layer}:{row['id']}"


def columns(atlas: Atlas, table: str) -> list[Column]:
    """Return the columns of a table: its own, else those that its layer's spec names."""
    own = _TABLES.get(table)
    if own:
        return own(atlas)
    layer = layer_of(table)
    assert layer is not None
    return [_PLAIN[one.kind](one.heading, one.name) for one in layer.spec.columns] + _sourced(atlas)


def _held(atlas: Atlas) -> list[Column]:
    districts = {row["pcode"]: name(row) for row in _records(atlas, "districts")}
    return [
        _names("web.col.unit"),
        _text("kind.district", lambda row: districts[row["district"]]),
        _text("details.heldBy", lambda row: _changed(row, "holder", holder_name)),
        _text("details.since", lambda row: stamp(row["since"], row["precision"] or "day"), SHORT),
        _whole("compare.km2", "km2"),
        _text("details.forces", _told(atlas, "forces")),
        _text("details.newest", _cell("newest"), SHORT),
        *_sourced(atlas),
    ]


def _fields(atlas: Atlas) -> list[Column]:
    called = atlas.publishers
    return [
        _names("web.col.field"),
        _text("web.col.kind", lambda row: t(f"kind.field.{row['kind']}")),
        _text("details.disputed", lambda row: t(f"answer.{row['disputed']}"), SHORT),
        _text("details.heldBy", lambda row: _changed(row, "holder", holder_name)),
        _text("details.operator", _told(atlas, "operator")),
        _text("oil.runFor", lambda row: _changed(row, "run_by", holder_name)),
        _whole("web.col.best", "best"),
        _text("web.col.range", lambda row: _range(row, called)),
        _text("web.col.figure", _figure, SHORT),
        _text("details.position", lambda row: t(f"position.{row['position_confidence']}")),
        *_sourced(atlas),
    ]


def _events(atlas: Atlas) -> list[Column]:
    return [
        _text("web.col.day", lambda row: stamp(row["start"], row["precision"]), SHORT),
        _text("web.col.kind", lambda row: t(f"event.{row['type']}")),
        _text("web.col.place", _told(atlas, "place")),
        _text("details.what", _told(atlas, "text"), LONG),
        _text("details.actors", _actors),
        _whole("details.deaths", "deaths_best"),
        *_sourced(atlas),
    ]


def _areas(atlas: Atlas) -> list[Column]:
    return [
        _names("kind.area"),
        _whole("web.col.list", "list_number"),
        _text("web.col.level", lambda row: t(f"kind.{row['level']}")),
        _text("details.heldBy", _shares),
        _text("details.saidBy", lambda row: "; ".join(row["said_by"]), LONG),
        _text("details.basis", lambda row: "; ".join(t(f"basis.{one}") for one in row["basis"])),
        _text("details.since", lambda row: stamp(row["since"]), SHORT),
        _whole("compare.km2", "km2"),
        *_sourced(atlas),
    ]


def _crossings(atlas: Atlas) -> list[Column]:
    return [
        _names("web.col.crossing"),
        _text("web.col.kind", _crossing_kind),
        _text("details.neighbour", lambda row: _country(row["neighbour"]), SHORT),
        _text("details.operator", lambda row: _changed(row, "run_by", holder_name)),
        _text("details.status", lambda row: _changed(row, "state", _state), SHORT),
        _text("details.since", lambda row: stamp(row["since"]), SHORT),
        _text("details.note", _told(atlas, "text"), LONG),
        *_sourced(atlas),
    ]


def _sources(_: Atlas) -> list[Column]:
    return [
        _text("web.col.title", _cell("title"), LONG),
        _text("web.col.publisher", _cell("publisher")),
        _text("language", _written, SHORT),
        _text("web.col.day", _cell("date"), SHORT),
        Column(t("web.col.url"), _cell("url"), st.column_config.LinkColumn(width=MEDIUM)),
        _text("source.dead", lambda row: "" if _none(row["dead"]) else stamp(row["dead"]), SHORT),
        Column(t("source.archived"), _cell("archived"), st.column_config.LinkColumn(width=MEDIUM)),
        _whole("web.col.cited", "cited"),
    ]


_TABLES: dict[str, Callable[[Atlas], list[Column]]] = {
    "held": _held,
    "fields": _fields,
    "events": _events,
    "areas": _areas,
    "crossings": _crossings,
    "sources": _sources,
}


def _names(heading: str) -> Column:
    return _text(heading, name, 190)


def _text(heading: str, write: Callable[[Row], Any], width: int = MEDIUM) -> Column:
    align: Literal["left", "right"] = "right" if language().rtl else "left"
    return Column(t(heading), write, st.column_config.TextColumn(width=width, alignment=align))


def _whole(heading: str, column: str) -> Column:
    """Return a column of whole numbers, which sorts as numbers; missing ones stay empty."""
    own = locale.digits("0", language()) != "0"  # then the grid is told what each cell shows
    config = st.column_config.NumberColumn(format=None if own else "localized", width=100)
    return Column(
        t(heading), lambda row: None if _none(row[column]) else round(row[column]), config
    )


#: Columns that a layer's spec names, by how their cells are written.
_PLAIN: dict[str, Callable[[str, str], Column]] = {
    "name": lambda heading, _: _names(heading),
    "text": lambda heading, column: _text(heading, _cell(column)),
    "number": _whole,
    "day": lambda heading, column: _text(heading, lambda row: stamp(row[column]), SHORT),
}


def _told(atlas: Atlas, column: str) -> Callable[[Row], str]:
    """Write a text of the data in the reader's language, else in English."""
    code = language()

    def write(row: Row) -> str:
        text = "" if _none(row[column]) else str(row[column])
        return atlas.translated(text, code) or text

    return write


def _written(row: Row) -> str:
    """Write in which language a source is, where that is known."""
    code = language_of(row["title"], row["url"], row.get("note") or "", not _none(row.get("read")))
    return t(f"source.in.{code}") if code else ""


def _sourced(atlas: Atlas) -> list[Column]:
    short = _short(atlas)
    return [
        _text(
            "details.confidence", lambda row: t(f"web.sure.{row['confidence'] or 'none'}"), SHORT
        ),
        _text("details.sources", lambda row: _cited(row, short)),
    ]


@lru_cache(maxsize=4)
def _short(atlas: Atlas) -> dict[str, str]:
    """Return what to call each source, with its day."""
    days = atlas.table("sources").set_index("id")["date"]
    return {one: f"{name}, {days[one]}".rstrip(", ") for one, name in atlas.publishers.items()}


def _cited(row: Row, short: dict[str, str]) -> str:
    return "; ".join(short.get(one, one) for one in row["source"].split(";") if one)


def records(rows: pd.DataFrame) -> list[Row]:
    """Return the rows of a table, each by column."""
    return [dict(zip(rows.columns, row, strict=True)) for row in rows.itertuples(index=False)]


def _records(atlas: Atlas, table: str) -> list[Row]:
    return records(atlas.table(table))


def _cell(column: str) -> Callable[[Row], Any]:
    return lambda row: "" if _none(row[column]) else row[column]


def _none(value: Any) -> bool:
    return bool(pd.isna(value))


def _range(row: Row, called: Mapping[str, str]) -> str:
    """Say between what the sources differ, and which of them says what."""
    if _none(row["best"]) or row["low"] == row["high"]:
        return ""
    low, high = (
        f"{number(row[end])} {', '.join(called[one] for one in row[f'{end}_source'].split(';'))}"
        for end in ("low", "high")
    )
    return f"{low} – {high}"


def _figure(row: Row) -> str:
    """Say how old the figure is."""
    if _none(row["best"]):
        return ""
    if row["measured"]:
        return t("web.figure.measured")
    if row["figure"] == "interpolated":
        return t("web.figure.between")
    return t("details.carried", year=locale.digits(str(row["since"].year), language()))


def _changed(row: Row, column: str, name_of: Callable[[str], str]) -> str:
    """Name a value, or what it was and what it became where two days are compared."""
    value: Any = row[column]
    before: Any = row.get(f"{column}_before", value)
    if value == before:
        return name_of(value)
    return t("sentence.change", **{"from": name_of(before), "to": name_of(value)})


def _state(state: str) -> str:
    return t(f"state.{state}")


def _actors(row: Row) -> str:
    return " / ".join(one for one in (row["actor_a"], row["actor_b"]) if one)


def _shares(row: Row) -> str:
    """Say who holds an area, and how much of it where there are several."""
    if len(row["shares"]) == 1:
        return holder_name(row["shares"][0][0])
    percents = whole_percents([part for _, part in row["shares"]])
    return "; ".join(
        share(holder, percent) for (holder, _), percent in zip(row["shares"], percents, strict=True)
    )


def _crossing_kind(row: Row) -> str:
    return t("kind.airport" if row["kind"] == "airport" else "kind.crossing")


def _country(code: str) -> str:
    return t(f"web.country.{code}") if code else ""
