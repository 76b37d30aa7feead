"""A view as a picture: PNG, SVG or PDF. The page's painters draw its maps, Typst sets its sheet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import ExportError, missing_of
from geo.export.html import write
from geo.export.sheets import metadata, sheet, svg, typeset
from geo.export.user_events import UserData, UserEvents
from geo.file_endings import PICTURES, required_ending
from geo.model import Paper
from geo.view import View

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.stories.story import DrawnMark
    from geo.user_areas.areas import UserAreas

__all__ = ["UserEvents", "picture", "render"]

#: Dots an inch of a PNG, as printers ask for.
DPI = 300


def render(
    atlas: Atlas,
    view: View,
    kind: str,
    *,
    paper: Paper = Paper.A4,
    dpi: int = DPI,
    user_events: UserEvents | None = None,
    user_areas: UserAreas | None = None,
    address: str | None = None,
    marks: Sequence[DrawnMark] = (),
    outlines: bool = False,
) -> bytes:
    """Return a view as a picture; the same atlas, view and events give the same bytes.

    Parameters
    ----------
    atlas, view
        What to draw. A comparison side by side is two maps; one by a line that is moved is a map
        divided by that line.
    kind
        ``.png``, ``.svg`` or ``.pdf``.
    paper
        Size of the sheet.
    dpi
        Dots an inch of a PNG, 50 to 600.
    user_events
        The reader's own events; those of the days, kinds and actors that the view shows are drawn,
        even if it does not name their layer, as on the page.
    user_areas
        The reader's own areas, drawn likewise.
    address
        Address of an app or a published map; a code on the sheet leads there, to the same view.
    marks
        What the writer of a story drew on the map of the step that is shown.
    outlines
        Whether the letters of an SVG are outlines; otherwise they stay text.

    Raises
    ------
    ExportError
        Where the kind or the paper is none of those known, the number of dots is out of range, the
        address is none of the web, or a package that draws pictures is missing.

    Examples
    --------
    >>> from geo import Atlas, View
    >>> render(Atlas.load(), View(layers=("control",)), ".png", dpi=50)[1:4]
    b'PNG'
    """
    if not 50 <= dpi <= 600:
        raise ExportError(f"dpi {dpi}: expected 50 to 600")
    if kind not in PICTURES:
        raise ExportError(f"kind {str(kind)[:40]!r}: expected one of {', '.join(PICTURES)}")
    if paper not in list(Paper):
        raise ExportError(f"paper {str(paper)[:40]!r}: expected one of {', '.join(Paper)}")
    user_data = UserData(user_events, user_areas, marks)
    if missing := missing_of("pictures"):
        raise ExportError(missing)
    made = sheet.build(
        atlas, view, Paper(paper), user_data, address=address, kind=kind, outlines=outlines
    )
    if kind == ".svg":
        return svg.write("map", made, live=not outlines)
    content = typeset.compile_template("map", made.data, kind, dpi)[0]
    if kind == ".pdf":
        return content
    return metadata.add_description(content, made.title, made.description)


def picture(atlas: Atlas, view: View | None, path: Path | str, **options: Any) -> Path:
    """Write a view as a picture; the file's ending says which.

    Parameters
    ----------
    atlas, view
        As in :func:`render`; no view is the default one.
    path
        The file; its ending says PNG, SVG or PDF.
    **options
        Other options of :func:`render`.

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
    write(target, render(atlas, view or View(), kind, **options))
    return target
