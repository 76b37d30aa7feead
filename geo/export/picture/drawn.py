"""What the writer of a story drew on the map of a step: notes, arrows and areas."""

from __future__ import annotations

from collections.abc import Sequence

import geopandas as gpd
import numpy as np
import shapely
from matplotlib.patches import Polygon

from geo.draw.style import STYLE
from geo.export.picture.legend import DRAWN, wrap
from geo.export.picture.marks import dot
from geo.export.picture.plate import MERCATOR, PX, Plate
from geo.stories.story import DrawnMark

#: Height of a text's letters in pixels of the screen map, as the page has them.
_LETTERS = 11.0

#: Radius of a note's dot; how far the corners of an arrow's head lie behind its tip, and beside.
#: In pixels of the screen map, as in geo/client/page/story/marks.js.
_DOT = 4.5
_HEAD = 12.0, 5.0

#: Letters of a line of a text, and lines that it has room for.
_ACROSS, _LINES = 30, 7

#: Above all that the atlas says: what stands here is the writer's.
_Z = 13.0


def paint(plate: Plate, marks: Sequence[DrawnMark]) -> None:
    """Draw marks with their texts, in the picture's language.

    Parameters
    ----------
    plate
        The plate of the picture.
    marks
        The marks of the step that is shown (EPSG:4326).
    """
    for mark in marks:
        lon, lat = np.array(mark.at).T
        points = gpd.GeoSeries.from_xy(lon, lat, crs=4326).to_crs(MERCATOR)
        corners = shapely.get_coordinates(points.to_numpy())
        _SHAPES[mark.kind](plate, corners)
        if mark.text:
            _write(plate, mark.text.of(plate.view.language), _stands(mark.kind, corners))


def _stands(kind: str, corners: np.ndarray) -> np.ndarray:
    """Return where the text of a mark stands: at an arrow's tail, else above all of it."""
    if kind == "arrow":
        return corners[0]
    return np.array([(corners[:, 0].min() + corners[:, 0].max()) / 2, corners[:, 1].max()])


def _write(plate: Plate, text: str, at: np.ndarray) -> None:
    lines = wrap(text, _ACROSS)
    shown = lines if len(lines) <= _LINES else [*lines[: _LINES - 1], lines[_LINES - 1] + " …"]
    box = {"boxstyle": "round,pad=0.35", "linewidth": 0.8 * PX}
    plate.axes.annotate(
        "\n".join(plate.run(line) for line in shown), tuple(at), fontsize=_LETTERS * PX,
        color=STYLE["ink"], zorder=_Z + 1, xytext=(0, 8 * PX), textcoords="offset points",
        ha="center", va="bottom", annotation_clip=True, parse_math=False,
        bbox=box | {"facecolor": STYLE["paper"], "edgecolor": STYLE["accent"]},
        **plate.face(),
    )  # fmt: skip


def _note(plate: Plate, corners: np.ndarray) -> None:
    x, y = corners[0]
    for colour, width, z in _strokes():
        dot(plate, x, y, _DOT + width / 2, z, facecolors=colour, linewidths=0)


def _arrow(plate: Plate, corners: np.ndarray) -> None:
    tail, tip = corners
    along = (tip - tail) / max(np.hypot(*(tip - tail)), plate.pixel) * plate.pixel
    across = np.array([-along[1], along[0]])
    back, aside = _HEAD
    head = [tip, tip - back * along + aside * across, tip - back * along - aside * across]
    for colour, width, z in _strokes():
        look = {"edgecolor": colour, "linewidth": width * PX, "zorder": z, "joinstyle": "round"}
        plate.axes.add_patch(Polygon(corners, closed=False, fill=False, **look))
        plate.axes.add_patch(Polygon(head, closed=True, facecolor=colour, **look))


def _area(plate: Plate, corners: np.ndarray) -> None:
    for colour, width, z in _strokes():
        look = {"fill": False, "edgecolor": colour, "linewidth": width * PX, "zorder": z}
        plate.axes.add_patch(Polygon(corners, closed=True, joinstyle="round", **look))
    fill = {"facecolor": STYLE["accent"], "alpha": 0.1, "linewidth": 0, "zorder": _Z + 0.05}
    plate.axes.add_patch(Polygon(corners, closed=True, **fill))


def _strokes() -> tuple[tuple[str, float, float], ...]:
    """Return colour, width and drawing order of a line's halo and of the line."""
    return ((STYLE["paper"], DRAWN + 2.6, _Z), (STYLE["accent"], DRAWN, _Z + 0.1))


_SHAPES = {"note": _note, "arrow": _arrow, "area": _area}
