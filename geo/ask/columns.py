"""The columns of an answer: each is declared once, with its heading, its kind and its note.

Commands, the app and files write the same rows by the same columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache, partial
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final

from geo.atlas.evidence import SAYS, newest_stating, read_says
from geo.layers.spec import Column, Kind, On
from geo.model import HELD, Language, Layer, Precision
from geo.profile import current
from geo.view import View
from geo.words import language, locale, name_of, say, say_band, side_heading, side_word
from geo.words.cells import is_missing, split_ids, value
from geo.words.locale import round_band, round_estimate, whole_percents

if TYPE_CHECKING:
    from geo.atlas import Atlas

Record = dict[str, Any]
Row = Mapping[str, Any]

#: Stands among keys for the names of a row, one a language.
NAMES: Final = "names"


def say_heading(column: Column, code: Language) -> str:
    """Say what heads a column."""
    if column.year:
        return say(column.word, code, year=locale.digits(str(column.year), code))
    return _say_word(column.word, code) or column.name


def say_note(column: Column, code: Language) -> str:
    """Say what changes the meaning of a column's figures."""
    return _say_word(column.note, code)


def write_cell(column: Column, row: Row, view: View) -> str:
    """Write a row's cell for a reader; empty where nothing is known."""
    if column.write:
        return column.write(row, view)
    code, kind, of = view.language, column.kind, column.of
    if kind in _ENDS:
        ends = [row.get(key) for key in keys_of(column)]
        return "" if any(map(is_missing, ends)) else _ENDS[kind](*ends, code)
    if kind is Kind.NAME:
        return name_of({**row, "name_en": row.get("name_en", row.get("name"))}, code, "id")
    cell: Any = row.get(column.name)
    if is_missing(cell) or cell in ([], ()) or str(cell) in {"<NA>", "NaT"}:
        cell = column.none
    if cell == "":
        return ""
    earlier = row.get(f"{column.name}_before", cell)
    if kind in _CHANGING and earlier != cell:
        sides = {"from": earlier, "to": cell}
        words = {end: write_cell(column, {column.name: part}, view) for end, part in sides.items()}
        return say("sentence.change", code, **words)
    if kind is Kind.NUMBER:
        count = locale.number(float(cell), code)
        if of:
            return say("ask.open", code, n=count, of=locale.number(row[of], code))
        return f"{count} {say(column.unit, code)}" if column.unit else count
    if kind in _SIDES:
        day = view.compare if kind is Kind.BEFORE else view.date
        perspective = HELD if kind is Kind.RUN_BY else view.perspective
        return say(side_word(cell, perspective, day), code)
    if kind is Kind.DAY:
        day = cell if isinstance(cell, date) else date.fromisoformat(cell)
        return locale.stamp(day, row.get(of) or "day")
    if kind is Kind.STAMP:
        return locale.digits(str(cell), code)
    if kind is Kind.NAMES:
        return str(cell).replace(" | ", " · ")
    if kind is Kind.SOURCES:
        says = dict(zip(cell, row.get("says", ()), strict=False))
        return ", ".join(f"{name} ({says[name]})" if name in says else name for name in cell)
    parts = [cell] if isinstance(cell, str) else cell
    if kind is Kind.CODE:
        parts = [say(f"{of}.{part}", code) for part in parts]
    elif kind in {Kind.TEXT, Kind.LINK}:
        return str(row.get(f"{column.name}_{code}") or cell)
    return say("list.break", code).join(dict.fromkeys(map(str, parts)))


def keys_of(column: Column) -> tuple[str, ...]:
    """Return the columns of a frame that a column of an answer writes."""
    if column.kind is Kind.BAND:
        return (f"{column.name}_low", column.name, f"{column.name}_high")
    ends = ("low", "best", "high") if column.kind in _ENDS else ()
    return tuple(f"{column.name}_{end}".removeprefix("_") for end in ends) or (column.name,)


def has_note(column: Column, rows: Iterable[Row]) -> bool:
    """Whether a column's note belongs to some rows: that on bands only where there is a band."""
    low, *_, high = keys_of(column) * 2
    return bool(column.note) and (
        column.kind is not Kind.BAND or any(row.get(low) != row.get(high) for row in rows)
    )


def _say_word(text: str, code: Language) -> str:
    """Say the word of a key; text that is no key stays as it is."""
    return say(text, code) if text in language(Language.EN) else text


def _write_ends(low: float, best: float, high: float, code: Language) -> str:
    n, *ends = (locale.number(end, code) for end in (best, low, high))
    return n if low == high else say("unsure.band", code, n=n, low=ends[0], high=ends[1])


_ENDS: Final[dict[Kind, Callable[..., str]]] = {
    Kind.BAND: lambda *ends: say_band(round_band(*ends[:3]), ends[3]),
    Kind.ESTIMATE: lambda *ends: say_band(round_estimate(*ends[:3]), ends[3]),
    Kind.RANGE: _write_ends,
}

_SIDES: Final = {Kind.HOLDER, Kind.RUN_BY, Kind.BEFORE}

#: Kinds whose cells name what was before, in the column with ``_before``, where it differs.
_CHANGING: Final = {Kind.HOLDER, Kind.RUN_BY, Kind.CODE}

#: Parts of 1, which JSON has with more digits than other figures.
_PARTS: Final = {"share", "iou"}


def select_columns(atlas: Atlas, columns: Iterable[Column]) -> tuple[Column, ...]:
    """Return columns without those of what the atlas has no table of."""
    tables = atlas.filled
    return tuple(column for column in columns if not column.needs or column.needs in tables)


def write_rows(rows: Iterable[Row], columns: Sequence[Column], view: View) -> dict[str, list[str]]:
    """Return the cells of rows as a reader sees them, by heading."""
    listed = list(rows)
    return {
        say_heading(column, view.language): [write_cell(column, row, view) for row in listed]
        for column in columns
    }


def holder_column(view: View, name: str = "holder") -> Column:
    """Return the column of who holds the ground, headed by whose picture it is."""
    return Column(name, side_heading(view.perspective), Kind.HOLDER)


#: Sources of a row, ground with its band, people that the census counted: many answers have them.
SOURCES: Final = Column("sources", "details.sources", Kind.SOURCES)
KM2: Final = Column("km2", "compare.km2", Kind.BAND, note="unsure.how")
RESIDENTS: Final = Column("residents", "census.people", Kind.ESTIMATE, needs="census")


def make_record(row: Mapping[Any, Any], keys: Iterable[str]) -> Record:
    """Return cells of a row as JSON takes them, by stable keys.

    ``names`` stands for all names, ``from_holder:from`` for a cell with another key, and what ends
    in ``source`` becomes a list of ids.

    >>> make_record({"id": "a", "note": "", "source": "x;y", "says": "s2014-06n"},
    ...             ("id", "note", "source"))
    {'id': 'a', 'note': None, 'sources': ['x', 'y'], 'says': ['stated 2014-06', 'unread']}
    """
    result: Record = {}
    for item in keys:
        key, _, name = item.partition(":")
        if key == NAMES:
            result["name"] = value(row["name_en"])
            others = (each for each in current().name_columns if each != "name_en")
            result |= {each: value(row[each]) for each in others}
        elif key.endswith("source"):
            result[f"{key}s"] = list(split_ids(str(row[key] or "")))
            if key == "source" and "says" in row:
                readings = read_says(row["says"])
                result["says"] = [f"{SAYS[letter]} {day}".rstrip() for letter, day in readings]
        else:
            cell = row[key]
            result[name or key] = round(cell, 4) if key in _PARTS else value(cell)
    return result


def make_records(rows: Any, *keys: str) -> list[Record]:
    """Return rows, or those of a frame, as JSON takes them."""
    listed = rows.to_dict("records") if hasattr(rows, "to_dict") else rows
    return [make_record(row, keys) for row in listed]


def with_year(column: Column, day: date | None, note: str = "") -> Column:
    """Return a column whose heading names the year of a day, with a note."""
    return replace(column, year=day.year if day else None, note=note)


def say_since(record: Row, language: Language) -> str:
    """Say since when the holder of a record has its ground; '' where nobody is known to hold it."""
    if not (record["held_since"] or record["since"]):
        return ""
    first = say("since.before", language, year=current().days.first.year)
    arrival = record["held_since"]
    date = _say_day(arrival, language, record["held_precision"]) if arrival else first
    return say("since.day", language, date=date)


def say_arrival(row: Row, view: View) -> str:
    """Write since when the holder has its ground, so that a column of it can be sorted."""
    if row["since"] and not row["held_since"]:
        return say_since(row, view.language)
    return write_cell(Column("held_since", "", Kind.DAY, "held_precision"), row, view)


def say_certainty(record: Row, language: Language) -> str:
    """Say how certain a holder is, and why not more; '' for a class, which is a rule.

    >>> say_certainty({"certainty": "in_doubt", "reason": "line"}, Language.EN)
    'in doubt: the line is approximate here'
    """
    if not record["certainty"]:
        return ""
    grade = say(f"certainty.{record['certainty']}", language)
    if not record["reason"]:
        return grade
    days = {
        name: _say_day(record.get(key), language)
        for name, key in (("from", "earliest"), ("to", "latest"))
    }
    return f"{grade}: {say('why.' + record['reason'], language, **days)}"


def say_evidence(record: Row, language: Language) -> str:
    """Say what the sources of a row say of it; '' where the row has no evidence of its own.

    >>> say_evidence({"evidence": "stated", "publishers": 2, "newest": "2026-03"}, Language.EN)
    'Stated by 2 publishers, the newest of March 2026'
    """
    if record.get("context"):
        return say("details.context", language)
    grade = record["evidence"]
    if not grade or not isinstance(grade, str):  # a thing without a period on the day has NaN
        return ""
    if grade != "stated":
        return say(f"evidence.{grade}", language)
    publishers = int(record["publishers"] or 0)
    newest = locale.partial_day(record["newest"], language) if record["newest"] else ""
    if publishers == 0:
        return say("evidence.stated.side", language)
    key = "evidence.stated.one" if publishers == 1 else "evidence.stated"
    return say(key, language, n=publishers, date=newest)


def say_sources(record: Row, language: Language, names: Mapping[str, str]) -> list[str]:
    """Name each source of a row, with what its page says of the row.

    >>> say_sources({"source": "upi-2014;krg", "says": "s2014-06-12n"}, Language.EN, {})
    ['upi-2014 (of this place and time: 12 June 2014)', 'krg (not read)']
    """
    ids = [name for name in (record["source"] or "").split(";") if name]
    readings = [say_reading(*reading, language) for reading in read_says(record.get("says"))]
    called = [names.get(name, name) for name in ids]
    return [
        f"{name} ({reading})" if reading else name
        for name, reading in zip_longest(called, readings[: len(called)], fillvalue="")
    ]


def say_reading(letter: str, day: str, language: Language) -> str:
    """Say what a page says of a row that cites it."""
    says = say(f"source.says.{letter}", language)
    if not day:
        return says
    return say("source.says.day", language, says=says, date=locale.partial_day(day, language))


def _say_day(day: date | str | None, language: Language, precision: str = "") -> str:
    if day is None or day == "":
        return ""
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return locale.day(day, language, precision or Precision.DAY)


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
            write=partial(_PHRASES[column.name], atlas) if column.kind is Kind.PHRASE else None,
        )
        for column in (*columns, *([_CITED] if layer else []))
        if On.TABLE in column.on
    ]


def _head(column: Column, perspective: str) -> str:
    """Return the word that heads a column; ground that is claimed has no day since when held."""
    if column.name == "held_since" and perspective != HELD:
        return "details.since"
    return column.word or side_heading(perspective)


_CITED = Column("source", "details.sources", Kind.PHRASE)


@lru_cache(maxsize=4)
def _date_sources(atlas: Atlas) -> Mapping[str, str]:
    return {row["id"]: row["date"] for row in atlas.records("sources")}


@lru_cache(maxsize=4)
def _name_sources(atlas: Atlas) -> Mapping[str, str]:
    """Return what each source is called in a cell: its publisher and its day."""
    days = _date_sources(atlas)
    return {
        key: f"{name}, {days[key] or ''}".rstrip(", ") for key, name in atlas.publishers.items()
    }


@lru_cache(maxsize=8)
def _find_rows(atlas: Atlas, table: str, key: str) -> Mapping[str, Row]:
    return {row[key]: row for row in atlas.records(table)}


def _write_evidence(atlas: Atlas, row: Row, view: View) -> str:
    """Say what the sources of a row say of it, where that was read."""
    stated = {"newest": newest_stating(row, _date_sources(atlas))} if row.get("says") else {}
    return say_evidence({**row, **stated}, view.language)


def _write_sources(atlas: Atlas, row: Row, view: View) -> str:
    names = say_sources(row, view.language, _name_sources(atlas))
    return say("list.break", view.language).join(names)


def _write_sides(atlas: Atlas, row: Row, view: View) -> str:
    rows = _find_rows(atlas, "sides", "id")
    sides = (rows[row[side]] for side in ("side_a", "side_b"))
    return " / ".join(name_of(side, view.language, "id") for side in sides)


def _write_district(atlas: Atlas, row: Row, view: View) -> str:
    district = _find_rows(atlas, "districts", "pcode")[row["district"]]
    return name_of(district, view.language, "pcode")


def _write_range(atlas: Atlas, row: Row, view: View) -> str:
    """Say between what the sources of a figure differ, and which says what."""
    if is_missing(row["best"]) or row["low"] == row["high"]:
        return ""
    low, high = (
        f"{locale.number(row[end], view.language)} "
        + ", ".join(atlas.publishers[part] for part in row[f"{end}_source"].split(";"))
        for end in ("low", "high")
    )
    return f"{low} – {high}"


def _write_speakers(atlas: Atlas, row: Row, view: View) -> str:
    code = view.language
    names = (atlas.translated(name, code) or name for name in row["said_by"])
    return say("list.break", code).join(names)


def _write_figure(_: Atlas, row: Row, view: View) -> str:
    """Say how old the figure is."""
    if is_missing(row["best"]):
        return ""
    if row["measured"]:
        return say("web.figure.measured", view.language)
    if row["figure"] == "interpolated":
        return say("web.figure.between", view.language)
    year = locale.digits(str(row["since"].year), view.language)
    return say("details.carried", view.language, year=year)


def _write_shares(_: Atlas, row: Row, view: View) -> str:
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


def _write_kind(_: Atlas, row: Row, view: View) -> str:
    return say("kind.airport" if row["kind"] == "airport" else "kind.crossing", view.language)


def _write_actors(_: Atlas, row: Row, view: View) -> str:
    actors = (write_cell(Column(name), row, view) for name in ("actor_a", "actor_b"))
    return " / ".join(filter(None, actors))


#: What is said of a row as a whole, by the name of its column.
_PHRASES: dict[str, Callable[[Atlas, Row, View], str]] = {
    "held_since": lambda _, row, view: say_arrival(row, view),
    "certainty": lambda _, row, view: say_certainty(row, view.language),
    "figure": _write_figure,
    "shares": _write_shares,
    "kind": _write_kind,
    "actors": _write_actors,
    "evidence": _write_evidence,
    "source": _write_sources,
    "low": _write_range,
    "said_by": _write_speakers,
    "district": _write_district,
    "sides": _write_sides,
}

#: The columns of the sources, which are no layer.
_SOURCES = (
    Column("title", "web.col.title"),
    Column("publisher", "web.col.publisher"),
    Column("language", "language", Kind.CODE, "source.in"),
    Column("date", "web.col.day"),
    Column("url", "web.col.url", Kind.LINK),
    Column("dead", "source.dead", Kind.DAY),
    Column("archived", "source.archived", Kind.LINK),
    Column("cited", "web.col.cited", Kind.NUMBER),
)
