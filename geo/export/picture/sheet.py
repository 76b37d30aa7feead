"""Where things stand on a sheet of paper: title, map, key, credits."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import geopandas as gpd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from geo.draw.style import STYLE
from geo.export.picture.plate import MERCATOR, PX
from geo.model import Paper

#: Width and height in inches.
INCHES: dict[Paper, tuple[float, float]] = {
    Paper.A4: (11.69, 8.27),
    Paper.A4_PORTRAIT: (8.27, 11.69),
    Paper.A3: (16.54, 11.69),
    Paper.A3_PORTRAIT: (11.69, 16.54),
    Paper.LETTER: (11.0, 8.5),
    Paper.LETTER_PORTRAIT: (8.5, 11.0),
    Paper.WIDE: (13.333, 7.5),
    Paper.SQUARE: (10.0, 10.0),
}

#: Dots an inch of a PNG, as printers ask for.
DPI = 300


#: Points of print: around the sheet (7 mm, more than printers need), between map and key.
EDGE, GAP = 20.0, 12.0

#: Points around the map, where its degrees stand.
RULE = 9.0

#: Width of one column of the key, and the sides of what stands beside it.
COLUMN, CODE, LOCATOR = 176.0, 58.0, 78.0

#: A legend is drawn at least so large, else it gets another column.
LEAST = 0.75

#: A sheet is upright, and has its key below the map, from this height over width on; a slide is
#: wide, and its key has two columns, up to this one.
UPRIGHT, WIDE = 1.1, 0.6

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Sheet:
    """Boxes of a sheet, each left, bottom, width and height in points of print."""

    head: Box
    """Title."""
    map: Box
    """The map without its degrees."""
    key: Box
    """Legend."""
    columns: int
    """Columns of the legend."""
    locator: Box
    """The small map that says where the large one lies."""
    code: Box
    """The code that leads to the live state."""
    foot: Box
    """Credits."""


def upright(width: float, height: float) -> bool:
    """Whether a sheet is higher than wide, or nearly so.

    Parameters
    ----------
    width, height
        In any unit.
    """
    return height / width > UPRIGHT


def columns(width: float, height: float) -> int:
    """Return how many columns the legend of a sheet has.

    Parameters
    ----------
    width, height
        Size of the sheet in points.
    """
    if not upright(width, height):
        return 2 if height / width < WIDE else 1
    return max(1, int((width - 2 * EDGE - LOCATOR) // (COLUMN * 0.93 + GAP)))


def sheet(size: tuple[float, float], *, rtl: bool, head: float, foot: float, key: float) -> Sheet:
    """Lay a sheet out.

    Parameters
    ----------
    size
        Width and height in points.
    rtl
        Whether it is read from the right; everything then stands on the other side.
    head, foot
        Heights of title and credits.
    key
        Height of the legend in as many columns as :func:`columns` says.

    Returns
    -------
    Sheet
        Where each part stands, in points.
    """
    found = (_portrait if upright(*size) else _landscape)(*size, head, foot, key)
    found = found if not rtl else _mirrored(found, size[0])
    return replace(found, map=_snapped(found.map))


def _snapped(box: Box) -> Box:
    """Let a box begin and end on whole pixels of the screen map, as a PNG counts them."""
    left, bottom = (math.ceil(edge / PX) * PX for edge in box[:2])
    wide = math.floor((box[0] + box[2] - left) / PX) * PX
    high = math.floor((box[1] + box[3] - bottom) / PX) * PX
    return left, bottom, wide, high


def _landscape(width: float, height: float, head: float, foot: float, wanted: float) -> Sheet:
    room = height - 2 * EDGE - head - foot - LOCATOR - 8
    count = 2 if wanted * LEAST > room else columns(width, height)
    key = COLUMN * (1 if count == 1 else 1.8)
    side = width - EDGE - key
    low, high = EDGE + foot, height - EDGE - head
    across = side - GAP - EDGE - 2 * RULE
    small = min(key - CODE - 10, 1.35 * LOCATOR)
    return Sheet(
        head=(EDGE, high, width - 2 * EDGE, head),
        map=(EDGE + RULE, low + RULE, across, high - low - 2 * RULE),
        key=(side, low + LOCATOR + 8, key, high - low - LOCATOR - 8),
        columns=count,
        locator=(side, low, small, LOCATOR),
        code=(side + key - CODE, low + LOCATOR - CODE, CODE, CODE),
        foot=(EDGE, EDGE - 8, width - 2 * EDGE, foot),
    )


def _portrait(width: float, height: float, head: float, foot: float, key: float) -> Sheet:
    low, high = EDGE + foot, height - EDGE - head
    key = max(key, LOCATOR + CODE + 10)
    top = low + key
    side = width - EDGE - LOCATOR
    return Sheet(
        head=(EDGE, high, width - 2 * EDGE, head),
        map=(EDGE + RULE, top + GAP + RULE, width - 2 * (EDGE + RULE), high - top - GAP - 2 * RULE),
        key=(EDGE, low, side - GAP - EDGE, key),
        columns=columns(width, height),
        locator=(side, top - LOCATOR, LOCATOR, LOCATOR),
        code=(side + LOCATOR - CODE, top - LOCATOR - CODE - 10, CODE, CODE),
        foot=(EDGE, EDGE - 8, width - 2 * EDGE, foot),
    )


def _mirrored(found: Sheet, width: float) -> Sheet:
    boxes = {
        name: (width - box[0] - box[2], *box[1:])
        for name in ("head", "map", "key", "locator", "code", "foot")
        for box in [getattr(found, name)]
    }
    return Sheet(columns=found.columns, **boxes)


def axes(figure: Figure, place: Box) -> Axes:
    """Add axes at a box of the sheet, whose unit is a point of print.

    Parameters
    ----------
    figure
        The sheet.
    place
        Left, bottom, width and height in points.

    Returns
    -------
    Axes
        The axes, without ticks and frame.
    """
    across, up = figure.get_size_inches() * 72
    left, bottom, width, height = place
    made = figure.add_axes((left / across, bottom / up, width / across, height / up))
    made.set(xlim=(0, width), ylim=(0, height))
    made.axis("off")
    return made


def map_axes(figure: Figure) -> Axes:
    """Add the axes of the map; where they stand is known once all else is laid out."""
    made = axes(figure, (0, 0, 72, 72))
    made.axis("on")
    made.set(xticks=[], yticks=[], facecolor=STYLE["sea"])
    for spine in made.spines.values():
        spine.set(color=STYLE["neighbourLine"], linewidth=0.6)
    return made


def show(made: Axes, place: Box, box: tuple[float, float, float, float]) -> None:
    """Put the map at a place of the sheet (points), to show a box of degrees grown to its shape.

    Parameters
    ----------
    made
        The axes of the map.
    place
        Left, bottom, width and height on the sheet, in points.
    box
        West, south, east, north in degrees (EPSG:4326); the map shows it all, in Web Mercator.
    """
    figure = made.get_figure(root=True)
    assert figure is not None
    across, up = figure.get_size_inches() * 72
    left, bottom, wide, high = place
    made.set_position((left / across, bottom / up, wide / across, high / up))
    corners = gpd.GeoSeries.from_xy([box[0], box[2]], [box[1], box[3]], crs=4326)
    (west, east), (south, north) = (corners.to_crs(MERCATOR).x, corners.to_crs(MERCATOR).y)
    width = max(east - west, (north - south) * wide / high)
    height = width * high / wide
    x, y = (west + east) / 2, (south + north) / 2
    made.set(xlim=(x - width / 2, x + width / 2), ylim=(y - height / 2, y + height / 2))
    made.set_autoscale_on(False)
