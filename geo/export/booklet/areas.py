"""The disputed areas that an atlas has pages for."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from geo.cache import load_derived
from geo.errors import ExportError

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.atlas.table import Record
    from geo.view import Bounds

#: Words that name all areas, and those of the list that the atlas follows.
ALL, LISTED = "all", "list"


@dataclass(frozen=True)
class Area:
    """A disputed area."""

    id: str
    pcodes: str  #: Joined by ``;``.
    number: int | None  #: In the list that the atlas follows.
    names: Record  #: Its row.
    km2: float
    bounds: Bounds
    point: tuple[float, float]  #: A position within it.


def choose_areas(atlas: Atlas, text: str) -> list[Area]:
    """Return disputed areas, those of the list first.

    >>> from geo import Atlas
    >>> atlas = Atlas.load()
    >>> chosen = choose_areas(atlas, "sinjar,kirkuk")
    >>> len(choose_areas(atlas, "list")), [area.id for area in chosen]
    (15, ['sinjar', 'kirkuk'])
    """
    areas = _list_areas(atlas)
    bases = atlas.records("bases")
    listed = {row["area"] for row in bases if row["said_by"].casefold() == text.strip().casefold()}
    if text == LISTED:
        chosen = [area for area in areas if area.number is not None]
    elif listed:
        chosen = [area for area in areas if area.id in listed]
    elif text != ALL:
        known = {area.id: area for area in areas}
        ids = dict.fromkeys(item.strip() for item in text.split(",") if item.strip())
        if unknown := [name for name in ids if name not in known]:
            often = Counter(sorted(row["said_by"] for row in bases)).most_common(1)[0][0]
            accepted = f"{ALL}, {LISTED}, who says so ({often}), or ids of {', '.join(known)}"
            raise ExportError(f"area {unknown[0][:60]!r}: expected {accepted}")
        chosen = [known[name] for name in ids]
    else:
        chosen = areas
    if not chosen:
        raise ExportError(f"areas {text[:60]!r}: expected at least one")
    return chosen


def _list_areas(atlas: Atlas) -> list[Area]:
    ground = load_derived(atlas, "ground of areas", lambda: _measure_areas(atlas))
    areas = []
    for row in atlas.records("areas"):
        km2, bounds, point = ground[row["id"]]
        number = row["list_number"]
        number = int(number) if number == number else None  # noqa: PLR0124 -- NaN
        place = tuple(bounds), tuple(point)
        areas.append(Area(row["id"], row["pcodes"], number, row, km2, *place))
    return sorted(areas, key=lambda area: (area.number is None, area.number, area.id))


def _measure_areas(atlas: Atlas) -> dict[str, list[Any]]:
    """Return km², bounds and a position within each area."""
    rows = atlas.areas
    points = rows.geometry.representative_point()
    bounds = rows.geometry.bounds.to_numpy().tolist()
    places = zip(points.x, points.y, strict=True)
    return {
        name: [km2, box, place]
        for name, km2, box, place in zip(rows["id"], rows["km2"], bounds, places, strict=True)
    }
