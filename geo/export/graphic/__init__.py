"""Editorial graphics: a view at the width of a column or a screen, as SVG, PDF or PNG."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import ExportError, missing_of
from geo.export import picture
from geo.export.graphic import compose
from geo.export.graphic.format import DPI
from geo.export.graphic.settings import GraphicSettings, Theme, each_month
from geo.export.html import write
from geo.export.sheets import metadata, svg, typeset
from geo.export.user_events import UserData, UserEvents
from geo.file_endings import PICTURES, required_ending
from geo.view import View

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.stories.story import DrawnMark
    from geo.user_areas.areas import UserAreas

__all__ = ["GraphicSettings", "Theme", "each_month", "graphic", "render"]


def render(
    atlas: Atlas,
    view: View,
    kind: str,
    settings: GraphicSettings | None = None,
    *,
    dpi: int = DPI,
    user_events: UserEvents | None = None,
    user_areas: UserAreas | None = None,
    marks: Sequence[DrawnMark] = (),
    address: str | None = None,
    outlines: bool = False,
) -> bytes:
    """Return a view as an editorial graphic; the same atlas, view and settings give the same bytes.

    Parameters
    ----------
    atlas, view
        What to draw. Several days of the settings, or a comparison side by side, stand beside one
        another with one legend and one scale.
    kind
        ``.svg``, ``.pdf`` or ``.png``.
    settings
        Size, words, colours and typeface.
    dpi
        Dots an inch of a printed PNG at 1x.
    user_events
        The reader's own events.
    user_areas
        The reader's own areas.
    marks
        What the writer of a story drew on the map.
    address
        Address of an app or a published map, for the code on a sheet of paper.
    outlines
        Whether the letters of a sheet's SVG are outlines.

    Raises
    ------
    ExportError
        Where something does not fit; it says what does.

    Examples
    --------
    >>> from geo import Atlas, View
    >>> settings = GraphicSettings(format="90mm", headline="Who held what")
    >>> render(Atlas.load(), View(date="2017-10-16"), ".svg", settings)[:4]
    b'<svg'
    """
    if kind not in PICTURES:
        raise ExportError(f"kind {str(kind)[:40]!r}: expected one of {', '.join(PICTURES)}")
    if missing := missing_of("pictures"):
        raise ExportError(missing)
    settings = settings or GraphicSettings()
    if (paper := settings.shape.paper) and settings.is_sheet:
        return picture.render(
            atlas, view, kind, paper=paper, dpi=dpi, user_events=user_events, user_areas=user_areas,
            address=address, marks=marks, outlines=outlines,
        )  # fmt: skip
    user_data = UserData(user_events, user_areas, marks)
    made = compose.build(atlas, view, settings, user_data, kind=kind)
    if kind == ".svg":
        return svg.write("graphic", made)
    ppi = settings.shape.ppi(dpi) * settings.scale
    content = typeset.compile_template("graphic", made.data, kind, ppi)[0]
    return (
        content
        if kind == ".pdf"
        else metadata.add_description(content, made.title, made.description)
    )


def graphic(
    atlas: Atlas,
    view: View | None,
    path: Path | str,
    settings: GraphicSettings | None = None,
    **options: Any,
) -> Path:
    """Write a view as an editorial graphic; the file's ending says which kind.

    Parameters
    ----------
    atlas, view, settings
        As in :func:`render`; no view is the default one.
    path
        The file; its ending says SVG, PDF or PNG.
    **options
        Other options of :func:`render`.

    Returns
    -------
    Path
        The file written.
    """
    target, kind = Path(path), required_ending(path, PICTURES)
    write(target, render(atlas, view or View(), kind, settings, **options))
    return target
