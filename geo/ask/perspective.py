"""Perspectives: control and claims turned into one consistent picture for every date and unit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from geo.atlas import Atlas
from geo.atlas.table import Record
from geo.errors import QuestionError
from geo.model import HELD
from geo.words.cells import split_ids

if TYPE_CHECKING:
    import pandas as pd

_FAR = date(9999, 12, 31)

#: How far outside its units the ground of the atlas still reaches, in degrees (about 500 m): their
#: outlines are drawn for a scale of 1 to 1,000,000, and a village by a border river lies beyond.
BORDER = 0.0045


class Stretch(NamedTuple):
    """A stretch of days on which a perspective classes a unit alike."""

    unit: str
    start: date
    end: date | None
    """The first day after it; None while it is open."""
    holder: str
    """A class of the profile, or ``disputed``."""
    source: str
    """Ids of sources joined by ``;``; empty for ground that no text names."""


def check(atlas: Atlas, perspective: str) -> str:
    """Return a perspective that the atlas has.

    Raises
    ------
    QuestionError
        Where it has no such perspective; the message lists those that it has.
    """
    accepted = ", ".join(atlas.profile.perspectives)
    if perspective not in atlas.profile.perspectives:
        raise QuestionError(f"perspective {perspective!r}: expected one of {accepted}")
    return perspective


def within(units: pd.DataFrame | Mapping[str, Iterable[str]], pcodes: str) -> list[int]:
    """Return the indexes of the units that lie in any of the P-codes (joined by ``;``).

    P-codes nest by prefix: a governorate's code begins those of its districts.

    Parameters
    ----------
    units
        A table with ``pcode``: a frame, or columns by name.
    pcodes
        P-codes joined by ``;``.
    """
    codes = tuple(pcodes.split(";"))
    return [i for i, pcode in enumerate(units["pcode"]) if pcode.startswith(codes)]


def stretches(atlas: Atlas, perspective: str) -> list[Stretch]:
    """Return how a perspective other than ``held`` classes every unit, by unit and start.

    Where rows of ``claims/views.csv`` meet on a unit, the more specific P-code wins, then the later
    start; ground that none names has the profile's default class.
    """
    views = [row for row in atlas.records("views") if row["perspective"] == perspective]
    units = atlas.unit_records
    named = _list_named_units(
        views, [row["unit"] for row in units], [row["pcode"] for row in units]
    )
    first = atlas.profile.days.first
    edges = {day for row in views for day in (row["start"], row["end"]) if day}
    by_unit: dict[str, list[tuple[date, str, list[str]]]] = {row["unit"]: [] for row in units}
    for day in sorted(day for day in {first, *edges} if day >= first):
        on_day = [row for row in named if row[3] <= day < row[4]]
        winners = {unit: (kind, source) for unit, kind, _, _, _, source in on_day}
        for unit, parts in by_unit.items():
            kind, source = winners.get(unit, (atlas.profile.claims.default, ""))
            if not parts or parts[-1][1] != kind:
                parts.append((day, kind, []))
            parts[-1][2].append(source)
    return [
        Stretch(unit, start, after[0] if after else None, kind, ";".join(split_ids(*sources)))
        for unit, parts in by_unit.items()
        for (start, kind, sources), after in zip(parts, [*parts[1:], None], strict=True)
    ]


def classes(atlas: Atlas, perspective: str) -> pd.DataFrame:
    """Return :func:`stretches` of a perspective as a frame.

    Returns
    -------
    pandas.DataFrame
        unit, start, end (None while open), holder (a class of the profile or disputed), source
        (ids joined by ``;``), one row a stretch.

    Examples
    --------
    >>> from geo import Atlas
    >>> from geo.model import HELD
    >>> rows = classes(Atlas.load(), "un")
    >>> sorted(set(rows["holder"]))
    ['disputed', 'federal', 'region']
    """
    import pandas as pd  # noqa: PLC0415 -- who asks for one day needs no frame

    return pd.DataFrame(stretches(atlas, perspective), columns=Stretch._fields)


def _list_named_units(
    views: list[Record], units: list[str], pcodes: list[str]
) -> list[tuple[str, str, int, date, date, str]]:
    """Return unit, class, length of the code, start, end and source; the last of a unit wins."""
    rows = [
        (units[i], row["class"], len(code), row["start"], row["end"] or _FAR, row["source"])
        for row in views
        for code in row["pcodes"].split(";")
        for i in within({"pcode": pcodes}, code)
    ]
    return sorted(rows, key=lambda row: (row[2], row[3]))


def spells_in(atlas: Atlas, perspective: str) -> list[Record]:
    """Return who held each unit, or how a perspective classes it: unit, start, end, holder, ...

    They are sorted by unit and start.
    """
    if perspective != HELD:
        return [row._asdict() for row in stretches(atlas, perspective)]
    return atlas.spells


@lru_cache(maxsize=8)
def group_spells(atlas: Atlas, perspective: str) -> dict[str, list[Record]]:
    """Return the same by unit; it is shared, and not to be changed."""
    result: dict[str, list[Record]] = {}
    for row in spells_in(atlas, perspective):
        result.setdefault(row["unit"], []).append(row)
    return result


def unit_at(atlas: Atlas, lon: float, lat: float) -> str:
    """Return the unit that a position (degrees) lies in."""
    import shapely  # noqa: PLC0415 -- most questions are of a name that is known

    shapes = atlas.unit_shapes
    inside = shapely.contains_xy(shapes, lon, lat)
    if not inside.any():
        near = shapely.distance(shapes, shapely.Point(lon, lat))
        if near.min() > BORDER:
            raise QuestionError(
                f"position {lon:g},{lat:g}: lies outside the country; expected lon,lat within it"
            )
        inside = near == near.min()
    return str(atlas.unit_records[int(inside.argmax())]["unit"])
