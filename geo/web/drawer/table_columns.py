"""The columns of the tables below the map: what each is called and how its cells are written.

Streamlit draws a table on a canvas that runs from left to right and writes numbers as the machine
does. What a cell shows is given beside what it holds, so that columns sort as before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Literal

import pandas as pd
import streamlit as st

from geo.ask.sentences import say_cell, say_certainty, say_evidence, say_since, say_sources
from geo.atlas import Atlas
from geo.atlas.evidence import newest_stating
from geo.atlas.translations import language_of
from geo.layers import spec
from geo.layers.spec import On
from geo.model import HELD, Language, Layer, Precision
from geo.web.state import state
from geo.web.texts import actual_holder_name, holder_name, language, name, number, share, t
from geo.words import locale, side_heading
from geo.words.locale import stamp
from geo.words.rounding import whole_percents

Row = dict[str, Any]


@dataclass(frozen=True)
class Column:
    """One column of a table."""

    heading: str  #: What it is called, in the reader's language.
    write: Callable[[Row], Any]  #: A row's cell.
    config: Any = None  #: How Streamlit shows it.


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
    """Return the columns of a table: its own, and those that its layer's spec names."""
    layer = layer_of(table)
    declared = [
        _write_declared(column)
        for column in (layer.spec.columns if layer else ())
        if On.TABLE in column.on
    ]
    own_table = _TABLES.get(table)
    return [*own_table(atlas), *declared] if own_table else [*declared, *_source_columns(atlas)]


def _holder_columns(atlas: Atlas) -> list[Column]:
    districts = {row["pcode"]: name(row) for row in records(atlas.table("districts"))}
    return [
        _names("web.col.unit"),
        _text("kind.district", lambda row: districts[row["district"]]),
        _text(_heading(), lambda row: _describe_change(row, "holder", holder_name)),
        _text(_since_heading(), _say_since, SHORT),
        _text("details.certainty", lambda row: say_certainty(row, language())),
        _whole_column("compare.km2", "km2"),
        _text("details.forces", _text_writer(atlas, "forces")),
        _text("details.newest", _cell("newest"), SHORT),
        *_proven_columns(atlas),
    ]


def _fields(atlas: Atlas) -> list[Column]:
    called = atlas.publishers
    return [
        _names("web.col.field"),
        _text("web.col.kind", lambda row: t(f"kind.field.{row['kind']}")),
        _text("details.disputed", lambda row: t(f"answer.{row['disputed']}"), SHORT),
        _text("details.heldBy", lambda row: _describe_change(row, "holder", actual_holder_name)),
        _text("details.operator", _text_writer(atlas, "operator")),
        _text("oil.runFor", lambda row: _describe_change(row, "run_by", actual_holder_name)),
        _whole_column("web.col.best", "best"),
        _text("web.col.range", lambda row: _range(row, called)),
        _text("web.col.figure", _figure, SHORT),
        _text("details.position", lambda row: t(f"position.{row['position_confidence']}")),
        *_proven_columns(atlas),
    ]


def _events(atlas: Atlas) -> list[Column]:
    return [
        _text("web.col.day", lambda row: stamp(row["start"], row["precision"]), SHORT),
        _text("web.col.kind", lambda row: t(f"event.{row['type']}")),
        _text("web.col.place", _text_writer(atlas, "place")),
        _text("details.what", _text_writer(atlas, "text"), LONG),
        _text("details.actors", _actors_writer(atlas)),
        _whole_column("details.deaths", "deaths_best"),
        *_proven_columns(atlas),
    ]


def _conflict(atlas: Atlas) -> list[Column]:
    sides = {row["id"]: name(row) for row in records(atlas.table("sides"))}
    return [
        _text("web.col.day", lambda row: stamp(row["start"]), SHORT),
        _text("web.col.kind", lambda row: t(f"violence.{row['kind']}")),
        _names("web.col.place"),
        _text(
            "details.position", lambda row: t(f"userEvents.position.{row['position_precision']}")
        ),
        _text("details.actors", lambda row: f"{sides[row['side_a']]} / {sides[row['side_b']]}"),
        _whole_column("details.deaths", "deaths_best"),
        *_source_columns(atlas),
    ]


def _areas(atlas: Atlas) -> list[Column]:
    translate = _translator(atlas)
    return [
        _names("kind.area"),
        _whole_column("web.col.list", "list_number"),
        _text("web.col.level", lambda row: t(f"kind.{row['level']}")),
        _text(_heading(), _shares),
        _text(
            "details.saidBy", lambda row: t("list.break").join(map(translate, row["said_by"])), LONG
        ),
        _text(
            "details.basis",
            lambda row: t("list.break").join(t(f"basis.{item}") for item in row["basis"]),
        ),
        _text("details.since", lambda row: stamp(row["since"], row["precision"]), SHORT),
        _whole_column("compare.km2", "km2"),
        *_source_columns(atlas),
    ]


def _crossings(atlas: Atlas) -> list[Column]:
    return [
        _names("web.col.crossing"),
        _text("web.col.kind", _crossing_kind),
        _text("details.neighbour", lambda row: _country(row["neighbour"]), SHORT),
        _text("details.operator", lambda row: _describe_change(row, "run_by", actual_holder_name)),
        _text("details.status", lambda row: _describe_change(row, "state", _state), SHORT),
        _text("details.since", lambda row: stamp(row["since"], row["precision"]), SHORT),
        _text("details.note", _text_writer(atlas, "text"), LONG),
        *_proven_columns(atlas),
    ]


def _sources(_: Atlas) -> list[Column]:
    return [
        _text("web.col.title", _cell("title"), LONG),
        _text("web.col.publisher", _cell("publisher")),
        _text("language", _source_language, SHORT),
        _text("web.col.day", _cell("date"), SHORT),
        Column(t("web.col.url"), _cell("url"), st.column_config.LinkColumn(width=MEDIUM)),
        _text(
            "source.dead", lambda row: "" if _is_none(row["dead"]) else stamp(row["dead"]), SHORT
        ),
        Column(t("source.archived"), _cell("archived"), st.column_config.LinkColumn(width=MEDIUM)),
        _whole_column("web.col.cited", "cited"),
    ]


_TABLES: dict[str, Callable[[Atlas], list[Column]]] = {
    "held": _holder_columns,
    "fields": _fields,
    "events": _events,
    "conflict": _conflict,
    "areas": _areas,
    "crossings": _crossings,
    "sources": _sources,
}


def _heading() -> str:
    return side_heading(state().view.perspective)


def _names(heading: str) -> Column:
    return _text(heading, name, 190)


def _text(heading: str, write: Callable[[Row], Any], width: int = MEDIUM) -> Column:
    align: Literal["left", "right"] = "right" if language().rtl else "left"
    return Column(t(heading), write, st.column_config.TextColumn(width=width, alignment=align))


def _whole_column(heading: str, column: str) -> Column:
    """Return a column of whole numbers, which sorts as numbers; missing ones stay empty."""
    subset = locale.digits("0", language()) != "0"  # then the grid is told what each cell shows
    config = st.column_config.NumberColumn(format=None if subset else "localized", width=100)
    return Column(
        t(heading), lambda row: None if _is_none(row[column]) else round(row[column]), config
    )


def _write_declared(column: spec.Column) -> Column:
    """Return a column that a layer's spec names."""
    if column.kind == "name":
        return _names(column.heading)
    if column.kind == "number":
        return _whole_column(column.heading, column.name)

    width = SHORT if column.kind in {"day", "stamp"} else MEDIUM
    return _text(column.heading, lambda row: say_cell(column, row[column.name], language()), width)


def _text_writer(atlas: Atlas, column: str) -> Callable[[Row], str]:
    """Write a text of the data in the reader's language, else in English."""
    translate = _translator(atlas)
    return lambda row: translate(row[column])


def _translator(atlas: Atlas) -> Callable[[Any], str]:
    code = language()

    def translate(cell: Any) -> str:
        text = "" if _is_none(cell) else str(cell)
        return atlas.translated(text, code) or text

    return translate


def _source_language(row: Row) -> str:
    """Write in which language a source is, where that is known."""
    code = language_of(
        row["title"], row["url"], row.get("note") or "", not _is_none(row.get("read"))
    )
    return t(f"source.in.{code}") if code else ""


def _source_columns(atlas: Atlas) -> list[Column]:
    short = _short_sources(atlas)
    return [_text("details.sources", lambda row: _cite_sources(row, short))]


def _proven_columns(atlas: Atlas) -> list[Column]:
    """Return what the sources of a row say of it, and which they are."""
    days = {source["id"]: source["date"] for source in atlas.records("sources")}

    def evidence(row: Row) -> str:
        stated = {"newest": newest_stating(row, days)} if row.get("says") else {}
        return say_evidence({**row, **stated}, language())

    return [_text("details.evidence", evidence), *_source_columns(atlas)]


def _since_heading() -> str:
    """Return the key of what the days are called: those of a claim are no days of holding."""
    return "details.heldSince" if state().view.perspective == HELD else "details.since"


def _say_since(row: Row) -> str:
    """Write since when the holder has its ground, so that a column of it can be sorted."""
    if row["held_since"] is None and row["since"] is not None:
        return say_since(row, language())
    return stamp(row["held_since"], row["held_precision"])


@lru_cache(maxsize=4)
def _short_sources(atlas: Atlas) -> dict[str, str]:
    """Return what to call each source, with its day."""
    days = atlas.table("sources").set_index("id")["date"]
    return {key: f"{name}, {days[key]}".rstrip(", ") for key, name in atlas.publishers.items()}


def _cite_sources(row: Row, short: dict[str, str]) -> str:
    return t("list.break").join(say_sources(row, language(), short))


def records(rows: pd.DataFrame) -> list[Row]:
    """Return the rows of a table, each by column."""
    return [dict(zip(rows.columns, row, strict=True)) for row in rows.itertuples(index=False)]


def _cell(column: str) -> Callable[[Row], Any]:
    return lambda row: "" if _is_none(row[column]) else row[column]


def _is_none(value: Any) -> bool:
    return bool(pd.isna(value))


def _range(row: Row, called: Mapping[str, str]) -> str:
    """Say between what the sources differ, and which of them says what."""
    if _is_none(row["best"]) or row["low"] == row["high"]:
        return ""
    low, high = (
        f"{number(row[end])} {', '.join(called[part] for part in row[f'{end}_source'].split(';'))}"
        for end in ("low", "high")
    )
    return f"{low} – {high}"


def _figure(row: Row) -> str:
    """Say how old the figure is."""
    if _is_none(row["best"]):
        return ""
    if row["measured"]:
        return t("web.figure.measured")
    if row["figure"] == "interpolated":
        return t("web.figure.between")
    return t("details.carried", year=locale.digits(str(row["since"].year), language()))


def _describe_change(row: Row, column: str, name_of: Callable[[str], str]) -> str:
    """Name a value, or what it was and what it became where two days are compared."""
    value: Any = row[column]
    before: Any = row.get(f"{column}_before", value)
    if value == before:
        return name_of(value)
    return t("sentence.change", **{"from": name_of(before), "to": name_of(value)})


def _state(state: str) -> str:
    return t(f"state.{state}")


def _actors_writer(atlas: Atlas) -> Callable[[Row], str]:
    translate = _translator(atlas)
    return lambda row: " / ".join(filter(None, map(translate, (row["actor_a"], row["actor_b"]))))


def _shares(row: Row) -> str:
    """Say who holds an area, and how much of it where there are several."""
    if len(row["shares"]) == 1:
        return holder_name(row["shares"][0][0])
    percents = whole_percents([part for _, part in row["shares"]])
    return t("list.break").join(
        share(holder, percent) for (holder, _), percent in zip(row["shares"], percents, strict=True)
    )


def _crossing_kind(row: Row) -> str:
    return t("kind.airport" if row["kind"] == "airport" else "kind.crossing")


def _country(code: str) -> str:
    return t(f"country.{code}") if code else ""


#: A day, a month or a year that is a cell of its own, and what is known of a day within a text.
_STAMP = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_DAY = re.compile(r"\b(\d{4})-(\d\d)(?:-(\d\d))?\b|(?<=, )(\d{4})(?=;|$)")

_LATIN = re.compile(r"[A-Za-z]")

_PRECISIONS = {1: Precision.YEAR, 2: Precision.MONTH, 3: Precision.DAY}


def draw_table(rows: pd.DataFrame, **look: Any) -> Any:
    """Draw a table as ``st.dataframe`` does; its first column stands where reading begins."""
    code = language()
    if code.rtl:
        look["column_order"] = list(reversed(rows.columns))
    is_plain = locale.digits("0", code) == "0"
    drawn = rows if is_plain else rows.style.format(lambda cell: write_cell(cell, code))
    return st.dataframe(drawn, **look)


@lru_cache(maxsize=50_000)
def write_cell(cell: Any, code: Language) -> str:
    """Write a cell with the digits and days of a language; names in Latin letters stay.

    >>> write_cell("2014-06", Language.AR), write_cell(1234.0, Language.CKB)
    ('حزيران ٢٠١٤', '١٬٢٣٤')
    >>> write_cell("Block 9", Language.AR), write_cell(None, Language.AR)
    ('Block 9', '')
    """
    if cell is None or pd.isna(cell):
        return ""
    if isinstance(cell, int | float):
        return locale.number(cell, code, 0 if float(cell).is_integer() else 1)
    text = str(cell)
    if match := _STAMP.fullmatch(text):
        return _write_day(match, code)
    if "://" in text:
        return text
    text = _DAY.sub(lambda result: _write_day(result, code), text)
    return text if _LATIN.search(text) else locale.digits(text, code)


def _write_day(match: re.Match[str], code: Language) -> str:
    parts = [int(part) for part in match.groups() if part]
    try:
        day = date(*[*parts, 1, 1][:3])
    except ValueError:
        return match[0]
    return locale.day(day, code, _PRECISIONS[len(parts)])
