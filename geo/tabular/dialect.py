"""How a text file marks its cells: delimiter, quotation marks, a comma for a decimal point."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass

from geo.tabular.vocabulary import is_known

#: Delimiters that are tried, the likeliest first.
DELIMITERS = (",", ";", "\t", "|", "^", "~", "\x01", "\x1f", ":")

#: Records that a delimiter is judged by, and those among which names of columns are looked for.
JUDGED, NAMED = 300, 5

_NAMED = re.compile(r'"?sep=([!#-/:-@\[-`{-~\t])"?\r?\n', re.IGNORECASE)
_QUOTED = re.compile(r'(?:^|[\t\r\n])"(?:[^"]|"")*"(?=[\t\r\n]|$)')


@dataclass(frozen=True)
class Dialect:
    """Marks between cells."""

    delimiter: str  #: One character.
    quote: bool = True  #: Whether cells may stand in quotation marks.
    escape: bool = False  #: Whether a backslash stands before a quotation mark within a cell.
    preface: int = 0  #: Lines before the table that only name the delimiter (``sep=;``).


def find(text: str) -> Dialect:
    r"""Return the marks of the first lines of a table.

    >>> find("a;b\n1,5;2,5\n").delimiter, find("a\tb\n1\t2\n").delimiter
    (';', '\t')
    """
    named = _NAMED.match(text)
    if named:
        return Dialect(named.group(1), preface=1)
    escape = '\\"' in text and '""' not in text
    scores = {mark: _score(records(text, Dialect(mark, escape=escape))) for mark in DELIMITERS}
    mark = max(DELIMITERS, key=lambda delimiter: scores[delimiter])
    if scores[mark] <= 0:
        mark = ","
    quote = mark != "\t" or bool(_QUOTED.search(text))
    return Dialect(mark, quote, escape and quote)


def _score(texts: list[list[str]]) -> float:
    """Return how evenly a delimiter divides records; 0 where it divides none.

    Usual names of columns count for it: texts may hold another sign as evenly as the right one.
    """
    counts = Counter(len(item) for item in texts if any(cell.strip() for cell in item))
    if not counts:
        return 0.0
    width, hits = max(counts.items(), key=lambda entry: (entry[1] * (entry[0] > 1), entry[0]))
    share = hits / counts.total()
    named = max(sum(map(is_known, item)) for item in texts[:NAMED])
    return 0.0 if width < 2 else share**2 * (1 + 0.02 * min(width, 50)) * (1 + named)


def records(text: str, dialect: Dialect, most: int = JUDGED) -> list[list[str]]:
    return [cells for cells, _ in number_records(text, dialect, most)]


def number_records(text: str, dialect: Dialect, most: int = JUDGED) -> list[tuple[list[str], int]]:
    """Return the first records, each with the number of lines up to its end."""
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=dialect.delimiter,
        quoting=csv.QUOTE_MINIMAL if dialect.quote else csv.QUOTE_NONE,
        escapechar="\\" if dialect.escape else None,
    )
    texts: list[tuple[list[str], int]] = []
    try:
        for cells in reader:
            texts.append((cells, reader.line_num))
            if len(texts) >= most:
                break
    except csv.Error:
        pass
    return texts


def decimal(texts: list[list[str]]) -> str:
    """Return the sign that most numbers of some records have for a decimal point.

    >>> decimal([["36,34", "1"]]), decimal([["36.34", "1"]])
    (',', '.')
    """
    cells = [cell.strip() for item in texts for cell in item]
    comma = sum(bool(re.fullmatch(r"[-+]?\d{1,6},\d+", cell)) for cell in cells)
    point = sum(bool(re.fullmatch(r"[-+]?\d{1,6}\.\d+", cell)) for cell in cells)
    return "," if comma > point else "."
