"""User events on a picture, drawn as the view asks (:class:`geo.model.DrawnAs`)."""

from __future__ import annotations

from geo.export.picture.marks import MarkRoom
from geo.export.picture.plate import Plate
from geo.export.picture.user_events import counted, dots
from geo.export.picture.user_events.data import UserEvents, VisibleEvents, user_events_of
from geo.model import DrawnAs

__all__ = ["UserEvents", "paint", "user_events_of"]


_STYLES = {
    DrawnAs.DOTS: dots.paint,
    DrawnAs.CLUSTERS: counted.paint_clusters,
    DrawnAs.HEXAGONS: counted.paint_hexagons,
    DrawnAs.SIZED: counted.paint_circles,
}


def paint(plate: Plate) -> list[MarkRoom]:
    """Draw the reader's events, if there are any and their layer is on.

    Returns
    -------
    list of MarkRoom
        Marks with a number, which names must not cover.

    Notes
    -----
    More dots than :data:`geo.export.picture.user_events.dots.LINES` are drawn as one image in SVG
    and PDF too, with the dots per inch asked for; heat always is. What is drawn is counted by
    pixel, cell or hexagon of the screen map first, so a million events take seconds, and the file
    grows with the sheet (12 MB of SVG at most at 300 dots per inch), not with the events.
    """
    data = user_events_of(plate)
    if data is None:
        return []
    seen = VisibleEvents.of(plate, data)
    if plate.view.drawn_as is DrawnAs.HEAT:
        every = VisibleEvents.of(plate, data, plate.view.with_(interval=None, window=0))
        counted.paint_heat(plate, seen.points, every.points)
        return dots.paint_areas(plate, seen.areas, 8.8)
    # Counts of clusters must stay legible, small circles in sight: areas are drawn below them.
    below = plate.view.drawn_as in {DrawnAs.CLUSTERS, DrawnAs.SIZED}
    spots = dots.paint_areas(plate, seen.areas, 8.3 if below else 8.8)
    return spots + _STYLES[plate.view.drawn_as](plate, seen.points)
