"""The small map of the whole country that says where the large one lies."""

from __future__ import annotations

from typing import Any

import shapely
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle

from geo.draw.style import LINES, STYLE
from geo.export.picture import ground
from geo.export.picture.ground import country, project
from geo.export.picture.plate import Plate, path


def draw(plate: Plate, box: Axes) -> None:
    """Draw country, governorates and disputed areas, and the frame of the large map.

    Parameters
    ----------
    plate
        The plate of the picture.
    box
        The axes of this part of the sheet, in points.
    """
    outline = project(country(plate.atlas))
    _fit(box, outline)
    # Pale and not too thin: programs that show PDF draw hairlines a whole dot wide.
    inner = project(ground.of_level(plate.atlas, ground.GOVERNORATE))
    _line(box, outline, STYLE["land"], LINES["country"]["colour"], 0.75)
    _line(box, inner, "none", STYLE["neighbourLine"], 0.6)
    areas = plate.atlas.areas
    told = shapely.union_all(areas.geometry[areas["list_number"].notna()].to_numpy())
    if not shapely.is_empty(told):
        band = {"facecolor": STYLE["disputed"], "alpha": 0.35, "linewidth": 0}
        box.add_patch(PathPatch(path(project(told)), **band))
    (west, east), (south, north) = plate.axes.get_xlim(), plate.axes.get_ylim()
    frame: dict[str, Any] = {"facecolor": "none", "edgecolor": STYLE["accent"], "linewidth": 1.1}
    box.add_patch(Rectangle((west, south), east - west, north - south, **frame))


def _fit(box: Axes, outline: Any) -> None:
    """Show an outline (metres) as large as the axes let it, with a rim."""
    west, south, east, north = shapely.bounds(outline)
    size = box.get_window_extent()
    shape = size.width / size.height
    width = 1.06 * max(east - west, (north - south) * shape)
    x, y, height = (west + east) / 2, (south + north) / 2, width / shape
    box.set(xlim=(x - width / 2, x + width / 2), ylim=(y - height / 2, y + height / 2))
    box.axis("on")
    box.set(xticks=[], yticks=[], facecolor=STYLE["paper"])
    for spine in box.spines.values():
        spine.set(color=STYLE["neighbourLine"], linewidth=0.5)


def _line(box: Axes, outline: Any, fill: str, colour: str, width: float) -> None:
    look = {"facecolor": fill, "edgecolor": colour, "linewidth": width}
    box.add_patch(PathPatch(path(outline), **look))
