"""Ground of an atlas in the pixels of a map: names of holders on it, outlines of what changed."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geo.ask import holdings
from geo.draw.style import holder_colours
from geo.files.cache import load_derived
from geo.model import NO_HOLDER, STATES, Layer
from geo.words import say, side_word

if TYPE_CHECKING:
    from datetime import date

    from geo.atlas import Atlas
    from geo.pictures import painter
    from geo.view import View

#: Sizes of its letters between neighbouring places that are tried for a name, and pixels that are
#: free around it.
_STEP, _FREE = 0.5, 3.0

#: Sizes of its letters between a name and the dots of towns.
_APART = 1.0

#: Share of a sub-district's ground by which it is called after one holder where it is drawn whole.
_WHOLE = 0.75

#: Width of a letter of a bold name as a share of its size, and height of a line.
_LETTER, _LINE = 0.6, 1.3

#: Ground so dark that names stand on it in white.
_DARK_GROUND = 0.12

#: A room on a map: left, top, width, height in its pixels.
Room = tuple[float, float, float, float]


def mercator(lat: float) -> float:
    """Return how far a latitude (degrees) lies from the equator in Web Mercator, in radians."""
    return math.asinh(math.tan(math.radians(lat)))


def name_holder(view: View, name: str) -> str:
    """Return the name of a holder, or of a class of ground, on the day shown."""
    return say(side_word(name, view.perspective, view.date), view.language)


def name_holders(
    atlas: Atlas, view: View, picture: painter.Picture, size: float, taken: Room, *, undivided: bool
) -> list[dict[str, Any]]:
    """Return names of holders that fit on their ground, in place of lines of the legend.

    Parameters
    ----------
    size
        Of the letters, in pixels of the map.
    taken
        Where the scale stands.
    """
    texts = {
        entry.text for group in picture.legend for entry in group.entries
        if entry.layer == Layer.CONTROL and entry.sample
    }  # fmt: skip
    x, y, wide, tall = taken
    first = [shapely.box(*name.box) for name in picture.names if name.first]
    # So near to a dot it would be read as the name of a town.
    apart = _APART * size
    marks = [shapely.Point(mark.at).buffer(apart) for mark in picture.marks]
    has_lakes = "lakes" in picture.drawn.get(Layer.WATER, ())
    lakes = _lakes(atlas, picture) if has_lakes else ()
    scale = shapely.box(x, y, x + wide, y + tall)
    covered = shapely.union_all([scale, *first, *marks, *lakes])
    avoid = np.array([name.box for name in picture.names if not name.first]).reshape(-1, 4)
    labels = []
    for name, shape in ground(atlas, view, picture, undivided=undivided).items():
        words = name_holder(view, name)
        text = words[:1].upper() + words[1:]
        free = shapely.difference(shape, covered)
        if text not in texts or name in (*STATES, *NO_HOLDER) or free.is_empty:
            continue
        if place := find_room(free, text, size, avoid):
            (x, y, across, high), lines = place
            labels.append({
                "name": text,
                "room": (x - apart, y - apart, across + 2 * apart, high + 2 * apart),
                "lines": lines,
                "at": [(x + across / 2) / picture.width, (y + high / 2) / picture.height],
                "white": _luminance(holder_colours()[name]) < _DARK_GROUND,
            })  # fmt: skip
    return labels


def _luminance(colour: str) -> float:
    """Return the relative luminance of a colour such as ``#aabbcc`` (WCAG)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def ground(
    atlas: Atlas, view: View, picture: painter.Picture, *, undivided: bool = False
) -> dict[str, shapely.Geometry]:
    """Return the ground of each holder, or class, within a map, in its pixels.

    Sub-districts drawn whole are what most of their ground is, as the painters draw them.
    """
    shapes = _in_pixels(atlas.unit_shapes, picture)
    holders = _holders_on(atlas, view.date, view.perspective)
    if undivided:
        codes = np.array([unit["pcode"] for unit in atlas.unit_records])
        km2 = np.array([unit["km2"] for unit in atlas.unit_records], float)
        for code in {unit["pcode"] for unit in atlas.unit_records if unit["unit"] != unit["pcode"]}:
            inside = codes == code
            sums = {name: km2[inside & (holders == name)].sum() for name in set(holders[inside])}
            most = max(sums, key=lambda name: sums[name])
            holders[inside] = most if sums[most] >= _WHOLE * km2[inside].sum() else "mixed"
    window = shapely.box(0, 0, picture.width, picture.height)
    parts = {
        name: shapely.intersection(shapely.coverage_union_all(shapes[holders == name]), window)
        for name in sorted(set(holders))
    }
    return {name: shape for name, shape in parts.items() if not shape.is_empty}


def _holders_on(atlas: Atlas, day: date, perspective: str) -> np.ndarray:
    """Return the holder, or class, of each unit on a day."""
    rows = holdings.on(atlas, day, perspective)
    return np.array([row["holder"] for row in rows], dtype=object)


def outline_changes(
    atlas: Atlas, days: tuple[date, date], perspective: str, picture: painter.Picture
) -> str:
    """Return the outline of ground whose holder differs between two days, as a path of SVG."""
    before, after = (_holders_on(atlas, day, perspective) for day in days)
    shapes = _in_pixels(atlas.unit_shapes, picture)[before != after]
    window = shapely.box(-9, -9, picture.width + 9, picture.height + 9)
    overlap = shapely.intersection(shapely.coverage_union_all(shapes), window)
    return "".join(
        f"M{'L'.join(f'{x:.1f} {y:.1f}' for x, y in ring.coords[:-1])}Z"
        for part in shapely.get_parts(overlap)
        if part.geom_type == "Polygon"
        for ring in (part.exterior, *part.interiors)
    )


def _lakes(atlas: Atlas, picture: painter.Picture) -> np.ndarray:
    """Return the lakes in the pixels of a map."""
    lakes = load_derived(atlas, "lakes", lambda: list(atlas.outlines("lakes").geometry.to_wkt()))
    return _in_pixels(shapely.from_wkt(lakes), picture)


def _in_pixels(shapes: np.ndarray, picture: painter.Picture) -> np.ndarray:
    """Return shapes in the pixels of a map."""
    west, south, east, north = picture.bounds
    top, low = mercator(north), mercator(south)

    def to_pixels(degrees: np.ndarray) -> np.ndarray:
        x = (degrees[:, 0] - west) / (east - west) * picture.width
        y = (top - np.arcsinh(np.tan(np.radians(degrees[:, 1])))) / (top - low) * picture.height
        return np.column_stack([x, y])

    return np.array(shapely.transform(shapes, to_pixels))


def find_room(
    shape: shapely.Geometry, words: str, size: float, avoid: np.ndarray
) -> tuple[Room, list[str]] | None:
    """Return where a name fits on ground, and its lines; None where it fits nowhere.

    It takes the room of as few others (boxes, one a row) and stands as far from the edge as it can.
    """
    part = max(shapely.get_parts(shape), key=shapely.area)
    west, top, east, bottom = part.bounds
    step = _STEP * size
    for lines in _line_breaks(words):
        wide = max(map(len, lines)) * size * _LETTER + 2 * _FREE
        high = len(lines) * size * _LINE + 2 * _FREE
        xs, ys = (
            grid.ravel()
            for grid in np.meshgrid(
                np.arange(west, east - wide, step), np.arange(top, bottom - high, step)
            )
        )
        if not xs.size:
            continue
        shapely.prepare(part)
        fits = shapely.contains_properly(part, shapely.box(xs, ys, xs + wide, ys + high))
        xs, ys = xs[fits], ys[fits]
        if not xs.size:
            continue
        start, above, end, below = avoid.T[..., None]
        across = (start < xs + wide) & (end > xs)
        covers = (across & (above < ys + high) & (below > ys)).sum(0)
        middle = shapely.points(xs + wide / 2, ys + high / 2)
        depth = shapely.distance(part.boundary, middle)
        best = int(np.lexsort((-depth, covers))[0])
        return (float(xs[best]), float(ys[best]), wide, high), lines
    return None


def _line_breaks(words: str) -> list[list[str]]:
    """Return a name on one line, and on two of nearly the same length."""
    parts = words.split()
    halves = [[" ".join(parts[:at]), " ".join(parts[at:])] for at in range(1, len(parts))]
    best = sorted(halves, key=lambda lines: max(map(len, lines)))[:1]
    return [[words], *best]
