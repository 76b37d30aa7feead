"""In which unit a position lies."""

from __future__ import annotations

from geo.atlas import Atlas
from geo.errors import QuestionError

#: How far outside its units the ground of the atlas still reaches, in degrees (about 500 m): their
#: outlines are drawn for a scale of 1 to 1,000,000, and a village by a border river lies beyond.
BORDER = 0.0045


def unit_at(atlas: Atlas, lon: float, lat: float) -> str:
    """Return the unit that a position (degrees) lies in."""
    import shapely  # noqa: PLC0415 -- most questions are of a name that is known

    shapes = atlas.unit_shapes
    inside = shapely.contains_xy(shapes, lon, lat)
    if not inside.any():
        near = shapely.distance(shapes, shapely.Point(lon, lat))
        if near.min() > BORDER:
            raise QuestionError(
                f"position {lon:g},{lat:g}: lies outside the country; expected lon,lat within it"
            )
        inside = near == near.min()
    return str(atlas.unit_records[int(inside.argmax())]["unit"])
