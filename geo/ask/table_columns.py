"""The columns of the tables of a view (:mod:`geo.ask.inventory`): how a reader sees their rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from geo.ask.columns import Column, Kind, holder_column
from geo.ask.sentences import say_cell, say_certainty, say_evidence, say_since, say_sources
from geo.atlas import Atlas
from geo.atlas.evidence import newest_stating
from geo.atlas.translations import language_of
from geo.layers import spec
from geo.layers.spec import On
from geo.model import HELD, Layer
from geo.view import View
from geo.words import locale, name_of, say, side_word
from geo.words.cell_output import is_missing
from geo.words.rounding import whole_percents

_Row = Mapping[str, Any]


def layer_of(table: str) -> Layer | None:
    """Return the layer whose features a table lists, None where they have no place."""
    return next((layer for layer in Layer if layer.spec.listed == table), None)


def list_columns(atlas: Atlas, table: str, view: View) -> list[Column]:
    """Return the columns of a table: its own, and those that its layer's spec names."""
    layer = layer_of(table)
    declared = [
        _read_spec(column)
        for column in (layer.spec.columns if layer else ())
        if On.TABLE in column.on
    ]
    own = _TABLES[table](atlas, view) if table in _TABLES else ()
    return [*own, *declared, *(_list_sources(atlas, table) if layer else ())]


def _read_spec(column: spec.Column) -> Column:
    """Return a column that a layer's spec names."""
    plain = {"name": Kind.NAME, "number": Kind.NUMBER}
    if column.kind in plain:
        return Column(column.name, column.heading, plain[column.kind])

    def write(row: _Row, view: View) -> str:
        return say_cell(column, row[column.name], view.language)

    return Column(column.name, column.heading, write=write)


def _list_sources(atlas: Atlas, table: str) -> list[Column]:
    """Return what the sources of a row say of it, where that was read, and which they are."""
    days = {row["id"]: row["date"] for row in atlas.records("sources")}
    short = {
        key: f"{name}, {days[key] or ''}".rstrip(", ") for key, name in atlas.publishers.items()
    }

    def evidence(row: _Row, view: View) -> str:
        stated = {"newest": newest_stating(row, days)} if row.get("says") else {}
        return say_evidence({**row, **stated}, view.language)

    def sources(row: _Row, view: View) -> str:
        return say("list.break", view.language).join(say_sources(row, view.language, short))

    proven = [Column("evidence", "details.evidence", write=evidence)]
    cited = Column("source", "details.sources", write=sources)
    return [*(proven if table in _PROVEN else ()), cited]


_PROVEN = ("held", "fields", "events", "crossings")


def _held(atlas: Atlas, view: View) -> tuple[Column, ...]:
    days = "details.heldSince" if view.perspective == HELD else "details.since"
    return (
        Column("name", "web.col.unit", Kind.NAME),
        _name("district", "kind.district", atlas, "districts", "pcode"),
        holder_column(view),
        Column("held_since", days, write=_write_since),
        Column(
            "certainty",
            "details.certainty",
            write=lambda row, view: say_certainty(row, view.language),
        ),
        Column("km2", "compare.km2", Kind.NUMBER),
        Column("forces", "details.forces"),
        Column("newest", "details.newest"),
    )


def _write_since(row: _Row, view: View) -> str:
    """Write since when the holder has its ground, so that a column of it can be sorted."""
    if row["held_since"] is None and row["since"] is not None:
        return say_since(row, view.language)
    return locale.stamp(row["held_since"], row["held_precision"])


def _name(name: str, word: str, atlas: Atlas, table: str, key: str) -> Column:
    """Return a column of the names of what it has the keys of, several set apart by strokes."""
    rows = {row[key]: row for row in atlas.records(table)}

    def write(row: _Row, view: View) -> str:
        cells = [row[part] for part in name.split("/")]
        return " / ".join(name_of(rows[cell], view.language, key) for cell in cells)

    return Column(name, word, write=write)


def _fields(atlas: Atlas, _: View) -> tuple[Column, ...]:
    publishers = atlas.publishers

    def write_range(row: _Row, view: View) -> str:
        """Say between what the sources differ, and which of them says what."""
        if is_missing(row["best"]) or row["low"] == row["high"]:
            return ""
        low, high = (
            f"{locale.number(row[end], view.language)} "
            + ", ".join(publishers[part] for part in row[f"{end}_source"].split(";"))
            for end in ("low", "high")
        )
        return f"{low} – {high}"

    return (
        Column("name", "web.col.field", Kind.NAME),
        Column("kind", "web.col.kind", Kind.CODE, "kind.field"),
        Column("disputed", "details.disputed", Kind.CODE, "answer"),
        Column("holder", "details.heldBy", Kind.RUN_BY),
        Column("operator", "details.operator"),
        Column("run_by", "oil.runFor", Kind.RUN_BY),
        Column("best", "web.col.best", Kind.NUMBER),
        Column("low", "web.col.range", write=write_range),
        Column("figure", "web.col.figure", write=_write_figure),
        Column("position_confidence", "details.position", Kind.CODE, "position"),
    )


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


def _events(_: Atlas, __: View) -> tuple[Column, ...]:
    actors = Column("actor_a"), Column("actor_b")
    return (
        Column("start", "web.col.day", Kind.DAY, "precision"),
        Column("type", "web.col.kind", Kind.CODE, "event"),
        Column("place", "web.col.place"),
        Column("text", "details.what"),
        Column(
            "actors",
            "details.actors",
            write=lambda row, view: " / ".join(
                filter(None, (actor.cell(row, view) for actor in actors))
            ),
        ),
        Column("deaths_best", "details.deaths", Kind.NUMBER),
    )


def _conflict(atlas: Atlas, _: View) -> tuple[Column, ...]:
    return (
        Column("start", "web.col.day", Kind.DAY),
        Column("kind", "web.col.kind", Kind.CODE, "violence"),
        Column("name", "web.col.place", Kind.NAME),
        Column("position_precision", "details.position", Kind.CODE, "userEvents.position"),
        _name("side_a/side_b", "details.actors", atlas, "sides", "id"),
        Column("deaths_best", "details.deaths", Kind.NUMBER),
    )


def _areas(atlas: Atlas, view: View) -> tuple[Column, ...]:
    def write_speakers(row: _Row, view: View) -> str:
        code = view.language
        names = (atlas.translated(name, code) or name for name in row["said_by"])
        return say("list.break", code).join(names)

    return (
        Column("name", "kind.area", Kind.NAME),
        Column("list_number", "web.col.list", Kind.NUMBER),
        Column("level", "web.col.level", Kind.CODE, "kind"),
        Column("shares", holder_column(view).word, write=_write_shares),
        Column("said_by", "details.saidBy", write=write_speakers),
        Column("basis", "details.basis", Kind.CODE, "basis"),
        Column("since", "details.since", Kind.DAY, "precision"),
        Column("km2", "compare.km2", Kind.NUMBER),
    )


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


def _crossings(_: Atlas, __: View) -> tuple[Column, ...]:
    return (
        Column("name", "web.col.crossing", Kind.NAME),
        Column("kind", "web.col.kind", write=_write_kind),
        Column("neighbour", "details.neighbour", Kind.CODE, "country"),
        Column("run_by", "details.operator", Kind.RUN_BY),
        Column("state", "details.status", Kind.CODE, "state"),
        Column("since", "details.since", Kind.DAY, "precision"),
        Column("text", "details.note"),
    )


def _write_kind(row: _Row, view: View) -> str:
    return say("kind.airport" if row["kind"] == "airport" else "kind.crossing", view.language)


def _sources(_: Atlas, __: View) -> tuple[Column, ...]:
    return (
        Column("title", "web.col.title"),
        Column("publisher", "web.col.publisher"),
        Column("language", "language", write=_write_language),
        Column("date", "web.col.day"),
        Column("url", "web.col.url", Kind.LINK),
        Column("dead", "source.dead", Kind.DAY),
        Column("archived", "source.archived", Kind.LINK),
        Column("cited", "web.col.cited", Kind.NUMBER),
    )


def _write_language(row: _Row, view: View) -> str:
    """Write in which language a source is, where that is known."""
    read = not is_missing(row.get("read"))
    code = language_of(row["title"], row["url"], row.get("note") or "", read)
    return say(f"source.in.{code}", view.language) if code else ""


_TABLES: dict[str, Callable[[Atlas, View], tuple[Column, ...]]] = {
    "held": _held,
    "fields": _fields,
    "events": _events,
    "conflict": _conflict,
    "areas": _areas,
    "crossings": _crossings,
    "sources": _sources,
}
