"""Spells of control by unit: one that names a district or governorate holds for its units.

It holds on days on which a unit has no spell of its own, nor one of a smaller piece of ground.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from geo.atlas.table import Record

#: Days [start, end).
Span = tuple[date, date]


def spread(rows: Iterable[Record], units: Sequence[str]) -> list[Record]:
    """Return the spells of each unit in order, with the code that one stands for in ``context``.

    Parameters
    ----------
    rows
        Spells with ``unit``, ``start`` and ``end``: a unit, or a code that begins those of units.
    units
        Codes of the units of control.

    Examples
    --------
    >>> from datetime import date
    >>> rows = [{"unit": "A1", "start": date(1991, 1, 1), "end": None},
    ...         {"unit": "A1N1", "start": date(2014, 1, 1), "end": date(2015, 1, 1)}]
    >>> [(str(row["start"]), row["context"]) for row in spread(rows, ["A1N1"])]
    [('1991-01-01', 'A1'), ('2014-01-01', ''), ('2015-01-01', 'A1')]
    """
    by_code: dict[str, list[Record]] = defaultdict(list)
    for row in rows:
        by_code[row["unit"]].append(row)
    larger = sorted(by_code.keys() - {*units}, key=len, reverse=True)
    result: list[Record] = []
    for unit in units:
        spells = [{**row, "context": ""} for row in by_code.get(unit, ())]
        for code in larger:
            if unit.startswith(code):
                spells += list(_fill(by_code[code], unit, spells))
        result += sorted(spells, key=lambda row: row["start"])
    return result


def _fill(rows: Iterable[Record], unit: str, spells: Sequence[Record]) -> Iterator[Record]:
    """Yield what larger spells say of a unit on days on which it has none."""
    taken = [(row["start"], row["end"] or date.max) for row in spells]
    for row in rows:
        for start, end in subtract((row["start"], row["end"] or date.max), taken):
            last = None if end == date.max else end
            yield {**row, "unit": unit, "start": start, "end": last, "context": row["unit"]}


def subtract(span: Span, taken: Iterable[Span]) -> list[Span]:
    """Return what is left of a span without others.

    >>> a, b, c, d = (date(2000 + n, 1, 1) for n in range(4))
    >>> subtract((a, d), [(b, c)]) == [(a, b), (c, d)]
    True
    """
    pieces, (start, end) = [], span
    for first, last in sorted(taken):
        if first < end and start < last:
            if start < first:
                pieces.append((start, first))
            start = last
    return [*pieces, (start, end)] if start < end else pieces
