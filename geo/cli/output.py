"""The printer: an answer as text, JSON, CSV or Markdown, by its columns."""

from __future__ import annotations

import argparse
import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from geo.ask.columns import Record, has_note, say_heading, say_note, write_cell, write_rows
from geo.errors import DataError, Fault
from geo.layers.spec import Column, Kind
from geo.model import HELD, Language
from geo.view import View
from geo.words import locale, say
from geo.words.cells import clean_cell

#: Letters of a line from which on a table is turned, a row a column, where that is narrower.
WIDEST = 120

#: Kinds of cells that are figures.
_FIGURES = {Kind.NUMBER, Kind.BAND, Kind.ESTIMATE, Kind.RANGE}


@dataclass(frozen=True)
class Table:
    """Rows of an answer, and the columns that people read."""

    rows: Sequence[Record]
    columns: Sequence[Column]
    title: str = ""  #: What they are; said with their number.
    most: int | None = None  #: How many of them text lists; the others are counted.
    upright: bool = False  #: Whether text lists each cell in a line of its own.


@dataclass(frozen=True)
class Answer:
    """What a command answers, and how it ends."""

    record: Record | list[Record] | None = None  #: What JSON holds besides the envelope.
    tables: Sequence[Table] = ()
    title: str = ""  #: What was asked, and of one thing the answer.
    view: View = field(default_factory=View)  #: Day, perspective and language of the text.
    code: int = 0  #: The exit code: 0 for an answer, 1 for faults.
    main: int = 0  #: Which of the tables is written as CSV,
    listed: Table | None = None  #: where none of them has the rows of JSON.
    text: str | None = None  #: A document in place of all that.


def format_answer(args: argparse.Namespace, answer: Answer) -> str:
    """Return what a command prints, in the form that its options name."""
    if answer.text is not None:
        return answer.text
    if getattr(args, "json", False):
        return write_json(wrap_answer(args, answer))
    if getattr(args, "csv", False):
        return _write_csv(answer.listed or answer.tables[answer.main])
    if getattr(args, "markdown", False):
        return "".join(f"{line}\n" for line in _list_markdown(answer))
    as_of = ""
    if args.as_of:
        version, release = data_version(args.data)
        as_of = f"Data as of version {release} ({version})\n\n"
    return as_of + "".join(f"{clean_line(line)}\n" for line in _list_lines(answer))


def wrap_answer(args: argparse.Namespace, answer: Answer) -> Record:
    """Return an answer with day, perspective, version and notes, whichever command gives it.

    The day is that which was asked about, the later of two; null where an answer is of no day.
    """
    record = answer.record
    rows: Record = record if isinstance(record, dict) else {"rows": record or []}
    query = (getattr(args, name, None) for name in ("day", "date", "last"))
    days = [day.isoformat() for day in query if isinstance(day, date)]
    atlas = vars(args).get("atlas")
    version, release = (atlas.version, atlas.release) if atlas else data_version(args.data)
    of = {"day": days[0] if days else None, "perspective": getattr(args, "perspective", None)}
    notes = {
        key: text
        for table in ([answer.listed] if answer.listed else answer.tables)
        for key, text in _notes_of(table).items()
        if text not in rows.values()
    }
    return {**of, "version": version, "release": release} | rows | notes


def data_version(folder: Path | None) -> tuple[str | None, str | None]:
    """Return hash and number of the data of a folder; None of one that cannot be read."""
    from geo.atlas import atlas
    from geo.atlas.descriptor import read_package
    from geo.profile import default_folder

    place = folder or default_folder()
    try:
        return atlas.version(place), read_package(place)[0].get("version")
    except (DataError, OSError):
        return None, None


def write_json(value: Any) -> str:
    """Write JSON in UTF-8, indented."""
    return json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _write_csv(table: Table) -> str:
    """Write rows by the keys of JSON; lists are joined, and notes stand in columns of their own."""
    notes = _notes_of(table)
    names = [*dict.fromkeys(name for row in table.rows for name in row), *notes]
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(map(clean_cell, names))
    for row in table.rows:
        writer.writerow(_flatten({**row, **notes}.get(name)) for name in names)
    return stream.getvalue()


def _flatten(cell: Any) -> Any:
    if isinstance(cell, list) and not any(isinstance(part, dict | list) for part in cell):
        return clean_cell(";".join(map(str, cell)))
    if isinstance(cell, dict | list):
        return json.dumps(cell, ensure_ascii=False)
    return str(cell).lower() if isinstance(cell, bool) else clean_cell(cell)


def _notes_of(table: Table) -> dict[str, str]:
    """Return the notes of a table's columns, by their keys in JSON and CSV."""
    return {
        f"{column.name}_note": say_note(column, Language.EN)
        for column in table.columns
        if has_note(column, table.rows)
    }


def _list_lines(answer: Answer) -> Iterator[str]:
    yield from [answer.title] if answer.title else []
    empty = not answer.title
    for table in answer.tables:
        if lines := _lay_out(table, answer.view):
            yield from lines if empty else ["", *lines]
            empty = False


def _lay_out(table: Table, view: View) -> list[str]:
    """Lay rows out in columns, two spaces apart, with the notes below."""
    if not table.rows:
        return [f"{table.title}: none"] if table.title else []
    rows = table.rows[: table.most]
    count = "" if table.upright else f": {locale.number(len(table.rows), view.language)}"
    lines = [f"{table.title}{count}"] if table.title else []
    code = view.language
    written = [
        (column, [say_heading(column, code), *(write_cell(column, row, view) for row in rows)])
        for column in table.columns
    ]
    listed = [(column, cells) for column, cells in written if any(cells[1:])]
    if table.upright:
        for at in range(1, len(rows) + 1):
            lines += [""] if at > 1 else []
            lines += [f"{cells[0]}: {cells[at]}" for _, cells in listed if cells[at]]
    else:
        right = [column.kind in _FIGURES for column, _ in listed]
        grid = [cells for _, cells in listed]
        turned = [list(cells) for cells in zip(*grid, strict=True)]
        if _measure(grid) > max(WIDEST, _measure(turned)):
            grid, right = turned, [False, *[True] * len(rows)]
        lines += _align(grid, right)
    more = len(table.rows) - len(rows)
    lines += [f"{more} more (--json lists all)"] if more else []
    notes: dict[str, list[str]] = {}
    for column, cells in listed:
        if has_note(column, table.rows):
            notes.setdefault(say_note(column, code), []).append(cells[0])
    below = [f"{', '.join(heads)}: {text}" for text, heads in notes.items()]
    return [*lines, *([""] if below else []), *below]


def _measure(columns: Sequence[Sequence[str]]) -> int:
    """Return how many letters wide columns are."""
    return sum(max(map(len, cells)) + 2 for cells in columns)


def _align(columns: Sequence[Sequence[str]], right: Sequence[bool]) -> Iterator[str]:
    clean = [[clean_line(cell) for cell in column] for column in columns]
    widths = [max(map(len, column)) for column in clean]
    for line in zip(*clean, strict=True):
        cells = [
            cell.rjust(width) if is_right else cell.ljust(width)
            for cell, width, is_right in zip(line, widths, right, strict=True)
        ]
        yield "  ".join(cells).rstrip()


def _list_markdown(answer: Answer) -> Iterator[str]:
    """Yield tables of Markdown, each below its title."""
    for at, table in enumerate(answer.tables):
        cells = write_rows(table.rows, table.columns, answer.view)
        yield from [""] if at else []
        yield f"**{_escape_markdown(table.title)}**"
        yield from ("", f"| {' | '.join(cells)} |", f"|{' --- |' * len(cells)}")
        for row in zip(*cells.values(), strict=True):
            yield f"| {' | '.join(map(_escape_markdown, row))} |"


def _escape_markdown(text: str) -> str:
    return re.sub(r"([\\|<>*_`\[\]])", r"\\\1", text)


def clean_line(text: str) -> str:
    r"""Return text on one line that no terminal takes for orders.

    >>> clean_line("a\x1b[2Jb")
    'a�[2Jb'
    >>> clean_line("two\nlines")
    'two lines'
    """
    spaced = " ".join(text.splitlines())
    return "".join("�" if _is_unsafe(sign) else sign for sign in spaced)


def _is_unsafe(sign: str) -> bool:
    """Control signs, surrogates and signs that turn text round; joiners belong to words."""
    return unicodedata.category(sign) in {"Cc", "Cf", "Cs"} and sign not in "\u200c\u200d"


def answer_faults(faults: Iterable[Fault]) -> Answer:
    """List every fault, and how many there are."""
    listed = [fault.to_dict() for fault in faults]
    record = {"count": len(listed), "faults": listed}
    return Answer(record, [Table(listed, [Column("message", "Fault")], "Faults")], code=1)


def headline(place: str, view: View) -> str:
    """Say which ground an answer is of, on which day, in whose picture."""
    return f"{place} on {locale.day(view.date, view.language)}, {say_picture(view)}"


def say_picture(view: View) -> str:
    """Name the perspective of a view as it stands in a sentence."""
    picture = say(f"perspective.{view.perspective}", view.language)
    return picture.lower() if view.perspective == HELD else f"in the perspective {picture!r}"
