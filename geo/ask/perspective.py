"""Perspectives: control and claims turned into one consistent picture for every date."""

from __future__ import annotations

from datetime import date

import pandas as pd

from geo.atlas import Atlas
from geo.errors import QuestionError

_FAR = date(9999, 12, 31)


def check(atlas: Atlas, perspective: str) -> str:
    """Return a perspective that the atlas has.

    Parameters
    ----------
    atlas
        The atlas.
    perspective
        Its id, such as ``held``.

    Raises
    ------
    QuestionError
        Where it has no such perspective; the message lists those that it has.
    """
    known = atlas.profile.perspectives
    if perspective not in known:
        raise QuestionError(f"perspective {perspective!r}: expected one of {', '.join(known)}")
    return perspective


def within(units: pd.DataFrame, pcodes: str) -> list[int]:
    """Return the indexes of the units that lie in any of the P-codes (joined by ``;``).

    P-codes nest by prefix: a governorate's code begins those of its districts.

    Parameters
    ----------
    units
        A table with ``pcode``.
    pcodes
        P-codes joined by ``;``.
    """
    codes = tuple(pcodes.split(";"))
    return [i for i, pcode in enumerate(units["pcode"]) if pcode.startswith(codes)]


def classes(atlas: Atlas, perspective: str) -> pd.DataFrame:
    """Return how a perspective classes every unit, from 1991 on.

    Where rows of ``claims/views.csv`` meet on a unit, the more specific P-code wins, then the later
    start; ground that none names has the profile's default class.

    Parameters
    ----------
    atlas
        The atlas.
    perspective
        Its id; not ``held``.

    Returns
    -------
    pandas.DataFrame
        unit, start, end (None while open), holder (a class of the profile or disputed), one row a
        stretch.

    Examples
    --------
    >>> from geo import Atlas
    >>> from geo.model import HELD
    >>> rows = classes(Atlas.load(), "un")
    >>> sorted(set(rows["holder"]))
    ['disputed', 'federal', 'region']
    """
    views = atlas.table("views")
    views = views[views["perspective"] == perspective]
    units = atlas.units[["unit", "pcode"]]
    named = _named(views, units)
    first = atlas.profile.days.first
    days = sorted({first, *views["start"], *(end for end in views["end"] if end)})
    found: dict[str, list[list[object]]] = {unit: [] for unit in units["unit"]}
    for day in (day for day in days if day >= first):
        on_day = [row for row in named if row[3] <= day < row[4]]
        winners = {unit: kind for unit, kind, *_ in on_day}
        for unit, stretches in found.items():
            kind = winners.get(unit, atlas.profile.claims.default)
            if not stretches or stretches[-1][1] != kind:
                stretches.append([day, kind])
    rows = [
        (unit, start, after[0] if after else None, kind)
        for unit, stretches in found.items()
        for (start, kind), after in zip(stretches, [*stretches[1:], None], strict=True)
    ]
    return pd.DataFrame(rows, columns=["unit", "start", "end", "holder"])


def _named(views: pd.DataFrame, units: pd.DataFrame) -> list[tuple[str, str, int, date, date]]:
    """Return unit, class, length of the code, start and end; the last of a unit wins."""
    rows = [
        (units["unit"][i], row["class"], len(code), row["start"], row["end"] or _FAR)
        for _, row in views.iterrows()
        for code in row["pcodes"].split(";")
        for i in within(units, code)
    ]
    return sorted(rows, key=lambda row: (row[2], row[3]))
