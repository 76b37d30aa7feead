"""The columns of an answer: each is declared once, with its heading, its kind and its note.

Commands, the app and files write the same rows by the same columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from geo.atlas.evidence import SAYS, read_says
from geo.model import Language
from geo.profile import current
from geo.view import View
from geo.words import language, locale, name_of, say, say_band, side_heading, side_word
from geo.words.cell_output import is_missing, split_ids, value
from geo.words.rounding import round_band, round_estimate

if TYPE_CHECKING:
    from geo.atlas import Atlas

Record = dict[str, Any]

#: Stands among keys for the names of a row, one a language.
NAMES: Final = "names"


class Kind(Enum):
    """How the cells of a column are written."""

    TEXT = "text"  #: In the reader's language where the row has it.
    NUMBER = "number"  #: A whole number; ``of`` names the column of which it counts a part.
    BAND = "band"  #: A figure with the 90 % range of what is not certain.
    ESTIMATE = "estimate"  #: Low, best and high, as exact as their width allows.
    RANGE = "range"  #: Low, best and high as they are counted.
    HOLDER = "holder"  #: Who holds ground, or its class, in the words of the perspective.
    RUN_BY = "run_by"  #: Who holds or runs a thing, which no perspective changes.
    BEFORE = "before"  #: Who held ground on the earlier of two days.
    NAME = "name"  #: The name in the reader's language.
    DAY = "day"  #: A day as exactly as the column ``of`` knows it.
    CODE = "code"  #: The word ``OF.CODE``; several are joined.
    LIST = "list"
    SOURCES = "sources"  #: Ids of sources, with what each says.
    LINK = "link"  #: An address.


@dataclass(frozen=True)
class Column:
    """A column of an answer."""

    name: str  #: Its key in rows and JSON; of low, best and high, what their keys begin with.
    word: str = ""  #: The word that heads it, or its heading in English; its name where empty.
    kind: Kind = Kind.TEXT
    of: str = ""  #: What the kind needs beside it.
    note: str = ""  #: What changes the meaning of its figures, as ``word``.
    needs: str = ""  #: Table without which an atlas has no such column.
    year: int | None = None  #: Year that its heading names.
    #: How its cells are written, where no kind says so.
    write: Callable[[Mapping[str, Any], View], str] | None = None

    def heading(self, code: Language) -> str:
        """Say what heads the column."""
        if self.year:
            return say(self.word, code, year=locale.digits(str(self.year), code))
        return _say_known(self.word, code) or self.name

    def say_note(self, code: Language) -> str:
        """Say what changes the meaning of its figures."""
        return _say_known(self.note, code)

    def cell(self, row: Mapping[str, Any], view: View) -> str:
        """Write a row's cell for a reader; empty where nothing is known."""
        if self.write:
            return self.write(row, view)
        code = view.language
        cell: Any = row.get(self.name)
        if self.kind in _ENDS:
            ends = [row.get(key) for key in self.keys]
            if any(map(is_missing, ends)):
                return ""
            return _ENDS[self.kind](*ends, code)
        if self.kind is Kind.NAME:
            return name_of({**row, "name_en": row.get("name_en", row.get("name"))}, code, "id")
        if is_missing(cell) or cell in ([], ()):
            return ""
        earlier = row.get(f"{self.name}_before", cell)
        if self.kind in _CHANGING and earlier != cell:
            sides = {"from": earlier, "to": cell}
            words = {end: self.cell({self.name: part}, view) for end, part in sides.items()}
            return say("sentence.change", code, **words)
        if self.kind is Kind.NUMBER:
            count = locale.number(cell, code)
            all_of = locale.number(row[self.of], code) if self.of else ""
            return say("ask.open", code, n=count, of=all_of) if self.of else count
        if self.kind is Kind.HOLDER:
            return say(side_word(cell, view.perspective, view.date), code)
        if self.kind is Kind.BEFORE:
            return say(side_word(cell, view.perspective, view.compare), code)
        if self.kind is Kind.RUN_BY:
            return say(side_word(cell, day=view.date), code)
        if self.kind is Kind.DAY:
            day = cell if isinstance(cell, date) else date.fromisoformat(cell)
            return locale.stamp(day, row.get(self.of) or "day")
        if self.kind is Kind.SOURCES:
            says = dict(zip(cell, row.get("says", ()), strict=False))
            return ", ".join(f"{name} ({says[name]})" if name in says else name for name in cell)
        parts = [cell] if isinstance(cell, str) else cell
        if self.kind is Kind.CODE:
            parts = [say(f"{self.of}.{part}", code) for part in parts]
        elif self.kind in {Kind.TEXT, Kind.LINK}:
            return str(row.get(f"{self.name}_{code}") or cell)
        return say("list.break", code).join(dict.fromkeys(map(str, parts)))

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns of a frame that it writes."""
        if self.kind is Kind.BAND:
            return (f"{self.name}_low", self.name, f"{self.name}_high")
        ends = ("low", "best", "high") if self.kind in _ENDS else ()
        return tuple(f"{self.name}_{end}".removeprefix("_") for end in ends) or (self.name,)

    def has_note(self, rows: Iterable[Mapping[str, Any]]) -> bool:
        """Whether the note belongs to some rows: that on bands only where there is a band."""
        low, high = self.keys[0], self.keys[-1]
        return bool(self.note) and (
            self.kind is not Kind.BAND or any(row.get(low) != row.get(high) for row in rows)
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
        column.heading(view.language): [column.cell(row, view) for row in listed]
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
