"""A view as a picture: PNG, SVG or PDF, drawn by matplotlib in the style of the screen map."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import geopandas as gpd
import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from geo.ask import layer_content
from geo.atlas import Atlas
from geo.draw.build import home
from geo.draw.style import STYLE
from geo.errors import ExportError
from geo.export.html import write
from geo.export.picture import furniture, legend, names
from geo.export.picture.ground import land
from geo.export.picture.layers import painter, wanted
from geo.export.picture.paper import DPI, INCHES
from geo.export.picture.plate import MERCATOR, Plate
from geo.export.picture.user_events import UserEvents, brought, paint
from geo.model import HELD, Layer, Paper
from geo.view import View

__all__ = ["KINDS", "UserEvents", "draw", "ending", "picture", "render"]

#: Endings of pictures.
KINDS = (".png", ".svg", ".pdf")

#: The same picture gives the same bytes: no clock, no chance; text as outlines.
_SETTINGS: dict[Any, Any] = {
    "svg.hashsalt": "greenline",
    "svg.fonttype": "path",
    "pdf.fonttype": 42,
    "font.family": ["DejaVu Sans"],
    "path.simplify": True,
    # Dashes are as long as the page has them, however wide the line.
    "lines.scale_dashes": False,
}
_METADATA: dict[str, dict[str, Any]] = {
    ".png": {"Software": None},
    ".svg": {"Date": None, "Creator": None},
    ".pdf": {"CreationDate": None, "Producer": None, "Creator": "Greenline"},
}

#: Points of print: around the sheet, of the title, of the credits, of the legend.
_EDGE, _HEAD, _MEANING, _FOOT, _SIDE = 20.0, 26.0, 20.0, 50.0, 176.0

#: Points of print of the line that names the reader's own events.
_OWN = 9.0


def ending(path: Path | str) -> str | None:
    """Return the ending that says which picture a file is, None where it is none."""
    kind = Path(path).suffix.lower()
    return kind if kind in KINDS else None


def render(
    atlas: Atlas,
    view: View,
    kind: str,
    *,
    paper: Paper = Paper.A4,
    dpi: int = DPI,
    user_events: UserEvents | None = None,
) -> bytes:
    """Return a view as a picture; the same atlas, view and events give the same bytes.

    Parameters
    ----------
    atlas, view
        What to draw. Side by side comparison is drawn as one map of what changed.
    kind
        ``.png``, ``.svg`` or ``.pdf``.
    paper
        Size of the sheet.
    dpi
        Dots an inch of a PNG, 50 to 600; of what SVG and PDF hold as an image, too.
    user_events
        The reader's own events; those that the view shows are drawn, as on the page.

    Raises
    ------
    ExportError
        Where the number of dots is out of range.

    Examples
    --------
    >>> from geo import Atlas, View
    >>> render(Atlas.load(), View(layers=("control",)), ".png", dpi=50)[1:4]
    b'PNG'
    """
    if not 50 <= dpi <= 600:
        raise ExportError(f"dpi {dpi}: expected 50 to 600")
    with mpl.rc_context(_SETTINGS):
        plate = _drawn(atlas, view, paper, user_events)
        out = io.BytesIO()
        told = _METADATA[kind] | (_said(plate, kind) if brought(plate) else {})
        plate.figure.savefig(out, format=kind[1:], dpi=dpi, metadata=told)
    return out.getvalue()


def picture(
    atlas: Atlas,
    view: View | None,
    path: Path | str,
    *,
    paper: Paper = Paper.A4,
    dpi: int = DPI,
    user_events: UserEvents | None = None,
) -> Path:
    """Write a view as a picture; the file's ending says which.

    Raises
    ------
    ExportError
        Where the ending is unknown or the file cannot be written.
    """
    target = Path(path)
    kind = ending(target)
    if kind is None:
        raise ExportError(f"{target.name}: expected a name that ends in one of {', '.join(KINDS)}")
    shown = view or View()
    write(target, render(atlas, shown, kind, paper=paper, dpi=dpi, user_events=user_events))
    return target


def draw(
    atlas: Atlas, view: View, paper: Paper = Paper.A4, user_events: UserEvents | None = None
) -> Figure:
    """Return the sheet as a figure of matplotlib."""
    return _drawn(atlas, view, paper, user_events).figure


def _said(plate: Plate, kind: str) -> dict[str, str]:
    """Return what a file says of itself to those who do not see it: with how many events."""
    about = "Subject" if kind == ".pdf" else "Description"
    return {"Title": furniture.titled(plate), about: furniture.user_events(plate)}


def _drawn(atlas: Atlas, view: View, paper: Paper, user_events: UserEvents | None) -> Plate:
    """Draw the sheet."""
    figure = Figure(figsize=INCHES[paper], facecolor=STYLE["paper"])
    FigureCanvasAgg(figure)
    width, height = (inches * 72 for inches in INCHES[paper])
    side = _EDGE if view.language.rtl else width - _EDGE - _SIDE
    left = _EDGE + _SIDE + 12 if view.language.rtl else _EDGE
    head = _HEAD + (_MEANING if view.perspective != HELD else 0)
    own = user_events if Layer.USER_EVENTS in view.layers else None
    base = _FOOT + (_OWN if own else 0)
    room = (width - 2 * _EDGE - _SIDE - 12, height - 2 * _EDGE - head - base)
    axes = _map(figure, left, _EDGE + base, *room)
    _frame(axes, view.bounds or home(atlas), room[0] / room[1])
    plate = Plate(atlas, view, layer_content.content(atlas, view), figure, axes, own)
    land(plate)
    for layer, rows in plate.layers.items():
        painter(layer).paint(plate, rows)
    names.write(plate, wanted(plate), paint(plate))
    furniture.scale(plate)
    legend.draw(plate, _box(figure, side, _EDGE + base, _SIDE, room[1]))
    whole = width - 2 * _EDGE
    furniture.head(plate, _box(figure, _EDGE, height - _EDGE - head, whole, head))
    furniture.foot(plate, _box(figure, _EDGE, _EDGE - 8, whole, base))
    return plate


def _box(figure: Figure, *place: float) -> Axes:
    """Add axes at left, bottom, width, height of the sheet, all in points of print."""
    across, up = figure.get_size_inches() * 72
    left, bottom, width, height = place
    axes = figure.add_axes((left / across, bottom / up, width / across, height / up))
    axes.set(xlim=(0, width), ylim=(0, height))
    axes.axis("off")
    return axes


def _map(figure: Figure, *place: float) -> Axes:
    """Add the axes of the map at a place of the sheet (points of print)."""
    axes = _box(figure, *place)
    axes.axis("on")
    axes.set(xticks=[], yticks=[], facecolor=STYLE["sea"])
    for spine in axes.spines.values():
        spine.set(color=STYLE["neighbourLine"], linewidth=0.6)
    return axes


def _frame(axes: Axes, box: tuple[float, float, float, float], shape: float) -> None:
    """Show a box of degrees, grown to the shape (width / height) of the axes."""
    corners = gpd.GeoSeries.from_xy([box[0], box[2]], [box[1], box[3]], crs=4326)
    (west, east), (south, north) = (corners.to_crs(MERCATOR).x, corners.to_crs(MERCATOR).y)
    width, height = max(east - west, (north - south) * shape), 0.0
    height = width / shape
    x, y = (west + east) / 2, (south + north) / 2
    axes.set(xlim=(x - width / 2, x + width / 2), ylim=(y - height / 2, y + height / 2))
    axes.set_autoscale_on(False)
