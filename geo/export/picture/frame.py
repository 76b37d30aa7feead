"""The axes of the map: where they stand on the sheet, and which ground they show."""

from __future__ import annotations

import geopandas as gpd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from geo.draw.style import STYLE
from geo.export.picture import sheet as sheets
from geo.export.picture.plate import MERCATOR


def axes(figure: Figure) -> Axes:
    """Add the axes of the map; where they stand is known once all else is laid out."""
    made = sheets.axes(figure, (0, 0, 72, 72))
    made.axis("on")
    made.set(xticks=[], yticks=[], facecolor=STYLE["sea"])
    for spine in made.spines.values():
        spine.set(color=STYLE["neighbourLine"], linewidth=0.6)
    return made


def show(
    axes: Axes, place: tuple[float, float, float, float], box: tuple[float, float, float, float]
) -> None:
    """Put the map at a place of the sheet (points), to show a box of degrees grown to its shape.

    Parameters
    ----------
    axes
        The axes of the map.
    place
        Left, bottom, width and height on the sheet, in points.
    box
        West, south, east, north in degrees (EPSG:4326); the map shows it all, in Web Mercator.
    """
    figure = axes.get_figure(root=True)
    assert figure is not None
    across, up = figure.get_size_inches() * 72
    left, bottom, wide, high = place
    axes.set_position((left / across, bottom / up, wide / across, high / up))
    corners = gpd.GeoSeries.from_xy([box[0], box[2]], [box[1], box[3]], crs=4326)
    (west, east), (south, north) = (corners.to_crs(MERCATOR).x, corners.to_crs(MERCATOR).y)
    width = max(east - west, (north - south) * wide / high)
    height = width * high / wide
    x, y = (west + east) / 2, (south + north) / 2
    axes.set(xlim=(x - width / 2, x + width / 2), ylim=(y - height / 2, y + height / 2))
    axes.set_autoscale_on(False)
