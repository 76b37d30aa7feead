"""The columns of the tables of a view (:mod:`geo.ask.inventory`): how a reader sees their rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from geo.ask.columns import write_cell
from geo.ask.sentences import say_arrival, say_certainty, say_evidence, say_sources
from geo.atlas import Atlas
from geo.atlas.evidence import newest_stating
from geo.atlas.translations import language_of
from geo.layers.spec import Column, Kind, On
from geo.model import HELD, Layer
from geo.view import View
from geo.words import locale, name_of, say, side_heading, side_word
from geo.words.cells import is_missing
from geo.words.locale import whole_percents

_Row = Mapping[str, Any]
Write = Callable[[_Row, View], str]


def layer_of(table: str) -> Layer | None:
    """Return the layer whose features a table lists, None where they have no place."""
    return next((layer for layer in Layer if layer.spec.listed == table), None)


def list_columns(atlas: Atlas, table: str, view: View) -> list[Column]:
    """Return the columns of a table, as its layer's spec declares them, and which sources it has.

    What nobody heads is headed by whose picture the view shows.
    """
    layer = layer_of(table)
    columns = layer.spec.columns if layer else _SOURCES
    return [
        replace(
            column,
            word=_head(column, view.perspective),
            write=_find_phrase(column.name, atlas) if column.kind is Kind.PHRASE else None,
        )
        for column in (*columns, *([_CITED] if layer else []))
        if On.TABLE in column.on
    ]


def _find_phrase(name: str, atlas: Atlas) -> Write:
    return _PHRASES[name] if name in _PHRASES else _PHRASES_OF_ATLAS[name](atlas)


def _head(column: Column, perspective: str) -> str:
    """Return the word that heads a column; ground that is claimed has no day since when held."""
    if column.name == "held_since" and perspective != HELD:
        return "details.since"
    return column.word or side_heading(perspective)


_CITED = Column("source", "details.sources", Kind.PHRASE)


def _evidence(atlas: Atlas) -> Write:
    """Return what says what the sources of a row say of it, where that was read."""
    days = {row["id"]: row["date"] for row in atlas.records("sources")}

    def write(row: _Row, view: View) -> str:
        stated = {"newest": newest_stating(row, days)} if row.get("says") else {}
        return say_evidence({**row, **stated}, view.language)

    return write


def _cite(atlas: Atlas) -> Write:
    """Return what names the sources of a row."""
    days = {row["id"]: row["date"] for row in atlas.records("sources")}
    short = {
        key: f"{name}, {days[key] or ''}".rstrip(", ") for key, name in atlas.publishers.items()
    }

    def write(row: _Row, view: View) -> str:
        return say("list.break", view.language).join(say_sources(row, view.language, short))

    return write


def _name(columns: tuple[str, ...], table: str, key: str) -> Callable[[Atlas], Write]:
    """Return what names that of which some columns have the keys, set apart by strokes."""

    def make(atlas: Atlas) -> Write:
        rows = {row[key]: row for row in atlas.records(table)}

        def write(row: _Row, view: View) -> str:
            return " / ".join(name_of(rows[row[part]], view.language, key) for part in columns)

        return write

    return make


def _range(atlas: Atlas) -> Write:
    """Return what says between what the sources of a figure differ, and which says what."""
    publishers = atlas.publishers

    def write(row: _Row, view: View) -> str:
        if is_missing(row["best"]) or row["low"] == row["high"]:
            return ""
        low, high = (
            f"{locale.number(row[end], view.language)} "
            + ", ".join(publishers[part] for part in row[f"{end}_source"].split(";"))
            for end in ("low", "high")
        )
        return f"{low} – {high}"

    return write


def _speakers(atlas: Atlas) -> Write:
    def write(row: _Row, view: View) -> str:
        code = view.language
        names = (atlas.translated(name, code) or name for name in row["said_by"])
        return say("list.break", code).join(names)

    return write


def _write_figure(row: _Row, view: View) -> str:
    """Say how old the figure is."""
    if is_missing(row["best"]):
        return ""
    if row["measured"]:
        return say("web.figure.measured", view.language)
    if row["figure"] == "interpolated":
        return say("web.figure.between", view.language)
    year = locale.digits(str(row["since"].year), view.language)
    return say("details.carried", view.language, year=year)


def _write_shares(row: _Row, view: View) -> str:
    """Say who holds an area, and how much of it where there are several."""
    code = view.language
    percents = whole_percents([part for _, part in row["shares"]])
    names = [say(side_word(name, view.perspective, view.date), code) for name, _ in row["shares"]]
    if len(names) == 1:
        return names[0]
    return say("list.break", code).join(
        say("web.share", code, holder=name, n=locale.percent(percent, code))
        for name, percent in zip(names, percents, strict=True)
    )


def _write_kind(row: _Row, view: View) -> str:
    return say("kind.airport" if row["kind"] == "airport" else "kind.crossing", view.language)


def _write_language(row: _Row, view: View) -> str:
    """Write in which language a source is, where that is known."""
    read = not is_missing(row.get("read"))
    code = language_of(row["title"], row["url"], row.get("note") or "", read)
    return say(f"source.in.{code}", view.language) if code else ""


def _write_actors(row: _Row, view: View) -> str:
    actors = (write_cell(Column(name), row, view) for name in ("actor_a", "actor_b"))
    return " / ".join(filter(None, actors))


#: What is said of a row as a whole, by the name of its column.
_PHRASES: dict[str, Write] = {
    "held_since": say_arrival,
    "certainty": lambda row, view: say_certainty(row, view.language),
    "figure": _write_figure,
    "shares": _write_shares,
    "kind": _write_kind,
    "actors": _write_actors,
    "language": _write_language,
}

#: The same where it takes more of the atlas than the row.
_PHRASES_OF_ATLAS: dict[str, Callable[[Atlas], Write]] = {
    "evidence": _evidence,
    "source": _cite,
    "low": _range,
    "said_by": _speakers,
    "district": _name(("district",), "districts", "pcode"),
    "sides": _name(("side_a", "side_b"), "sides", "id"),
}

#: The columns of the sources, which are no layer.
_SOURCES = (
    Column("title", "web.col.title"),
    Column("publisher", "web.col.publisher"),
    Column("language", "language", Kind.PHRASE),
    Column("date", "web.col.day"),
    Column("url", "web.col.url", Kind.LINK),
    Column("dead", "source.dead", Kind.DAY),
    Column("archived", "source.archived", Kind.LINK),
    Column("cited", "web.col.cited", Kind.NUMBER),
)
