"""The columns of a table: which record names them, what people call them, how they are found."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
from rapidfuzz import fuzz

from geo.words.cells import TURNING

#: Field -> names of columns, the surest first.
WORDS: Final[dict[str, list[str]]] = json.loads(
    Path(__file__).with_name("vocabulary.json").read_text(encoding="utf-8")
)

#: Letters from which on a cell is no name of a column.
LONGEST: Final = 80

_LETTERS = str.maketrans("يىكةەۆێڕڵ", "یی" + "کهه" + "وی" + "رل")


@lru_cache(maxsize=8192)
def fold(name: str) -> str:
    """Return a name without case, accents, articles and signs.

    >>> fold("Date_de_Début"), fold("eventDate"), fold("خطّ العرض") == fold("خط عرض")
    ('date de debut', 'event date', True)
    """
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    parts = unicodedata.normalize("NFKD", spaced)
    stripped = "".join(
        part for part in parts if not unicodedata.combining(part) and part != "ـ"
    ).lower()
    words = re.findall(r"[^\W_]+", stripped.translate(_LETTERS))
    return " ".join(word[2:] if len(word) > 4 and word.startswith("ال") else word for word in words)


@cache
def _field_words(field: str) -> dict[str, float]:
    """Return the names of a field in plain letters, with how sure each is."""
    result: dict[str, float] = {}
    for rank, word in enumerate(WORDS[field]):
        result.setdefault(fold(word), 1.0 - 0.2 * min(rank, 100) / 100)
    return result


@lru_cache(maxsize=8192)
def score(name: str, field: str) -> float:
    """Return how well a column's name says that it holds a field, from 0 to 1.

    >>> score("LATITUDE", "lat"), score("latitud", "lat") > 0.5, score("plate", "lat")
    (1.0, True, 0.0)
    """
    text, words = fold(name), _field_words(field)
    if not text:
        return 0.0
    if text in words:
        return words[text]
    joined = {word.replace(" ", ""): sure for word, sure in words.items()}
    if text.replace(" ", "") in joined:
        return joined[text.replace(" ", "")] - 0.02
    parts = (
        sure * (0.55 + 0.3 * len(word) / len(text))
        for word, sure in words.items()
        if len(word) > 2 and (text.endswith(f" {word}") or text.startswith(f"{word} "))
    )
    best = max(parts, default=0.0)
    if best < 0.6 and len(text) > 5:  # spelt a little otherwise
        close = any(len(word) > 5 and fuzz.ratio(text, word) >= 88 for word in words)
        best = 0.6 if close else best
    return best


@lru_cache(maxsize=8192)
def is_usual_name(name: str) -> bool:
    """Return whether a cell is a usual name of a column."""
    text = fold(name) if len(name) < LONGEST else ""
    return bool(text) and any(text in _field_words(field) for field in WORDS)


_SIGNS = re.compile(r"[\W_]+")


def fold_name(name: object) -> str:
    """Return the name of a column without case and separators.

    >>> fold_name("Location_ID") == fold_name("location id") == fold_name("LOCATION.ID")
    True
    """
    return _SIGNS.sub("", str(name)).casefold()


class Columns:
    """The columns of a table, found by any of their names.

    >>> columns = Columns(pd.DataFrame({"Location ID": ["7 "], "LAT": ["36.1"]}))
    >>> columns.name("place_id", "location_id"), columns.text("location_id").tolist()
    ('Location ID', ['7'])
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        self.frame = frame
        self._names = {fold_name(name): str(name) for name in reversed(frame.columns)}
        self.used: set[str] = set()
        """The columns whose cells were asked for, as the file writes them."""

    def __contains__(self, name: str) -> bool:
        return fold_name(name) in self._names

    def count(self, *names: str) -> int:
        """Return for how many of some names there is a column."""
        return sum(name in self for name in names)

    def share(self, cells: Collection[str], *names: str) -> float:
        """Return the share of the codes in a column that are among some; 1 where it is empty.

        >>> Columns(pd.DataFrame({"kind": ["IED", "ied", "", "clinic"]})).share({"ied"}, "kind")
        0.6666666666666666
        """
        result = self.text(*names).head(1000)
        codes = result[result != ""].map(plain_code)
        return float(codes.isin(list(cells)).mean()) if len(codes) else 1.0

    def name(self, *names: str) -> str:
        """Return the column as the file writes it, by the first name that there is; else ``""``."""
        return next((self._names[fold_name(name)] for name in names if name in self), "")

    def text(self, *names: str) -> pd.Series:
        """Return the cells of the first column that there is, stripped; else empty cells."""
        result = self.name(*names)
        if not result:
            return pd.Series("", index=self.frame.index, dtype="str")
        self.used.add(result)
        return self.frame[result].str.strip(" \t\r\n\f\v")

    def first(self, *names: str) -> pd.Series:
        """Return for each row the first of some columns that says something."""
        cells = self.text(*names[:1])
        for name in names[1:]:
            if name in self and (cells == "").any():
                cells = cells.where(cells != "", self.text(name))
        return cells

    def name_fields(self, fields: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
        """Return field -> column of the file, of the fields that have one."""
        result = {field: self.name(*names) for field, names in fields.items()}
        return {field: name for field, name in result.items() if name}

    def decode(self, table: Mapping[str, str], default: str, *names: str) -> pd.Categorical:
        """Return what the codes of a column mean."""
        return self.map_cells(lambda cell: table.get(plain_code(cell), default), *names)

    def map_cells(self, means: Callable[[str], str], *names: str) -> pd.Categorical:
        """Return what the cells of a column mean."""
        codes, result = pd.factorize(self.text(*names))
        mapped = np.array([means(str(item)) for item in result], dtype=object)
        kinds, index = np.unique(mapped, return_inverse=True)
        return pd.Categorical.from_codes(index[codes] if len(result) else codes, pd.Index(kinds))


def plain_code(text: str) -> str:
    """Return a code as a table of codes spells it.

    >>> plain_code("01"), plain_code("1.0"), plain_code("0"), plain_code("Battles")
    ('1', '1', '0', 'battles')
    """
    code = text.strip().casefold()
    code = code.removesuffix(".0") if code[:1].isdigit() else code
    return (code.lstrip("0") or "0") if code.isdigit() else code


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


def find_header(records: Sequence[Record]) -> Header:
    """Return the names of the columns of a table's first records.

    >>> find_header([["Events"], ["id", "lat"], ["#event+id", "#geo+lat"], ["1", "35.4"]]).first
    3
    >>> find_header([["1", "35.4"], ["2", "35.5"]]).names
    ('c1', 'c2')
    >>> find_header([["Place", ""], ["Lat", "Lon"], ["35.4", "44.3"]]).names
    ('Lat', 'Lon')
    >>> find_header([["who", "sector"], ["A", "Water"], ["B", "Health"]]).names
    ('who', 'sector')
    """
    looked = records[:SEARCHED]
    counts = Counter(len(record) for record in records if _count_filled(record))
    # The cells that most records have; wider ones count more where that is close.
    width = max(counts, key=lambda width: (counts[width], width), default=1)
    at = next((i for i, texts in enumerate(looked) if _names(texts, records[i + 1 :], width)), None)
    if at is None or 0 < at == len(records) - 1:
        at = next((i for i, texts in enumerate(looked) if _words(texts, records, width)), at)
    record = records[at] if at is not None else []
    if at is not None and at + 1 < len(records) and _is_second(record, records[at + 1 :], width):
        record, at = _join(record, records[at + 1]), at + 1
    tags = next((i for i, texts in enumerate(looked) if _is_tag_row(texts)), None)
    first = 1 + max(-1 if at is None else at, -1 if tags is None else tags)
    if at is None and tags is None:
        first = next(
            (i for i, texts in enumerate(looked) if _count_filled(texts) >= 0.5 * width), 0
        )
    if at is None and tags is not None:
        record = records[tags]
    if at is not None and _has_row_numbers(record, records[first:], width):
        record = ["", *record]
    # There is one more column where every record ends in a needless delimiter.
    named = len(record)
    extra = any(cell.strip() for datum in records[first:] for cell in datum[named:])
    names = make_unique(record, named if record and (extra or width <= named) else width)
    pairs = zip(names, records[tags] if tags is not None else [], strict=False)
    hxl = {name: re.sub(r"\s", "", tag).lower() for name, tag in pairs if _TAG.fullmatch(tag)}
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
    return " ".join(TURNING.sub("", name).replace("\ufeff", "").split())[:200]


def _count_filled(record: Record) -> int:
    return sum(bool(cell.strip()) for cell in record)


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
    hits = sum(is_usual_name(cell) for cell in cells)
    if hits and data <= 0.5 * len(cells):
        return hits >= 2 or len(cells) < 4 or not data
    if data or len({_clean(cell) for cell in cells}) < len(cells):
        return False
    # Two rows of words look the same: numbers or dates stand below names.
    values = [cell for row in below[:50] for cell in row if cell.strip()]
    return not values or any(map(_DATUM.fullmatch, values))


def _is_second(record: Record, below: Sequence[Record], width: int) -> bool:
    """Return whether the record below names holds names too: words over columns of numbers or days.

    It divides groups of columns (the first names some of them only), or says the names again as
    programs do. Words that come again further down are data that lack a number.
    """
    second, data = below[0], [row for row in below[1:50] if _count_filled(row) >= 0.5 * width]
    if _is_tag_row(second) or any(_DATUM.fullmatch(cell) for cell in second if cell.strip()):
        return False
    over = []
    for column, cell in enumerate(second):
        cells = [row[column].strip() for row in data if column < len(row)]
        filled = [item for item in cells if item]
        numbers = sum(bool(_DATUM.fullmatch(item)) for item in filled)
        if cell.strip() and filled and numbers > 0.8 * len(filled):
            if cell.strip() in filled:
                return False
            over.append(cell)
    names = [_clean(name) for name in record]
    is_grouped = "" in names or len({*names}) < len(names) or len(names) < len(second)
    return len(over) > 1 and (is_grouped or all(map(is_usual_name, over)))


def _join(first: Record, second: Record) -> list[str]:
    """Return names of two records: the lower ones, with the group above where one comes again."""
    groups, group = [], ""
    for name in [*first, *[""] * (len(second) - len(first))]:
        group = name.strip() or group
        groups.append(group)
    lower = [*second, *[""] * (len(first) - len(second))]
    again = Counter(_clean(name) for name in lower)
    return [
        (f"{group} {name}" if again[_clean(name)] > 1 else name) if name.strip() else group
        for group, name in zip(groups, lower, strict=True)
    ]


def _words(record: Record, records: Sequence[Record], width: int) -> bool:
    """Return whether a record of a table of words alone can hold names: all differ."""
    cells = [_clean(cell) for cell in record if cell.strip()]
    different = 2 <= len(cells) == width == len(set(cells))
    return different and not any(_DATUM.fullmatch(cell) for item in records[:50] for cell in item)


def _is_tag_row(record: Record) -> bool:
    tags = [bool(_TAG.fullmatch(cell)) for cell in record if cell.strip()]
    return bool(tags) and sum(tags) >= 0.6 * len(tags)
