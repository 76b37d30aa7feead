"""The columns of an answer: each is declared once, with its heading, its kind and its note.

Commands, the app and files write the same rows by the same columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from geo.atlas.evidence import SAYS, read_says
from geo.layers.spec import Column, Kind
from geo.model import HELD, Language
from geo.profile import current
from geo.view import View
from geo.words import language, locale, name_of, say, say_band, side_heading, side_word
from geo.words.cells import is_missing, split_ids, value
from geo.words.locale import round_band, round_estimate

if TYPE_CHECKING:
    from geo.atlas import Atlas

Record = dict[str, Any]

#: Stands among keys for the names of a row, one a language.
NAMES: Final = "names"


def say_heading(column: Column, code: Language) -> str:
    """Say what heads a column."""
    if column.year:
        return say(column.word, code, year=locale.digits(str(column.year), code))
    return _say_known(column.word, code) or column.name


def say_note(column: Column, code: Language) -> str:
    """Say what changes the meaning of a column's figures."""
    return _say_known(column.note, code)


def write_cell(column: Column, row: Mapping[str, Any], view: View) -> str:
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


def has_note(column: Column, rows: Iterable[Mapping[str, Any]]) -> bool:
    """Whether a column's note belongs to some rows: that on bands only where there is a band."""
    low, *_, high = keys_of(column) * 2
    return bool(column.note) and (
        column.kind is not Kind.BAND or any(row.get(low) != row.get(high) for row in rows)
    )


def _say_known(text: str, code: Language) -> str:
    """Say the word of a key; text that is no key stays as it is."""
    return say(text, code) if text in language(Language.EN) else text


def _write_range(low: float, best: float, high: float, code: Language) -> str:
    n, *ends = (locale.number(end, code) for end in (best, low, high))
    return n if low == high else say("unsure.band", code, n=n, low=ends[0], high=ends[1])


_ENDS: Final[dict[Kind, Callable[..., str]]] = {
    Kind.BAND: lambda *ends: say_band(round_band(*ends[:3]), ends[3]),
    Kind.ESTIMATE: lambda *ends: say_band(round_estimate(*ends[:3]), ends[3]),
    Kind.RANGE: _write_range,
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


def write_rows(
    rows: Iterable[Mapping[str, Any]], columns: Sequence[Column], view: View
) -> dict[str, list[str]]:
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
