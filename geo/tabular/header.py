"""The names of columns: which row holds them, and the row of HXL tags below."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from geo.tabular.vocabulary import is_known, score

Record = Sequence[str]

#: Records by which a table is judged, and those among which names are looked for.
JUDGED, SEARCHED = 300, 30

_DATUM = re.compile(
    r"\s*[-+−]?[\d٠-٩۰-۹]+(?:[.,/:٫-][\d٠-٩۰-۹]+)*(?:[ T][\d:.+-]*Z?)?\s*|\s*nan\s*", re.IGNORECASE
)
_TAG = re.compile(r"\s*#[a-z][a-z0-9_]*(?:\s*[+#][a-z0-9_]+)*\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Header:
    """Names of columns and where the data begin."""

    names: tuple[str, ...]  #: Names as found, made unique; ``c1`` … where there are none.
    first: int  #: Index of the first record of data.
    is_named: bool  #: Whether a record holds names.
    hxl: dict[str, str]  #: Column -> HXL tag.


def find(records: Sequence[Record]) -> Header:
    """Return the names of the columns of a table's first records.

    >>> find([["Events of May"], ["id", "lat"], ["#event+id", "#geo+lat"], ["1", "35.4"]]).first
    3
    >>> find([["1", "35.4"], ["2", "35.5"]]).names
    ('c1', 'c2')
    >>> find([["who", "sector"], ["A", "Water"], ["B", "Health"]]).names
    ('who', 'sector')
    """
    looked = records[:SEARCHED]
    width = _width(records)
    at = next((i for i, texts in enumerate(looked) if _names(texts, records[i + 1 :], width)), None)
    if at is None or 0 < at == len(records) - 1:
        at = next((i for i, texts in enumerate(looked) if _words(texts, records, width)), at)
    tags = next((i for i, texts in enumerate(looked) if _is_tag_row(texts)), None)
    first = 1 + max(-1 if at is None else at, -1 if tags is None else tags)
    if at is None and tags is None:
        first = next(
            (i for i, texts in enumerate(looked) if _count_filled(texts) >= 0.5 * width), 0
        )
    record = records[at] if at is not None else records[tags] if tags is not None else []
    if at is not None and _has_row_numbers(record, records[first:], width):
        record = ["", *record]
    names = make_unique(record, _columns(record, records[first:], width))
    hxl = _hxl(names, records[tags] if tags is not None else [])
    return Header(names, first, bool(record), hxl)


def make_unique(record: Record, width: int) -> tuple[str, ...]:
    """Return unique names for a number of columns.

    >>> make_unique(["a", "", "a"], 4)
    ('a', 'c2', 'a_2', 'c4')
    """
    names: list[str] = []
    taken = {_clean(name) for name in record}
    used: set[str] = set()
    for number in range(1, max(width, len(record)) + 1):
        name = _clean(record[number - 1]) if number <= len(record) else ""
        name = name or f"c{number}"
        unused, turn = name, 1
        while unused in used or (turn > 1 and unused in taken):
            turn += 1
            unused = f"{name}_{turn}"
        used.add(unused)
        names.append(unused)
    return tuple(names)


def _clean(name: str) -> str:
    return " ".join(name.replace("\ufeff", "").split())[:200]


def _width(records: Sequence[Record]) -> int:
    """Return how many cells most records have; wider ones count more where that is close."""
    counts = Counter(len(record) for record in records if _count_filled(record))
    return max(counts, key=lambda width: (counts[width], width), default=1)


def _count_filled(record: Record) -> int:
    return sum(bool(cell.strip()) for cell in record)


def _columns(record: Record, data: Sequence[Record], width: int) -> int:
    """Return how many columns there are: those with a name, or one a cell where none has one.

    There is one more where every record ends in a needless delimiter.
    """
    named = len(record)
    extra = width > named and not any(cell.strip() for datum in data for cell in datum[named:])
    return width if extra or not record else named


def _has_row_numbers(record: Record, data: Sequence[Record], width: int) -> bool:
    """Return whether rows begin with their number, for which R writes no name."""
    first = [datum[0].strip() for datum in data if len(datum) == width]
    plain = len(record) == width - 1 and not any(score(name, "id") > 0.7 for name in record)
    return plain and len(first) > 1 and first == [str(n + 1) for n in range(len(first))]


def _names(record: Record, below: Sequence[Record], width: int) -> bool:
    """Return whether a record holds the names of the columns below."""
    filled = _count_filled(record)
    if filled == 0 or filled < min(2, width) or filled < 0.5 * width or _is_tag_row(record):
        return False
    cells = [cell for cell in record if cell.strip()]
    data = sum(bool(_DATUM.fullmatch(cell)) for cell in cells)
    hits = sum(is_known(cell) for cell in cells)
    if hits and data <= 0.5 * len(cells):
        return hits >= 2 or len(cells) < 4 or not data
    return data == 0 and len({_clean(cell) for cell in cells}) == len(cells) and _has_values(below)


def _words(record: Record, records: Sequence[Record], width: int) -> bool:
    """Return whether a record of a table of words alone can hold names: all differ."""
    cells = [_clean(cell) for cell in record if cell.strip()]
    different = 2 <= len(cells) == width == len(set(cells))
    return different and not any(_DATUM.fullmatch(cell) for item in records[:50] for cell in item)


def _has_values(below: Sequence[Record]) -> bool:
    """Return whether numbers or dates stand below; two rows of words look the same."""
    cells = [cell for texts in below[:50] for cell in texts if cell.strip()]
    return not cells or any(_DATUM.fullmatch(cell) for cell in cells)


def _is_tag_row(record: Record) -> bool:
    cells = [cell for cell in record if cell.strip()]
    return bool(cells) and sum(bool(_TAG.fullmatch(cell)) for cell in cells) >= 0.6 * len(cells)


def _hxl(names: Sequence[str], tags: Record) -> dict[str, str]:
    pairs = zip(names, tags, strict=False)
    return {name: re.sub(r"\s", "", tag).lower() for name, tag in pairs if _TAG.fullmatch(tag)}
