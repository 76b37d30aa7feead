"""A view as a picture or film: the page's painters draw its maps, Typst sets the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.errors import ExportError, missing_of
from geo.files.atomic_write import FILMS, PICTURES, atomic_write, required_ending
from geo.pictures.settings import DPI, GraphicSettings, Theme
from geo.pictures.user_data import UserData, UserEvents
from geo.view import View

if TYPE_CHECKING:
    from geo.atlas import Atlas
    from geo.stories.story import DrawnMark
    from geo.user_areas.areas import UserAreas

__all__ = ["GraphicSettings", "Theme", "UserData", "UserEvents", "graphic", "render"]


def render(
    atlas: Atlas,
    view: View,
    kind: str,
    settings: GraphicSettings | None = None,
    *,
    dpi: int = DPI,
    user_events: UserEvents | None = None,
    user_areas: Sequence[UserAreas] = (),
    marks: Sequence[DrawnMark] = (),
    address: str | None = None,
    outlines: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> bytes:
    """Return a view as a picture or film; the same atlas, view and settings give the same bytes.

    Parameters
    ----------
    atlas, view
        What to draw. Several days of the settings, or a comparison side by side or divided by a
        line, stand beside one another with one legend and one scale; in a film the days of the
        settings follow one another.
    kind
        ``.svg``, ``.pdf``, ``.png``; or ``.mp4``, ``.webm``, ``.gif``, ``.apng``.
    settings
        Size, words, colours, typeface and days.
    dpi
        Dots an inch of a printed PNG at 1x, 50 to 600.
    user_events
        The reader's own events; those of the days, kinds and actors that the view shows are drawn,
        even if it does not name their layer, as on the page.
    user_areas
        The reader's own areas, drawn likewise: a control map, and numbers, kinds or outlines.
    marks
        What the writer of a story drew on the map.
    address
        Address of an app or a published map; a code on paper leads there, to the same view.
    outlines
        Whether the letters of an SVG are outlines; otherwise they stay text.
    progress
        Takes the number of each picture of a film as it comes, and how many there are.

    Raises
    ------
    ExportError
        Where something does not fit, is out of range or missing; it says what does.

    Examples
    --------
    >>> from geo import Atlas, View
    >>> settings = GraphicSettings(format="90mm", headline="Who held what")
    >>> render(Atlas.load(), View(date="2017-10-16"), ".svg", settings)[:4]
    b'<svg'
    """
    if not 50 <= dpi <= 600:
        raise ExportError(f"dpi {dpi}: expected 50 to 600")
    if kind not in (*PICTURES, *FILMS):
        accepted = ", ".join((*PICTURES, *FILMS))
        raise ExportError(f"kind {str(kind)[:40]!r}: expected one of {accepted}")
    if missing := missing_of("pictures"):
        raise ExportError(missing)
    from geo.pictures import typeset  # noqa: PLC0415 -- an extra
    from geo.pictures.composition import Composition  # noqa: PLC0415 -- shapes

    settings = settings or GraphicSettings()
    user_data = UserData(user_events, user_areas, marks)
    if kind in FILMS:
        from geo.pictures import film  # noqa: PLC0415 -- an extra of its own

        user_data = UserData(user_events, user_areas)
        return film.write(atlas, view, kind, settings, user_data, progress=progress)
    more = {"address": address or "", "outlines": outlines}
    data = Composition.of(atlas, view, settings, user_data, kind=kind, **more).compose().data
    ppi = settings.shape.ppi(dpi) * settings.scale
    return typeset.write(data, kind, ppi, outlines=outlines)


def graphic(
    atlas: Atlas,
    view: View | None,
    path: Path | str,
    settings: GraphicSettings | None = None,
    **options: Any,
) -> Path:
    """Write a view as a picture or film; the file's ending says which kind.

    Parameters
    ----------
    atlas, view, settings
        As in :func:`render`; no view is the default one.
    path
        The file; its ending says which kind.
    **options
        Other options of :func:`render`.

    Returns
    -------
    Path
        The file written.
    """
    target, kind = Path(path), required_ending(path, (*PICTURES, *FILMS))
    content = render(atlas, view or View(), kind, settings, **options)
    with atomic_write(target) as part:
        part.write(content)
    return target
