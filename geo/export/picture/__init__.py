"""A view as a picture: PNG, SVG or PDF, drawn by matplotlib in the style of the screen map."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from geo.ask import layer_content
from geo.atlas import Atlas
from geo.cell_output import NOT_XML
from geo.draw.map import home
from geo.draw.style import STYLE
from geo.errors import ExportError
from geo.events.selection import with_events
from geo.export.html import write
from geo.export.picture import code, drawn, furniture, graticule, legend, names, pair
from geo.export.picture import sheet as sheets
from geo.export.picture.ground import land
from geo.export.picture.layers import painter, rooms, wanted
from geo.export.picture.plate import Plate
from geo.export.picture.sheet import DPI, INCHES
from geo.export.picture.user_events import UserEvents, paint, user_events_of
from geo.file_endings import PICTURES, required_ending
from geo.model import Paper
from geo.stories.story import DrawnMark
from geo.view import View

__all__ = ["UserEvents", "draw", "picture", "render", "settings"]

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
#: Held while matplotlib has our settings, which are those of the whole process.
_SET = threading.RLock()

_METADATA: dict[str, dict[str, Any]] = {
    ".png": {"Software": None},
    ".svg": {"Date": None, "Creator": None},
    ".pdf": {"CreationDate": None, "Producer": None, "Creator": "Greenline"},
}

#: Points of print of the title and of a line below it, and of a rim above and below the credits.
_HEAD, _BELOW, _RIM = 22.0, 10.0, 10.0

#: Lines that the credits have room for at least: maps of unlike layers then have one frame.
_LINES = 6


@contextmanager
def settings() -> Iterator[None]:
    """Give matplotlib our settings: one thread at a time, for they hold for all of them.

    Two readers who save a picture at once would else take each other's settings back, and a program
    that uses matplotlib beside us would keep ours.
    """
    with _SET, mpl.rc_context(_SETTINGS):
        yield


def render(
    atlas: Atlas,
    view: View,
    kind: str,
    *,
    paper: Paper = Paper.A4,
    dpi: int = DPI,
    user_events: UserEvents | None = None,
    address: str | None = None,
    marks: Sequence[DrawnMark] = (),
) -> bytes:
    """Return a view as a picture; the same atlas, view and events give the same bytes.

    Parameters
    ----------
    atlas, view
        What to draw. A comparison side by side, or by a line that is moved, is two maps.
    kind
        ``.png``, ``.svg`` or ``.pdf``.
    paper
        Size of the sheet.
    dpi
        Dots an inch of a PNG, 50 to 600; of what SVG and PDF hold as an image, too.
    user_events
        The reader's own events; those of the days, kinds and actors that the view shows are drawn,
        even if it does not name their layer, as on the page.
    address
        Address of an app or a published map; a code on the sheet leads there, to the same view.
    marks
        What the writer of a story drew on the map of the step that is shown.

    Raises
    ------
    ExportError
        Where the kind or the paper is none of those known, the number of dots is out of range or
        the address is none of the web.

    Examples
    --------
    >>> from geo import Atlas, View
    >>> render(Atlas.load(), View(layers=("control",)), ".png", dpi=50)[1:4]
    b'PNG'
    """
    if not 50 <= dpi <= 600:
        raise ExportError(f"dpi {dpi}: expected 50 to 600")
    if kind not in _METADATA:
        raise ExportError(f"kind {str(kind)[:40]!r}: expected one of {', '.join(_METADATA)}")
    with settings():
        plate = _drawn(atlas, view, paper, user_events, address=address, marks=marks)
        out = io.BytesIO()
        metadata = _METADATA[kind] | (_said(plate, kind) if user_events_of(plate) else {})
        plate.figure.savefig(out, format=kind[1:], dpi=dpi, metadata=metadata)
    content = out.getvalue()
    return (
        NOT_XML.sub("\N{REPLACEMENT CHARACTER}", content.decode()).encode()
        if kind == ".svg"
        else content
    )


def picture(
    atlas: Atlas,
    view: View | None,
    path: Path | str,
    *,
    paper: Paper = Paper.A4,
    dpi: int = DPI,
    user_events: UserEvents | None = None,
    address: str | None = None,
    marks: Sequence[DrawnMark] = (),
) -> Path:
    """Write a view as a picture; the file's ending says which.

    Parameters
    ----------
    atlas, view, paper, dpi, user_events, address, marks
        As in :func:`render`; no view is the default one.
    path
        The file; its ending says PNG, SVG or PDF.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    ExportError
        Where the ending is unknown or the file cannot be written.
    """
    target, kind = Path(path), required_ending(path, PICTURES)
    shown = view or View()
    more: dict[str, Any] = {"user_events": user_events, "address": address, "marks": marks}
    write(target, render(atlas, shown, kind, paper=paper, dpi=dpi, **more))
    return target


def draw(
    atlas: Atlas,
    view: View,
    paper: Paper = Paper.A4,
    user_events: UserEvents | None = None,
    marks: Sequence[DrawnMark] = (),
) -> Figure:
    """Return the sheet as a figure of matplotlib.

    Parameters
    ----------
    atlas, view, paper
        As in :func:`render`.
    user_events, marks
        As in :func:`render`.
    """
    with settings():
        return _drawn(atlas, view, paper, user_events, marks=marks).figure


def _said(plate: Plate, kind: str) -> dict[str, str]:
    """Return what a file says of itself to those who do not see it: with how many events."""
    about = "Subject" if kind == ".pdf" else "Description"
    return {"Title": furniture.titled(plate), about: furniture.user_events(plate)}


def _drawn(
    atlas: Atlas,
    view: View,
    paper: Paper,
    user_events: UserEvents | None,
    *,
    address: str | None = None,
    marks: Sequence[DrawnMark] = (),
) -> Plate:
    """Draw the sheet."""
    if paper not in INCHES:
        raise ExportError(f"paper {str(paper)[:40]!r}: expected one of {', '.join(INCHES)}")
    figure = Figure(figsize=INCHES[paper], facecolor=STYLE["paper"])
    FigureCanvasAgg(figure)
    if user_events is not None:
        view = with_events(view)
    axes = sheets.map_axes(figure)
    both = pair.views(view)
    found = [layer_content.content(atlas, one) for one in both or (view,)]
    plate = Plate(atlas, view, found[0], figure, axes, user_events, marks)
    if both:
        maps = pair.plates(plate, tuple(found))
        plate = replace(plate, layers=pair.together(*maps))
    laid = _laid(plate)
    box = view.bounds or home(atlas)
    if both:
        for one, place in zip(maps, pair.boxes(laid.map, rtl=plate.rtl), strict=True):
            sheets.show(one.axes, place, box)
            _ground(one)
            pair.caption(one, view, place)
    else:
        sheets.show(axes, laid.map, box)
        _ground(plate)
    legend.draw(plate, sheets.axes(figure, laid.key), laid.columns)
    furniture.draw_locator(plate, sheets.axes(figure, laid.locator))
    if address:
        link = code.link(address, view, atlas.release)
        code.draw(sheets.axes(figure, laid.code), link, plate.run(plate.t("picture.live")))
    furniture.head(plate, sheets.axes(figure, laid.head))
    furniture.foot(plate, sheets.axes(figure, laid.foot))
    return plate


def _laid(plate: Plate) -> sheets.Sheet:
    """Lay the sheet out for what it has to say."""
    width, height = (float(inches) * 72 for inches in plate.figure.get_size_inches())
    sheets.show(plate.axes, (0, 0, width, height), plate.view.bounds or home(plate.atlas))
    across = width - 2 * sheets.EDGE
    columns = sheets.columns(width, height)
    return sheets.sheet(
        (width, height),
        rtl=plate.rtl,
        head=_HEAD + _BELOW * len(furniture.below(plate, across)),
        foot=furniture.LINE * max(_LINES, len(furniture.lines(plate, across))) + _RIM,
        key=legend.height(plate, columns),
    )


def _ground(plate: Plate) -> None:
    """Draw the map itself."""
    land(plate)
    plate.numbered.extend(paint(plate))
    for layer, rows in plate.layers.items():
        painter(layer).paint(plate, rows)
    spots = [*plate.numbered, *rooms(plate)]
    names.write(plate, wanted(plate), spots, [furniture.scale(plate)])
    drawn.paint(plate, plate.marks)
    graticule.draw(plate)
